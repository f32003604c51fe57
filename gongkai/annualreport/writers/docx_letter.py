"""A letter as a Word document (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annualreport.writers.docx_package import package, paragraph, run, words
from gongkai.annualreport.writers.letter import LONG_NAME, OfficialLetter


def docx_letter(letter: OfficialLetter) -> bytes:
    """Return the letter as a DOCX file."""
    body = "".join(_body(letter))
    return package(body, title=letter.title, creator=letter.organ, day=letter.issued_date)


def _body(letter: OfficialLetter) -> Iterator[str]:
    yield _line("OrganLong" if len(letter.organ) > LONG_NAME else "Organ", letter.organ)
    yield _line("Number", letter.number)
    yield _line("Title", letter.title)
    yield paragraph("", ())  # a line is left empty below the title
    yield _line("Addressee", letter.salutation)
    yield from (_line("", line) for line in letter.lines)
    if letter.attached:
        yield paragraph("", ())
        yield from (_line("", line) for line in letter.attached)
    yield paragraph("Signature", ())
    yield _line("Signature", letter.organ)
    yield _line("SignatureDay", letter.day_in_words)


def _line(style: str, text: str) -> str:
    return paragraph(style, [run(words(text))] if text else ())
