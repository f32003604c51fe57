"""The documentation: generated pages are current, a stale one is seen, and links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.place import PACKAGE, PROJECT, shown

PAGES = sorted([*(PROJECT / "docs").rglob("*.md"), PROJECT / "CHANGELOG.md", PROJECT / "benchmarks/README.md"])
RULE_BOOKS = {
    "annualreport/data/rules.toml": "checks.md",
    "cli/data/rules.toml": "checks.md",
    "agencies/data/rules.toml": "checks.md",
    "publishing/data/rules.toml": "checks.md",
    "publishing/data/manuscripts.toml": "checks.md",
    "proofing/data/rules.toml": "proofing.md",
}


def write_docs(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the project's scripts/docs."""
    command = [sys.executable, project / "scripts/docs", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return the folder of a copy of the documentation beside the package itself."""
    for folder in ("docs", "scripts"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    (tmp_path / "gongkai").symlink_to(PACKAGE)
    return tmp_path


def test_the_generated_pages_and_transcripts_are_current() -> None:
    done = write_docs(PROJECT, "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_generated_page_that_somebody_edited_is_stale_and_is_written_anew(copy: Path) -> None:
    page = copy / "docs/checks.md"
    generated = page.read_text("utf-8")
    page.write_text(generated.replace("T3-BALANCE", "T3-BALANCED"), "utf-8")
    done = write_docs(copy, "--check", "docs/checks.md", "docs/statute.md")
    assert done.returncode == 1
    assert done.stderr == "stale: docs/checks.md; run make docs\n"
    assert write_docs(copy, "docs/checks.md").returncode == 0
    assert page.read_text("utf-8") == generated


def test_a_transcript_that_the_program_does_not_print_is_stale(copy: Path) -> None:
    page = copy / "docs/cli.md"
    page.write_text("```console\n$ gongkai --version; echo $?\ngongkai 0.0\n0\n```\n", "utf-8")
    assert write_docs(copy, "--check", "docs/cli.md").returncode == 1
    assert write_docs(copy, "docs/cli.md").returncode == 0
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert page.read_text("utf-8") == f"```console\n$ gongkai --version; echo $?\ngongkai {version}\n0\n```\n"


@pytest.mark.parametrize("book", RULE_BOOKS)
def test_each_rule_is_documented_with_its_sentence(book: str) -> None:
    page = (PROJECT / "docs" / RULE_BOOKS[book]).read_text("utf-8")
    for rule in tomllib.loads((PACKAGE / book).read_text("utf-8"))["rule"]:
        assert f"### {rule['id']}\n\n**{rule['severity']}** · {rule['title']}\n" in page


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_each_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_each_decision_has_its_three_parts_and_stands_in_the_list() -> None:
    folder = PROJECT / "docs/decisions"
    listed = re.findall(r"\[(\d{4})\]\(([^)]+)\)", (folder / "README.md").read_text("utf-8"))
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for _, name in listed] == pages
    for number, name in listed:
        parts = re.findall(r"^#+ .*", (folder / name).read_text("utf-8"), re.M)
        assert parts[0].startswith(f"# {number} ")
        assert parts[1:] == ["## Context", "## Decision", "## Consequences"]


def test_each_change_says_what_kind_it_is() -> None:
    lines = re.findall(r"^- (.*)", (PROJECT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert lines
    assert [line for line in lines if not line.startswith(("Law: ", "Feature: ", "Fix: "))] == []
