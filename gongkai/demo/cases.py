"""The demonstration's applications of the current year: one in every state, made by the acts that staff would do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gongkai.agencies.door import Agency, Person, Role
from gongkai.cases.door import (
    Attached,
    Case,
    act,
    approve_draft,
    issue_reply,
    kept_pdf,
    propose_extension,
    record_lapses,
    record_seal,
    register,
    review_release,
    write_draft,
    write_reply,
)
from gongkai.demo.deliveries import deliver
from gongkai.demo.staff import person_who_is
from gongkai.demo.stamp import stamped
from gongkai.demo.working_papers import keep_papers, open_dispute
from gongkai.statute import Event

SOURCE = "演示数据"
_DAYS = ("received_by_applicant", "received_by_other")
_OF_THE_ROW = ("act", "ago", "note", "amount_yuan", "ground", *_DAYS)


def open_cases(agency: Agency, records: list[dict[str, Any]], *, at: datetime, today: date) -> int:
    """Register the declared applications of an agency and do what is told of each; return how many there are.

    Days are told as days before `today`, so that the demonstration is never out of date.
    """
    staff = {role: person_who_is(role, agency) for role in (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)}
    clerk, head = staff[Role.CLERK], staff[Role.DISCLOSURE_OFFICE_HEAD]
    for number, told in enumerate(sorted(records, key=lambda one: -int(one["received"])), 1):
        case = _registered(agency, told, number, clerk, at, today)
        keep_papers(case, told, clerk, at=at, today=today)
        for done in told["acts"]:
            if done["act"] == "reply":
                _answer(case, done, staff, at, today)
            elif done["act"] == "deliver":
                deliver(case, done, clerk, at=at, today=today)
            else:
                _do(case, done, head if done["act"] == "extend" else clerk, at, today)
        if asked := told.get("extension"):
            propose_extension(case.pk, **asked, by=clerk, at=at, today=today)
        if dispute := told.get("dispute"):
            open_dispute(case, dispute, clerk, at=at, today=today)
        if draft := told.get("draft"):
            _drafted(case, draft, clerk, head, at, today)
    record_lapses(agency, at=at, today=today)
    return len(records)


def _registered(agency: Agency, told: dict[str, Any], number: int, clerk: Person, at: datetime, today: date) -> Case:
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
    by = None if told["channel"] == "portal" else clerk
    return register(case, by=by, at=at, today=today)


def _do(case: Case, done: dict[str, Any], by: Person, at: datetime, today: date) -> None:
    said = {name: value for name, value in done.items() if name not in _OF_THE_ROW}
    said |= {name: today - timedelta(done[name]) for name in _DAYS if name in done}
    if done["act"] == "extend":
        said["approved_by"] = str(by)
    amount = Decimal(done["amount_yuan"]) if "amount_yuan" in done else None
    event = Event(act=done["act"], event_date=today - timedelta(done["ago"]), **said)
    more = {"ground": done.get("ground", ""), "note": done.get("note", ""), "amount_yuan": amount}
    act(case.pk, event, by=by, at=at, today=today, **more)


def _answer(case: Case, done: dict[str, Any], staff: dict[Role, Person], at: datetime, today: date) -> None:
    """Draft the reply on its day, have it approved, sealed and sent out."""
    clerk, day, moment = staff[Role.CLERK], today - timedelta(done["ago"]), at - timedelta(done["ago"])
    draft = write_draft(case.pk, done["said"], by=clerk, at=moment, today=day)
    if draft.gives:
        reviewing = {"seen_digest": draft.digest, "reasons": {}, "nothing_left": True}
        review_release(draft.pk, **reviewing, by=staff[Role.DISCLOSURE_OFFICE_HEAD], at=moment, today=day)
    for role in draft.approvals_needed(on=day):
        seen = {"approve": True, "seen_digest": draft.digest, "reason": ""}
        approve_draft(draft.pk, role, **seen, by=staff[Role(role)], at=moment, today=day)
    letter = write_reply(case.pk, by=clerk, at=moment, today=day)
    copy = Attached(f"{letter}（演示）.pdf", "pdf", stamped(kept_pdf(letter)))
    record_seal(letter.pk, copy, is_compared=True, by=clerk, at=moment, today=day)
    issue_reply(case.pk, by=clerk, at=moment, today=day)


def _drafted(case: Case, said: dict[str, Any], clerk: Person, head: Person, at: datetime, today: date) -> None:
    """Write a draft that the head has approved: it waits for the leader."""
    draft = write_draft(case.pk, said, by=clerk, at=at, today=today)
    role = Role.DISCLOSURE_OFFICE_HEAD
    approve_draft(draft.pk, role, approve=True, seen_digest=draft.digest, reason="", by=head, at=at, today=today)
