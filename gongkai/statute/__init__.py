"""The law as dated rows, and the calendar by which periods are counted (Reg. art. 20-21, 26, 30-34, 49-50).

Door: this file. May import: findings. Pure.
Owns: data/*.toml (each row with law, text, mark, since, checked). Never: reads the clock, guesses a
year's rest days: a year without its notice is refused, or its days are marked provisional.
"""

from importlib.resources import files

from gongkai.findings import RuleBook
from gongkai.statute.acts import ACTS
from gongkai.statute.calendar import Calendar, Day, DayKind, DueDate, WorkdayCount
from gongkai.statute.check_digits import is_credit_code, is_identity_number, passes_luhn
from gongkai.statute.clock import Clock, SubDeadline, clock, possible_acts, refusal_of
from gongkai.statute.closing import DeliveryMethod, delivery_methods
from gongkai.statute.deadlines import (
    Deadline,
    deadline,
    deadline_row,
    deadlines,
    disclosure_deadline,
    workdays_for,
)
from gongkai.statute.duties import DisclosureDuty, duties, duty
from gongkai.statute.events import CaseFacts, Event, State, Transition, state_name, transitions
from gongkai.statute.exchange import ReadCase, case_from_dict, clock_to_dict
from gongkai.statute.fees import (
    Charge,
    Fee,
    FeeBracket,
    charge_due,
    charge_findings,
    fee_brackets,
    fee_schemes,
    item_fee,
    month_fee,
    volume_fee,
)
from gongkai.statute.notices import LocalHoliday, Notice
from gongkai.statute.receipt import Channel, Receipt, channels, receipt_date
from gongkai.statute.refusals import (
    CaseMalformed,
    CountInvalid,
    LawUnknown,
    LocalDueInvalid,
    NoticeInvalid,
    Refusal,
    SettingInvalid,
    YearUnknown,
)
from gongkai.statute.settings import Setting, settings
from gongkai.statute.traces import TracedDay
from gongkai.statute.yearly_reports import (
    LocalDue,
    ReportDue,
    ReportFormat,
    is_late,
    report_due,
    report_format,
    report_formats,
)

RULES = RuleBook.of(files("gongkai.statute").joinpath("data/rules.toml"))
"""What the room's findings say: sentence, severity, law and advice by rule id."""

__all__ = [
    "ACTS",
    "RULES",
    "Calendar",
    "CaseFacts",
    "CaseMalformed",
    "Channel",
    "Charge",
    "Clock",
    "CountInvalid",
    "Day",
    "DayKind",
    "Deadline",
    "DeliveryMethod",
    "DisclosureDuty",
    "DueDate",
    "Event",
    "Fee",
    "FeeBracket",
    "LawUnknown",
    "LocalDue",
    "LocalDueInvalid",
    "LocalHoliday",
    "Notice",
    "NoticeInvalid",
    "ReadCase",
    "Receipt",
    "Refusal",
    "ReportDue",
    "ReportFormat",
    "Setting",
    "SettingInvalid",
    "State",
    "SubDeadline",
    "TracedDay",
    "Transition",
    "WorkdayCount",
    "YearUnknown",
    "case_from_dict",
    "channels",
    "charge_due",
    "charge_findings",
    "clock",
    "clock_to_dict",
    "deadline",
    "deadline_row",
    "deadlines",
    "delivery_methods",
    "disclosure_deadline",
    "duties",
    "duty",
    "fee_brackets",
    "fee_schemes",
    "is_credit_code",
    "is_identity_number",
    "is_late",
    "item_fee",
    "month_fee",
    "passes_luhn",
    "possible_acts",
    "receipt_date",
    "refusal_of",
    "report_due",
    "report_format",
    "report_formats",
    "settings",
    "state_name",
    "transitions",
    "volume_fee",
    "workdays_for",
]
