"""Public comment (公开征求意见): a draft, why and until when, how to speak, and afterwards what became of it.

The period closes by itself. What people wrote is in opinions.py; what was adopted is told by a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.forms import Select
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage

from gongkai.agencies.door import calendar
from gongkai.findings import Finding
from gongkai.pages.door import BasePage, public
from gongkai.publishing.explaining import require_own
from gongkai.publishing.information import InformationPage
from gongkai.publishing.own_terms import COMMENT_FEEDBACK, own_due_date
from gongkai.publishing.rows import months_after, months_for
from gongkai.statute import due_date, in_chinese, limit_row

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


class Stage(StrEnum):
    """Where a collection of opinions stands; the value is the word shown."""

    COMING = "尚未开始"
    OPEN = "进行中"
    CLOSED = "已结束"
    ANSWERED = "已反馈"


class CommentPage(InformationPage):
    """A draft that the public is asked about; the body is the draft and its explanation."""

    class Kind(models.TextChoices):
        """What is drafted; the value is the row of statute's limits for the shortest period."""

        DOCUMENT = "public_comment", "行政规范性文件和其他事项"
        DECISION = "public_comment_major", "重大行政决策"

    kind = models.CharField("征求意见的事项", max_length=30, choices=Kind.choices, default=Kind.DOCUMENT)
    from_date = models.DateField("开始日期")
    until_date = models.DateField("截止日期", help_text="这一天仍可提出意见，之后自动结束。")
    short_reason = models.CharField(
        "缩短期限的原因", max_length=300, blank=True, help_text="期限短于规定的必须写明，随页面公开。"
    )
    takes_online = models.BooleanField("在本站在线提出意见", default=True)
    postal_address = models.CharField("通信地址", max_length=200, blank=True, help_text="写明邮政编码和收件科室。")
    mail_address = models.EmailField("电子邮箱", max_length=120, blank=True)
    telephone = models.CharField("联系电话", max_length=60, blank=True)

    template = "publishing/information_page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.SectionPage"]
    content_panels: ClassVar[list[Any]] = [
        *AbstractPage.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ("kind", "from_date", "until_date", "short_reason")], "征求意见"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("takes_online", "postal_address", "mail_address", "telephone")],
            "提出意见的方式",
        ),
        *InformationPage.document_panels,
        *InformationPage.attribute_panels,
    ]

    class Meta:
        verbose_name = "意见征集"
        verbose_name_plural = "意见征集"
        constraints = [
            models.CheckConstraint(
                name="publishing_comment_period_runs_forward", condition=Q(until_date__gte=F("from_date"))
            ),
        ]

    def clean(self) -> None:
        """Raise ValidationError where the period runs backwards, or where there is no way to speak."""
        super().clean()
        if self.from_date and self.until_date and self.until_date < self.from_date:
            raise ValidationError({"until_date": "截止日期不能早于开始日期。"})
        if not (self.takes_online or self.postal_address or self.mail_address):
            raise ValidationError({"takes_online": "至少写明一种提出意见的方式：在线、通信地址或者电子邮箱。"})

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield whether the period is over before it is public, or too short without a reason (PLAT-62)."""
        yield from super().unready(on=on)
        if self.publication_date is None and self.until_date < on:
            yield Finding("COMMENT-OVER", where="until_date", facts={"until": f"{self.until_date:%Y-%m-%d}"})
        elif not self.short_reason.strip() and (least := self._too_short(self.publication_date or on)):
            yield Finding("COMMENT-SHORT", where="short_reason", facts=least)

    def doubts(self) -> Iterator[Finding]:
        """Yield whether the period is so long that its last day may be a slip of the pen."""
        months = months_for("comment_doubtful")
        if self.from_date and self.until_date and self.until_date > months_after(self.from_date, months):
            facts = {"until": in_chinese(self.until_date), "months": months}
            yield Finding("COMMENT-LONG", where="until_date", facts=facts)

    def _too_short(self, published: date) -> dict[str, str] | None:
        """Return by when the period may end at the earliest, None where it lasts long enough.

        It runs from the first of its days on which the draft can be read; that day counts.
        """
        start = max(self.from_date, published)
        least = due_date(self.kind, start - timedelta(1), calendar()).date
        if self.until_date >= least:
            return None
        row = limit_row(self.kind, on=start)
        unit = "个工作日" if row.unit == "workday" else "日"
        return {"name": row.name, "least": f"{row.amount}{unit}", "until": f"{least:%Y-%m-%d}"}

    def stage_on(self, day: date) -> Stage:
        """Return where it stands on `day`; answered as soon as a public page tells what was adopted."""
        if day < self.from_date:
            return Stage.COMING
        if day <= self.until_date:
            return Stage.OPEN
        return Stage.ANSWERED if self.feedback() else Stage.CLOSED

    def feedback(self) -> AdoptionPage | None:
        """Return the public page that tells what was adopted, None where there is none yet."""
        told: AdoptionPage | None = public(self.adoptions.all()).order_by("publication_date", "pk").first()
        return told

    @property
    def feedback_due_date(self) -> date:
        """Return the last day to tell what was adopted."""
        return own_due_date(COMMENT_FEEDBACK, self.until_date, self.agency_id)

    def shown_beside(self) -> Iterator[BasePage]:
        """Yield what tells of its outcome, too."""
        yield from super().shown_beside()
        yield from self.adoptions.filter(live=True)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with where it stands today and what tells of its outcome."""
        context = super().get_context(request, *args, **kwargs)
        feedback = self.feedback()
        context |= {"comment_stage": self.stage_on(timezone.localdate()), "feedback": feedback}
        context["feedback_address"] = feedback.get_url(request) if feedback else ""
        return context


