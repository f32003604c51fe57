"""The law as dated rows, and the calendar by which periods are counted (Reg. art. 20-21, 26, 30-34, 49-50).

Door: this file. May import: findings. Pure.
Owns: data/*.toml (each row with law, text, mark, since, checked). Never: reads the clock, guesses a
year's rest days: a year without its notice is refused, or its days are marked provisional.
"""

from gongkai.statute.calendar import Calendar, Day, DayKind, DueDate, WorkdayCount
from gongkai.statute.check_digits import is_credit_code, is_identity_number, passes_luhn
from gongkai.statute.deadlines import (
    Deadline,
    deadline,
    deadline_row,
    deadlines,
    disclosure_deadline,
    workdays_for,
)
from gongkai.statute.duties import DisclosureDuty, duties, duty
from gongkai.statute.notices import LocalHoliday, Notice
from gongkai.statute.refusals import LawUnknown, LocalDueInvalid, NoticeInvalid, Refusal, YearUnknown
from gongkai.statute.yearly_reports import (
    LocalDue,
    ReportDue,
    ReportFormat,
    is_late,
    report_due,
    report_format,
    report_formats,
)

__all__ = [
    "Calendar",
    "Day",
    "DayKind",
    "Deadline",
    "DisclosureDuty",
    "DueDate",
    "LawUnknown",
    "LocalDue",
    "LocalDueInvalid",
    "LocalHoliday",
    "Notice",
    "NoticeInvalid",
    "Refusal",
    "ReportDue",
    "ReportFormat",
    "WorkdayCount",
    "YearUnknown",
    "deadline",
    "deadline_row",
    "deadlines",
    "disclosure_deadline",
    "duties",
    "duty",
    "is_credit_code",
    "is_identity_number",
    "is_late",
    "passes_luhn",
    "report_due",
    "report_format",
    "report_formats",
    "workdays_for",
]
