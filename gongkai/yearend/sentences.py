"""The sentences from which the text of a year's report is drafted: words for none, one and many, numbers as tokens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from gongkai.yearend.figures import BY_ID, Year, is_known

if TYPE_CHECKING:
    from gongkai.agencies.door import Number

TOKEN = re.compile(r"\{([a-z_]+(?:\.[a-z0-9_]+)+)\}")
BRACED = re.compile(r"\{[^{}]*\}?|\}")  # what stands in braces, whole or not
PARTS = "parts"  # the slot of a breakdown
ZERO, ONE, MANY = "zero", "one", "many"
VARIANTS: Mapping[str, str] = MappingProxyType({ZERO: "没有时", ONE: "只有一件时", MANY: "有多件时"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in words for none, one and many; an empty `one` is told as many.

    `about` is the figure that decides between them, empty where records do. `parts` are figures
    that break it down, `slots` the names of what records fill in, `forms` the statutory forms it is
    told in (none: all), `variants` those of its words that are ever told.
    """

    id: str
    part: str
    label: str
    zero: str = ""
    one: str = ""
    many: str = ""
    about: str = ""
    parts: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    variants: tuple[str, ...] = (ZERO, ONE, MANY)

    def words(self, number: Number) -> str:
        """Return the words for so many, as they are written."""
        if not number:
            return self.zero
        return self.one or self.many if number == 1 else self.many

    def draft(self, year: Year) -> str:
        """Return the sentence with its tokens, empty where a figure it needs is not known."""
        if self.about not in BY_ID or (value := year.value(self.about)) is None:
            return ""
        words = filled(self.words(value), **{PARTS: breakdown(self.parts, year)})
        known = all(is_known(year, token) for token in TOKEN.findall(words))
        return words if known else ""


def filled(words: str, **slots: str) -> str:
    """Return words with each slot filled."""
    for name, told in slots.items():
        words = words.replace(f"{{{name}}}", told)
    return words


def breakdown(parts: tuple[str, ...], year: Year) -> str:
    """Return ``，其中概况类{…}条、…`` of the parts that are not nought."""
    told = [part for part in parts if part in BY_ID and year.value(part)]
    if not told:
        return ""
    return "，其中" + "、".join(f"{_name_of(part)}{{{part}}}{BY_ID[part].unit}" for part in told)


def _name_of(part: str) -> str:
    """Return what a part is called behind the whole: 概况类 for 主动公开政府信息：概况类."""
    return BY_ID[part].label.rpartition("：")[2]


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return the sentences that come with the product, in the order in which they are told."""
    text = files("gongkai.yearend").joinpath("data/narrative.toml").read_text("utf-8")
    frozen = (
        {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
        for row in tomllib.loads(text)["sentence"]
    )
    return tuple(Sentence(**row) for row in frozen)
