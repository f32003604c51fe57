"""From a draft to the reply: written, approved by others, and only then recorded as an act (Reg. art. 36-39)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai import statute
from gongkai.agencies.door import Acting, Role, acting, calendar, record, subject_of
from gongkai.cases.acting import CaseAct, act
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import Attached, CaseFile, Direction, keep
from gongkai.cases.drafts import Approval, Draft
from gongkai.cases.letter_forms import issue, kind_of_reply, reply_letter
from gongkai.cases.refusals import Refused, refuse_on, tell
from gongkai.findings import Finding
from gongkai.statute import Event

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

WRITERS = (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD)


def acting_as(person: Person, roles: Sequence[Role], case: Case, *, on: date, doing: str) -> Acting:
    """Return how somebody acts for the agency of a case in the first of `roles` held; raise Refused where in none."""
    for role in roles:
        if found := acting(person, role, case.agency, on=on):
            return found
    facts = {"agency": case.agency.name, "role": "、".join(Role(role).label for role in roles), "act": doing}
    raise Refused(Finding("REPLY-ROLE", facts=facts))


def latest_draft(case: Case) -> Draft | None:
    """Return the version that counts."""
    return case.drafts.order_by("-version").first()


@transaction.atomic
def write_draft(
    case_id: int,
    said: dict[str, Any],
    *,
    files: Sequence[Attached],
    keep_files: bool,
    by: Person,
    at: datetime,
    today: date,
) -> Draft:
    """Store a new version of the reply; approvals of earlier ones no longer count.

    `said` are the fields of Draft that are written; `keep_files` takes over the files of the version before.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="拟答复稿")
    before = latest_draft(case)
    kept = [pk for pk, _ in before.files] if before and keep_files else []
    keep(case, files, Direction.GIVEN, at=at, by=by, event=None)
    new = case.files.order_by("-pk").values_list("pk", flat=True)[: len(files)]
    given = CaseFile.objects.filter(pk__in=[*kept, *new]).order_by("pk").values_list("pk", "digest")
    draft = Draft(
        case=case,
        version=before.version + 1 if before else 1,
        files=[list(pair) for pair in given],
        author=by,
        on_behalf_of=as_whom.on_behalf_of,
        written_at=at,
        **said,
    )
    draft.digest = draft.digest_now()
    draft.save()
    _log(CaseAct.DRAFT, draft, by, as_whom, at)
    return draft


def approvals_due(draft: Draft, *, on: date) -> list[Role]:
    """Return the roles whose approval is still missing, in their order; none where somebody gave it back."""
    decided = {one.role: one.approved for one in draft.approvals.all()}
    if not all(decided.values()):
        return []
    return [Role(role) for role in draft.kind(on=on).approvals if role not in decided]


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


def obstacles(draft: Draft, *, on: date) -> list[Finding]:
    """Return everything that keeps a draft from going out as the reply on a day."""
    return list(_obstacles(draft, on))


def _obstacles(draft: Draft, on: date) -> Iterator[Finding]:
    approvals = list(draft.approvals.all())
    for one in approvals:
        if not one.approved:
            facts = {"version": draft.version, "role": Role(one.role).label, "reason": one.reason}
            yield Finding("REPLY-GIVEN-BACK", facts=facts)
    if draft.digest != draft.digest_now() or not _files_stand(draft):
        yield Finding("REPLY-TAMPERED", facts={"version": draft.version})
    if not draft.text.strip() and not any(words.strip() for words in draft.recorded.values()):
        yield Finding("REPLY-TEXT", "text")
    yield from _unread(draft, on)
    approved = frozenset(one.role for one in approvals if one.approved and one.digest == draft.digest)
    yield from statute.decision_findings(draft.decision(on=on, approved_by=approved))


def _files_stand(draft: Draft) -> bool:
    standing = dict(CaseFile.objects.filter(pk__in=[pk for pk, _ in draft.files]).values_list("pk", "digest"))
    return standing == dict(draft.files)


def _unread(draft: Draft, on: date) -> Iterator[Finding]:
    """Yield a finding where the law has two readings of the remedy, and none was chosen."""
    found = statute.remedies(draft.outcome, decided_date=on, served_date=on, calendar=calendar())
    if not found.is_clear and draft.reading not in {one.id for one in found.readings}:
        yield Finding("REPLY-READING", "reading")


@transaction.atomic
def issue_reply(case_id: int, *, by: Person, at: datetime, today: date) -> CaseEvent:
    """Record the approved draft as the reply of today, with letter and files; raise Refused where anything lacks."""
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="发出答复")
    draft = latest_draft(case)
    if draft is None:
        raise Refused(Finding("REPLY-NO-DRAFT"))
    refuse_on(one for one in obstacles(draft, on=today) if severity(one) == "error")
    event = act(
        case.pk,
        Event(act="reply", event_date=today, outcome=draft.outcome),
        by=by,
        at=at,
        today=today,
        on_behalf_of=as_whom.on_behalf_of,
        ground=draft.principal_ground,
    )
    issue(event, kind_of_reply(draft, today), reply_letter(draft, on=today), reading=draft.reading)
    CaseFile.objects.filter(pk__in=[pk for pk, _ in draft.files]).update(event=event)
    _log(CaseAct.LETTER, draft, by, as_whom, at)
    return event


def severity(finding: Finding) -> str:
    """Return how bad a finding is."""
    return str(tell(finding)["severity"])


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
