"""Asking other organs before something is public, and their answers (Reg. art. 11, 17 ¶3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import record, roles_of
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, locked, subject
from gongkai.publishing.authors import authors_of_page
from gongkai.publishing.gates import Gate, GateAnswer
from gongkai.publishing.refusals import Refused
from gongkai.publishing.submissions import Closing, open_submission
from gongkai.publishing.submitting import close

if TYPE_CHECKING:
    from gongkai.agencies.door import Person


@transaction.atomic
def ask(page_id: int, kind: str, organ: str, *, by: Person, at: datetime, question: str = "") -> Gate:
    """Record that another organ is asked: from now on the page is not published before a good answer.

    Anybody with a role in the agency may: the first reviewer who is not certain about secrecy,
    too. Raises Refused for others, ValidationError without an organ.
    """
    page = locked(page_id)
    _require_role(page, by, at)
    gate = Gate(page_id=page.pk, kind=kind, organ=organ.strip(), question=question, opened_at=at, opened_by=by)
    gate.full_clean()
    gate.save()
    facts = {"gate": gate.pk, "kind": kind, "organ": gate.organ}
    record(
        PublishingAct.OPEN_GATE, agency=page.agency, by=by, subject=subject(page), facts=facts, reason=question, at=at
    )
    return gate


@transaction.atomic
def answer(
    gate_id: int, *, agreed: bool, reference: str, answered_date: date, by: Person, at: datetime, note: str = ""
) -> GateAnswer:
    """Record an answer; one that does not agree returns what was handed in to its drafter.

    Whoever had a hand in the page does not say himself that others agree to it. Raises Refused.
    """
    gate = Gate.objects.get(pk=gate_id)
    page = locked(gate.page_id)
    _require_role(page, by, at)
    if by.pk in authors_of_page(page):
        raise Refused([Finding("GATE-AUTHOR", facts={"person": str(by)})])
    told = GateAnswer(
        gate=gate,
        outcome=GateAnswer.Outcome.AGREED if agreed else GateAnswer.Outcome.REFUSED,
        reference=reference.strip(),
        note=note,
        answered_date=answered_date,
        recorded_at=at,
        recorded_by=by,
    )
    told.full_clean()
    told.save()
    facts = {"gate": gate.pk, "outcome": told.outcome, "reference": told.reference, "answered_date": answered_date}
    record(PublishingAct.ANSWER_GATE, agency=page.agency, by=by, subject=subject(page), facts=facts, reason=note, at=at)
    if not agreed and (submission := open_submission(page)):
        close(submission, Closing.Cause.GATE, by=by, at=at, note=str(gate))
    return told


def _require_role(page: Any, by: Person, at: datetime) -> None:
    if not roles_of(by, page.agency, on=timezone.localdate(at)):
        raise Refused([Finding("GATE-ROLE", facts={"agency": page.agency.name})])
