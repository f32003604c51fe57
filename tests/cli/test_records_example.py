"""The example folder of docs/records.md: every kind is there, it loads, and its page says what really happens."""

from __future__ import annotations

import re
import shlex

import pytest

from gongkai.agencies.door import BadValue
from gongkai.cli import main
from gongkai.yearend.door import RECORD_KINDS
from tests.house.place import PROJECT

FOLDER = PROJECT / "docs/examples/records"
BLOCK = re.compile(r"^```console\n\$ gongkai (.*?)\n(.*?)^```", re.M | re.S)


@pytest.fixture
def installation(settings, tmp_path, monkeypatch):
    settings.HAS_SECRET_KEY = True
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("COLUMNS", "96")


def test_every_kind_has_an_example():
    there = {path.name.partition(".")[0].partition("-")[0] for path in FOLDER.iterdir() if path.suffix != ".md"}
    assert {kind.name for kind in RECORD_KINDS} <= there


@pytest.mark.parametrize("field", [field for kind in RECORD_KINDS for field in kind.fields], ids=lambda one: one.name)
def test_the_example_of_a_column_is_one_that_it_takes(field):
    assert field.kind in ("text", "date", "integer", "decimal", "flag", "list", "json")
    if field.example:
        assert field.value_of(field.example) not in (None, ())
    if field.choices:
        with pytest.raises(BadValue):
            field.value_of("没有这一项")


@pytest.mark.django_db
def test_what_its_page_says_of_each_command_is_what_the_command_prints(installation, capsys):
    played = BLOCK.findall((FOLDER / "README.md").read_text("utf-8"))
    assert len(played) == 4
    for command, said in played:
        code = main(shlex.split(command))
        printed = "".join(capsys.readouterr())
        assert code == (1 if "bad-rows" in command else 0), printed
        assert is_told(said, [line.rstrip() for line in printed.strip("\n").splitlines()]), printed


def is_told(said: str, printed: list[str]) -> bool:
    """Return whether the lines said are those printed, with any number of lines for each …."""
    pattern = "".join(".*" if line == "…" else re.escape(line + "\n") for line in said.splitlines())
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed), re.S) is not None
