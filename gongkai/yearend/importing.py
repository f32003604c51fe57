"""Bringing in annual reports that were published elsewhere or before."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.pages.door import AgencyPage
from gongkai.publishing.door import open_disclosure, publish_imported
from gongkai.yearend.models import AnnualReportIndexPage, AnnualReportPage

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


def open_section(place: AgencyPage) -> AnnualReportIndexPage:
    """Return the agency's section for annual reports, made where it is missing: a part of its disclosure section."""
    section: AnnualReportIndexPage = AnnualReportIndexPage.open_below(open_disclosure(place))
    return section


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
        report=report,
        live=False,
    )
    section.add_child(instance=page)
    imported: AnnualReportPage = publish_imported(page, publication_date=publication_date, batch=batch, by=by, at=at)
    return imported
