"""A figure with its unit as running text prints it (45.67亿元, 0.12‰), and how exactly it is printed.

Digits are kept as printed when a figure is taken into another unit: 1234.50万元 is
0.12345000亿元, so that its last digit still says how far it may have been rounded.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from gongkai.annualreport.numbers import MOST_DIGITS, NUMBER

_HALF = Decimal("0.5")


class Quantity(NamedTuple):
    """A printed figure: its value in its unit, the unit, the text as printed; `exact` is false for 约 N and N 余."""

    value: Decimal
    unit: str
    raw: str
    exact: bool = True


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("gongkai.annualreport").joinpath("data/quantities.toml").read_text("utf-8"))


@cache
def units() -> Mapping[str, tuple[str, int]]:
    """Return the known units: as printed → what they measure, and the power of ten of its smallest unit."""
    return {row["printed"]: (row["of"], row["power"]) for row in _data()["unit"]}


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern of a quantity in folded text; its unit may be missing."""
    printed = "|".join(sorted(units(), key=len, reverse=True))
    number = rf"(?P<number>{NUMBER})"
    about = rf"(?P<about>{_data()['about_before']})?"
    more = rf"(?P<more>{_data()['about_behind']})?"
    return re.compile(rf"{about}{number}(?P<inner>余|多)?(?P<unit>{printed})?{more}(?![\d.])")


def quantity(text: str, start: int = 0, unit: str = "") -> tuple[Quantity, int] | None:
    """Return the quantity that stands at `start` in a folded text and where it ends; None where there is none.

    `unit` is what a heading says where the figure itself has no unit.
    """
    found = pattern().match(text, start)
    if found is None or sum(map(str.isdigit, found["number"])) > MOST_DIGITS:
        return None
    value = Decimal(found["number"].replace(",", ""))
    exact = not (found["about"] or found["inner"] or found["more"])
    return Quantity(value, found["unit"] or unit, found[0], exact), found.end()


def measures(unit: str) -> str:
    """Return what a unit measures (``money``, ``people`` …), empty for one that is not known."""
    return units().get(unit, ("", 0))[0]


def taken_into(one: Quantity, unit: str) -> Decimal | None:
    """Return the quantity's value in another unit of the same measure, every printed digit kept; None otherwise."""
    if not measures(unit) or measures(one.unit) != measures(unit):
        return None
    return one.value.scaleb(units()[one.unit][1] - units()[unit][1])


def slack(value: int | Decimal) -> Decimal:
    """Return how far a printed value may be from the true one: half of its last printed digit, 0 for a count."""
    if isinstance(value, int):
        return Decimal(0)
    return _HALF.scaleb(int(value.as_tuple().exponent))
