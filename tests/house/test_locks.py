"""The locks: hashed, whole, the same versions in both; and no file names where parts are fetched from."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.place import PACKAGE, PROJECT, own_files, shown

LOCKS = ("requirements.txt", "requirements-test.txt")
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+) \\$", re.M)
# Each is written in two halves so that this file does not hold what it forbids.
FORBIDDEN = {
    "a package index": [("pypi", ".org"), ("pythonhosted", ".org"), ("--index", "-url"), ("--extra-index", "-url")],
    "a place of packages": [("--find", "-links"), ("--trusted", "-host"), ("file", "://")],
    "somebody's machine": [("/wo", "rk/"), ("/ro", "ot/"), ("/opt/", "wheels"), ("/opt/", "pypi")],
}
MIRRORS = re.compile(r"https?://[\w.-]*(?:pypi|mirrors?\.|devpi|artifactory)[\w.-]*", re.I)


def pins(lock: str) -> dict[str, str]:
    """Return the version of each part in the lock."""
    return dict(PIN.findall((PROJECT / lock).read_text("utf-8")))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_part_is_pinned_with_hashes(lock: str) -> None:
    text = re.sub(r"^\s*#.*\n?", "", (PROJECT / lock).read_text("utf-8"), flags=re.M)
    entry = r"[a-z0-9][a-z0-9.-]*==\S+(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    assert re.fullmatch(rf"(?:{entry}|\n)+", text)


@pytest.mark.parametrize(
    ("lock", "sources"),
    [
        ("requirements.txt", ["requirements.in", "requirements-build.in"]),
        ("requirements-test.txt", ["requirements.in", "requirements-build.in", "requirements-test.in"]),
    ],
)
def test_everything_asked_for_is_locked(lock: str, sources: list[str]) -> None:
    assert asked_for(*sources) <= set(pins(lock))


def asked_for(*sources: str) -> set[str]:
    """Return the names of the parts that the .in files ask for."""
    text = "".join((PROJECT / source).read_text("utf-8") for source in sources)
    return set(re.findall(r"^[a-z][a-z0-9-]*", text, re.M))


def test_what_the_product_imports_is_asked_for_by_name() -> None:
    assert imported_by(PACKAGE) - asked_for("requirements.in") - extras() == set()


def extras() -> set[str]:
    """Return the distributions that an extra of the product brings, and those their own extras name."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = " ".join(line for lines in project["optional-dependencies"].values() for line in lines)
    return set(re.findall(r"[a-z][a-z0-9-]*", wanted))


def test_what_the_tests_import_is_asked_for_by_name() -> None:
    imported = imported_by(PROJECT / "tests") | imported_by(PROJECT / "benchmarks")
    assert imported - asked_for("requirements.in", "requirements-test.in") - extras() == set()


def imported_by(folder: Path) -> set[str]:
    """Return the distributions of other people that the Python files in a folder import, by their locked names."""
    names = set()
    for path in folder.rglob("*.py"):
        if "migrations" in path.parts:  # makemigrations imports where a base class really lives
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module))
    tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"gongkai", "tests", "benchmarks"}
    owners = packages_distributions()
    return {re.sub(r"[-_.]+", "-", owners.get(top, [top])[0]).lower() for top in tops}


def test_tests_run_on_the_versions_that_are_delivered() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-test.txt").items()


def test_no_file_names_a_package_index_or_a_machine() -> None:
    found = [f"{shown(path)}: {what}" for path in own_files() for what in named_in(path)]
    assert found == []


def named_in(path: Path) -> list[str]:
    """Return which forbidden words the file holds; a picture or a document holds none."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return []
    words = ["".join(halves) for group in FORBIDDEN.values() for halves in group]
    return [word for word in words if word in text] + MIRRORS.findall(text)


def test_a_named_index_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("pip install -i https://" + "mirrors.example.edu/simple gongkai", "utf-8")
    assert named_in(tmp_path / "notes.md") == ["https://" + "mirrors.example.edu"]
