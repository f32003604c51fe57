"""Handing in for review (送审), and what makes a submission void (Reg. art. 17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Role, acting, record
from gongkai.findings import Finding
from gongkai.pages.door import content_hash
from gongkai.publishing.acts import PublishingAct, locked, subject
from gongkai.publishing.bundles import document_of, submitted_together, to_go_with
from gongkai.publishing.completeness import incomplete
from gongkai.publishing.proof_rounds import missing_rounds
from gongkai.publishing.proofs import errors_of
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.submissions import Closing, Submission, open_submission
from gongkai.publishing.workflow import begin, void

if TYPE_CHECKING:
    from wagtail.models import Revision

    from gongkai.agencies.door import Person


@transaction.atomic
def submit(page_id: int, *, by: Person, at: datetime, correction: str = "") -> Submission:
    """Hand in the newest version of a page for three rounds of review, a document with what goes with it.

    `correction` says, for a page that is public already, what is corrected and why; it is
    published with it. Raises Refused.
    """
    page = locked(page_id)
    refuse_on(_before_its_document(page))
    submission = _submit(page_id, by=by, at=at, correction=correction)
    for companion in to_go_with(page) if document_of(page) == page else ():
        try:
            _submit(companion.pk, by=by, at=at, correction=correction, bundle=submission)
        except Refused as refusal:
            facts = [{"title": companion.title, "message": told["message"]} for told in refusal.told()]
            raise Refused(Finding("BUNDLE-MEMBER", facts=one) for one in facts) from None
    return submission


def _before_its_document(page: Any) -> Iterator[Finding]:
    """Yield a finding where a page goes with a document that is not public: they are handed in together."""
    document = document_of(page)
    if document is not None and document.pk != page.pk and not document.live:
        yield Finding("BUNDLE-TOGETHER", facts={"title": document.title})


def _submit(page_id: int, *, by: Person, at: datetime, correction: str, bundle: Submission | None = None) -> Submission:
    page = locked(page_id)
    as_whom = acting(by, Role.CLERK, page.agency, on=timezone.localdate(at))
    if as_whom is None:
        raise Refused([Finding("SUBMIT-ROLE", facts={"agency": page.agency.name})])
    revision = page.get_latest_revision()
    refuse_on(may_submit(page, revision, correction, at))
    content = revision.as_object()
    submission = Submission.objects.create(
        page_id=page.pk,
        agency=page.agency,
        revision=revision,
        content_hash=content_hash(content),
        title=content.title,
        correction=correction.strip(),
        go_live_at=content.go_live_at,
        bundle=bundle,
        workflow_state=begin(page, by=by),
        submitted_at=at,
        submitted_by=by,
    )
    facts = {"submission": submission.pk, "content_hash": submission.content_hash}
    record(
        PublishingAct.SUBMIT,
        agency=page.agency,
        by=by,
        subject=subject(page),
        facts=facts,
        reason=submission.correction,
        on_behalf_of=as_whom.on_behalf_of,
        at=at,
    )
    return submission


def may_submit(page: Any, revision: Revision | None, correction: str, at: datetime) -> Iterator[Finding]:
    """Yield what keeps the newest version of `page` from being handed in."""
    if revision is None:
        yield Finding("SUBMIT-INCOMPLETE", facts={"field": "页面", "problem": "还没有保存过。"})
        return
    if submission := open_submission(page):
        told = {"submitted": f"{timezone.localtime(submission.submitted_at):%Y-%m-%d %H:%M}", "state": submission.state}
        yield Finding("SUBMIT-OPEN", facts=told)
        return
    content = revision.as_object()
    if page.live and content_hash(content) == page.cleared_hash:
        yield Finding("SUBMIT-UNCHANGED")
        return
    yield from list(_unfit(content, at)) or (missing_rounds(page, content) if page.proofread_in_rounds else ())
    if page.live and not correction.strip():
        yield Finding("SUBMIT-CORRECTION", where="correction")


def _unfit(content: Any, at: datetime) -> Iterator[Finding]:
    """Yield what must be put right in the content before anybody reads it: fields first, then what they say."""
    missing = list(incomplete(content))
    yield from missing or (*content.unready(on=timezone.localdate(at)), *errors_of(content))


@transaction.atomic
def recall(submission_id: int, *, by: Person, at: datetime, note: str = "") -> Closing:
    """Take a submission back; only who handed it in, or another clerk of the agency. Raises Refused."""
    submission = Submission.objects.get(pk=submission_id)
    locked(submission.page_id)
    refuse_on(may_recall(submission, by=by, at=at))
    return close(submission, Closing.Cause.RECALL, by=by, at=at, note=note)


def may_recall(submission: Submission, *, by: Person, at: datetime) -> Iterator[Finding]:
    """Yield what keeps `by` from taking a submission back."""
    clerk = acting(by, Role.CLERK, submission.agency, on=timezone.localdate(at))
    if by.pk != submission.submitted_by_id and clerk is None:
        yield Finding("RECALL-ROLE", facts={"agency": submission.agency.name})
    if open_submission(submission.page) != submission:
        yield Finding("REVIEW-NOT-DUE", facts={"state": submission.state})


def close(submission: Submission, cause: str, *, by: Person | None, at: datetime, note: str = "") -> Closing:
    """Close a submission for good: what was approved of it is void. Inside the caller's transaction."""
    closing = Closing.objects.create(submission=submission, cause=cause, note=note, closed_at=at, closed_by=by)
    void(submission, by=by)
    act = PublishingAct.RECALL if cause == Closing.Cause.RECALL else PublishingAct.VOID
    record(
        act,
        agency=submission.agency,
        by=by,
        subject=f"pages.basepage:{submission.page_id}",
        facts={"submission": submission.pk, "cause": cause},
        reason=note,
        at=at,
    )
    for other in submitted_together(submission):
        if open_submission(other.page) == other:
            close(other, cause, by=by, at=at, note=f"与《{submission.title}》同步审签，一并作废。"[:300])
    return closing


@transaction.atomic
def close_where_edited(page: Any, *, by: Person | None, at: datetime) -> bool:
    """Close the page's open submission where its newest version is not what was handed in; say whether it was."""
    submission = open_submission(page)
    if submission is None or content_hash(page.get_latest_revision().as_object()) == submission.content_hash:
        return False
    close(submission, Closing.Cause.EDIT, by=by, at=at)
    return True
