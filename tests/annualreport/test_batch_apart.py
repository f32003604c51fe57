"""One process reads many strangers' files: what one file does to it is no other file's trouble."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.annualreport import standing_reader
from gongkai.annualreport.flattening import HEAD, Rows, flattened
from gongkai.annualreport.sandbox import examined
from gongkai.annualreport.standing_reader import StandingReader, rows_of
from tests.annualreport.manners.catalogue import make
from tests.processes import ends_soon

PAGE = make("html_official", 1).data
MISBEHAVING = """
import os, subprocess, sys, time
sys.path.insert(0, sys.argv[1])
from gongkai.annualreport import standing_reader
really, files = standing_reader.examined, []
def examined(data, name):
    files.append(name)
    {does}
    return really(data, name)
standing_reader.examined = examined
{first}
standing_reader._serve()
"""


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch):
    """Return a maker of a reader whose process does something of its own before it reads."""
    made: list[StandingReader] = []

    def that(does: str = "pass", first: str = "", seconds: float = 20, memory_mb: int = 1024) -> StandingReader:
        monkeypatch.setattr(standing_reader, "_START", MISBEHAVING.format(does=does, first=first))
        made.append(StandingReader(seconds=seconds, memory_mb=memory_mb))
        return made[-1]

    yield that
    for one in made:
        one.close()


def rules(rows: Rows) -> list[str]:
    return [finding[0] for finding in rows.findings]


Maker = Callable[..., StandingReader]


def test_the_rows_are_those_that_reading_here_gives() -> None:
    with StandingReader(seconds=20) as reader:
        here = flattened(examined(PAGE, "年报.html"))
        assert reader.read(PAGE, "年报.html") == here
        assert reader.read(PAGE, "年报.html") == here
    assert here.head[0] == "年报.html"
    assert len(here.cells) > 150


def test_one_process_reads_one_file_after_another(reader: Maker) -> None:
    same = reader()
    processes = []
    for name in "abc":
        same.read(PAGE, name)
        processes.append(same._child.process.pid)
    assert len(set(processes)) == 1


def test_after_many_files_a_new_process_goes_on(reader: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_reader, "FILES_PER_PROCESS", 2)
    renewed = reader()
    assert [renewed.read(PAGE, name).status == "unreadable" for name in "abcde"] == [False] * 5
    assert renewed._child.files == 1


@pytest.mark.parametrize("data", [b"", bytes(300), b"<html>" * 3, "今天天气很好。".encode()])
def test_what_is_no_report_has_a_finding_and_no_cell(data: bytes) -> None:
    with StandingReader(seconds=20) as reader:
        rows = reader.read(data, "x")
    assert (rows.status, len(rows.findings)) == ("unreadable", 1)
    assert rows.cells == []


def test_a_file_that_hangs_is_told_in_time_and_the_next_is_read(reader: Maker) -> None:
    hanging = reader("time.sleep(60 if name == 'hang' else 0)", seconds=3)
    assert hanging.read(PAGE, "a").status != "unreadable"
    begun = time.monotonic()
    assert rules(hanging.read(PAGE, "hang")) == ["READ-TIMEOUT"]
    assert time.monotonic() - begun < 20
    assert hanging.read(PAGE, "b").status != "unreadable"


def test_a_file_that_crashes_the_process_is_told_and_the_next_is_read(reader: Maker) -> None:
    crashing = reader("name == 'crash' and os.abort()")
    assert rules(crashing.read(PAGE, "crash")) == ["READ-DAMAGED"]
    assert crashing.read(PAGE, "b").status != "unreadable"


def test_a_file_gets_a_second_trial_where_an_earlier_one_may_have_spoilt_the_process(reader: Maker) -> None:
    spoilt = reader("len(files) > 1 and os.abort()")
    assert [spoilt.read(PAGE, name).status for name in "abc"].count("unreadable") == 0


def test_a_file_that_wants_too_much_memory_is_told_and_the_next_is_read(reader: Maker) -> None:
    greedy = reader("bytearray(4 << 30 if name == 'greedy' else 0)", memory_mb=512)
    assert rules(greedy.read(PAGE, "greedy")) == ["READ-DAMAGED"]
    assert greedy.read(PAGE, "b").status != "unreadable"


def test_what_a_part_prints_is_no_answer(reader: Maker) -> None:
    assert reader("print('noise'); os.write(1, b'{}')").read(PAGE, "a").status != "unreadable"


@pytest.mark.parametrize(
    "answer",
    ["[1, 2, 3]", "[[], [], []]", "[None] * 3", "{}", "'x'", "[['f', None, 'year', None, 'clean'], [], []]"],
)
def test_an_answer_of_another_shape_is_not_believed(reader: Maker, answer: str) -> None:
    rows = reader(first=f"standing_reader.flattened = lambda _: {answer}").read(PAGE, "a")
    assert (rows.head[0], rules(rows)) == ("a", ["READ-DAMAGED"])


def test_an_answer_cannot_give_the_file_another_name(reader: Maker) -> None:
    liar = reader(first="standing_reader.flattened = lambda _: [['other', None, None, None, 'clean'], [], []]")
    assert liar.read(PAGE, "a").head[HEAD.index("file")] == "a"


def test_nothing_is_left_of_a_process_that_was_ended(reader: Maker, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    started = f"open({str(note)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid)); time.sleep(60)"
    hanging = reader(started, seconds=3)
    assert rules(hanging.read(PAGE, "a")) == ["READ-TIMEOUT"]
    assert ends_soon(int(note.read_text()))


def test_closing_removes_the_process_and_its_folder() -> None:
    reader = StandingReader(seconds=20)
    reader.read(PAGE, "a")
    process = reader._child.process
    home = Path(f"/proc/{process.pid}/cwd").resolve()
    assert home.is_dir()
    reader.close()
    assert process.poll() is not None
    assert not home.exists()


def test_a_worker_keeps_its_reader_from_file_to_file() -> None:
    assert rows_of(PAGE, "a", 20).cells == rows_of(PAGE, "b", 20).cells
    reader = standing_reader._OWN.reader
    assert rows_of(PAGE, "c", 20).status != "unreadable"
    assert standing_reader._OWN.reader is reader
    reader.close()
