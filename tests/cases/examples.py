"""Cases as the tests of this room write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from gongkai import statute
from gongkai.agencies.door import Agency, Appointment, Person, Role
from gongkai.cases.approvals import approvals_due
from gongkai.cases.case_files import Attached
from gongkai.cases.door import Case, act, approve_draft, kept_pdf, record_seal, register, write_draft, write_reply
from gongkai.cases.drafts import PARTIAL, Draft
from gongkai.cases.letters import Letter
from gongkai.cases.releasing import review_release
from gongkai.cases.working_file import SearchRecord
from gongkai.statute import Event
from tests.agencies.examples import a_person, appoint
from tests.cases.seals import with_seal
from tests.statute.ways import leading_to

AT = datetime(2026, 11, 27, 2, tzinfo=UTC)
TODAY = date(2026, 11, 27)
CLERK, HEAD, LEADER = Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER


def a_case(agency: Agency, arrival: date, today: date | None = None, **changes: Any) -> Case:
    """Return an application handed in on that day."""
    said = {
        "channel": "in_person",
        "applicant_class": "natural_person",
        "applicant_name": "甲某",
        "description": "某文件",
    }
    case = Case(agency=agency, arrival_date=arrival, **{**said, **changes})
    return register(case, by=None, at=AT, today=today or TODAY)


def do(case: Case, name: str, day: date, *, today: date | None = None, **said: Any) -> Case:
    """Record one act on the case and return it as it is then; what needs an approval gets one first."""
    extra = {key: said.pop(key) for key in ("ground", "amount_yuan", "note", "by") if key in said}
    more: dict[str, Any] = {"by": None, **extra}
    if name == "reply":
        more["draft"] = approved(case, said["outcome"], extra.get("ground", ""), today or TODAY)
    if name == "extend":
        more["by"] = who(case.agency, HEAD)
    act(case.pk, Event(act=name, event_date=day, **said), at=AT, today=today or TODAY, **more)
    case.refresh_from_db()
    return case


def who(agency: Agency, role: Role) -> Person:
    """Return somebody with that role in the agency, appointed on need."""
    found = Appointment.objects.filter(agency=agency, role=role).select_related("person").first()
    return found.person if found else appoint(a_person(f"{agency.slug}-{role}"), role, agency)


def approved(case: Case, outcome: str, ground: str = "", today: date = TODAY) -> Draft:
    """Return a draft of that reply with all on record that the law wants, approved by whoever must."""
    row = statute.outcome(outcome, on=today)
    chosen: dict[str, Any] = {"subclass": "", "basis_rank": "law", "recorded": {}, "part": "第2页", "reason": "在案"}
    if not ground and outcome == PARTIAL:
        ground = "personal_privacy"
    if ground:
        needs = statute.ground(ground, on=today)
        chosen |= {"id": ground, "recorded": dict.fromkeys(needs.needs, "在案"), "subclass": (*needs.subclasses, "")[0]}
    said = {
        "answers": leading_to(outcome, ground),
        "recorded": dict.fromkeys(row.needs, "在案"),
        "grounds": [chosen] if ground else [],
        "circumstances": {"other_organ_unknown": True, "text_is_release": outcome == PARTIAL},
        "text": "如上。",
    }
    if "search_record" in row.needs:
        searched(case)
    if "earlier_case" in row.needs:
        said["recorded"]["earlier_case"] = "本系统以外的答复：某机关2025年3月3日 公开告〔2025〕1号"
    draft = write_draft(case.pk, said, files=(), keep_files=False, by=who(case.agency, CLERK), at=AT, today=today)
    if outcome == PARTIAL:
        reviewing = {"seen_digest": draft.digest, "reasons": {}, "nothing_left": True, "by": who(case.agency, HEAD)}
        review_release(draft.pk, at=AT, today=today, **reviewing)
    for role in approvals_due(draft, on=today):
        approving = {"approve": True, "seen_digest": draft.digest, "reason": "", "by": who(case.agency, role)}
        approve_draft(draft.pk, role, at=AT, today=today, **approving)
    return draft


def searched(case: Case, words: str = "录音") -> str:
    """Put a search that found nothing on record; return how a reply tells of it."""
    said = {"place": "档案室", "words": words, "searcher": "乙某", "outcome": "not_found"}
    SearchRecord.objects.create(case=case, by=who(case.agency, CLERK), at=AT, searched_date=date(2026, 11, 20), **said)
    return f"2026年11月20日在档案室以“{words}”检索，没有检索到。"


def sealed(case: Case, by: Person, today: date = TODAY) -> Letter:
    """Give the approved reply of a case its number, and record its copy with the seal."""
    letter = write_reply(case.pk, by=by, at=AT, today=today)
    record_seal(
        letter.pk, Attached("扫描.pdf", "pdf", with_seal(kept_pdf(letter))), is_compared=True, by=by, at=AT, today=today
    )
    return letter