class AdoptionPage(InformationPage):
    """What became of the opinions (意见采纳情况反馈): how many came, what was adopted, what not and why."""

    reports_on = models.ForeignKey(
        CommentPage, verbose_name="所反馈的意见征集", on_delete=models.PROTECT, related_name="adoptions"
    )

    template = "publishing/information_page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.SectionPage"]
    content_panels: ClassVar[list[Any]] = [
        *AbstractPage.content_panels,
        FieldPanel("reports_on", widget=Select),
        *InformationPage.document_panels,
        *InformationPage.attribute_panels,
    ]

    class Meta:
        verbose_name = "意见采纳情况反馈"
        verbose_name_plural = "意见采纳情况反馈"

    def clean(self) -> None:
        """Raise ValidationError where it tells of another agency's collection."""
        super().clean()
        require_own(self, "reports_on")

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield whether opinions may still come in, or nobody said yet what becomes of one."""
        from gongkai.publishing.opinions import undecided

        yield from super().unready(on=on)
        if on <= self.reports_on.until_date:
            yield Finding("ADOPTION-EARLY", where="reports_on", facts={"until": in_chinese(self.reports_on.until_date)})
        elif count := undecided(self.reports_on).count():
            yield Finding("ADOPTION-UNDECIDED", where="reports_on", facts={"count": count})

    def shown_beside(self) -> Iterator[BasePage]:
        """Yield the collection, which links here."""
        yield from super().shown_beside()
        yield self.reports_on

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the collection and how many opinions came to what."""
        from gongkai.publishing.opinions import outcome_of

        context = super().get_context(request, *args, **kwargs)
        context["collection"] = self.reports_on
        context["collection_address"] = self.reports_on.get_url(request) if self.reports_on.live else ""
        context["opinions"] = outcome_of(self.reports_on)
        return context


def comment_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield each public collection that is over and not answered: by when it must be, or that it is late (PLAT-73)."""
    over = public(CommentPage.objects.filter(agency=agency, until_date__lt=on)).order_by("until_date", "pk")
    for page in over:
        if page.feedback() is None:
            due = page.feedback_due_date
            facts = {"title": page.title, "until": f"{page.until_date:%Y-%m-%d}", "due": f"{due:%Y-%m-%d}"}
            yield page, Finding("COMMENT-FEEDBACK-LATE" if on > due else "COMMENT-FEEDBACK", facts=facts)


def comments_opened(agency: Agency, since: date, until: date) -> Any:
    """Return the collections that began in the period and were public."""
    shown = CommentPage.objects.filter(agency=agency, from_date__range=(since, until))
    return shown.filter(publication_date__isnull=False)
