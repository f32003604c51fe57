"""Numbers that somebody typed into a report's text, held against the figures.

A token shows its figure's value; a typed number does not, and may be wrong or grow stale. Left alone
are dates, the numbers of documents and articles, percentages and the marks of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.findings import Finding
from gongkai.yearend.figures import BY_ID, FIGURES, Year

if TYPE_CHECKING:
    from gongkai.agencies.door import Figure
    from gongkai.yearend.narrative import Laid

_NUMBER = re.compile(r"(?<![\d.,:第〔\[（(A-Za-z\-—])\d[\d,]*(?:\.\d+)?(?![\d%％年月日号时分〕A-Za-z]|[.:]\d|个百分点)")
_MARKER = re.compile(r"(?:^|[\n。；：])\s*$")
_CLAUSE = re.compile(r"[，。；;！？\n]")
_AROUND = 12  # characters beside a number that are quoted with it


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that was typed: where it stands in the text, its value, the words of its clause before and after."""

    start: int
    end: int
    value: Decimal
    before: str
    after: str


def typed(laid: Laid, own_words: Iterable[str] = ()) -> Iterator[Typed]:
    """Yield the numbers in a text that are no token's; `own_words` are texts of records, numbers and all."""
    covered = [(start, end) for start, end, _ in laid.places]
    covered += [found.span() for words in own_words for found in re.finditer(re.escape(words), laid.text)]
    for found in _NUMBER.finditer(laid.text):
        start, end = found.span()
        if any(left <= start and end <= right for left, right in covered) or _is_marker(laid.text, start, end):
            continue
        before = _CLAUSE.split(laid.text[:start])[-1]
        yield Typed(start, end, Decimal(found[0].replace(",", "")), before, _CLAUSE.split(laid.text[end:])[0])


def _is_marker(text: str, start: int, end: int) -> bool:
    """Tell whether a number only counts off the points of a list: 1. 2、"""
    return text[end : end + 1] in tuple(".．、") and bool(_MARKER.search(text[:start]))


def typed_numbers(section: str, laid: Laid, year: Year, own_words: Iterable[str] = ()) -> Iterator[Finding]:
    """Yield a finding for each typed number that contradicts a figure, and for each that equals none."""
    values = {figure.id: Decimal(value) for figure in FIGURES if (value := year.value(figure.id)) is not None}
    for one in typed(laid, own_words):
        quoted = f"{one.before[-_AROUND:]}{laid.text[one.start : one.end]}{one.after[:_AROUND]}"
        where = f"text.{section}[{one.start}:{one.end}]"
        facts = {"number": laid.text[one.start : one.end], "quoted": quoted}
        figure = _named(one, values)
        if figure and values[figure.id] != one.value:
            told = {"figure": figure.id, "label": figure.label, "value": format(values[figure.id], "f")}
            yield Finding("YEAR-TYPED-CONTRADICTS", where, facts | told)
        elif figure is None and one.value not in _of_unit(one.after, values):
            yield Finding("YEAR-TYPED-NUMBER", where, facts)


def _named(one: Typed, values: Mapping[str, Decimal]) -> Figure | None:
    """Return the figure that the clause names right before the number with its unit behind, the longest name first."""
    fitting = [
        BY_ID[name] for name in values if BY_ID[name].label in one.before and one.after.startswith(BY_ID[name].unit)
    ]
    return max(fitting, key=lambda figure: len(figure.label), default=None)


def _of_unit(after: str, values: Mapping[str, Decimal]) -> set[Decimal]:
    """Return the values of the figures counted in the unit that follows; of all where it is no figure's."""
    same = {value for name, value in values.items() if after.startswith(BY_ID[name].unit)}
    return same or set(values.values())
