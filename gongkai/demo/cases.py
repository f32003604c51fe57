"""The demonstration's applications of the current year: one in every state, made by the acts that staff would do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gongkai.agencies.door import Agency, Appointment, Person, Role
from gongkai.cases.door import Case, act, approve_draft, record_lapses, register, write_draft
from gongkai.statute import Event

SOURCE = "演示数据"
_DAYS = ("received_by_applicant", "received_by_other")
_OF_THE_ROW = ("act", "ago", "note", "amount_yuan", "ground", *_DAYS)


def open_cases(agency: Agency, records: list[dict[str, Any]], *, at: datetime, today: date) -> int:
    """Register the declared applications of an agency and do what is told of each; return how many there are.

    Days are told as days before `today`, so that the demonstration is never out of date.
    """
    clerk, head = _person(agency, Role.CLERK), _person(agency, Role.DISCLOSURE_OFFICE_HEAD)
    for number, told in enumerate(sorted(records, key=lambda one: -int(one["received"])), 1):
        case = _registered(agency, told, number, at, today)
        for done in told["acts"]:
            by = head if done["act"] == "extend" else clerk
            _do(case, done, by, at, today)
        if draft := told.get("draft"):
            _drafted(case, draft, clerk, head, at, today)
    record_lapses(agency, at=at, today=today)
    return len(records)


def _person(agency: Agency, role: Role) -> Person:
    return Appointment.objects.filter(agency=agency, role=role).select_related("person").earliest("pk").person


def _registered(agency: Agency, told: dict[str, Any], number: int, at: datetime, today: date) -> Case:
    case = Case(
        agency=agency,
        channel=told["channel"],
        arrival_date=today - timedelta(told["received"]),
        applicant_class=told["class"],
        applicant_name=f"演示申请人{number}",
        description=f"{told['wanted']}（演示）",
        form_wanted="电子文档",
        route_wanted="在本网站查看下载",
        source=SOURCE,
    )
    return register(case, by=None, at=at, today=today)


def _do(case: Case, done: dict[str, Any], by: Person, at: datetime, today: date) -> None:
    said = {name: value for name, value in done.items() if name not in _OF_THE_ROW}
    said |= {name: today - timedelta(done[name]) for name in _DAYS if name in done}
    if done["act"] == "extend":
        said["approved_by"] = str(by)
    amount = Decimal(done["amount_yuan"]) if "amount_yuan" in done else None
    event = Event(act=done["act"], event_date=today - timedelta(done["ago"]), **said)
    more = {"ground": done.get("ground", ""), "note": done.get("note", ""), "amount_yuan": amount}
    act(case.pk, event, by=by, at=at, today=today, **more)


def _drafted(case: Case, said: dict[str, Any], clerk: Person, head: Person, at: datetime, today: date) -> None:
    """Write a draft that the head has approved: it waits for the leader."""
    draft = write_draft(case.pk, said, files=[], keep_files=False, by=clerk, at=at, today=today)
    role = Role.DISCLOSURE_OFFICE_HEAD
    approve_draft(draft.pk, role, approve=True, seen_digest=draft.digest, reason="", by=head, at=at, today=today)
