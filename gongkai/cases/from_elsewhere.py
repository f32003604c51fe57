"""An application that began as something else: a letter that asks for a document becomes one with its writer's consent.

Another room's event calls this (`wiring.py` connects them); what is asked for here is all it has to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.cases.acting import register
from gongkai.cases.case import Case
from gongkai.cases.form_tokens import submission_hash
from gongkai.cases.refusals import Refused
from gongkai.cases.tracking import code_from, tracking_hash
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

INTERNET = "internet"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedElsewhere:
    """What somebody wrote elsewhere: `key` names the event, like ``mailbox.letter:12``, and makes one case.

    `arrival_date` is the day it came, `consent_date` the day on which the writer agreed that it be handled as an
    application, and `consent` how. Personal data as far as the other room has it.
    """

    key: str
    agency: Agency
    arrival_date: date
    description: str
    consent_date: date | None
    consent: str
    applicant_class: str = "natural_person"
    applicant_name: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""


@transaction.atomic
def open_case_from(asked: AskedElsewhere, *, by: Person | None, at: datetime, today: date) -> tuple[Case, str]:
    """Return the case of that event and its tracking code; the same both times where it is told twice.

    The consent is the confirmation of both sides, so its day is the receipt date (Reg. art. 31 (3)). Raises
    Refused without the writer's consent, or for a consent before the letter.
    """
    if asked.consent_date is None or not asked.consent.strip():
        raise Refused(Finding("ELSEWHERE-CONSENT", "consent"))
    code, once = code_from(asked.key), submission_hash(asked.key)
    if before := Case.objects.filter(submission_hash=once).first():
        return before, code
    case = Case(
        agency=asked.agency,
        channel=INTERNET,
        arrival_date=asked.arrival_date,
        confirmed_date=asked.consent_date,
        description=asked.description,
        applicant_class=asked.applicant_class,
        applicant_name=asked.applicant_name,
        identity_kind=asked.identity_kind,
        identity_number=asked.identity_number,
        telephone=asked.telephone,
        email=asked.email,
        address=asked.address,
        source=f"{asked.key}：{asked.consent.strip()}"[:200],
        submission_hash=once,
        tracking_hash=tracking_hash(code),
    )
    return register(case, by=by, at=at, today=today), code
