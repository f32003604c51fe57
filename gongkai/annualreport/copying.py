"""Texts copied between agencies, section by section: copied reports are a matter of accountability (Reg. art. 47).

Comparing every pair of thousands of reports sentence by sentence would take days. So pairs are first
found that share short stretches of text which few others have; only these are compared in full.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.model import Report
from gongkai.annualreport.outlying import limits

if TYPE_CHECKING:
    from gongkai.annualreport.similarity import Passage

_NOT_WORDS = re.compile(r"[\s\d.,，。、；;：:（）()“”\"！？!?％%]+")


class Copy(NamedTuple):
    """A section that two reports have largely in common: their places in the sequence, percent of the first's text."""

    section: str
    one: int
    other: int
    percent: int
    passages: tuple[Passage, ...]


def copied(reports: Sequence[Report], *, most: int = 200) -> Iterator[Copy]:
    """Yield the sections that two of the reports share, from the share that counts as similar, at most `most` of each.

    Figures, years and the agencies' own names are no difference.
    """
    for section in dict.fromkeys(one.id for report in reports for one in report.sections):
        texts = [_without_name(report, report.text(section)) for report in reports]
        long_enough = [number for number, text in enumerate(texts) if len(text) >= phrases().copied["shortest"]]
        found = (_compared(section, texts, pair) for pair in _candidates(texts, long_enough, most))
        yield from (one for one in found if one.percent >= phrases().copied["similar"])


def copied_from(report: Report, others: Iterable[Report]) -> Iterator[Copy]:
    """Yield for each of the others the sections of `report` that repeat it, from the share that counts as copied.

    `one` of each copy is 0, `other` the place among the others, `percent` that of the report's own text.
    """
    limit, found = limits()["copying"], phrases().copied
    own = {one.id: _without_name(report, one.text) for one in report.sections if len(one.text) >= found["shortest"]}
    marks = {section: _marks(text, limit["shingle"], limit["sampled"]) for section, text in own.items()}
    for number, other in enumerate(others):
        for section, text in own.items():
            theirs = _without_name(other, other.text(section))
            shared = marks[section] & _marks(theirs, limit["shingle"], limit["sampled"])
            if len(shared) >= limit["shared"] * max(1, len(marks[section])):
                copy = _against(section, (text, theirs), (0, number))
                yield from [copy] if copy.percent >= found["copied"] else []


def _without_name(report: Report, text: str) -> str:
    return text.replace(report.agency, "本机关") if report.agency else text


def _compared(section: str, texts: Sequence[str], pair: tuple[int, int]) -> Copy:
    """Compare two texts, the shorter against the longer."""
    one, other = sorted(pair, key=lambda number: len(texts[number]))
    return _against(section, (texts[one], texts[other]), (one, other))


def _against(section: str, texts: tuple[str, str], numbers: tuple[int, int]) -> Copy:
    from gongkai.annualreport.similarity import repetition  # costs milliseconds that reading need not pay

    found = repetition(*texts)
    return Copy(section, *numbers, found.percent, found.passages)


def _candidates(texts: Sequence[str], numbers: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return the pairs that share most, the most alike first.

    Of many that share a stretch each is paired with the next alone: what hundreds copied is still found.
    """
    limit = limits()["copying"]
    marks = {number: _marks(texts[number], limit["shingle"], limit["sampled"]) for number in numbers}
    holders: dict[int, list[int]] = defaultdict(list)
    for number, held in marks.items():
        for mark in held:
            holders[mark].append(number)
    rare = max(2, len(numbers) // limit["common"])
    shared: Counter[tuple[int, int]] = Counter()
    for held_by in holders.values():
        shared.update(combinations(held_by, 2) if len(held_by) <= rare else pairwise(held_by))
    weighed = ((count / min(len(marks[a]), len(marks[b])), (a, b)) for (a, b), count in shared.items())
    return [pair for share, pair in sorted(weighed, reverse=True)[:most] if share >= limit["shared"]]


def _marks(text: str, length: int, sampled: int) -> set[int]:
    """Return the sums of one in `sampled` of the stretches of `length` characters, signs and figures left out."""
    words = _NOT_WORDS.sub("", text)
    sums = (crc32(words[at : at + length].encode()) for at in range(len(words) - length + 1))
    return {one for one in sums if one % sampled == 0}
