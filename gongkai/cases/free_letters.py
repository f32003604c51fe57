"""Letters that change nothing in a case: receipt of registration, notice to a third party, proof of service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.issuing import Carried, previewed, send_out, write
from gongkai.cases.letter_checks import Wording
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.letters import Letter
from gongkai.cases.refusals import Refused
from gongkai.cases.wording import worded
from gongkai.findings import Finding
from gongkai.statute import workdays_for

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

REGISTRATION_RECEIPT, THIRD_PARTY_NOTICE, SERVICE_RECEIPT = (
    "registration_receipt",
    "third_party_notice",
    "service_receipt",
)
OFFERED = (REGISTRATION_RECEIPT, THIRD_PARTY_NOTICE)  # the proof of service is made on the page of its letter


def free_wording(case: Case, kind: str, told: Mapping[str, str], *, on: date) -> Wording:
    """Return such a letter as it would go out on a day; raise Refused for a receipt without a day of receipt."""
    facts: dict[str, object] = {}
    if kind == REGISTRATION_RECEIPT:
        if case.receipt_date is None:
            raise Refused(Finding("LETTER-UNRECEIVED"))
        facts["reply_workdays"] = workdays_for("reply", on=case.receipt_date)
    return worded(case, kind, {**facts, **told}, on=on)


def free_preview(case: Case, kind: str, told: Mapping[str, str], recipient: Mapping[str, str], *, on: date) -> bytes:
    """Return such a letter as a PDF without number; nothing is stored."""
    return previewed(case, free_wording(case, kind, told, on=on), on=on, addressee=recipient.get("name", ""))


@transaction.atomic
def write_free(
    case_id: int,
    kind: str,
    told: Mapping[str, str],
    recipient: Mapping[str, str],
    *,
    by: Person,
    at: datetime,
    today: date,
) -> Letter:
    """Write such a letter, and issue it where it needs no seal; raise Refused where role or letter forbid it.

    `told` has ``text``, the officer's own words; `recipient` is empty for the applicant.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing=f"写“{letter_forms()[kind].title}”")
    wording = free_wording(case, kind, told, on=today)
    letter = write(case, wording, Carried(told=told, recipient=recipient), on=today, by=by, at=at)
    if not letter.needs_seal:
        send_out(letter, wording, by=by, at=at, on=today, today=today, on_behalf_of=as_whom.on_behalf_of)
    return letter


def write_service_receipt(letter: Letter, *, by: Person, at: datetime, today: date) -> Letter:
    """Write the form on which the addressee of a letter signs for it (送达回证)."""
    told = {"letter": letter.title, "letter_number": letter.number, "text": ""}
    recipient = {"name": letter.recipient.name} if hasattr(letter, "recipient") else {}
    return write_free(letter.case_id, SERVICE_RECEIPT, told, recipient, by=by, at=at, today=today)
