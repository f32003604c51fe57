"""Who should have reported and who did: names of agencies held against a list.

The same office is written with and without its city, its 办公室, its spaces and brackets. But a
government and its office are two agencies where both are named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from gongkai.annualreport.checks.phrases import phrases

_BRACKETS = str.maketrans("（）", "()")
_SPACE = re.compile(r"\s+")

Names = tuple[str, ...]


def called(agency: str | None) -> str:
    """Return a name as it is compared: without spaces, brackets of one width; empty for none."""
    return _SPACE.sub("", agency or "").translate(_BRACKETS)


def compare_with_list(reported: Sequence[str | None], expected: Sequence[str]) -> tuple[Names, Names]:
    """Return (missing, unexpected): names of `expected` nobody reported for, and those that reported unasked.

    First the same names are put together, then those that differ in what may stand around a
    name, then those of which one ends in the other (云泽市水务局 and 水务局); the last two only
    where no other name would fit. Without a list nobody is missing and nobody unexpected.
    """
    wanted = [name for name in dict.fromkeys(expected) if called(name)]
    here = [name for name in dict.fromkeys(reported) if name]
    for key in (called, _bare):
        wanted, here = _unlike(wanted, here, key)
    wanted, here = _unmatched(wanted, here, _one_ends_in_the_other)
    return (tuple(wanted), tuple(here)) if expected else ((), ())


def _unlike(wanted: list[str], here: list[str], key: Callable[[str], str]) -> tuple[list[str], list[str]]:
    """Return what is left of both lists when each name that alone has its key in both is taken away."""
    left, right = Counter(map(key, wanted)), Counter(map(key, here))
    sure = {one for one, count in left.items() if count == right[one] == 1}
    return [one for one in wanted if key(one) not in sure], [one for one in here if key(one) not in sure]


def _unmatched(wanted: list[str], here: list[str], alike: Callable[[str, str], bool]) -> tuple[list[str], list[str]]:
    """Return what is left of both lists when each name with exactly one counterpart is taken away."""
    pairs = [(one, other) for one in wanted for other in here if alike(one, other)]
    left, right = [one for one, _ in pairs], [other for _, other in pairs]
    sure = [(one, other) for one, other in pairs if left.count(one) == right.count(other) == 1]
    matched, found = {one for one, _ in sure}, {other for _, other in sure}
    return [one for one in wanted if one not in matched], [other for other in here if other not in found]


def _bare(name: str) -> str:
    return phrases().scope["offices"].sub("", name)


def _one_ends_in_the_other(one: str, other: str) -> bool:
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return bool(short) and long.endswith(short)
