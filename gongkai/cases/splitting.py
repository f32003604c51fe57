"""Splitting an application that asks for several things.

Each part has a number of its own, so that what is counted as received is counted as done, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from gongkai.agencies.door import record, subject_of
from gongkai.cases.acting import register
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.case_files import CaseFile
from gongkai.cases.refusals import Refused
from gongkai.cases.tracking import new_code, tracking_hash
from gongkai.cases.working_file import Note
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

MOST_PARTS = 50
_COPIED = (
    "agency", "channel", "arrival_date", "unreachable", "applicant_class", "applicant_name", "identity_kind",
    "identity_number", "representative", "contact_name", "telephone", "email", "address", "form_wanted",
    "route_wanted", "source",
)  # fmt: skip


class SplitAct(models.TextChoices):
    """What splitting puts on the log."""

    SPLIT = "case_split", "拆分申请"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that became a case, and the code by which its applicant follows it."""

    case: Case
    code: str


@transaction.atomic
def split(case_id: int, parts: Sequence[str], *, by: Person, at: datetime, today: date) -> list[Part]:
    """Make a case of each of `parts` but the first, which stays with the number that stands; return the new ones.

    Each has the receipt of the whole, so the same due date. Raises Refused for fewer than two parts, where
    something was done already, or for whoever may not.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing=SplitAct.SPLIT.label)
    if len(parts) < 2:
        raise Refused(Finding("SPLIT-ONE", "parts"))
    if case.closed_date or case.drafts.exists() or case.events.exclude(act="receive").exists():
        raise Refused(Finding("SPLIT-LATE", "parts", facts={"number": case.number}))
    made = [_part(case, words, by, at, today) for words in parts[1:]]
    numbers = "、".join(part.case.number for part in made)
    Note.objects.create(case=case, by=by, at=at, text=f"拆分：本件只办理“{parts[0]}”，其余另立 {numbers}。")
    facts = {"parts": [part.case.number for part in made]}
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    record(SplitAct.SPLIT, agency=case.agency, subject=subject_of(case), facts=facts, at=at, **who)
    return made


def _part(whole: Case, words: str, by: Person, at: datetime, today: date) -> Part:
    said = {name: getattr(whole, name) for name in _COPIED}
    code = new_code()
    received = whole.receipt_date if whole.events.exists() else whole.confirmed_date
    case = Case(**said, description=words, confirmed_date=received, split_from=whole, tracking_hash=tracking_hash(code))
    register(case, by=by, at=at, today=today)
    _copy_files(whole, case)
    return Part(case, code)


def _copy_files(whole: Case, part: Case) -> None:
    """Give a part what the applicant sent with the whole, such as a proof of identity."""
    for file in whole.files.filter(event=None):
        file.pk, file._state.adding, file.case = None, True, part
        CaseFile.save(file)
