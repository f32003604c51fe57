"""The three rounds of review (一审、二审、三审): three people, none of them an author, about exactly one content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Acting, Role, acting, record
from gongkai.findings import Finding
from gongkai.pages.door import content_hash
from gongkai.publishing.acts import PublishingAct, locked, subject
from gongkai.publishing.bundles import submitted_together
from gongkai.publishing.gates import closed_gates
from gongkai.publishing.proof_rounds import settled
from gongkai.publishing.proofs import BOOK
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.submissions import ROUND_NAMES, ROUNDS, Review, Submission
from gongkai.publishing.submitting import close_where_edited
from gongkai.publishing.workflow import carry_on, task_due

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

ROLES = dict(zip(ROUNDS, (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.THIRD_REVIEWER), strict=True))
ACTS = {
    "secrecy_cleared": "保密审查",
    "sensitivity_cleared": "涉敏审查",
    "personal_data_cleared": "个人信息审查",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided, and the content he saw (SHA-256, hex) when he did.

    `seen_with` is the content of what was handed in with it, in the order of the bundle.
    """

    approve: bool
    seen_hash: str
    seen_with: tuple[str, ...] = ()
    secrecy_cleared: bool = False
    sensitivity_cleared: bool = False
    personal_data_cleared: bool = False
    reason: str = ""


def decide(submission_id: int, number: int, decision: Decision, *, by: Person, at: datetime) -> Review:
    """Record the decision of round `number`, of a document and all handed in with it in one act.

    The third approval ends their workflow, which makes them public unless something else keeps
    them. Where the content of any was edited meanwhile, the submission is closed, all its
    approvals are void, and Refused is raised.
    """
    submission = Submission.objects.select_related("agency").get(pk=submission_id)
    if submission.bundle:
        raise Refused([Finding("BUNDLE-TOGETHER", facts={"title": submission.bundle.title})])
    together = submitted_together(submission)
    if any(close_where_edited(one.page.specific, by=by, at=at) for one in together):
        raise Refused([Finding("REVIEW-STALE")])
    return _decide_together(together, number, decision, by=by, at=at)


@transaction.atomic
def _decide_together(
    together: list[Submission], number: int, decision: Decision, *, by: Person, at: datetime
) -> Review:
    seen = (decision.seen_hash, *decision.seen_with)
    if len(seen) != len(together):
        raise Refused([Finding("REVIEW-STALE")])
    shares = [replace(decision, seen_hash=one, seen_with=()) for one in seen]
    reviews = [_record(one, number, share, by=by, at=at) for one, share in zip(together, shares, strict=True)]
    return reviews[0]


def _record(submission: Submission, number: int, decision: Decision, *, by: Person, at: datetime) -> Review:
    page = locked(submission.page_id)
    as_whom = acting_in(number, by, submission.agency, at)
    refuse_on(may_decide(submission, number, decision, page=page, by=by, as_whom=as_whom))
    assert as_whom is not None
    task_state = task_due(submission, number)
    if task_state is None:
        raise Refused([Finding("REVIEW-WORKFLOW")])
    review = Review.objects.create(
        submission=submission,
        round=number,
        verdict=Review.Verdict.APPROVE if decision.approve else Review.Verdict.RETURN,
        content_hash=decision.seen_hash,
        reason=decision.reason.strip(),
        role=as_whom.role,
        person=by,
        on_behalf_of=as_whom.on_behalf_of,
        task_state=task_state,
        decided_at=at,
        **{act: getattr(decision, act) for act in ACTS},
    )
    _log(review, page, at)
    carry_on(review)
    return review


def acting_in(number: int, person: Person, agency: Agency, at: datetime) -> Acting | None:
    """Return how `person` acts in round `number` at that moment, None where not at all or there is no such round."""
    return acting(person, ROLES[number], agency, on=timezone.localdate(at)) if number in ROLES else None


def may_decide(
    submission: Submission, number: int, decision: Decision, *, page: Any, by: Person, as_whom: Acting | None
) -> Iterator[Finding]:
    """Yield what keeps `by` from taking this decision in this round."""
    if submission.round_due != number:
        yield Finding("REVIEW-NOT-DUE", facts={"state": submission.state})
        return
    if as_whom is None:
        yield Finding("REVIEW-ROLE", facts={"agency": submission.agency.name, "round": ROUND_NAMES[number]})
        return
    yield from hats(submission, by, as_whom.on_behalf_of)
    now = content_hash(page.get_latest_revision().as_object())
    if not decision.seen_hash == submission.content_hash == now:
        yield Finding("REVIEW-STALE")
    missing = [label for act, label in ACTS.items() if not getattr(decision, act)]
    if decision.approve and number == ROUNDS[0] and missing:
        yield Finding("REVIEW-ACTS", facts={"missing": "、".join(missing)})
    if not decision.approve and not decision.reason.strip():
        yield Finding("REVIEW-REASON", where="reason")


def hats(submission: Submission, by: Person, on_behalf_of: Person | None) -> Iterator[Finding]:
    """Yield a finding where somebody would wear two hats; a deputy wears the hat of whom he acts for, too."""
    authors = submission.author_ids()
    before = {number for review in submission.rounds for number in (review.person_id, review.on_behalf_of_id)}
    for person in filter(None, (by, on_behalf_of)):
        if person.pk in authors:
            yield Finding("REVIEW-AUTHOR", facts={"person": person.get_full_name() or person.username})
        elif person.pk in before:
            yield Finding("REVIEW-SAME-PERSON", facts={"person": person.get_full_name() or person.username})


def _log(review: Review, page: Any, at: datetime) -> None:
    record(
        PublishingAct.APPROVE if review.verdict == Review.Verdict.APPROVE else PublishingAct.RETURN,
        agency=page.agency,
        by=review.person,
        on_behalf_of=review.on_behalf_of,
        subject=subject(page),
        facts={"submission": review.submission_id, "round": review.round, "content_hash": review.content_hash},
        reason=review.reason,
        at=at,
    )


def needs_own_look(submission: Submission) -> Iterator[Finding]:
    """Yield why a submission is opened and decided by itself: something in it, or in its bundle, is not settled."""
    for one in submitted_together(submission):
        page, content = one.page.specific, one.revision.as_object()
        if page.review_route:
            yield Finding("TOGETHER-OWN-PAGE", facts={"title": one.title})
            continue
        if left := settled(page, content).open:
            yield Finding("TOGETHER-FINDINGS", facts={"count": len(left), "first": BOOK.tell(left[0])["message"]})
        yield from (Finding("TOGETHER-GATE", facts={"gate": str(gate)}) for gate in closed_gates(page))


def decide_many(numbers: dict[int, Decision], *, by: Person, at: datetime) -> dict[int, Review | Refused]:
    """Decide several submissions, each in its due round and its own transaction: one record for each (REQ-11).

    What needs a look of its own (`needs_own_look`) is refused. Returns, by submission, the record, or why that one
    was refused; one refusal stops no other.
    """
    results: dict[int, Review | Refused] = {}
    for number, decision in numbers.items():
        submission = Submission.objects.get(pk=number)
        due = submission.round_due
        try:
            refuse_on(needs_own_look(submission))
            results[number] = decide(number, due or 0, decision, by=by, at=at)
        except Refused as refusal:
            results[number] = refusal
    return results
