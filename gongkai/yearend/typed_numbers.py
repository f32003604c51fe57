"""Numbers that somebody typed into a report's text, held against the figures.

A token shows its figure's value; a typed number does not, and may be wrong or grow stale: 3件 as well as 三件. Left
alone are dates, the numbers of documents and articles, percentages, the marks of a list and set phrases (一次性).
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
_DIGIT = "[一二两三四五六七八九]"
_NUMERAL = re.compile(
    "(?<![第每逐另某任这那哪同唯首几数零〇一二两三四五六七八九十百千万])"
    "(?!(?<=[是为再又上下近])一[^零十百千万])"  # 是一项长期任务，再一次
    "[零一二两三四五六七八九十百千万]+"
    "(?=人次|[件条次项份篇期场起宗例户元])"  # not 个: 三个方面 is no statistic
    "(?<!一(?=次性|次办|次次|件事|件件|条龙|条条|项项))"
)
_BELOW_TEN_THOUSAND = re.compile(f"(?:({_DIGIT})千)?零?(?:({_DIGIT})百)?零?(?:({_DIGIT}?)(十))?零?({_DIGIT})?")
_WORTH = {"": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
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
    for start, end, value in _numbers(laid.text):
        if any(left <= start and end <= right for left, right in covered) or _is_marker(laid.text, start, end):
            continue
        before = _CLAUSE.split(laid.text[:start])[-1]
        yield Typed(start, end, value, before, _CLAUSE.split(laid.text[end:])[0])


def _numbers(text: str) -> list[tuple[int, int, Decimal]]:
    """Return the numbers in a text in their order, in digits and in Chinese numerals: first and last place, value."""
    digits = [(*found.span(), Decimal(found[0].replace(",", ""))) for found in _NUMBER.finditer(text)]
    numerals = [(*found.span(), Decimal(value)) for found in _NUMERAL.finditer(text) if (value := worth(found[0]))]
    return sorted(digits + numerals)


def worth(numeral: str) -> int:
    """Return the value of a Chinese numeral below 100,000,000; 0 for 三四, which is none."""
    high, _, low = numeral.rpartition("万")
    parts = [_BELOW_TEN_THOUSAND.fullmatch(part) for part in (high, low)]
    if not all(parts) or ("万" in numeral and not high):
        return 0
    above, below = (_section(*part.groups()) for part in parts if part)
    return above * 10_000 + below


def _section(*digits: str | None) -> int:
    """Return the value of a numeral below ten thousand: its thousands, hundreds, tens, the 十 itself, ones."""
    thousands, hundreds, tens, ten, ones = digits
    places = ((thousands, 1000), (hundreds, 100), (tens if ten else None, 10), (ones, 1))
    return sum(_WORTH[digit] * place for digit, place in places if digit is not None)


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
