"""Every row that carries law says which article, since when, and when a person compared it with the source."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.place import PACKAGE, shown

REQUIRED = ("law", "since", "checked")
ALWAYS_LAW = ("rule", "deadline", "form")  # rows of these names carry law wherever they stand
DATA = sorted(PACKAGE.rglob("data/*.toml"))


def rows(table: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each row of the arrays of tables, those inside other rows too, with the array's name."""
    for key, value in table.items():
        if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            for number, row in enumerate(value):
                yield f"{name}{key}[{number}]", row
                yield from rows(row, f"{name}{key}[{number}].")


def must_name_law(place: str, row: dict[str, Any]) -> bool:
    """Return whether the row carries law: by its name, or because it has one of the three keys."""
    return place.rpartition(".")[2].split("[")[0] in ALWAYS_LAW or any(key in row for key in REQUIRED)


def is_date(value: object) -> bool:
    """Return whether `value` is a TOML date or an ISO date as text."""
    try:
        return isinstance(value, datetime.date) or bool(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return False


def lacking(row: dict[str, Any]) -> list[str]:
    """Return which of law, since and checked the row lacks or has in a form that says nothing."""
    return [key for key in REQUIRED if not (row.get(key) if key == "law" else is_date(row.get(key)))]


@pytest.mark.parametrize("source", DATA, ids=shown)
def test_a_row_of_law_names_its_article_its_day_and_its_check(source: Path) -> None:
    found = {
        place: missing
        for place, row in rows(tomllib.loads(source.read_text("utf-8")))
        if must_name_law(place, row) and (missing := lacking(row))
    }
    assert found == {}


def test_the_law_is_there() -> None:
    named = [place for source in DATA for place, row in rows(tomllib.loads(source.read_text("utf-8"))) if "law" in row]
    assert any(place.startswith("deadline[") for place in named)
    assert any(place.startswith("rule[") for place in named)


def test_a_row_that_nobody_compared_is_seen() -> None:
    ((place, row),) = rows(tomllib.loads('[[deadline]]\nlaw = "《条例》第三十条"\nsince = 2019-05-15'))
    assert must_name_law(place, row)
    assert lacking(row) == ["checked"]
