"""Normative documents (行政规范性文件): who made them, from when to when they hold, what happened to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage

from gongkai.findings import Finding
from gongkai.pages.door import Searchable, changed, index
from gongkai.publishing.annullable import Annullable
from gongkai.publishing.bundles import shown_with
from gongkai.publishing.information import InformationPage
from gongkai.publishing.validity import Act, Event, Lifetime, Validity, contradictions

ACT_LABELS = {
    Act.AMENDED: "修改",
    Act.REPEALED: "废止",
    Act.EXTENDED: "延续有效期",
    Act.LAPSED: "清理宣布失效",
    Act.KEPT: "清理后继续有效",
}


class NormativeDocumentPage(InformationPage):
    """A normative document. Only those this agency made, of joint ones as the leading organ, are counted."""

    maker = models.CharField("制定机关", max_length=200, help_text="联合制定的依次写明，牵头机关在前。")
    is_ours = models.BooleanField(
        "由本机关制定或者牵头制定", default=True, help_text="转载其他机关的文件请取消勾选，不计入本机关的件数。"
    )
    effective_date = models.DateField("施行日期")
    last_date = models.DateField("有效期至", null=True, blank=True, help_text="这一天仍然有效；没有规定有效期的不填。")

    template = "publishing/information_page.html"
    content_panels = [
        *AbstractPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("maker", "is_ours", "effective_date", "last_date")], "规范性文件"
        ),
        *InformationPage.document_panels,
        *InformationPage.attribute_panels,
    ]

    class Meta:
        verbose_name = "行政规范性文件"
        verbose_name_plural = "行政规范性文件"

    def problems(self, *, statutory: bool) -> dict[str, str]:
        """Return, beside those of all information, dates that contradict each other and a missing number of ours."""
        problems = super().problems(statutory=statutory)
        if self.effective_date and self.issue_date and self.effective_date < self.issue_date:
            problems["effective_date"] = "施行日期不能早于成文日期。"
        if self.last_date and self.effective_date and self.last_date < self.effective_date:
            problems["last_date"] = "有效期的最后一天不能早于施行日期。"
        if self.is_ours and not self.document_number.strip():
            problems["document_number"] = "行政规范性文件应当统一编号，请填写发文字号。"
        return problems

    @property
    def class_of_section(self) -> str:
        """Return the class of policies: that is what a normative document is counted as wherever it stands."""
        return "policy"

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield whether a document of ours would go out without an explainer and without a waiver (PLAT-50)."""
        yield from super().unready(on=on)
        if self.is_ours and not (self.explainers.exists() or self.explainer_waivers.exists()):
            yield Finding("SUBMIT-EXPLAINER")

    def standing_events(self) -> list[ValidityEvent]:
        """Return everything recorded about its validity that was not annulled, in order."""
        rows = self.validity_events.select_related("by_document", "annulled_by")
        return [event for event in rows if not event.is_annulled]

    def lifetime(self, events: Iterable[ValidityEvent] | None = None) -> Lifetime:
        """Return its time in force with everything recorded about it; `events` where they are at hand already."""
        standing = self.standing_events() if events is None else events
        return Lifetime(self.effective_date, self.last_date, tuple(event.as_event() for event in standing))

    def searchable(self) -> Searchable | None:
        """Return what any information gives, and from when to when it holds by everything known."""
        told, lifetime = super().searchable(), self.lifetime()
        ended = lifetime.end_date(date.max)
        return told and replace(
            told,
            effective_date=self.effective_date,
            amended_date=min((one.effective_date for one in lifetime.events if one.act is Act.AMENDED), default=None),
            ended_date=ended,
            is_repealed=ended is not None and lifetime.status_on(ended) is Validity.REPEALED,
        )

    def status_on(self, day: date) -> Validity:
        """Return whether it is in force on `day`."""
        return self.lifetime().status_on(day)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with today's validity, its last day, and the acts that brought it there."""
        context = super().get_context(request, *args, **kwargs)
        context["bundle"] = shown_with(self, request)
        events = self.standing_events()
        today, lifetime = timezone.localdate(), self.lifetime(events)
        context["validity"] = lifetime.status_on(today)
        context["last_date"] = lifetime.last_date_on(today)
        context["validity_events"] = [
            {"event": event, "address": event.by_document.get_url(request) if event.is_by_public_document else ""}
            for event in events
        ]
        return context


class ValidityEvent(Annullable):
    """Something that happened to a normative document. A wrong one is annulled by a further row."""

    document = models.ForeignKey(
        NormativeDocumentPage, verbose_name="文件", on_delete=models.PROTECT, related_name="validity_events"
    )
    act = models.CharField("事项", max_length=10, choices=[(act.value, label) for act, label in ACT_LABELS.items()])
    effective_date = models.DateField("生效日期")
    last_date = models.DateField("延续后的有效期至", null=True, blank=True)
    by_document = models.ForeignKey(
        NormativeDocumentPage,
        verbose_name="所依据的本站文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_text = models.CharField("依据", max_length=300, blank=True, help_text="本站没有的文件，写明名称和文号。")

    class Meta:
        verbose_name = "有效性变动"
        verbose_name_plural = "有效性变动"
        ordering = ["effective_date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="publishing_validity_names_its_source",
                condition=Q(by_document__isnull=False) | ~Q(by_text=""),
                violation_error_message="请写明依据的文件。",
            ),
            models.CheckConstraint(
                name="publishing_only_extension_has_last_date",
                condition=Q(act=Act.EXTENDED.value) | Q(last_date=None),
                violation_error_message="只有延续有效期才填新的有效期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effective_date:%Y-%m-%d} {self.get_act_display()}"

    @property
    def is_by_public_document(self) -> bool:
        """Return whether the document behind it can be read here."""
        return self.by_document is not None and self.by_document.live

    @property
    def source(self) -> str:
        """Return the document behind it in words."""
        return self.by_document.title if self.by_document else self.by_text

    def clean(self) -> None:
        """Raise ValidationError, by field, for days that cannot be; a row that annuls another only repeats its days."""
        super().clean()
        if self.annuls_id is None and (wrong := self.contradictions()):
            raise ValidationError(wrong)

    def contradictions(self) -> dict[str, str]:
        """Return what in it contradicts its document and what stands recorded of it, by field."""
        if not (self.act and self.effective_date):
            return {}
        basis = self.by_document.issue_date if self.by_document else None
        return contradictions(self.document.issue_date, self.document.lifetime(), self.as_event(), basis)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Record the act; let search know the document by its new validity, and the pages that show it."""
        super().save(*args, **kwargs)
        index([self.document])
        changed(self.document)

    def as_event(self) -> Event:
        """Return it as the pure rules of validity take it."""
        return Event(Act(self.act), self.effective_date, self.last_date)


def validity_on(day: date, documents: Iterable[NormativeDocumentPage]) -> dict[int, Validity]:
    """Return the state of each document on `day` by its number, in one query for all of them."""
    return {number: lifetime.status_on(day) for number, lifetime in lifetimes_of(documents).items()}


def lifetimes_of(documents: Iterable[NormativeDocumentPage]) -> dict[int, Lifetime]:
    """Return the time in force of each document by its number, in one query for all of them."""
    shown = list(documents)
    events: dict[int, list[ValidityEvent]] = defaultdict(list)
    rows = ValidityEvent.objects.filter(document__in=[page.pk for page in shown]).select_related("annulled_by")
    for event in rows if shown else ():
        if not event.is_annulled:
            events[event.document_id].append(event)
    return {page.pk: page.lifetime(events[page.pk]) for page in shown}
