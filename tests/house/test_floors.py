"""The import contracts are tried on a copy of the package: each must fail where somebody breaks it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.place import CONTRACTS, FLOORS, PACKAGE, PROJECT, PURE_ROOMS, rooms

LINT_IMPORTS = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return the folder of a copy of the package's Python files, with the plan beside it."""
    for source in PACKAGE.rglob("*.py"):
        target = tmp_path / source.relative_to(PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    shutil.copyfile(PROJECT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def build(house: Path, module: str, source: str = "") -> None:
    """Write a module, and the packages above it where they are missing."""
    path = house / Path(*module.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in path.relative_to(house).parents[:-1]:
        (house / package / "__init__.py").touch()
    path.write_text(source, "utf-8")


def inspect(house: Path, contract: str) -> tuple[bool, str]:
    """Return whether the contract is kept, and what the inspection said."""
    command = [*LINT_IMPORTS, "--no-logo", "--no-cache", "--contract", contract]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_house_as_it_stands_keeps_each_contract(house: Path, contract: str) -> None:
    kept, said = inspect(house, contract)
    assert kept, said


def test_a_folder_without_a_floor_fails(house: Path) -> None:
    build(house, "gongkai.miscellany.things")
    kept, said = inspect(house, "floors")
    assert not kept
    assert "gongkai.miscellany" in said


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("gongkai.statute.probe", "import gongkai.annualreport", "floors"),
        ("gongkai.agencies.probe", "def late():\n    from gongkai.pages import door", "floors"),
        ("gongkai.proofing.probe", "import gongkai.annualreport", "floors"),
        ("gongkai.cases.probe", "from gongkai.outreach import door", "floors"),
        ("gongkai.annualreport.probe", "from django.utils import timezone", "pure"),
        ("gongkai.annualreport.probe", "import sqlite3", "pure"),
        ("gongkai.statute.probe", "def late():\n    import socket", "pure"),
        ("gongkai.yearend.probe", "from gongkai.agencies import models", "doors"),
        ("gongkai.yearend.probe", "from gongkai.agencies.models import Agency", "doors"),
    ],
)
def test_each_contract_fails_where_it_is_broken(house: Path, module: str, line: str, contract: str) -> None:
    for missing in ("agencies.models", "outreach.door", "pages.door", "annualreport.forms"):
        if not (house / "gongkai" / Path(*missing.split(".")).with_suffix(".py")).exists():
            build(house, f"gongkai.{missing}")
    build(house, module, line)
    kept, said = inspect(house, contract)
    assert not kept
    assert module in said


def test_a_room_may_be_entered_by_its_door(house: Path) -> None:
    build(
        house, "gongkai.oversight.probe", "from gongkai.cases.door import receive\nfrom gongkai.statute import deadline"
    )
    build(house, "gongkai.cases.door", "receive = len")
    for contract in CONTRACTS:
        assert "gongkai.oversight.probe" not in inspect(house, contract)[1]


def test_every_folder_is_a_room_of_the_plan() -> None:
    assert set(rooms()) <= set(FLOORS)


def test_every_pure_room_that_stands_is_held_to_it() -> None:
    standing = {f"gongkai.{room}" for room in PURE_ROOMS if room in rooms() or (PACKAGE / f"{room}.py").exists()}
    held = set(CONTRACTS["pure"]["source_modules"])
    assert {one for one in held if one.count(".") == 1} == standing  # and parts of rooms that are pure themselves
