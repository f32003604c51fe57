"""The annual report as a page, and the section that holds one agency's reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractPage

from gongkai.annualreport import all_forms
from gongkai.findings import Finding
from gongkai.pages.door import MadeFile, NotCleared, Searchable, public
from gongkai.publishing.door import FixedSection, ReviewedPage, Submission
from gongkai.yearend.carrying import CarryRelease
from gongkai.yearend.drafts import DraftRevision, FindingMark
from gongkai.yearend.drift_duties import NoAmendment, SignedDrift
from gongkai.yearend.due_dates import LocalDueDate, due_of
from gongkai.yearend.kept_figures import KeptFigures
from gongkai.yearend.notes import YearNote
from gongkai.yearend.receiving import ReceivedReport
from gongkai.yearend.sentence_templates import SentenceTemplate
from gongkai.yearend.signing import ReportStep, SignedRecords, SignedReport

if TYPE_CHECKING:
    from gongkai.statute import Calendar

__all__ = [
    "AnnualReportIndexPage",
    "AnnualReportPage",
    "CarryRelease",
    "DraftRevision",
    "FindingMark",
    "KeptFigures",
    "LocalDueDate",
    "NoAmendment",
    "ReceivedReport",
    "ReportStep",
    "SentenceTemplate",
    "SignedDrift",
    "SignedRecords",
    "SignedReport",
    "YearNote",
]


def known_forms() -> list[tuple[str, str]]:
    """Return the statutory forms as choices: id and the notice that prints it."""
    return [(form.id, form.law) for form in all_forms().values()]


class LastDay(NamedTuple):
    """By when a report has to be done."""

    date: date


class AnnualReportIndexPage(FixedSection):
    """The section 政府信息公开年报: one of the four whose name the platform notice fixes (国办公开办函〔2019〕61号)."""

    fixed_title = "政府信息公开年报"
    fixed_slug = "annual-reports"
    own_template = "yearend/annual_report_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.DisclosureSectionPage"]
    subpage_types: ClassVar[list[str]] = ["yearend.AnnualReportPage"]

    class Meta:
        verbose_name = "政府信息公开年报栏目"
        verbose_name_plural = "政府信息公开年报栏目"

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return the public reports, newest first, and the applications of all years as a chart."""
        from gongkai.yearend.page_view import chart_of_years

        if number:
            raise Http404("没有这一页")
        reports = public(AnnualReportPage.objects.child_of(self)).order_by("-year")
        told = [
            {"title": page.title, "address": page.get_url(request), "date": page.publication_date} for page in reports
        ]
        return {"reports": told, "chart": chart_of_years(reports)}


class AnnualReportPage(ReviewedPage):
    """One year's report of one agency, as published.

    `report` is the JSON of `gongkai.annualreport` (schema 1). Agency, year and form are
    columns as well, since they are what one looks a report up by. It becomes public by three
    rounds of review and the leader's signature (life.py), or by an import.
    """

    column_type: ClassVar[str] = "政府信息公开类"
    schema_type: ClassVar[str] = "Report"
    published_by_hand: ClassVar[bool] = True  # a writer publishes what the leader signed
    review_route = "yearend:review"
    proofread_in_rounds = False
    is_creatable = False  # a report comes from records or from an import; the editor has no field for a figure

    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name="行政机关",
        on_delete=models.PROTECT,
        related_name="annual_reports",
        editable=False,
    )
    year = models.PositiveSmallIntegerField("报告年度")
    form = models.CharField("报告格式", max_length=30, choices=known_forms)
    report = models.JSONField("报告内容")

    parent_page_types: ClassVar[list[str]] = ["yearend.AnnualReportIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = AbstractPage.content_panels + [
        FieldPanel(name, read_only=True) for name in ("agency", "year", "form", "publication_date")
    ]

    class Meta(ReviewedPage.Meta):
        verbose_name = "政府信息公开工作年度报告"
        verbose_name_plural = "政府信息公开工作年度报告"
        constraints = [
            *ReviewedPage.Meta.constraints,
            models.UniqueConstraint(fields=["agency", "year"], name="yearend_one_report_a_year"),
        ]
        indexes = [models.Index(fields=["agency", "publication_date"], name="yearend_agency_date")]

    def due_date(self, calendar: Calendar) -> LastDay:
        """Return by when it has to be public, or sent where that is earlier (Reg. art. 49); no day off moves it."""
        due = due_of(self.agency, self.year, on=timezone.localdate())
        return LastDay(min(due.submit_date or due.publish_date, due.publish_date))

    def searchable(self) -> Searchable | None:
        """Return the texts of its sections."""
        texts = [section.get("text") or "" for section in self.report.get("sections", ())]
        day = self.publication_date
        return Searchable(text="\n".join(texts), publication_date=day, subject="政府信息公开年报") if day else None

    def clean(self) -> None:
        """Raise ValidationError where the columns and the report itself say different things."""
        super().clean()
        told = (self.report.get("format"), self.report.get("agency"), self.report.get("year"))
        if told != (self.form, self.agency.name, self.year):
            raise ValidationError("报告内容中的机关、年度或格式与本页所记不一致。")

    def writer_ids(self) -> set[int]:
        """Return the numbers of all who wrote a version of the texts since the report was last signed."""
        written = DraftRevision.objects.filter(agency=self.agency, year=self.year)
        last = SignedReport.objects.filter(agency=self.agency, year=self.year).last()
        since = written.filter(written_at__gt=last.submission.submitted_at) if last else written
        return set(since.values_list("written_by", flat=True))

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield what keeps the report from being handed in: it is not the records', an error, an unanswered warning."""
        from gongkai.yearend.readiness import unready

        yield from unready(self)

    def withheld(self, submission: Submission) -> Iterator[Finding]:
        """Yield that nobody has signed what three rounds approved."""
        if not SignedReport.objects.filter(submission=submission).exists():
            yield Finding("PUBLISH-GATE", facts={"gate": "分管领导签发", "state": "还没有签发"})

    def require_approvals(self) -> None:
        """Raise NotCleared unless three people approved this very content and the leader signed it."""
        super().require_approvals()
        if not SignedReport.objects.filter(submission=self.clearance_cycle).exists():
            raise NotCleared("分管领导还没有签发，不能公开。")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the report laid out as the form prints it, its charts, and what the checks find."""
        from gongkai.yearend.page_view import view_of

        context = super().get_context(request, *args, **kwargs)
        return {**context, **view_of(self)}

    def shown_beside(self) -> Iterator[AnnualReportPage]:
        """Yield the report of the year after, which is compared with this one."""
        yield from AnnualReportPage.objects.filter(agency=self.agency, year=self.year + 1)

    def made_files(self) -> Iterator[MadeFile]:
        """Yield the report in every format that it is offered in."""
        from gongkai.yearend.downloads import made_from

        yield from made_from(self)

    def report_before(self) -> dict[str, Any] | None:
        """Return the same agency's public report of the year before, None where there is none."""
        before = public(AnnualReportPage.objects.filter(agency=self.agency, year=self.year - 1)).first()
        return before.report if before else None
