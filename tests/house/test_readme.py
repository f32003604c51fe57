"""What the two READMEs tell a reader to type exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

from tests.house.place import PROJECT

READMES = ("README.md", "README.zh-CN.md")


def typed_in(text: str) -> list[str]:
    """Return the commands in a page: the lines of its code blocks and its code words, without prompts and comments."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    lines = [line for block in blocks for line in block.splitlines()] + words
    return [re.sub(r"\s+#.*", "", line.strip().removeprefix("$ ")) for line in lines]


def commands(starting: str) -> list[str]:
    """Return the commands of both pages that start with a word, each once."""
    found = {line for name in READMES for line in typed_in((PROJECT / name).read_text("utf-8"))}
    return sorted(line for line in found if line.split(" ")[0] == starting)


def own_words(line: str) -> list[str]:
    """Return the subcommands: the plain words before the first file or option."""
    return list(takewhile(re.compile(r"[a-z]+").fullmatch, line.split()[1:]))


@pytest.mark.parametrize("script", ["./run", "./test"])
def test_both_pages_give_the_two_commands_and_they_are_there(script: str) -> None:
    for name in READMES:
        assert script in [line.split(" ")[0] for line in typed_in((PROJECT / name).read_text("utf-8"))], name
    assert os.access(PROJECT / script, os.X_OK)


def test_the_demonstration_takes_another_port_without_being_named() -> None:
    script = (PROJECT / "run").read_text("utf-8").split("prepare requirements.txt\n")[1]
    asked = script.replace('exec "$venv/bin/gongkai" "$@"', 'echo "$@"')
    said = {
        line: subprocess.run(
            ["bash", "-c", asked, "run", *line.split()], capture_output=True, text=True, check=True
        ).stdout
        for line in ("", "--port 8111", "serve --port 8111", "--version")
    }
    assert [one.strip() for one in said.values()] == ["demo", "demo --port 8111", "serve --port 8111", "--version"]


def test_both_pages_give_the_same_commands() -> None:
    english, chinese = (
        {line for line in typed_in((PROJECT / name).read_text("utf-8")) if re.match(r"\./|make |gongkai ", line)}
        for name in READMES
    )
    assert english == chinese


def test_each_gongkai_command_on_the_pages_is_known() -> None:
    paths = {tuple(own_words(line)) for line in commands("gongkai") + commands("./run")}
    unknown = [path for path in sorted(paths) if not is_command(path)]
    assert unknown == []


def is_command(path: tuple[str, ...]) -> bool:
    """Return whether `gongkai PATH --help` has something to say."""
    command = [sys.executable, "-m", "gongkai.cli", *path, "--help"]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, check=False).returncode == 0


def test_a_command_that_does_not_exist_is_seen() -> None:
    assert not is_command(("report", "chekc"))


def test_each_make_target_on_the_pages_is_known() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    assert {line.split()[1] for line in commands("make") if " " in line} <= targets


@pytest.mark.parametrize("name", [*READMES, *(f"docs/zh/{page.name}" for page in (PROJECT / "docs/zh").glob("*.md"))])
def test_each_link_of_the_page_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", (PROJECT / name).read_text("utf-8"))
    near = [Path(link) for link in links if "://" not in link]
    assert [str(link) for link in near if not ((PROJECT / name).parent / link).exists()] == []
