"""The patterns of ``data/phrases.toml``, compiled once at the first report that has text to check."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Pattern = re.Pattern[str]
CellSum = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A way to say a figure, or to say that there was nothing, and the sum of cells it must agree with.

    `cells` and each of `accept` are sums of dotted places; a place without column stands for
    the row's total; `name` is what people call the sum. `context` must stand in the paragraph,
    but in the sections `given` and, with reserve, in those `assumed`. `relation` is ``equal`` or ``at_most``.
    """

    rule: str
    needs: str
    pattern: Pattern
    cells: CellSum
    accept: tuple[CellSum, ...] = ()
    unless: Pattern | None = None
    context: Pattern | None = None
    given: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()
    relation: str = "equal"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """All patterns, by what they are for."""

    claims: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    scope: Mapping[str, Pattern]
    figures: Mapping[str, Pattern]
    years: Mapping[str, Pattern]
    names: Mapping[str, Pattern]
    sections: Mapping[str, Pattern]
    aspects: Mapping[str, Pattern]
    copied: Mapping[str, int]
    kin: str
    separator: str


def _claim(row: Mapping[str, Any], words: Mapping[str, str]) -> Claim:
    optional = {key: re.compile(row[key]) for key in ("unless", "context") if key in row}
    return Claim(
        rule=row["rule"],
        needs=row["needs"],
        pattern=re.compile(_filled(row["pattern"], words)),
        cells=tuple(row["cells"]),
        accept=tuple(map(tuple, row.get("accept", ()))),
        relation=row.get("relation", "equal"),
        name=row.get("name", ""),
        given=frozenset(row.get("given", ())),
        assumed=frozenset(row.get("assumed", ())),
        **optional,
    )


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return the pattern with each named word in braces replaced, words within words too."""
    while named := [name for name in words if f"{{{name}}}" in pattern]:
        for name in named:
            pattern = pattern.replace(f"{{{name}}}", words[name])
    return pattern


def _compiled(patterns: Mapping[str, str]) -> dict[str, Pattern]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


@cache
def phrases() -> Phrases:
    """Return the patterns, compiled."""
    data = tomllib.loads(files("gongkai.annualreport").joinpath("data/phrases.toml").read_text("utf-8"))
    words = data["words"]
    kin, separator = data["figures"].pop("kin"), data["sections"].pop("separator")
    return Phrases(
        claims=tuple(_claim(row, words) for row in data["claim"]),
        denials=tuple(_claim(row, words) for row in data["denial"]),
        scope=_compiled(data["scope"]),
        figures=_compiled(data["figures"]),
        years=_compiled(data["years"]),
        names=_compiled({name: _filled(pattern, words) for name, pattern in data["names"].items()}),
        sections=_compiled(data["sections"]),
        aspects={row["name"]: re.compile(row["pattern"]) for row in data["aspect"]},
        copied=data["copied"],
        kin=kin,
        separator=separator,
    )
