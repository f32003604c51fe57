"""From a draft to the reply: written, approved by others, and only then recorded as an act (Reg. art. 36-39)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.door import Acting, Role, record, subject_of
from gongkai.cases.answers import decision
from gongkai.cases.approvals import WRITERS, acting_as, approvals_due, latest_draft, obstacles
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import Attached, CaseFile, Direction, keep
from gongkai.cases.contents import decided_contents, judgement_of
from gongkai.cases.drafts import Approval, Draft
from gongkai.cases.issuing import Carried, send_out, write
from gongkai.cases.letters import Letter
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, refuse_on, severity
from gongkai.cases.reply_wording import reply_wording
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


@transaction.atomic
def write_draft(
    case_id: int,
    said: Mapping[str, Any],
    *,
    by: Person,
    at: datetime,
    today: date,
    files: Sequence[Attached] = (),
    keep_files: bool = False,
) -> Draft:
    """Store a new version of the reply; approvals of earlier ones no longer count.

    `said` are `reading`, `principal` and `contents`: of each the fields of Content, with the new files it gives as
    `attached`. An application that is answered as one may be said as its only content, with `files`, and `keep_files`
    where it takes over those of the version before. The kind of reply is not said: it follows from the `answers` of
    each content (question id → answer). Raises Refused while one is missing, or where the law does not let the
    contents stand together.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="拟答复稿")
    before = latest_draft(case)
    standing = [pk for pk, _ in before.files] if before else []
    only = {**said, "attached": files, "files": standing if keep_files else ()}
    told, principal = said.get("contents") or [only], said.get("principal")
    contents = decided_contents(case, told, principal, on=today)
    whole = decision(judgement_of(case, told, principal, on=today), on=today)
    assert whole is not None  # decided_contents would have refused
    given = [_given(case, one, standing, by, at) for one in told]
    numbers = [pk for one in given for pk in one]
    kept = CaseFile.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "digest")
    draft = Draft(
        case=case,
        version=before.version + 1 if before else 1,
        outcome=whole.code,
        contents=[replace(one, files=of).as_data() for one, of in zip(contents, given, strict=True)],
        principal=principal,
        reading=said.get("reading", ""),
        files=[list(pair) for pair in kept],
        author=by,
        on_behalf_of=as_whom.on_behalf_of,
        written_at=at,
    )
    draft.digest = draft.digest_now()
    draft.save()
    _log(CaseAct.DRAFT, draft, by, as_whom, at)
    return draft


def _given(case: Case, content: Mapping[str, Any], standing: Sequence[int], by: Person, at: datetime) -> list[int]:
    """Return the ids of the files that a content gives: those of the version before, and new ones, which are kept."""
    new = keep(case, content.get("attached", ()), Direction.GIVEN, at=at, by=by, event=None)
    return sorted([*(pk for pk in content.get("files", ()) if pk in standing), *(file.pk for file in new)])


@transaction.atomic
def decide(
    draft_id: int, role: str, *, approve: bool, seen_digest: str, reason: str, by: Person, at: datetime, today: date
) -> Approval:
    """Record what somebody in `role` decided about exactly the draft that was seen; raise Refused otherwise."""
    case_id = Draft.objects.values_list("case_id", flat=True).get(pk=draft_id)
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    draft = Draft.objects.get(pk=draft_id)
    as_whom = acting_as(by, [Role(role)], case, on=today, doing="审批答复稿")
    refuse_on(_undecidable(case, draft, as_whom, approve, seen_digest, reason, by, today))
    approval = Approval.objects.create(
        draft=draft,
        digest=seen_digest,
        role=as_whom.role,
        approved=approve,
        reason=reason.strip(),
        person=by,
        on_behalf_of=as_whom.on_behalf_of,
        decided_at=at,
    )
    _log(CaseAct.APPROVE if approve else CaseAct.GIVE_BACK, draft, by, as_whom, at, reason=reason.strip())
    return approval


