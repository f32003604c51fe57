"""The pure rooms: no Django, no network, no clock, strict types; their tests run where Django is not installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.place import PACKAGE, PLAN, PROJECT, PURE_ROOMS, pure_modules, rooms, shown

STANDING = [room for room in PURE_ROOMS if room in rooms() or (PACKAGE / f"{room}.py").exists()]
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "time", "time_ns"}
CLOCK_OWNERS = {"date", "datetime", "time"}
WITHOUT_DJANGO = """
import sys
class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "wagtail", "pytest_django", "psycopg"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, NotInstalled())
"""


def run_without_django(source: str) -> subprocess.CompletedProcess[str]:
    """Run `source` in a Python that has no Django."""
    command = [sys.executable, "-c", WITHOUT_DJANGO + source]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("room", STANDING)
def test_a_pure_room_opens_without_django(room: str) -> None:
    done = run_without_django(f"import gongkai.{room}")
    assert done.returncode == 0, done.stderr


def test_django_is_really_missing_in_that_trial() -> None:
    assert "ModuleNotFoundError" in run_without_django("import django").stderr


def test_the_pure_rooms_tests_are_found_without_django() -> None:
    tests = [str(path) for room in STANDING for path in PROJECT.glob(f"tests/{room}") if path.is_dir()]
    assert tests, "the pure rooms have no tests"
    arguments = ["-p", "no:django", "-p", "no:cacheprovider", "--collect-only", "-q", *tests]
    done = run_without_django(f"import pytest; sys.exit(pytest.main({arguments!r}))")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize("module", pure_modules(), ids=shown)
def test_a_pure_room_reads_no_clock_and_no_network(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    assert list(clocks_read(tree)) == []
    assert "urllib.request" not in modules_imported(tree)


def clocks_read(tree: ast.Module):
    """Yield the calls that ask what time it is, as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = node.func.value
            if getattr(owner, "id", getattr(owner, "attr", "")) in CLOCK_OWNERS:
                yield ast.unparse(node)


def modules_imported(tree: ast.Module) -> set[str]:
    """Return the dotted names of what is imported anywhere in the module."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return names


def test_a_clock_would_be_seen() -> None:
    tree = ast.parse("import datetime\ndef late(due):\n    return datetime.date.today() > due")
    assert list(clocks_read(tree)) == ["datetime.date.today()"]


def test_every_pure_room_is_typed_strictly() -> None:
    settings = PLAN["tool"]["mypy"]
    assert settings["strict"] is True
    places = {PACKAGE / room if room in rooms() else PACKAGE / f"{room}.py" for room in STANDING}
    assert {PROJECT / place for place in settings["files"]} >= places
