"""Figures that must agree: a total and its parts, shares of a whole, a growth and its rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import Reading

_SENTENCE = re.compile(r"[^。！？\n]{1,2000}")
# A list that is meant to be complete comes near its total; one that only gives examples does not.
_NEAR = Decimal("0.3")
_FEWEST_PARTS, _FEWEST_SHARES = 3, 3
_WHOLE = Decimal(100)
_NEAR_WHOLE = Decimal(10)


class _Figure(NamedTuple):
    value: Decimal
    unit: str
    start: int
    end: int


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))


def _figures(sentence: str) -> list[_Figure]:
    return [
        _Figure(_number(found["number"]), found["unit"], *found.span())
        for found in pattern("sum.figure").finditer(sentence)
    ]


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value % 1 else value.quantize(Decimal(1)), "f")


# -- a total and its parts -------------------------------------------------------------------------


def parts(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each list behind 其中 or 分别为 that comes near its total without adding up to it.

    At least three parts of the total's own unit; a list that says 等 is not complete.
    """
    opening = pattern("sum.opening")
    if not opening.search(reading.narrow):
        return
    for sentence in _SENTENCE.finditer(reading.narrow):
        openings = list(opening.finditer(sentence[0]))
        if len(openings) == 1:
            yield from _parts_in(reading, sentence.start(), sentence[0], openings[0])


def _parts_in(reading: Reading, start: int, sentence: str, opening: re.Match[str]) -> Iterator[Finding]:
    end = sentence.find("；", opening.end())
    sentence = sentence if end < 0 else sentence[:end]
    figures = _figures(sentence)
    before = [figure for figure in figures if figure.end <= opening.start()]
    listed = [figure for figure in figures if figure.start >= opening.end()]
    if not before or not listed:
        return
    total = before[-1]
    listed = [figure for figure in listed if figure.unit == total.unit]
    together = sum((figure.value for figure in listed), Decimal(0))
    if _contradicts(total.value, listed) and not pattern("sum.open_end").search(sentence, opening.end()):
        facts = {"total": _plain(total.value), "sum": _plain(together), "unit": total.unit, "count": len(listed)}
        yield reading.find("SUM-PARTS", start + total.start, start + listed[-1].end, **facts)


def _contradicts(total: Decimal, listed: Sequence[_Figure]) -> bool:
    """Tell whether the parts are meant to be all of the total, and do not add up to it, the first few neither."""
    if len(listed) < _FEWEST_PARTS or not total:
        return False
    reached = list(accumulate(figure.value for figure in listed))
    return total not in reached[1:] and abs(reached[-1] - total) <= _NEAR * total


# -- shares ----------------------------------------------------------------------------------------


def shares(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each sentence whose shares (占 …%) come near 100 % without making it, rounding apart."""
    share, unlike = pattern("sum.share"), pattern("sum.not_share")
    if "占" not in reading.narrow:
        return
    for sentence in _SENTENCE.finditer(reading.narrow):
        found = list(share.finditer(sentence[0])) if sentence[0].count("占") >= _FEWEST_SHARES else []
        if len(found) >= _FEWEST_SHARES and not unlike.search(sentence[0]):
            yield from _shares_in(reading, sentence.start(), found)


def _shares_in(reading: Reading, start: int, found: Sequence[re.Match[str]]) -> Iterator[Finding]:
    printed = [Decimal(share["number"]) for share in found]
    together = sum(printed, Decimal(0))
    rounding = sum((Decimal(1).scaleb(int(share.as_tuple().exponent)) / 2 for share in printed), Decimal(0))
    if rounding < abs(together - _WHOLE) <= _NEAR_WHOLE:
        span = start + found[0].start(), start + found[-1].end()
        yield reading.find("SUM-SHARES", *span, sum=_plain(together), count=len(found))


# -- growth ----------------------------------------------------------------------------------------


def growth(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each growth or fall (由 … 增加到 …，增长 …%) whose rate does not follow from its figures."""
    for found in pattern("sum.growth").finditer(reading.narrow):
        before, after, rate = (_number(found[name]) for name in ("before", "after", "rate"))
        if before:
            computed = abs(after - before) / before * 100
            step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
            if abs(computed - rate) > step:
                yield reading.find(
                    "SUM-GROWTH", *found.span(), rate=_plain(rate), computed=_plain(computed.quantize(step))
                )
