"""An application is sent in on our own site: on record, with its files, before the applicant is told so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.cases.acting import register
from gongkai.cases.case import Case
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.form_tokens import submission_hash
from gongkai.cases.tracking import code_from, tracking_hash

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

PORTAL = "portal"
_SAME = ("agency_id", "applicant_name", "identity_number", "description", "telephone")


class SentOtherwise(Exception):
    """The same form was sent before with other content; `case` is what was registered then."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(case.number)


def submit(
    case: Case, agency: Agency, *, number: str, files: Sequence[Attached], at: datetime, today: date
) -> tuple[Case, str]:
    """Register an application that came in on our own site today; return it with its tracking code.

    `number` is that of the form's token: sent twice, it gives the same case and the same code. The receipt on the
    screen is the confirmation of both sides (Reg. art. 31 (3)). Raises SentOtherwise, and Refused as `register` does.
    """
    case.agency, case.channel, case.arrival_date = agency, PORTAL, today
    code = numbered(case, number)
    if (before := sent_before(case)) is not None:
        return before, code
    try:
        with transaction.atomic():
            register(case, by=None, at=at, today=today)
            keep(case, files, Direction.RECEIVED, at=at, by=None, event=None)
    except (IntegrityError, ValidationError):  # the other of two clicks was faster
        if (before := sent_before(case)) is None:
            raise
        return before, code
    return case, code


def numbered(case: Case, number: str) -> str:
    """Give an unsaved case what belongs to a form's number, so that it is one case; return its tracking code."""
    code = code_from(number)
    case.submission_hash, case.tracking_hash = submission_hash(number), tracking_hash(code)
    return code


def sent_before(case: Case) -> Case | None:
    """Return the case that the same form made before; raise SentOtherwise where it said something else then."""
    before = Case.objects.select_related("agency").filter(submission_hash=case.submission_hash).first()
    if before and any(getattr(before, name) != getattr(case, name) for name in _SAME):
        raise SentOtherwise(before)
    return before