def _undecidable(
    case: Case, draft: Draft, as_whom: Acting, approve: bool, seen_digest: str, reason: str, by: Person, today: date
) -> Iterator[Finding]:
    if draft != latest_draft(case) or not seen_digest == draft.digest == draft.digest_now():
        yield Finding("REPLY-STALE")
        return
    due = approvals_due(draft, on=today)
    if as_whom.role not in due:
        yield Finding("REPLY-DECIDED", facts={"role": as_whom.role.label, "version": draft.version})
    elif due[0] != as_whom.role:
        yield Finding("REPLY-TURN", facts={"role": due[0].label})
    yield from _two_hats(draft, by, as_whom)
    if not approve and not reason.strip():
        yield Finding("REPLY-REASON", "reason")


def _two_hats(draft: Draft, by: Person, as_whom: Acting) -> Iterator[Finding]:
    """Yield a finding where somebody would wear two hats; a deputy wears the hat of whom he acts for, too."""
    before = {pk for one in draft.approvals.all() for pk in (one.person_id, one.on_behalf_of_id)}
    for person in filter(None, (by, as_whom.on_behalf_of)):
        if person.pk in draft.author_ids:
            yield Finding("REPLY-AUTHOR", facts={"person": str(person)})
        elif person.pk in before:
            yield Finding("REPLY-SAME-PERSON", facts={"person": str(person)})


def written_letter(draft: Draft) -> Letter | None:
    """Return the letter of a draft that has its number but has not gone out, None where there is none."""
    return draft.letters.filter(dispatch=None).order_by("-pk").first()


@transaction.atomic
def write_reply(case_id: int, *, by: Person, at: datetime, today: date) -> Letter:
    """Give the approved reply its number and its files, to be sealed; raise Refused where anything lacks."""
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    acting_as(by, WRITERS, case, on=today, doing="成文取号")
    draft = _approved_draft(case, today)
    if letter := written_letter(draft):
        raise Refused(Finding("LETTER-WRITTEN", facts={"number": letter.number}))
    return _written(draft, by, at, today)


def _approved_draft(case: Case, today: date) -> Draft:
    draft = latest_draft(case)
    if draft is None:
        raise Refused(Finding("REPLY-NO-DRAFT"))
    refuse_on(one for one in obstacles(draft, on=today) if severity(one) == "error")
    return draft


def _written(draft: Draft, by: Person, at: datetime, today: date) -> Letter:
    carried = Carried(act="reply", facts={"outcome": draft.outcome}, draft=draft)
    return write(draft.case, reply_wording(draft, on=today), carried, on=today, by=by, at=at)


@transaction.atomic
def issue_reply(case_id: int, *, by: Person, at: datetime, today: date) -> CaseEvent:
    """Record the approved draft as the reply of today, with letter and files; raise Refused where anything lacks.

    Where the letter needs no seal it is written and goes out in one; else its copy with the seal must be there.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="发出答复")
    draft = _approved_draft(case, today)
    now = reply_wording(draft, on=today)
    letter = written_letter(draft)
    if letter is None and now.needs_seal:
        raise Refused(Finding("LETTER-UNWRITTEN", facts={"title": now.title}))
    letter = letter or _written(draft, by, at, today)
    event = send_out(letter, now, by=by, at=at, on=today, today=today, on_behalf_of=as_whom.on_behalf_of)
    assert event is not None  # a reply is an act
    CaseFile.objects.filter(pk__in=[pk for pk, _ in draft.files]).update(event=event)
    return event


def _log(what: CaseAct, draft: Draft, by: Person, as_whom: Acting, at: datetime, *, reason: str = "") -> None:
    facts = {"version": draft.version, "outcome": draft.outcome, "digest": draft.digest, "role": as_whom.role}
    record(
        what,
        agency=draft.case.agency,
        by=by,
        on_behalf_of=as_whom.on_behalf_of,
        subject=subject_of(draft.case),
        facts=facts,
        reason=reason,
        at=at,
    )
