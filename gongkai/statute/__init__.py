"""The law as dated rows, and the calendar by which periods are counted (Reg. art. 20-21, 26, 30-34, 49-50).

Door: this file. May import: findings. Pure.
Owns: data/*.toml (each row with law, text, mark, since, checked). Never: reads the clock, guesses a
year's rest days: a year without its notice is refused, or its days are marked provisional.
"""

from importlib.resources import files

from gongkai.findings import RuleBook
from gongkai.statute.acts import ACTS
from gongkai.statute.applicants import ApplicantClass, applicant_classes, applicant_column
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
from gongkai.statute.decision_tree import (
    GROUND,
    Allowed,
    Conclusion,
    Question,
    allowed,
    answers_given,
    concluded,
    next_question,
    questions,
    walked,
)
from gongkai.statute.decisions import ChosenGround, Decision, decision_findings
from gongkai.statute.disputes import Dispute, DisputeResult, Instance, dispute_column, dispute_result, dispute_results
from gongkai.statute.duties import DisclosureDuty, duties, duty
from gongkai.statute.events import CaseFacts, Event, State, Transition, state_name, transitions
from gongkai.statute.exchange import ReadCase, case_from_dict, clock_to_dict
from gongkai.statute.fees import (
    PER_ITEM,
    PER_VOLUME,
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
from gongkai.statute.limits import MONTH, Length, Limit, due_date, limit_row, limits, most_of
from gongkai.statute.moves import Move, moves
from gongkai.statute.notices import LocalHoliday, Notice
from gongkai.statute.origins import OriginRule, origin_rule
from gongkai.statute.outcomes import (
    Approver,
    Ground,
    NeededFact,
    Outcome,
    approvers,
    combined,
    ground,
    grounds,
    needed_facts,
    outcome,
    outcomes,
    report_row,
)
from gongkai.statute.receipt import Channel, Receipt, channels, receipt_date
from gongkai.statute.refusals import (
    CaseMalformed,
    CountInvalid,
    LawUnknown,
    LocalDueInvalid,
    NoticeInvalid,
    OutcomeUndecided,
    Refusal,
    SettingInvalid,
    YearUnknown,
)
from gongkai.statute.remedies import (
    Remedies,
    Remedy,
    RemedyNote,
    Route,
    in_chinese,
    remedies,
    remedies_when_overdue,
    remedy_note,
)
from gongkai.statute.settings import MOST_WORKDAYS, OPEN_MARKS, Setting, Terms, settings
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
    "GROUND",
    "MONTH",
    "MOST_WORKDAYS",
    "OPEN_MARKS",
    "PER_ITEM",
    "PER_VOLUME",
    "RULES",
    "Allowed",
    "ApplicantClass",
    "Approver",
    "Calendar",
    "CaseFacts",
    "CaseMalformed",
    "Channel",
    "Charge",
    "ChosenGround",
    "Clock",
    "Conclusion",
    "CountInvalid",
    "Day",
    "DayKind",
    "Deadline",
    "Decision",
    "DeliveryMethod",
    "DisclosureDuty",
    "Dispute",
    "DisputeResult",
    "DueDate",
    "Event",
    "Fee",
    "FeeBracket",
    "Ground",
    "Instance",
    "LawUnknown",
    "Length",
    "Limit",
    "LocalDue",
    "LocalDueInvalid",
    "LocalHoliday",
    "Move",
    "NeededFact",
    "Notice",
    "NoticeInvalid",
    "OriginRule",
    "Outcome",
    "OutcomeUndecided",
    "Question",
    "ReadCase",
    "Receipt",
    "Refusal",
    "Remedies",
    "Remedy",
    "RemedyNote",
    "ReportDue",
    "ReportFormat",
    "Route",
    "Setting",
    "SettingInvalid",
    "State",
    "SubDeadline",
    "Terms",
    "TracedDay",
    "Transition",
    "WorkdayCount",
    "YearUnknown",
    "allowed",
    "answers_given",
    "applicant_classes",
    "applicant_column",
    "approvers",
    "case_from_dict",
    "channels",
    "charge_due",
    "charge_findings",
    "clock",
    "clock_to_dict",
    "combined",
    "concluded",
    "deadline",
    "deadline_row",
    "deadlines",
    "decision_findings",
    "delivery_methods",
    "disclosure_deadline",
    "dispute_column",
    "dispute_result",
    "dispute_results",
    "due_date",
    "duties",
    "duty",
    "fee_brackets",
    "fee_schemes",
    "ground",
    "grounds",
    "in_chinese",
    "is_credit_code",
    "is_identity_number",
    "is_late",
    "item_fee",
    "limit_row",
    "limits",
    "month_fee",
    "most_of",
    "moves",
    "needed_facts",
    "next_question",
    "origin_rule",
    "outcome",
    "outcomes",
    "passes_luhn",
    "possible_acts",
    "questions",
    "receipt_date",
    "refusal_of",
    "remedies",
    "remedies_when_overdue",
    "remedy_note",
    "report_due",
    "report_format",
    "report_formats",
    "report_row",
    "settings",
    "state_name",
    "transitions",
    "volume_fee",
    "walked",
    "workdays_for",
]
