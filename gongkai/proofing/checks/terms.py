"""Flagged terms (错敏词) of the lists that hold on the day of the text."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.lists import KINDS, Term
from gongkai.proofing.text import Reading

_LONGEST_TITLE = 80  # characters


def flagged_terms(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each flagged term; of two that overlap, for the longer one."""
    told = 0
    for start, end, term in sorted(_occurrences(reading), key=lambda one: (one[0], -one[1])):
        if start >= told:
            told = end
            yield reading.find(KINDS[term.kind], start, end, right=term.right or "（删去或改写）", note=term.note)


def _occurrences(reading: Reading) -> Iterator[tuple[int, int, Term]]:
    text = reading.whole
    for term in reading.lists.flagged(reading.on):
        if term.wrong in text:
            for at in term.occurrences(text):
                if term.kind != "institution" or not _is_in_a_title(text, at):
                    yield at, at + len(term.wrong), term


def _is_in_a_title(text: str, at: int) -> bool:
    """Tell whether a book title mark is open: an old document keeps the name of its maker."""
    before = text[max(0, at - _LONGEST_TITLE) : at]
    return before.rfind("《") > max(before.rfind("》"), before.rfind("\n"))
