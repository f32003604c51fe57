"""The organ's seal (用印): the copy of a letter that bears it is looked at before it counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
from django.db import transaction
from pypdfium2 import raw

from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.case_files import Attached, CaseFile, Direction, keep
from gongkai.cases.letters import Letter, log_letter
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import refuse_on
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

SEALED_KINDS = ("pdf", "ofd", "jpeg", "png")
MOST_PAGES = 60


class Seen(NamedTuple):
    """What a PDF shows: its text without spaces, and whether a signature, picture or stamp on it may be a seal."""

    text: str
    may_bear_seal: bool


@transaction.atomic
def record_seal(
    letter_id: int, copy: Attached, *, is_compared: bool, by: Person | None, at: datetime, today: date
) -> CaseFile:
    """Keep the copy of a letter that bears the seal; raise Refused where it is not one.

    `is_compared`: somebody has compared it with the letter, which a picture needs. `by` is None where a seal service
    gave it back.
    """
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    letter = case.letters.get(pk=letter_id)
    if by is not None:
        acting_as(by, WRITERS, case, on=today, doing="登记盖章件")
    refuse_on(seal_findings(letter, copy, is_compared=is_compared))
    (kept,) = keep(case, [copy], Direction.SEALED, at=at, by=by, event=None, letter=letter)
    log_letter(CaseAct.SEAL, letter, by=by, at=at, facts={"digest": kept.digest})
    return kept


def seal_findings(letter: Letter, copy: Attached, *, is_compared: bool) -> Iterator[Finding]:
    """Yield why a file cannot be the sealed copy of a letter; its name does not count, its content does."""
    if letter.went_out:
        yield Finding("LETTER-SENT", facts={"number": letter.number})
    if copy.kind not in SEALED_KINDS:
        yield Finding("SEAL-KIND", "sealed")
        return
    digest = hashlib.sha256(copy.data).hexdigest()
    if letter.files.filter(direction=Direction.LETTER, digest=digest).exists():
        yield Finding("SEAL-SAME", "sealed")
    elif letter.files.filter(direction=Direction.SEALED, digest=digest).exists():
        yield Finding("SEAL-TWICE", "sealed", {"number": letter.number})
    elif copy.kind == "pdf":
        yield from _pdf_findings(letter, copy.data, is_compared)
    elif not is_compared:
        yield Finding("SEAL-UNCOMPARED", "is_compared")


def _pdf_findings(letter: Letter, data: bytes, is_compared: bool) -> Iterator[Finding]:
    try:
        seen = _seen(data)
    except pypdfium2.PdfiumError:
        yield Finding("SEAL-UNREADABLE", "sealed")
        return
    if not (is_compared or seen.text):  # where it has text, that is compared here
        yield Finding("SEAL-UNCOMPARED", "is_compared")
    wanted = ("".join(letter.number.split()), "".join(letter.title.split()))
    if seen.text and not all(one in seen.text for one in wanted):
        yield Finding("SEAL-OTHER-LETTER", "sealed", {"number": letter.number, "title": letter.title})
    if not seen.may_bear_seal:
        yield Finding("SEAL-NOT-SEEN", "sealed")


def _seen(data: bytes) -> Seen:
    """Return what a PDF shows; raise PdfiumError for one that cannot be read, or has more pages than any letter."""
    with pypdfium2.PdfDocument(data) as document:
        if len(document) > MOST_PAGES:
            raise pypdfium2.PdfiumError("too many pages")
        text, has_mark = "", raw.FPDF_GetSignatureCount(document.raw) > 0
        for page in document:
            text += page.get_textpage().get_text_range()
            has_mark = has_mark or _has_picture(page)
    return Seen("".join(text.split()), has_mark)


def text_of(data: bytes) -> str:
    """Return the text of a PDF without spaces, empty for a scan; raise PdfiumError for one that cannot be read."""
    return _seen(data).text


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page shows a picture, or bears a stamp as an annotation."""
    if any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
        return True
    marks = (raw.FPDFPage_GetAnnot(page.raw, place) for place in range(raw.FPDFPage_GetAnnotCount(page.raw)))
    return any(raw.FPDFAnnot_GetSubtype(mark) in (raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET) for mark in marks)
