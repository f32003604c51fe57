"""What other rooms may ask of yearend."""

from gongkai.yearend.building import Built, build
from gongkai.yearend.downloads import Download
from gongkai.yearend.drift_watch import leave_as_signed, look_again
from gongkai.yearend.drifting import Drift, drift, verify_signed
from gongkai.yearend.due import QUEUES
from gongkai.yearend.importing import import_report, open_section
from gongkai.yearend.inspection import inspect
from gongkai.yearend.intake import KNOWN, RECEIVED, REFUSED, Intake, Taken
from gongkai.yearend.kept_figures import keep_missing_figures, verify_figures
from gongkai.yearend.life import Standing, hand_in, publish_signed, record_step, sign, standing
from gongkai.yearend.models import AnnualReportIndexPage, AnnualReportPage
from gongkai.yearend.presentation import number_findings, present
from gongkai.yearend.receiving import Upload
from gongkai.yearend.records import RECORD_KINDS, TALLY_KINDS
from gongkai.yearend.refusals import Refused
from gongkai.yearend.rules import RULES
from gongkai.yearend.shown import SIGNS, judge
from gongkai.yearend.signing import ReportStep, SignedReport
from gongkai.yearend.year_before import set_beside

__all__ = [
    "KNOWN",
    "QUEUES",
    "RECEIVED",
    "RECORD_KINDS",
    "REFUSED",
    "RULES",
    "SIGNS",
    "TALLY_KINDS",
    "AnnualReportIndexPage",
    "AnnualReportPage",
    "Built",
    "Download",
    "Drift",
    "Intake",
    "Refused",
    "ReportStep",
    "SignedReport",
    "Standing",
    "Taken",
    "Upload",
    "build",
    "drift",
    "hand_in",
    "import_report",
    "inspect",
    "judge",
    "keep_missing_figures",
    "leave_as_signed",
    "look_again",
    "number_findings",
    "open_section",
    "present",
    "publish_signed",
    "record_step",
    "set_beside",
    "sign",
    "standing",
    "verify_figures",
    "verify_signed",
]
