"""The manners of the code that a machine can see."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.place import FLOORS, PACKAGE, PROJECT, modules, own_files, rooms, shown

MOST_LINES = 300  # fewer than
MOST_FUNCTION_LINES = 40
DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "common", "core", "services", "managers", "misc"}


@pytest.mark.parametrize("room", rooms())
def test_a_room_opens_with_its_card(room: str) -> None:
    card = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8"))) or ""
    assert re.search(r"^Door: ", card, re.M), card
    assert re.search(r"May import: ", card), card
    assert re.search(r"Never: ", card), card


@pytest.mark.parametrize("room", rooms())
def test_a_card_promises_no_import_from_above(room: str) -> None:
    card = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8"))) or ""
    promised = re.search(r"May import: ([^.]*)\.", card)
    named = set(re.findall(r"[a-z]+", promised[1] if promised else "")) & set(FLOORS)
    assert {name for name in named if FLOORS[name] >= FLOORS[room]} == set()


def test_modules_stay_short() -> None:
    long = {shown(path): count for path in modules() if (count := lines_of(path)) >= MOST_LINES}
    assert long == {}


def test_functions_stay_short() -> None:
    long = {
        f"{shown(path)}:{node.name}": count
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (count := body_lines(node)) > MOST_FUNCTION_LINES
    }
    assert long == {}


def lines_of(path: Path) -> int:
    """Return how many lines the file has."""
    return len(path.read_text("utf-8").splitlines())


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the function has below its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_nothing_is_named_after_a_dumping_ground() -> None:
    named = {
        shown(path)
        for path in own_files()
        if DUMPING_GROUNDS & {part.removesuffix(".py") for part in path.relative_to(PROJECT).parts}
    }
    assert named == set()


def test_what_counts_a_period_counts_by_the_calendar_with_the_adopted_notices() -> None:
    """A room with a database that made a calendar of its own would not know of a notice adopted here."""
    own = ("agencies/holidays.py", "demo/generating.py", "cli/statute.py")
    rooms_with_records = (
        "agencies",
        "pages",
        "publishing",
        "cases",
        "yearend",
        "portal",
        "desk",
        "config",
        "demo",
        "cli",
    )
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for room in rooms_with_records
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if not str(path).endswith(own)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\bCalendar\(\)", line)
    ]
    assert found == []
