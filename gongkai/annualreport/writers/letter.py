"""A letter of an organ (公文) to one addressee, set as an official document is: GB/T 9704-2012 党政机关公文格式.

Red name of the organ, number, red line, title, addressee, text, attachments, signature with the day: what a disclosure
office sends out looks like its other documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gongkai.annualreport.writers.composing import on_one_line, paragraphs_of

LONG_NAME = 17  # characters of an organ's name that a line holds in the size of the red heading


class OfficialLetter(NamedTuple):
    """What a letter says. `number` may be empty before it goes out; `attachments` are names of what goes with it."""

    organ: str
    number: str
    title: str
    addressee: str
    paragraphs: Sequence[str]
    issued_date: date
    attachments: Sequence[str] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the paragraphs as they are set: one line each, nothing in them that no file can hold."""
        return tuple(line for paragraph in self.paragraphs for line in paragraphs_of(paragraph))

    @property
    def salutation(self) -> str:
        """Return the line that names the addressee."""
        return f"{on_one_line(self.addressee)}："

    @property
    def day_in_words(self) -> str:
        """Return the day of the letter, as it is signed."""
        return f"{self.issued_date.year}年{self.issued_date.month}月{self.issued_date.day}日"

    @property
    def attached(self) -> tuple[str, ...]:
        """Return the lines that name the attachments (附件：1. … 2. …)."""
        names = [on_one_line(name) for name in self.attachments]
        if len(names) == 1:
            return (f"附件：{names[0]}",)
        return tuple(_numbered(names))


def _numbered(names: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        yield f"{'附件：' if number == 1 else '　　　'}{number}. {name}"


def write_letter(letter: OfficialLetter, kind: str, *, fonts: Path | None = None) -> bytes:
    """Return a letter as a file, ``docx`` or ``pdf`` (PDF/A-2b); raise KeyError for another kind.

    `fonts` is a folder of licensed fonts that a PDF is set in where they are there. The same letter gives the same
    bytes.
    """
    return _WRITERS[kind](letter, fonts)


def unprintable(letter: OfficialLetter, *, fonts: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Return the characters that a letter's PDF cannot show and prints as 〓, by where they stand.

    A place is a field of the letter: ``organ``, ``title``, ``addressee``, ``paragraphs``, ``attachments``. The Word
    document has the characters themselves.
    """
    from gongkai.annualreport.writers.typesetting import unprintable_in

    places = {
        "organ": letter.organ,
        "title": letter.title,
        "addressee": letter.addressee,
        "paragraphs": "".join(letter.paragraphs),
        "attachments": "".join(letter.attachments),
    }
    return {place: found for place, text in places.items() if (found := unprintable_in(text, fonts))}


# Each writer is imported when the first file of its kind is wanted: starting stays quick.


def _docx(letter: OfficialLetter, _fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.docx_letter import docx_letter

    return docx_letter(letter)


def _pdf(letter: OfficialLetter, fonts: Path | None) -> bytes:
    from gongkai.annualreport.writers.pdf_letter import pdf_letter

    return pdf_letter(letter, fonts)


_WRITERS: Mapping[str, Callable[[OfficialLetter, Path | None], bytes]] = {"docx": _docx, "pdf": _pdf}
