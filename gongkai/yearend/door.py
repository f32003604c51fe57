"""What other rooms may ask of yearend."""

from gongkai.yearend.building import Built, build
from gongkai.yearend.importing import import_report, open_section
from gongkai.yearend.inspection import inspect
from gongkai.yearend.models import AnnualReportIndexPage, AnnualReportPage
from gongkai.yearend.presentation import number_findings, present
from gongkai.yearend.records import RECORD_KINDS, TALLY_KINDS
from gongkai.yearend.shown import SIGNS, judge
from gongkai.yearend.year_before import set_beside

__all__ = [
    "RECORD_KINDS",
    "SIGNS",
    "TALLY_KINDS",
    "AnnualReportIndexPage",
    "AnnualReportPage",
    "Built",
    "build",
    "import_report",
    "inspect",
    "judge",
    "number_findings",
    "open_section",
    "present",
    "set_beside",
]
