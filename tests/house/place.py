"""Where the house stands, and what its plan in pyproject.toml says."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "gongkai"
PLAN: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PLAN["tool"]["importlinter"]["contracts"]}
# The lowest floor is 0; a room in brackets is not built yet.
FLOORS = {
    room.strip(" ()"): floor
    for floor, rooms in enumerate(reversed(CONTRACTS["floors"]["layers"]))
    for room in rooms.split("|")
}
PURE_ROOMS = ("findings", "apart", "statute", "annualreport", "proofing")
NOT_OURS = {"__pycache__", "var", "build", "dist", "node_modules"}
HIDDEN_BUT_OURS = {".ci"}


def rooms() -> list[str]:
    """Return the names of the folders in the package."""
    return sorted(path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name not in NOT_OURS)


def modules() -> list[Path]:
    """Return the package's Python files but the migrations, which makemigrations writes."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def pure_modules() -> list[Path]:
    """Return the Python files of the pure rooms."""
    return [path for path in modules() if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in PURE_ROOMS]


def own_files() -> Iterator[Path]:
    """Yield every file of the project but what tools leave behind; needs no git, so that it holds in an archive."""
    for folder, names, files in os.walk(PROJECT):
        names[:] = [
            name
            for name in names
            if name not in NOT_OURS
            and not name.endswith(".egg-info")
            and (not name.startswith(".") or name in HIDDEN_BUT_OURS)
        ]
        left_behind = {".git"}  # a file, not a folder, in a second working tree
        yield from (Path(folder, name) for name in files if name not in left_behind and not name.endswith(".pyc"))


def shown(path: Path) -> str:
    """Return `path` as a test's id shows it."""
    return path.relative_to(PROJECT).as_posix()
