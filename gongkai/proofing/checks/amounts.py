"""Sums of money in capital numerals (人民币壹万贰仟元整) beside the same sum in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import Reading

_DIGITS = {numeral: value for value, numeral in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"〇": 0}
_TENS = {"拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SCALES = {None: 1, "": 1, "万": 10**4, "亿": 10**8}
_SMALL = re.compile("(.)角|(.)分")
_BEFORE = 40  # characters before the words in which the figures may stand


def capital_amounts(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each amount in capital numerals that differs from the figures right beside it."""
    text = reading.narrow
    if "元" not in text and "圆" not in text:
        return
    for found in pattern("sum.capitals").finditer(text):
        said = amount_of(found["words"])
        printed = _figures_beside(text, found)
        if said is not None and printed is not None and said != printed:
            span = found.span("words")
            yield reading.find("AMOUNT-WORDS", *span, said=f"{said.normalize():f}", printed=f"{printed.normalize():f}")


def _figures_beside(text: str, found: re.Match[str]) -> Decimal | None:
    after = pattern("sum.figures_after").match(text[found.end() : found.end() + _BEFORE])
    if after:
        return Decimal(after["number"].replace(",", "")) * _SCALES[after["scale"]]
    before = pattern("sum.figures_before").search(text[max(0, found.start() - _BEFORE) : found.start("words")])
    if before is None:
        return None
    return Decimal((before["number"] or before["sign"]).replace(",", "")) * _SCALES[before["scale"]]


def amount_of(words: str) -> Decimal | None:
    """Return the yuan that capital numerals say (壹仟零伍拾元贰角整), None where they say no number."""
    whole, _, rest = re.sub("[整正]", "", words).replace("圆", "元").partition("元")
    yuan = _whole(whole)
    small = Decimal(0)
    for found in _SMALL.finditer(rest):
        digit = _DIGITS.get(found[1] or found[2])
        if digit is None:
            return None
        small += Decimal(digit) / (10 if found[1] else 100)
    return None if yuan is None else Decimal(yuan) + small


def _whole(numerals: str) -> int | None:
    """Return the whole number that numerals say; None where a numeral stands without its digit."""
    total = section = 0
    digit: int | None = None
    for numeral in numerals:
        if numeral in _DIGITS:
            digit = _DIGITS[numeral]
        elif numeral in _TENS:
            section += (digit if digit is not None else 1) * _TENS[numeral]
            digit = None
        else:
            section, digit = section + (digit or 0), None
            total = (
                (total + section) * _MYRIADS[numeral]
                if _MYRIADS[numeral] > total
                else total + section * _MYRIADS[numeral]
            )
            section = 0
    return total + section + (digit or 0) if numerals else None
