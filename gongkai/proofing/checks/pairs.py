"""Marks that come in pairs: quotes, book-title marks, brackets (GB/T 15834)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.findings import Finding
from gongkai.proofing.text import Reading

_CLOSING = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "〔": "〕", "【": "】", "「": "」", "『": "』"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_MARKS = re.compile(f"[{''.join(_CLOSING)}{''.join(_OPENING)}]")
_STRAIGHT = '"'
# A bracket that closes a number without an opening one: 1）, 一）, ①）, a）.
_NUMBERING = re.compile(r"(?:^|[\s。；：，、])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z]|[①-⑳])$")
_ENGLISH = re.compile(r"[A-Za-z]$")
_DEEPEST = 50  # open marks: a text with more is hostile, and one finding is enough


class _Mark(NamedTuple):
    mark: str
    at: int


def pairs(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each mark without its partner in its paragraph, and for 《 inside 《》.

    A quotation over several paragraphs opens in each and closes in the last.
    """
    lines = list(reading.lines())
    for index, (start, line) in enumerate(lines):
        following = lines[index + 1][1] if index + 1 < len(lines) else ""
        yield from _unpaired(reading, start, line, following)
        if line.count(_STRAIGHT) % 2:
            at = start + line.rindex(_STRAIGHT)
            yield reading.find("PAIR-OPEN", at, at + 1, mark=_STRAIGHT, words=reading.around(at, at + 1))


def _unpaired(reading: Reading, start: int, line: str, following: str) -> Iterator[Finding]:
    open_marks: list[_Mark] = []
    for found in _MARKS.finditer(line):
        mark = _Mark(found[0], found.start())
        if mark.mark in _CLOSING:
            if mark.mark == "《" and any(one.mark == "《" for one in open_marks):
                yield _tell(reading, "PAIR-NESTED", start + mark.at, "《")
            open_marks.append(mark)
            if len(open_marks) > _DEEPEST:
                break
        elif open_marks and open_marks[-1].mark == _OPENING[mark.mark]:
            open_marks.pop()
        elif not _stands_alone(mark, line):
            yield from _closing(reading, start, mark, open_marks)
    for one in open_marks:
        if not (one.mark in "“‘" and following.lstrip().startswith(one.mark)):
            yield _tell(reading, "PAIR-OPEN", start + one.at, one.mark)


def _closing(reading: Reading, start: int, mark: _Mark, open_marks: list[_Mark]) -> Iterator[Finding]:
    """Yield findings for a closing mark that does not close the last open one: crossed, or without partner."""
    partner = next((one for one in reversed(open_marks) if one.mark == _OPENING[mark.mark]), None)
    if partner is None:
        yield _tell(reading, "PAIR-CLOSE", start + mark.at, mark.mark)
        return
    while (last := open_marks.pop()) is not partner:
        yield _tell(reading, "PAIR-OPEN", start + last.at, last.mark)


def _stands_alone(mark: _Mark, line: str) -> bool:
    """Tell the bracket of a numbering, and the apostrophe of a foreign word."""
    before = line[max(0, mark.at - 5) : mark.at]
    if mark.mark == "）":
        return _NUMBERING.search(before) is not None
    return mark.mark == "’" and _ENGLISH.search(before) is not None


def _tell(reading: Reading, rule: str, at: int, mark: str) -> Finding:
    return reading.find(rule, at, at + 1, mark=mark, words=reading.around(at, at + 1))
