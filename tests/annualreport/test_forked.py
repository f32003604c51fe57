"""The command line's files are read in a copy of the process, which no file can make slow, large or dead for long."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai import annualreport
from gongkai.annualreport.forked import Crashed, ForkedReader
from gongkai.annualreport.model import Report
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport.building import clean_report

FIXTURES = Path(__file__).parent / "fixtures"


def hang() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True:
        time.sleep(1)


def grow() -> None:
    bytearray(8 << 30)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise RuntimeError("boom")


ACTS: dict[str, Callable[[], None]] = {"hang": hang, "grow": grow, "die": die, "fail": fail}


def act(path: Path) -> Report:
    ACTS.get(path.name, lambda: None)()
    return clean_report(agency=str(os.getpid()))


@pytest.fixture
def reader() -> Iterator[ForkedReader]:
    with ForkedReader(act, seconds=0.5) as made:
        yield made


@pytest.mark.parametrize("name", ["merged-cells.html", "ruled-pages.pdf", "typed-headings.docx", "glued-digits.txt"])
def test_what_a_copy_reads_is_what_is_read_here(name: str) -> None:
    with ForkedReader(annualreport.read) as reader:
        assert reader.read(FIXTURES / name) == annualreport.read(FIXTURES / name)


def test_one_copy_reads_one_file_after_another_and_is_gone_afterwards(reader: ForkedReader) -> None:
    first, second = (reader.read(Path("ok")).agency for _ in range(2))
    assert first == second != str(os.getpid())
    reader.close()
    assert not Path(f"/proc/{first}").exists()


@pytest.mark.parametrize(
    ("name", "rule"), [("hang", "READ-TIMEOUT"), ("grow", "READ-TOO-LARGE"), ("die", "READ-DAMAGED")]
)
def test_a_file_that_hangs_grows_or_kills_is_refused_and_the_next_is_read(
    reader: ForkedReader, name: str, rule: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        reader.read(Path(name))
    assert refused.value.finding.rule == rule
    assert reader.read(Path("ok")).form.id == "format_2021"


def test_what_goes_wrong_in_the_copy_is_raised_here(tmp_path: Path, reader: ForkedReader) -> None:
    with pytest.raises(Crashed, match="RuntimeError: boom"):
        reader.read(Path("fail"))
    with ForkedReader(annualreport.read) as real:
        with pytest.raises(FileNotFoundError):
            real.read(tmp_path / "none")
        (tmp_path / "empty").write_bytes(b"")
        with pytest.raises(Unreadable) as refused:
            real.read(tmp_path / "empty")
    assert refused.value.finding.rule == "READ-EMPTY"
