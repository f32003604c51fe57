"""What the law and practice give this room as dated rows: classes, grounds, periods."""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

Kind = TypeVar("Kind", bound="DatedRow")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """A row: whose law it is, its words, how sure it is (V, P, M or D), since when, and when it was compared."""

    id: str
    law: str
    text: str
    mark: str
    since: date
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticalClass(DatedRow):
    """A class by which published information is counted; `update_days` are natural days."""

    code: str
    label: str
    update_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(DatedRow):
    """A ground on which information may be withheld (Reg. art. 14-16)."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(DatedRow):
    """A default length in calendar months where the law gives none."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTerm(DatedRow):
    """Within what time an item of the list of disclosure duties is renewed, in the words of `label`."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLimit(DatedRow):
    """Within how many hours the public is told the facts about something that goes round."""

    label: str
    hours: int


@cache
def _read(kind: type[Kind], table: str, file: str) -> dict[str, Kind]:
    text = files("gongkai.publishing").joinpath("data", file).read_text("utf-8")
    return {row["id"]: kind(**row) for row in tomllib.loads(text)[table]}


def statistical_classes() -> dict[str, StatisticalClass]:
    """Return the classes by id, in the order of the data."""
    return _read(StatisticalClass, "class", "statistical_classes.toml")


def grounds() -> dict[str, Ground]:
    """Return the grounds for withholding by id, in the order of the articles."""
    return _read(Ground, "ground", "grounds.toml")


def term_choices() -> list[tuple[str, str]]:
    """Return the terms within which an item is renewed as a form offers them."""
    return [(row.id, row.label) for row in _read(UpdateTerm, "term", "update_terms.toml").values()]


def response_limits() -> dict[str, ResponseLimit]:
    """Return the limits for responses by id, the ordinary one first."""
    return _read(ResponseLimit, "limit", "response_limits.toml")


def response_choices() -> list[tuple[str, str]]:
    """Return the limits for responses as a form offers them."""
    return [(row.id, f"{row.label}（{row.hours}小时内）") for row in response_limits().values()]


def months_for(period: str) -> int:
    """Return the length of a period of periods.toml in calendar months."""
    return _read(Period, "period", "periods.toml")[period].months


def class_choices() -> list[tuple[str, str]]:
    """Return the classes as a form offers them."""
    return [(row.id, row.label) for row in statistical_classes().values()]


def ground_choices() -> list[tuple[str, str]]:
    """Return the grounds as a form offers them, each with its article."""
    return [(row.id, f"{row.label}（{row.law.partition('》')[2]}）") for row in grounds().values()]


def months_after(start: date, months: int) -> date:
    """Return the same day `months` calendar months later (or earlier); the month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
