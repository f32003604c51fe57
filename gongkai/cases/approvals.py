"""What has to be approved before it may be recorded, by whom, and what keeps a draft from going out (art. 33, 36)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.agencies.door import Acting, Role, acting
from gongkai.cases.answers import conclusion, decision
from gongkai.cases.capacity import acting_for
from gongkai.cases.case import name_of_act
from gongkai.cases.case_files import CaseFile
from gongkai.cases.on_record import on_record
from gongkai.cases.refusals import severity
from gongkai.cases.remedies_told import readings
from gongkai.findings import Finding
from gongkai.statute import Event

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.case import Case
    from gongkai.cases.drafts import Draft

WRITERS = (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD)
BY_DRAFT = ("reply", "answer_on_spot", "correction_unclear")  # what answers an application
# Who may do it; what is not named, whoever may write drafts.
ONLY_BY = dict.fromkeys(("extend", "set_delayed_date", "fee_waived", "fee_reduced"), (Role.DISCLOSURE_OFFICE_HEAD,))


def acting_as(person: Person, roles: Sequence[Role], case: Case, *, on: date, doing: str) -> Acting:
    """Return how somebody acts for the agency of a case in the first of `roles` held; raise Refused where in none."""
    return acting_for(person, roles, case.agency, on=on, doing=doing)


def latest_draft(case: Case) -> Draft | None:
    """Return the version that counts."""
    return case.drafts.order_by("-version").first()


def approvals_due(draft: Draft, *, on: date) -> list[Role]:
    """Return the roles whose approval is still missing, in their order; none where somebody gave it back."""
    if draft.given_back:
        return []
    decided = {one.role for one in draft.approvals.all()}
    return [Role(role) for role in draft.approvals_needed(on=on) if role not in decided]


def unapproved(
    case: Case,
    event: Event,
    ground: str,
    draft: Draft | None,
    people: tuple[Person | None, Person | None],
    *,
    on: date,
) -> Iterator[Finding]:
    """Yield what keeps an act from being recorded since nobody who must has approved it.

    A reply is exactly that of the latest draft, on a day on which nothing keeps it from going out. `people` are who
    does it and for whom.
    """
    if event.act in BY_DRAFT:
        yield from _not_as_drafted(case, event, ground, draft, on)
    by, on_behalf_of = people
    for role in ONLY_BY.get(event.act, ()):
        as_whom = acting(by, role, case.agency, on=on) if by else None
        if as_whom is None or as_whom.on_behalf_of != on_behalf_of:
            facts = {"act": name_of_act(event.act), "role": role.label}
            yield Finding("ACT-ONLY-BY", facts=facts)


def _not_as_drafted(case: Case, event: Event, ground: str, draft: Draft | None, on: date) -> Iterator[Finding]:
    if draft is None or draft != latest_draft(case) or draft.kind(on=on).code != event.outcome:
        yield Finding("ACT-UNAPPROVED", facts={"act": name_of_act(event.act)})
    elif draft.principal_ground != ground:
        yield Finding("ACT-OTHER-GROUND")
    else:
        yield from (one for one in obstacles(draft, on=on) if severity(one) == "error")


def obstacles(draft: Draft, *, on: date) -> list[Finding]:
    """Return everything that keeps a draft from going out as the reply on a day."""
    return list(_obstacles(draft, on))


def _obstacles(draft: Draft, on: date) -> Iterator[Finding]:
    approvals = list(draft.approvals.all())
    for one in approvals:
        if not one.approved:
            facts = {"version": draft.version, "role": Role(one.role).label, "reason": one.reason}
            yield Finding("REPLY-GIVEN-BACK", facts=facts)
    if draft.digest != draft.digest_now() or not files_stand(draft):
        yield Finding("REPLY-TAMPERED", facts={"version": draft.version})
    yield from _annulled(draft)
    yield from _wordless(draft)
    if draft.is_unreviewed:
        yield Finding("REPLY-UNREVIEWED", "files", {"version": draft.version})
    yield from _unfounded(draft, on)
    yield from _undecided(draft, on)
    yield from _unread(draft, on)
    approved = frozenset(one.role for one in approvals if one.approved and one.digest == draft.digest)
    decisions = draft.decisions(on=on, approved_by=approved)
    if decisions:
        yield from statute.reply_findings(decisions, code=draft.outcome, approvals=draft.approvals_needed(on=on))


def _annulled(draft: Draft) -> Iterator[Finding]:
    """Yield a finding where another reply was ordered since a draft was written: the old one is not given again."""
    if draft.case.events.filter(act="remake_ordered", recorded_at__gte=draft.written_at).exists():
        yield Finding("REPLY-ANNULLED", facts={"version": draft.version})


def files_stand(draft: Draft) -> bool:
    """Tell whether the files that a draft gives are still those it was written with."""
    standing = dict(CaseFile.objects.filter(pk__in=[pk for pk, _ in draft.files]).values_list("pk", "digest"))
    return standing == dict(draft.files)


def _wordless(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for each content of which the applicant would read nothing but its kind."""
    for place, content in enumerate(draft.answered):
        if not content.says_something:
            yield Finding("REPLY-TEXT", place_of(draft, place, "text"))


def _unfounded(draft: Draft, on: date) -> Iterator[Finding]:
    """Yield a finding where a draft tells of a search or an earlier reply that is not on record."""
    for place, content in enumerate(draft.answered):
        found = on_record(draft.case, content.kind(on=on).needs, on=on)
        for fact, words in content.recorded.items():
            if not found.holds(fact, words):
                yield Finding("REPLY-UNFOUNDED", place_of(draft, place, f"recorded.{fact}"))


def place_of(draft: Draft, place: int, name: str) -> str:
    """Return where something of one content stands: below its place, where there are several."""
    return f"contents[{place}].{name}" if len(draft.contents) > 1 else name


def _undecided(draft: Draft, on: date) -> Iterator[Finding]:
    """Yield a finding where the answers, with how the case stands now, do not lead to exactly this reply."""
    judgement, wrong = draft.judgement(on=on), False
    for place, (answers, content) in enumerate(zip(judgement.contents, draft.answered, strict=True)):
        found = conclusion(answers, on=on)
        if found is None or (found.code, found.ground) != (content.outcome, content.principal_ground):
            wrong = True
            yield Finding("REPLY-ANSWERS", place_of(draft, place, "answers"), {"outcome": content.kind(on=on).name})
    whole = None if wrong else decision(judgement, on=on)
    if not wrong and (whole is None or (whole.code, whole.ground) != (draft.outcome, draft.principal_ground)):
        yield Finding("REPLY-ANSWERS", "answers", {"outcome": draft.kind(on=on).name})


def _unread(draft: Draft, on: date) -> Iterator[Finding]:
    """Yield a finding where the law has two readings of the remedy, and none was chosen."""
    found = readings([one.outcome for one in draft.answered], on=on)
    if found and draft.reading not in {one.id for one in found}:
        yield Finding("REPLY-READING", "reading")
