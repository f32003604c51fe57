"""The figures of a text, each with its counter, the words before it, and whether it may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.annualreport.checks.phrases import phrases

_CLAUSE_END = re.compile(r"[，。；：！？（）]")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


class Figure(NamedTuple):
    """A figure in a folded text.

    `value` without thousands; `counter` as printed, `kind` the counter that counters of the
    same meaning share; `phrase` the words of its clause before it; `start` and `end` in the text.
    `exact` is false for 约 N and N 余, `compared` true in a clause like 较上年增加 N 件.
    """

    value: Decimal
    counter: str
    kind: str
    phrase: str
    start: int
    end: int
    exact: bool
    compared: bool


@lru_cache(maxsize=256)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a folded text that have a counter, in order."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    patterns = phrases().figures
    for found in patterns["pattern"].finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if not before:
            continue  # a number that opens a paragraph numbers it
        phrase = _CLAUSE_END.split(before)[-1]
        counter = found["counter"]
        yield Figure(
            value=Decimal(found["n"]) * _SCALES[found["scale"] or ""],
            counter=counter,
            kind=phrases().kin[0] if counter in phrases().kin else counter,
            phrase=phrase,
            start=found.start(),
            end=found.end(),
            exact=not found["more"] and not patterns["about"].search(phrase),
            compared=phrases().scope["comparison"].search(phrase) is not None,
        )
