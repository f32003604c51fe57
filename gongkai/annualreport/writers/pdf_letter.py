"""A letter as PDF/A-2b, set by typst (GB/T 9704-2012)."""

from __future__ import annotations

from pathlib import Path

from gongkai.annualreport.writers.letter import LONG_NAME, OfficialLetter
from gongkai.annualreport.writers.typesetting import pieces, typeset


def pdf_letter(letter: OfficialLetter, fonts: Path | None = None) -> bytes:
    """Return the letter as a PDF/A-2b file; `fonts` is a folder of licensed fonts to prefer."""
    said = {
        "title": letter.title,
        "author": letter.organ,
        "organ": letter.organ,
        "long": len(letter.organ) > LONG_NAME,
        "number": letter.number,
        "addressee": letter.salutation,
        "paragraphs": [pieces(line) for line in letter.lines],
        "attached": list(letter.attached),
        "day": letter.day_in_words,
    }
    return typeset("letter.typ", said, day=letter.issued_date, fonts=fonts)
