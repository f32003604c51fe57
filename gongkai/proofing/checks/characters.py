"""Characters taken for others, characters nobody sees, and the form of document numbers."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import Reading

# What each pattern finds, and what was meant.
_CONFUSED = {
    "character.ji_for_yi": ("己", "已"),
    "character.yi_for_ji": ("已", "己"),
    "character.mo_for_wei": ("末", "未"),
    "character.wei_for_mo": ("未", "末"),
}


def confusable_characters(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each character that stands for one looking alike (己已, 末未) where only the other fits."""
    text = reading.narrow
    for name, (wrong, right) in _CONFUSED.items():
        if wrong in text:
            for found in pattern(name).finditer(text):
                around = reading.around(*found.span())
                yield reading.find("CHAR-CONFUSED", *found.span(), words=around, wrong=wrong, right=right)


def letters_in_numbers(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each number with a letter for a figure in it (2O24年)."""
    for found in pattern("character.letter").finditer(reading.narrow):
        yield reading.find("CHAR-LETTER", *found.span())


def invisible_characters(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each stretch of characters nobody sees; they come with pasted text and break searching."""
    for found in reading.unseen:
        code = f"U+{ord(found[0][0]):04X}"
        yield Finding("CHAR-INVISIBLE", reading.place_of(*found.span()), {"code": code, "count": len(found[0])})


def document_numbers(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each document number without 〔〕, or with 第 or a zero too many (GB/T 9704)."""
    for found in pattern("document_number.brackets").finditer(reading.narrow):
        right = f"〔{found['year']}〕{int(found['number'])}号"
        yield reading.find("DOCNO-BRACKETS", *found.span(), right=right)
    for found in pattern("document_number.form").finditer(reading.narrow):
        yield reading.find("DOCNO-FORM", *found.span())
