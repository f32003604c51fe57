"""The act of making public: number, class, day and moment are set by it, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import record
from gongkai.findings import Finding
from gongkai.pages.door import clear_import, clear_review, content_hash, publish_cleared
from gongkai.publishing.acts import PublishingAct, locked, subject
from gongkai.publishing.bundles import submitted_together
from gongkai.publishing.gates import closed_gates
from gongkai.publishing.published_files import record_files
from gongkai.publishing.refusals import refuse_on
from gongkai.publishing.submissions import Publication, State, Submission

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


@transaction.atomic
def publish(submission_id: int, *, by: Person, at: datetime) -> Publication:
    """Make an approved submission public (三审通过后公开), with all it was handed in with. Raises Refused."""
    submission = Submission.objects.select_related("agency", "revision", "bundle").get(pk=submission_id)
    together = submitted_together(submission)
    refuse_on(may_publish_together(together, at))
    published = {one.pk: _publish_one(one, by=by, at=at) for one in together}
    return published[submission.pk]


def may_publish_together(together: Iterable[Submission], at: datetime) -> Iterator[Finding]:
    """Yield what keeps any submission of a bundle, and so all of them, from being public at that moment."""
    for submission in together:
        yield from may_publish(submission, locked(submission.page_id), at)


def _publish_one(submission: Submission, *, by: Person, at: datetime) -> Publication:
    page = locked(submission.page_id)
    kind = _kind(page)

    def clear(content: Any) -> None:
        content.settle(at, again=kind == Publication.Kind.AGAIN)
        clear_review(content, cycle=submission.pk, approved_hash=submission.content_hash, by=by, at=at)

    public = publish_cleared(submission.revision, clear, by=by)
    return _recorded(public, kind, submission.revision, submission=submission, day=timezone.localdate(at), by=by, at=at)


def may_publish(submission: Submission, page: Any, at: datetime) -> Iterator[Finding]:
    """Yield what keeps a submission from being public at that moment."""
    if submission.state != State.APPROVED or not submission.is_approved:
        yield Finding("PUBLISH-NOT-APPROVED", facts={"state": submission.state})
        return
    if content_hash(page.get_latest_revision().as_object()) != submission.content_hash:
        yield Finding("REVIEW-STALE")
    for gate in closed_gates(page):
        yield Finding("PUBLISH-GATE", facts={"gate": str(gate), "state": "没有答复" if gate.is_open else "没有同意"})
    yield from page.withheld(submission)
    if submission.go_live_at and submission.go_live_at > at:
        yield Finding("PUBLISH-NOT-YET", facts={"at": f"{timezone.localtime(submission.go_live_at):%Y-%m-%d %H:%M}"})


@transaction.atomic
def publish_imported(page: Any, *, publication_date: Any, batch: str, by: Person, at: datetime) -> Any:
    """Make public what was public elsewhere before: it keeps its day and its number, and names its batch.

    `page` stands in its section as a draft, complete. Returns the public page; raises
    ValidationError where it is not what its type asks for.
    """
    page.full_clean()
    revision = page.save_revision(user=by)

    def clear(content: Any) -> None:
        content.settle_import(publication_date, number=page.index_number)
        clear_import(content, batch=batch, by=by, at=at)

    public = publish_cleared(revision, clear, by=by)
    _recorded(public, Publication.Kind.IMPORTED, revision, batch=batch, day=publication_date, by=by, at=at)
    return public


def _kind(page: Any) -> str:
    if page.live:
        return Publication.Kind.REVISED
    return Publication.Kind.AGAIN if page.publications.exists() else Publication.Kind.FIRST


def _recorded(
    page: Any,
    kind: str,
    revision: Any,
    *,
    day: Any,
    by: Person,
    at: datetime,
    submission: Submission | None = None,
    batch: str = "",
) -> Publication:
    publication = Publication.objects.create(
        page_id=page.pk,
        agency=page.agency,
        submission=submission,
        revision=revision,
        content_hash=page.cleared_hash,
        kind=kind,
        statistical_class=getattr(page, "statistical_class", ""),
        index_number=getattr(page, "index_number", ""),
        batch=batch,
        publication_date=day,
        recorded_at=at,
        recorded_by=by,
    )
    record_files(publication, page)
    record(
        PublishingAct.IMPORT if batch else PublishingAct.PUBLISH,
        agency=page.agency,
        by=by,
        subject=subject(page),
        facts={
            "kind": kind,
            "content_hash": page.cleared_hash,
            "index_number": publication.index_number,
            "publication_date": day,
        },
        reason=batch,
        at=at,
    )
    return publication
