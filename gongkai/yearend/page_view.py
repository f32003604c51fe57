"""What the public pages of annual reports show besides the report: charts, the year before, the files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gongkai import annualreport
from gongkai.yearend.charting import received, received_by_year, report_charts
from gongkai.yearend.downloads import offered
from gongkai.yearend.inspection import inspect
from gongkai.yearend.presentation import present
from gongkai.yearend.year_before import set_beside

if TYPE_CHECKING:
    from gongkai.pages.door import Chart
    from gongkai.yearend.models import AnnualReportPage


def view_of(page: AnnualReportPage) -> dict[str, Any]:
    """Return what the template of a report's page shows of it."""
    before = page.report_before()
    report, earlier = (annualreport.from_dict(one) if one else None for one in (page.report, before))
    assert report is not None  # a page has a report
    return {
        "view": present(page.report, inspect(page.report, before)),
        "charts": report_charts(report, earlier),
        "comparison": set_beside(earlier, report) if earlier else None,
        "downloads": offered(),
    }


def chart_of_years(pages: Iterable[AnnualReportPage]) -> Chart | None:
    """Return the chart of the applications received in each year of the given reports."""
    return received_by_year([(page.year, received(annualreport.from_dict(page.report))) for page in pages])
