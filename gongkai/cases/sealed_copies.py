"""Many letters printed to be sealed, and many sealed copies taken in at once.

Each copy goes to the letter whose number it shows, and each failure is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
from django.core.files.uploadedfile import UploadedFile

from gongkai.cases.batch_issue import Tried, name_of
from gongkai.cases.case_files import Attached, attached
from gongkai.cases.letters import Letter
from gongkai.cases.refusals import Refused
from gongkai.cases.sealing import record_seal, text_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

_NOBODYS = "找不到它是哪一份文书的盖章件：文件名或者文件的文字里要有待用印文书的文号"


def letter_shown_by(copy: Attached, waiting: Sequence[Letter]) -> Letter | None:
    """Return the letter whose number stands in the text of a copy, or else in its name; None where none does."""
    for told in (_text(copy), copy.name):
        plain = "".join(told.split())
        found = [letter for letter in waiting if "".join(letter.number.split()) in plain]
        if len(found) == 1:
            return found[0]
    return None


def _text(copy: Attached) -> str:
    try:
        return text_of(copy.data) if copy.kind == "pdf" else ""
    except pypdfium2.PdfiumError:
        return ""


def in_one(files: Iterable[bytes]) -> bytes:
    """Return PDFs one behind the other in one, each beginning on a sheet of its own where both sides are printed."""
    with pypdfium2.PdfDocument.new() as made:
        for data in files:
            with pypdfium2.PdfDocument(data) as one:
                made.import_pages(one)
            if len(made) % 2:
                made.new_page(*made[len(made) - 1].get_size())
        kept = BytesIO()
        made.save(kept)
    return kept.getvalue()


def seal_each(
    uploads: Iterable[UploadedFile],
    waiting: Sequence[Letter],
    *,
    is_compared: bool,
    by: Person,
    at: datetime,
    today: date,
) -> Tried:
    """Record each copy for its letter, each in a transaction of its own."""
    tried = Tried([], [])
    for upload in uploads:
        try:
            copy = attached(upload)
            letter = letter_shown_by(copy, waiting)
            if letter is None:
                raise ValueError(_NOBODYS)
            record_seal(letter.pk, copy, is_compared=is_compared, by=by, at=at, today=today)
        except (Refused, ValueError) as error:
            tried.failed.append((upload.name or "没有名字的文件", str(error)))
        else:
            tried.done.append(name_of(letter))
    return tried
