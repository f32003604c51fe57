"""The annual report as a page, and the section that holds one agency's reports."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractPage

from gongkai.annualreport import all_forms
from gongkai.pages.door import BasePage, public
from gongkai.publishing.door import FixedSection
from gongkai.yearend.drafts import DraftRevision, FindingMark
from gongkai.yearend.notes import YearNote

__all__ = ["AnnualReportIndexPage", "AnnualReportPage", "DraftRevision", "FindingMark", "YearNote"]


def known_forms() -> list[tuple[str, str]]:
    """Return the statutory forms as choices: id and the notice that prints it."""
    return [(form.id, form.law) for form in all_forms().values()]


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


class AnnualReportPage(BasePage):
    """One year's report of one agency, as published.

    `report` is the JSON of `gongkai.annualreport` (schema 1). Agency, year and form are
    columns as well, since they are what one looks a report up by.
    """

    reviewed = True
    numbered = True
    is_creatable = False  # a report comes from records or from an import; the editor has no field for a figure

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="annual_reports"
    )
    year = models.PositiveSmallIntegerField("报告年度")
    form = models.CharField("报告格式", max_length=30, choices=known_forms)
    publication_date = models.DateField("发布日期")
    report = models.JSONField("报告内容")

    parent_page_types: ClassVar[list[str]] = ["yearend.AnnualReportIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = AbstractPage.content_panels + [
        FieldPanel(name, read_only=True) for name in ("agency", "year", "form", "publication_date")
    ]

    class Meta:
        verbose_name = "政府信息公开工作年度报告"
        verbose_name_plural = "政府信息公开工作年度报告"
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="yearend_one_report_a_year")]
        indexes = [models.Index(fields=["agency", "publication_date"], name="yearend_agency_date")]

    def clean(self) -> None:
        """Raise ValidationError where the columns and the report itself say different things."""
        super().clean()
        told = (self.report.get("format"), self.report.get("agency"), self.report.get("year"))
        if told != (self.form, self.agency.name, self.year):
            raise ValidationError("报告内容中的机关、年度或格式与本页所记不一致。")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the report laid out as the form prints it, its charts, and what the checks find."""
        from gongkai.yearend.page_view import view_of

        context = super().get_context(request, *args, **kwargs)
        return {**context, **view_of(self)}

    def report_before(self) -> dict[str, Any] | None:
        """Return the same agency's public report of the year before, None where there is none."""
        before = public(AnnualReportPage.objects.filter(agency=self.agency, year=self.year - 1)).first()
        return before.report if before else None
