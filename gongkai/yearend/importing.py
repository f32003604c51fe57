"""Bringing in annual reports that were published elsewhere or before."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.pages.door import AgencyPage, clear_import
from gongkai.yearend.models import AnnualReportIndexPage, AnnualReportPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

SECTION_TITLE = "政府信息公开年报"  # the name the platform notice fixes (国办公开办函〔2019〕61号)
SECTION_SLUG = "annual-reports"


def open_section(place: AgencyPage) -> AnnualReportIndexPage:
    """Return the agency's section for annual reports, made where it is missing."""
    section = AnnualReportIndexPage.objects.child_of(place).first()
    return section or place.add_child(instance=AnnualReportIndexPage(title=SECTION_TITLE, slug=SECTION_SLUG))


@transaction.atomic
def import_report(
    section: AnnualReportIndexPage,
    report: dict[str, Any],
    *,
    publication_date: date,
    batch: str,
    by: Person,
    at: datetime,
) -> AnnualReportPage:
    """Publish a report that was public before it came here (Reg. art. 49-50), with a clearance of its own kind.

    `report` is the JSON of `gongkai.annualreport`; `batch` says where it came from. Raises
    ValidationError where the report is not that agency's, and on a second report of a year.
    """
    agency = section.agency
    page = AnnualReportPage(
        title=f"{agency.name}{report['year']}年政府信息公开工作年度报告",
        slug=str(report["year"]),
        agency=agency,
        year=report["year"],
        form=report["format"],
        publication_date=publication_date,
        report=report,
        live=False,
    )
    section.add_child(instance=page)
    page.full_clean()
    clear_import(page, batch=batch, by=by, at=at)
    page.save()
    page.save_revision(log_action=True).publish()
    page.refresh_from_db()
    return page
