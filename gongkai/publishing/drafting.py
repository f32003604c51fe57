"""Drafts, and what is to be done with each next: written, proofread, handed in, or put right after a return."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from gongkai.agencies.door import Due, Role
from gongkai.findings import nest_titles
from gongkai.pages.door import BasePage, content_hash
from gongkai.publishing.attributes import Attribute
from gongkai.publishing.information import InformationPage
from gongkai.publishing.placing import agency_at, below, last_day_of, offices_of, places_of, still_there
from gongkai.publishing.proof_rounds import (
    EDITED,
    FILE_ADDED,
    LAST,
    PROOF_ROUNDS,
    PROOFREADERS,
    ProofRound,
    counting_rounds,
)
from gongkai.publishing.submissions import Closing, Publication, Review, Submission
from gongkai.publishing.withdrawals import Withdrawal

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

READERS = frozenset(PROOFREADERS)
CLERKS = frozenset({Role.CLERK})


class Draft(NamedTuple):
    """A page with a version that is not public, who saved it, and what was done with it in this cycle."""

    page: Any
    saver: int | None
    rounds: Sequence[ProofRound]
    last: Submission | None


class Step(NamedTuple):
    """What is to be done with a draft: in words, by whom, and why; `address` names the page where."""

    what: str
    roles: frozenset[Role]
    note: str = ""
    address: str = "publishing_proofread"
    barred: frozenset[int] = frozenset()
    whose: int | None = None


def drafts_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each draft meant for the public with its next step; what is under review waits elsewhere."""
    places = places_of(agencies)
    drafts = [draft for draft in _drafts(places) if draft.page.proofread_in_rounds]
    steps = [(draft.page, next_step(draft)) for draft in drafts]
    there = still_there((step.whose for _, step in steps), CLERKS, timezone.localdate(at))
    offices = offices_of(page for page, _ in steps)
    for page, step in steps:
        yield Due(
            what=nest_titles(f"{step.what}：《{page.draft_title}》"),
            address=reverse(step.address, args=[page.pk]),
            agency=agency_at(page.path, places),
            roles=step.roles,
            due_date=last_day_of(page),
            note=step.note,
            office=offices[page.pk],
            barred=step.barred,
            only=frozenset({step.whose} & there),
        )


def next_step(draft: Draft) -> Step:
    """Return what is to be done next with a draft."""
    returned = _why_returned(draft)
    if returned is not None:
        author = draft.last.submitted_by_id if draft.last else None
        return Step("退回修改", CLERKS, returned, "wagtailadmin_pages:edit", whose=author)
    if not draft.rounds:
        return Step("起草", CLERKS, "写完后从一校开始", "wagtailadmin_pages:edit", whose=draft.saver)
    counting = _counting(draft)
    if not counting:
        return Step(PROOF_ROUNDS[1], READERS, FILE_ADDED)
    done = counting[-1]
    if done.number == LAST and _is_as_read(draft.page, done):
        return Step("三校完成，待送审", CLERKS, address="publishing_submit")
    due = min(done.number + 1, LAST)
    before = [one.done_by_id for one in counting if one.number == due - 1]
    note = EDITED if done.number == LAST else f"{done.done_by}已完成{PROOF_ROUNDS[done.number]}"
    return Step(PROOF_ROUNDS[due], READERS, note, barred=frozenset(before[-1:]))


def _why_returned(draft: Draft) -> str | None:
    """Return why what was handed in came back, None where it did not, or was worked on since."""
    last = draft.last
    if last is None or last.revision_id != draft.page.latest_revision_id:
        return None
    reasons = [row.reason for row in last.reviews.all() if row.verdict == Review.Verdict.RETURN]
    if reasons:
        return reasons[-1]
    closed = getattr(last, "closing", None)
    return closed.note or closed.get_cause_display() if closed and closed.cause == Closing.Cause.GATE else None


def _counting(draft: Draft) -> list[ProofRound]:
    """Return the rounds that read every file of the newest version."""
    if all(one.revision_id == draft.page.latest_revision_id for one in draft.rounds):
        return draft.rounds
    return counting_rounds(draft.rounds, draft.page.get_latest_revision_as_object())


def _is_as_read(page: Any, done: ProofRound) -> bool:
    """Tell whether the newest version is what was read, though it may have been saved again."""
    if done.revision_id == page.latest_revision_id:
        return True
    return bool(content_hash(page.get_latest_revision_as_object()) == done.content_hash)


def _drafts(places: Iterable[str]) -> list[Draft]:
    pages = list(_unfinished(places).specific())
    numbers = [page.pk for page in pages]
    savers = dict(Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages]).values_list("pk", "user"))
    last: dict[int, Submission] = {}
    submissions = Submission.objects.filter(page__in=numbers).select_related("closing").prefetch_related("reviews")
    for submission in submissions.order_by("pk"):
        last[submission.page_id] = submission
    rounds = _rounds(numbers)
    return [Draft(page, savers.get(page.latest_revision_id), rounds[page.pk], last.get(page.pk)) for page in pages]


def _unfinished(places: Iterable[str]) -> Any:
    """Return the pages with something to publish that nobody is reviewing; what was taken down is finished."""
    this = {"page": OuterRef("pk")}
    kept_back = InformationPage.objects.exclude(attribute=Attribute.PROACTIVE).values("pk")
    return BasePage.objects.filter(
        below(places),
        Q(live=False) | Q(has_unpublished_changes=True),
        ~Exists(Submission.objects.open().filter(**this)),
        ~Exists(Withdrawal.objects.filter(**this, withdrawn_at__gte=OuterRef("latest_revision_created_at"))),
        reviewed_type=True,
        latest_revision__isnull=False,
    ).exclude(pk__in=kept_back)


def _rounds(numbers: Collection[int]) -> dict[int, list[ProofRound]]:
    """Return for each page its rounds since it was last published."""
    published = dict(Publication.objects.filter(page__in=numbers).order_by("pk").values_list("page_id", "pk"))
    found: dict[int, list[ProofRound]] = defaultdict(list)
    for one in ProofRound.objects.filter(page__in=numbers).select_related("done_by").order_by("pk"):
        if one.after_id == published.get(one.page_id):
            found[one.page_id].append(one)
    return found
