"""Information (政府信息): one document as it is drafted, reviewed, numbered and published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import AbstractPage

from gongkai.agencies.door import calendar
from gongkai.findings import Finding
from gongkai.pages.door import MadeFile, Searchable, address_code
from gongkai.publishing.attributes import Attribute, Genre, Origin, problems_with_attribute
from gongkai.publishing.blocks import BodyBlock
from gongkai.publishing.index_numbers import issue_number
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.rows import ground_choices, months_after, months_for, statistical_classes
from gongkai.publishing.sections import SectionPage, ended_since, is_statutory
from gongkai.statute import Calendar, DueDate, LawUnknown, disclosure_deadline


class InformationPage(ReviewedPage):
    """A piece of government information.

    What the catalogue needs (Reg. art. 12): index number, title, summary, and `issue_date`, the
    day it was produced. `publication_date` is the day it became public here, by the server's
    clock in Asia/Shanghai; nobody types it (VETO-1 伪造发稿日期).
    """

    schema_type: ClassVar[str] = ""
    genre = models.CharField("信息种类", max_length=20, choices=Genre.choices, default=Genre.GENERAL)
    summary = models.TextField("内容概述", max_length=500, help_text="一两句话说清是什么，列在政府信息公开目录里。")
    body = StreamField(BodyBlock(), verbose_name="正文")
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issue_date = models.DateField("成文日期", help_text="信息生成的日期，不是发布日期。")
    source = models.CharField("信息来源", max_length=100, blank=True, help_text="转载的，写明原发布机关。")
    subject = models.CharField("主题分类", max_length=60, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="用分号隔开。")

    attribute = models.CharField("公开属性", max_length=20, choices=Attribute.choices, default=Attribute.PROACTIVE)
    adjusts_public_interest = models.BooleanField("涉及公众利益调整", default=False)
    needs_wide_knowledge = models.BooleanField("需要公众广泛知晓", default=False)
    needs_participation = models.BooleanField("需要公众参与决策", default=False)
    attribute_reason = models.TextField(
        "理由", blank=True, max_length=500, help_text="不主动公开的，写明理由；不予公开的，另选依据。"
    )
    ground = models.CharField("不予公开的依据", max_length=40, choices=ground_choices, blank=True)
    withheld_date = models.DateField("决定不予公开的日期", null=True, blank=True)

    formed_date = models.DateField("形成或变更日期", null=True, blank=True, help_text="不填的，按成文日期。")
    special_due_date = models.DateField("其他法律规定的公开期限", null=True, blank=True)
    special_due_law = models.CharField("该期限的依据", max_length=120, blank=True)
    late_reason = models.CharField("超期公开的原因", max_length=200, blank=True)

    origin = models.CharField("信息来自", max_length=30, choices=Origin.choices, default=Origin.SELF_MADE)
    responsible_organ = models.CharField(
        "负责公开的机关", max_length=100, blank=True, help_text="由别的机关制作、最初获取或者牵头制作的，写明该机关。"
    )

    index_number = models.CharField("索引号", max_length=60, blank=True, editable=False)
    statistical_class = models.CharField("统计类别", max_length=20, blank=True, editable=False)

    set_at_publication = ReviewedPage.set_at_publication | {"index_number", "statistical_class"}
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *ReviewedPage.exclude_fields_in_copy,
        "index_number",
        "statistical_class",
    ]
    parent_page_types: ClassVar[list[str]] = ["publishing.SectionPage", "publishing.DisclosureRulesPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "publishing/information_page.html"
    kept_back: ClassVar[Q | None] = ~Q(attribute=Attribute.PROACTIVE)

    document_panels: ClassVar[list[Any]] = [
        ProofPanel(),
        FieldPanel("genre"),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel(name) for name in ("document_number", "issue_date")], "文件"),
        MultiFieldPanel([FieldPanel(name) for name in ("source", "subject", "keywords")], "检索"),
    ]
    attribute_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("adjusts_public_interest", "needs_wide_knowledge", "needs_participation")],
            "主动公开的判断（《条例》第十九条）",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("attribute", "attribute_reason", "ground", "withheld_date")],
            "公开属性（《条例》第十三条至第十六条）",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("formed_date", "special_due_date", "special_due_law", "late_reason")],
            "公开期限（《条例》第二十六条）",
        ),
        MultiFieldPanel([FieldPanel(name) for name in ("origin", "responsible_organ")], "公开主体（《条例》第十条）"),
    ]
    content_panels = AbstractPage.content_panels + document_panels + attribute_panels

    class Meta(ReviewedPage.Meta):
        verbose_name = "政府信息"
        verbose_name_plural = "政府信息"
        constraints = [
            *ReviewedPage.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "index_number"], condition=~Q(index_number=""), name="publishing_index_number_once"
            ),
        ]
        indexes = [models.Index(fields=["agency", "publication_date"], name="publishing_agency_date")]

    @property
    def column_type(self) -> str:
        """Return the name of its class, as the national page labels have it."""
        row = statistical_classes().get(self.statistical_class)
        return row.label if row else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with its section, and its address as a code for a phone."""
        context = super().get_context(request, *args, **kwargs)
        context["section"] = context["trail"][-1] if context["trail"] else None
        context["code"] = address_code(context["canonical"])
        return context

    def made_files(self) -> Iterator[MadeFile]:
        """Yield the page as one file to keep."""
        from gongkai.publishing.standing_alone import page_file

        yield page_file(self)

    def searchable(self) -> Searchable | None:
        """Return its text with summary and keywords, its numbers, and what search filters by."""
        body = self.body.stream_block.get_searchable_content(self.body)
        return Searchable(
            text="\n".join([self.summary, *body, self.keywords]),
            publication_date=self.publication_date or self.issue_date,
            statistical_class=self.statistical_class,
            subject=self.subject,
            document_number=self.document_number,
            index_number=self.index_number,
        )

    def clean(self) -> None:
        """Raise ValidationError beside each field that the law does not let stand like that."""
        super().clean()
        problems = self.problems(statutory=bool(self.path) and is_statutory(self))
        if problems:
            raise ValidationError(problems)

    def problems(self, *, statutory: bool) -> dict[str, str]:
        """Return, by field, what cannot stand like that; `statutory` says whether it is among the statutory content."""
        problems = problems_with_attribute(self)
        if self.genre == Genre.NEWS and statutory:
            problems["genre"] = "政务动态不能放在“法定主动公开内容”里（国办公开办函〔2019〕61号：专栏姓专）。"
        return problems

    def settle(self, at: datetime, *, again: bool = False) -> None:
        """Set moment, day and class, and the next index number where it has none; what is public keeps having none."""
        super().settle(at, again=again)
        self.statistical_class = self.statistical_class or self.class_of_section
        if not (self.index_number or self.live):
            self.index_number = issue_number(self.agency, self.statistical_class, timezone.localdate(at))

    def settle_import(self, day: date, *, number: str) -> None:
        """Set the day it was first public, the number it brings along, and its class here."""
        super().settle_import(day, number=number)
        self.statistical_class, self.index_number = self.class_of_section, number

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield whether it is not to be public at all, or is late without a reason (Reg. art. 13, 26)."""
        if self.attribute != Attribute.PROACTIVE:
            yield Finding("SUBMIT-ATTRIBUTE", where="attribute", facts={"attribute": self.get_attribute_display()})
        yield from self._days_ahead(on)
        if self.publication_date is None and not self.late_reason.strip():
            yield from self._late(on)
        if self.publication_date is None and self.depth and (ended := ended_since(self.section, on)):
            yield Finding("SECTION-ENDED", facts={"section": self.section.title, "ended": f"{ended:%Y-%m-%d}"})
        if self.genre == Genre.PENALTY:
            yield from self._set_aside()

    def _days_ahead(self, on: date) -> Iterator[Finding]:
        """Yield each day on which it was made that is still to come: 成文日期 is written on the document."""
        for name in ("issue_date", "formed_date"):
            day = getattr(self, name)
            if day and day > on:
                label = self._meta.get_field(name).verbose_name
                yield Finding("SUBMIT-AHEAD", where=name, facts={"field": label, "day": f"{day:%Y-%m-%d}"})

    def _late(self, on: date) -> Iterator[Finding]:
        """Yield whether a reason is asked for: it is late, or of a time for which no period can be counted here."""
        due = self.due_date(calendar())
        if due is None:
            formed = self.formed_date or self.issue_date
            yield Finding("SUBMIT-LONG-AGO", where="late_reason", facts={"formed": f"{formed:%Y-%m-%d}"})
        elif on > due.date:
            yield Finding("SUBMIT-LATE", where="late_reason", facts={"due": f"{due.date:%Y-%m-%d}"})

    def _set_aside(self) -> Iterator[Finding]:
        """Yield whether the penalty decision does not stand any more (《行政处罚法》 art. 48)."""
        standing = self.penalty_reversals.filter(annuls=None, annulled_by=None).order_by("pk").last()
        if standing and standing.outcome != "changed":
            yield Finding("PENALTY-REVERSED", facts={"outcome": standing.get_outcome_display()})

    def can_move_to(self, parent: Any) -> bool:
        """Return whether it may stand below `parent`: news never among the statutory content (PLAT-01)."""
        return super().can_move_to(parent) and not (self.genre == Genre.NEWS and is_statutory(parent))

    @property
    def section(self) -> Any:
        """Return the section it stands in, as its own type."""
        return self.get_parent().specific

    @property
    def class_of_section(self) -> str:
        """Return the statistical class it is counted in where it stands now."""
        section = self.section
        return section.statistical_class if isinstance(section, SectionPage) else "policy"

    def due_date(self, calendar: Calendar) -> DueDate | None:
        """Return the last day to publish it, from the day it was formed or changed (Reg. art. 26).

        None where no row of law or no rest days speak for that day: it is older than the Regulation as it stands.
        """
        formed = self.formed_date or self.issue_date
        try:
            return disclosure_deadline(formed, calendar, special_date=self.special_due_date)
        except LawUnknown:
            return None

    @property
    def withheld_review_date(self) -> date | None:
        """Return the day by which a decision to withhold must be looked at again (Reg. art. 18)."""
        if self.attribute != Attribute.WITHHELD or not self.withheld_date:
            return None
        last = self.withheld_reviews.order_by("pk").last() if self.pk else None
        return review_day_after(max(self.withheld_date, last.review_date) if last else self.withheld_date)


def review_day_after(decided: date) -> date:
    """Return the day by which a decision to withhold of that day must be looked at again."""
    return months_after(decided, months_for("withheld_review"))
