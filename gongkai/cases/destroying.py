"""Destroying the file of a case: nothing of its applicant and no word of it stays, what is counted does.

What stays is the number, the days, the acts with their outcome, ground and money, and who did them: table three counts
by these, and the log names them. Files lose their bytes and their names, and keep size and hash, so that the list of
what was destroyed can be compared with a copy that turns up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gongkai.agencies.door import BLANK, AppendOnly, Blank, LogEntry, blank_words
from gongkai.cases.amending import RegistrationAmendment
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.case_files import KINDS, CaseFile
from gongkai.cases.deliveries import Delivery, DeliveryContact, DeliveryResult
from gongkai.cases.disputes import DisputeStep
from gongkai.cases.drafts import Approval, Draft
from gongkai.cases.email_sending import EmailAttempt
from gongkai.cases.extension_proposals import ExtensionDecision, ExtensionProposal
from gongkai.cases.from_elsewhere import WriterConsent
from gongkai.cases.lateness import LatenessReason
from gongkai.cases.letters import Letter, Recipient
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.personal import PERSONAL
from gongkai.cases.releasing import ReleaseReview
from gongkai.cases.sms_notices import SmsAttempt
from gongkai.cases.working_file import Note, SearchRecord, Task, TaskAnswer
from gongkai.findings import Finding

if TYPE_CHECKING:
    from django.db.models import Model

# Of the case itself: what tells who asked.
_EMPTIED = (*PERSONAL, "identity_kind")
# Append-only rows, and how each leads to its case: their words are blanked.
WORDS: Mapping[type[AppendOnly], str] = {
    CaseEvent: "case",
    Draft: "case",
    Approval: "draft__case",
    ReleaseReview: "draft__case",
    Letter: "case",
    Delivery: "letter__case",
    DeliveryResult: "delivery__letter__case",
    Note: "case",
    SearchRecord: "case",
    Task: "case",
    TaskAnswer: "task__case",
    LatenessReason: "case",
    ExtensionProposal: "case",
    ExtensionDecision: "proposal__case",
    WriterConsent: "case",
    DisputeStep: "dispute__case",
}
# Rows that always hold something: one that holds nothing was blanked.
_NOTHING_LEFT: Mapping[type[AppendOnly], Q] = {Letter: Q(paragraphs=[]), Draft: Q(contents=[])}
# Rows beside them that hold addresses and what a gateway said of one: what is emptied.
_BESIDE: tuple[tuple[type[Model], str, dict[str, str]], ...] = (
    (Recipient, "letter__case", {"name": "", "address": "", "contact": ""}),
    (DeliveryContact, "delivery__letter__case", {"address": "", "signed_by": ""}),
    (EmailAttempt, "delivery__letter__case", {"told": ""}),
    (RegistrationAmendment, "case", {"before": "", "reason": ""}),
    (SmsAttempt, "event__case", {"told": ""}),
)


def destroy_file(case: Case) -> dict[str, Any]:
    """Destroy the file of a locked case; return what the log is told: hashes of what stays, and how much went."""
    for model, leads in WORDS.items():
        blank_words(model._base_manager.filter(**{leads: case}))
    for model, leads, empty in _BESIDE:
        rows = model._base_manager.filter(**{leads: case})
        model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**empty)
    for file in case.files.defer("content"):
        CaseFile.objects.filter(pk=file.pk).update(content="", told="", name=f"已销毁.{KINDS[file.kind][0]}")
    nothing = dict.fromkeys((*_EMPTIED, "tracking_hash", "submission_hash"), "")
    for name, value in {**nothing, "description": BLANK}.items():
        setattr(case, name, value)
    case.save(update_fields=[*nothing, "identity_hash", "person_hash", "description"])
    return {
        "digest": case.digest_now(),
        "events": {str(one.seq): one.digest_now() for one in case.events.all()},
        "drafts": {str(one.version): one.digest_now() for one in case.drafts.all()},
        "deliveries": [one.digest_now() for rows in _delivered(case) for one in rows],
        "files": case.files.count(),
        "letters": case.letters.count(),
    }


def leave_no_trace() -> None:
    """Have SQLite overwrite what this transaction destroys, and its write-ahead log after the commit.

    PostgreSQL keeps earlier versions of rows until it vacuums.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
        transaction.on_commit(empty_write_ahead_log)


def empty_write_ahead_log() -> None:
    """Write SQLite's log into the database and cut it to nothing; where a reader keeps it, the next one does."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _delivered(case: Case) -> tuple[QuerySet[Any], ...]:
    results = DeliveryResult.objects.filter(delivery__letter__case=case).select_related("proof").defer("proof__content")
    return Delivery.objects.filter(letter__case=case), results


def left_of(case: Case) -> Iterator[Finding]:
    """Yield a finding where something of a destroyed case is still, or again, there; of its files, see verification."""
    told = [getattr(case, name) for name in (*_EMPTIED, "identity_hash", "person_hash", "tracking_hash")]
    if any(told) or case.description != BLANK or case.letters.exclude(paragraphs=[]).exists():
        yield Finding("CASE-NOT-DESTROYED", where=case.number, facts={"number": case.number})


def blanked_early() -> Iterator[Finding]:
    """Yield a finding for each case of which a word was blanked though no list destroyed it."""
    numbers = {number for model, leads in WORDS.items() for number in _blanked(model, leads)}
    numbers.update(_emptied_reviews())
    for number in sorted(numbers):
        yield Finding("CASE-BLANKED", where=number, facts={"number": number})


def _emptied_reviews() -> Iterator[str]:
    """Yield the numbers of cases that stand, with a review that tells of fewer findings than the log does."""
    told = dict(_found_by_digest())
    standing = ReleaseReview.objects.filter(draft__case__destruction=None).select_related("draft__case")
    for review in standing.iterator(chunk_size=500):
        if len(review.findings) != told.get(review.digest, len(review.findings)):
            yield review.draft.case.number


def _found_by_digest() -> Iterator[tuple[str, int]]:
    entries = LogEntry.objects.filter(act=CaseAct.REVIEW_RELEASE).values_list("facts", flat=True)
    yield from ((facts["digest"], facts["found"]) for facts in entries.iterator(chunk_size=500))


def _blanked(model: type[AppendOnly], leads: str) -> Iterator[str]:
    """Yield the numbers of cases that stand, with a blank word, or with nothing left where something was."""
    blank = _NOTHING_LEFT.get(model, Q())
    for name in (name for name, kind in model.blankable.items() if kind is Blank.WORDS):
        blank |= Q(**{name: BLANK})
    if blank:
        rows = model._base_manager.filter(blank, **{f"{leads}__destruction": None})
        yield from rows.values_list(f"{leads}__number", flat=True)
