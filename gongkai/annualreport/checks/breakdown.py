"""A stated total and the parts named after it (386 条，其中 11 条、294 条 …) must agree."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from gongkai.annualreport.checks.amounts import plain
from gongkai.annualreport.checks.figures import Figure, figures
from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import Sentence, excerpt, paragraphs, place_of, texts_of
from gongkai.annualreport.model import Report
from gongkai.findings import Finding

_BRACKET = re.compile(r"（[^（）]*）")
_STOP, _LIST_STOP = "。！？", "。；！？"
_LONGEST = 10_000  # characters: no paragraph is as long, a flattened table may be
# A list meant to be complete comes near its total, one that only gives examples stays far below; none goes beyond it.
_NEAR = {2: Decimal("0.15"), 3: Decimal("0.3")}


class Breakdown(NamedTuple):
    """A total, the parts named for it, and where both stand in the paragraph."""

    total: Figure
    parts: tuple[Figure, ...]
    start: int
    end: int


def breakdowns(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each breakdown that comes near its total, or goes beyond it, without adding up to it."""
    for section, text in texts_of(report):
        for paragraph in paragraphs(text):
            for found in _breakdowns_in(paragraph):
                if _contradicts(found, paragraph):
                    yield _finding(report, section, paragraph, found)


def _breakdowns_in(paragraph: str) -> Iterator[Breakdown]:
    if len(paragraph) > _LONGEST or len(figures(paragraph)) < 3:
        return
    flat = _BRACKET.sub(lambda bracket: "（" + " " * (len(bracket[0]) - 2) + "）", paragraph)
    outside, everywhere = _Line(flat), _Line(paragraph)
    yield from _after_words(outside)
    for bracket in _BRACKET.finditer(paragraph):
        yield from _in_bracket(outside, everywhere, bracket)


class _Line:
    """A paragraph and its figures, to be asked what stands between two places."""

    def __init__(self, text: str) -> None:
        self.text, self._found = text, figures(text)
        self._starts = [figure.start for figure in self._found]

    def between(self, start: int, end: int) -> tuple[Figure, ...]:
        """Return the figures that start from `start` on and before `end`."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def total_before(self, position: int) -> Figure | None:
        """Return the figure that a list at `position` divides: the last one before it, comparisons apart.

        It stands in the same sentence, or in the one before where the list opens a sentence.
        """
        opens = position > 0 and self.text[position - 1] in _LIST_STOP
        begin = max(self.text.rfind(mark, 0, position - 1 if opens else position) for mark in _LIST_STOP)
        before = self.between(begin + 1, position)
        return next((figure for figure in reversed(before) if not figure.compared), None)


def _after_words(line: _Line) -> Iterator[Breakdown]:
    """Yield the lists that 其中, 分别为 and the like open; one that opens another is left to that one."""
    openings = list(phrases().figures["breakdown"].finditer(line.text))
    starts = [*(opening.start() for opening in openings), len(line.text)]
    for opening, following in zip(openings, starts[1:], strict=True):
        end = _end_of_list(line.text, opening.end())
        total = line.total_before(opening.start())
        if total is not None and following >= end:
            yield Breakdown(total, line.between(opening.end(), end), total.start - len(total.phrase), end)


def _in_bracket(outside: _Line, everywhere: _Line, bracket: re.Match[str]) -> Iterator[Breakdown]:
    """Yield the list in a bracket right behind its total: 31 条（网站 11 条，微信 20 条）."""
    total = outside.total_before(bracket.start())
    if total is None or total.end != bracket.start() or phrases().figures["remark"].match(bracket[0][1:-1]):
        return
    parts = everywhere.between(bracket.start(), bracket.end())
    yield Breakdown(total, parts, total.start - len(total.phrase), bracket.end())


def _end_of_list(text: str, start: int) -> int:
    ends = [position for mark in _STOP if (position := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))


# -- judging ---------------------------------------------------------------------------------------


def _contradicts(found: Breakdown, paragraph: str) -> bool:
    """Tell whether the parts are meant to be all of the total, and do not add up to it."""
    parts = [part for part in found.parts if part.kind == found.total.kind and not part.compared]
    total = found.total.value
    if len(parts) < 2 or not total or not all(figure.exact for figure in (found.total, *parts)):
        return False
    if any(index and reached == total for index, reached in enumerate(accumulate(part.value for part in parts))):
        return False
    together = sum(part.value for part in parts)
    if together > total:
        return _named_alike(parts) and all(part.value <= total for part in parts)
    open_end = phrases().figures["open_end"].search(paragraph[parts[-1].end : found.end + 1])
    return not open_end and total - together <= _tolerance(parts, total)


def _tolerance(parts: Sequence[Figure], total: Decimal) -> Decimal:
    """Return how far below its total a list may stay and still be meant as complete: a share of it, one at least."""
    return max(_NEAR[min(len(parts), 3)] * total, Decimal(1)) if _named_alike(parts) else Decimal(0)


def _named_alike(parts: Sequence[Figure]) -> bool:
    """Tell whether parts divide one thing: two may be of different ones, unless named alike (网站、微信)."""
    if len(parts) > 2:
        return True
    one, other = (phrases().figures["breakdown"].sub("", part.phrase).rpartition("、")[2] for part in parts)
    return one[-2:] == other[-2:] or max(len(one), len(other)) <= 6


def _finding(report: Report, section: str, paragraph: str, found: Breakdown) -> Finding:
    parts = [part.value for part in found.parts if part.kind == found.total.kind and not part.compared]
    words = paragraph[found.start : found.end]
    total, together = found.total.value, sum(parts, Decimal(0))
    facts = {
        "quote": excerpt(words),
        "total": plain(total),
        "sum": plain(together),
        "difference": plain(abs(total - together)),
        "count": len(parts),
        "parts": [plain(part) for part in parts],
    }
    return Finding("TEXT-BREAKDOWN", place_of(report, Sentence(words, section, paragraph, found.start), words), facts)
