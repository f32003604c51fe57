"""Dated rows: the law as data, with the days between which each row is in force."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, TypeVar

MARKS = ("V", "P", "M", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dated row: whose law it is, its words, and from when to when (both days included).

    `mark` says how sure it is: V compared with a found text, P in part, M from memory,
    D our design where the law gives no number. `checked` is the day a person compared it.
    """

    law: str
    text: str
    mark: str
    since: date
    checked: date
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a row with an unknown mark, or one that ends before it begins."""
        if self.mark not in MARKS or (self.until is not None and self.until < self.since):
            raise ValueError(f"row of {self.law}: mark {self.mark!r}, {self.since} to {self.until}")

    def in_force(self, on: date) -> bool:
        """Return whether the row is law on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


RowKind = TypeVar("RowKind", bound=Row)


def read_rows(kind: type[RowKind], table: str, file: str) -> tuple[RowKind, ...]:
    """Return the `[[table]]` rows of ``data/<file>``; raise TypeError or ValueError on a malformed row."""
    text = files("gongkai.statute").joinpath("data", file).read_text("utf-8")
    return tuple(kind(**{key: _frozen(value) for key, value in row.items()}) for row in tomllib.loads(text)[table])


def _frozen(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def row_in_force(rows: Iterable[RowKind], on: date) -> RowKind | None:
    """Return the row that is law on that day, or None; of two, the one that came later."""
    return max((row for row in rows if row.in_force(on)), key=lambda row: row.since, default=None)
