"""What slips in while typing: doubled words, half-width marks, words of a template left standing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import Reading

_FULL = str.maketrans(",;:?!.()", "，；：？！。（）")
_HALF_WIDTH = ("typing.comma", "typing.stop", "typing.colon", "typing.bracket")
_HALF_MARKS = re.compile(r"[,;:?!.()]")


def doubled_words(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each word that stands twice; what is said twice (一步一步) or meets itself is right."""
    text = reading.narrow
    for found in pattern("typing.particle").finditer(text):
        yield reading.find("DOUBLED-WORD", *found.span())
    right, meets = pattern("typing.word_is_right"), pattern("typing.word_meets")
    for found in pattern("typing.word").finditer(text):
        met = meets.match(text, found.start())
        if not right.search(found["word"]) and not (met and met.end() == found.end()):
            yield reading.find("DOUBLED-WORD", *found.span())


def doubled_marks(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each two punctuation marks of which one is too much."""
    for found in pattern("typing.punctuation").finditer(reading.narrow):
        yield reading.find("DOUBLED-MARK", *found.span())


def half_width_marks(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each line with half-width punctuation among Chinese; addresses on the web are left alone."""
    if not _HALF_MARKS.search(reading.narrow):
        return
    for start, line in reading.lines():
        if _HALF_MARKS.search(line):
            yield from _half_width_in(reading, start, line)


def _half_width_in(reading: Reading, start: int, line: str) -> Iterator[Finding]:
    line = pattern("typing.web").sub(lambda found: "\0" * len(found[0]), line)
    found = sorted((mark.start(), mark.end(), shown[0]) for shown, mark in _marks(line))
    if found:
        marks = "".join(dict.fromkeys(mark for _, _, mark in found))
        right = marks.translate(_FULL)
        yield reading.find(
            "HALF-WIDTH", start + found[0][0], start + found[0][1], marks=marks, right=right, count=len(found)
        )


def _marks(line: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name in _HALF_WIDTH:
        for found in pattern(name).finditer(line):
            yield ("()" if name.endswith("bracket") else found[0]), found


def leftovers(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each place where a template or a spreadsheet left its marks (XX局, 待补充, #REF!)."""
    for found in pattern("typing.leftover").finditer(reading.narrow):
        yield reading.find("TEMPLATE-LEFTOVER", *found.span())
