"""A folder of reports to Parquet: every file is there, in order, and nothing stops the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import Future
from decimal import Decimal
from pathlib import Path
from typing import Self

import polars
import pytest

from gongkai.annualreport import check, parquet, read
from gongkai.annualreport.batch import LocalReaders, batch, contents, files_in
from gongkai.annualreport.flattening import Rows, flattened
from gongkai.annualreport.parquet import ParquetFiles, findings_path
from gongkai.annualreport.sandbox import examined
from gongkai.annualreport.unreadable import Unreadable
from tests.annualreport.manners.catalogue import make

ROOT = Path(__file__).parents[2]


class HereReaders:
    """Reads in this process at once: the tests of the files need no other."""

    count = 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, path: Path, name: str) -> Future[Rows]:
        promise: Future[Rows] = Future()
        try:
            promise.set_result(flattened(examined(contents(path), name)))
        except Unreadable as refusal:
            promise.set_exception(refusal)
        return promise


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of five good reports in two folders, and two files that are none."""
    home = tmp_path / "各单位年报"
    (home / "区县").mkdir(parents=True)
    for number in range(5):
        place = home / "区县" if number > 2 else home
        (place / f"{number}.html").write_bytes(make("html_official", number).data)
    (home / "坏.html").write_bytes(b"\0" * 99)
    (home / "空.docx").write_bytes(b"")
    return home


def frames(out: Path) -> tuple[polars.DataFrame, polars.DataFrame]:
    return polars.read_parquet(out), polars.read_parquet(findings_path(out))


# -- what is in the files --------------------------------------------------------------------------


def test_every_cell_of_a_report_is_a_row_with_its_exact_value(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    batch(folder, out, HereReaders())
    report = read(folder / "1.html")
    rows = frames(out)[0].filter(polars.col("file") == "1.html")
    values = {(row["table"], row["row"], row["column"]): row for row in rows.iter_rows(named=True)}
    cells = dict(report.cells())
    assert set(values) == set(cells)
    for place, cell in cells.items():
        row = values[place]
        assert (row["value"], row["how"], row["raw"], row["unit"]) == (cell.value, cell.how, cell.raw, cell.unit)
        assert (row["agency"], row["year"], row["form"]) == (report.agency, report.year, report.form.id)


def test_every_finding_is_a_row_with_its_sentence(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    (folder / "错.html").write_bytes((folder / "1.html").read_bytes().replace("总体情况".encode(), b""))
    batch(folder, out, HereReaders())
    rows = frames(out)[1].filter(polars.col("file") == "错.html")
    expected = check(read(folder / "错.html"))
    assert expected
    assert rows["rule"].to_list() == [finding.rule for finding in expected]
    assert rows["where"].to_list() == [finding.where for finding in expected]
    assert all(rows["message"])


def test_one_bad_file_is_a_row_and_no_stop(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    outcome = batch(folder, out, HereReaders())
    cells, findings = frames(out)
    bad = findings.filter(polars.col("status") == "unreadable")
    assert bad["file"].to_list() == ["坏.html", "空.docx"]
    assert bad["rule"].to_list()[1] == "READ-EMPTY"
    assert set(cells["file"]) == {"0.html", "1.html", "2.html", "区县/3.html", "区县/4.html"}
    assert (outcome.files, outcome.done, outcome.statuses["unreadable"]) == (7, 7, 2)
    assert (outcome.cells, outcome.findings) == (cells.height, findings.height)


def test_the_rows_stand_in_the_order_of_the_names(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    seen: list[str] = []
    batch(folder, out, LocalReaders(2, seconds=20), lambda rows: seen.append(rows.head[0]))
    assert seen == [path.relative_to(folder).as_posix() for path in files_in(folder)]
    assert frames(out)[0]["file"].unique(maintain_order=True).to_list() == [name for name in seen if "html" in name][:5]


def test_processes_read_what_this_process_reads(folder: Path, tmp_path: Path) -> None:
    here, apart = tmp_path / "here.parquet", tmp_path / "apart.parquet"
    batch(folder, here, HereReaders())
    batch(folder, apart, LocalReaders(2, seconds=20))
    for one, other in zip(frames(here), frames(apart), strict=True):
        assert one.equals(other)


def test_a_file_that_may_not_be_opened_is_a_row(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "1.html":
            raise PermissionError(13, "not allowed")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    batch(folder, tmp_path / "out.parquet", LocalReaders(1, seconds=20))
    findings = frames(tmp_path / "out.parquet")[1].filter(polars.col("file") == "1.html")
    assert findings["rule"].to_list() == ["READ-UNREADABLE"]
    assert "not allowed" in findings["message"][0]


def test_a_folder_without_files_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = batch(tmp_path / "empty", tmp_path / "out.parquet", HereReaders())
    cells, findings = frames(tmp_path / "out.parquet")
    assert (outcome.done, cells.height, findings.height) == (0, 0, 0)
    assert cells.schema["value"] == polars.Decimal(38, 8)


def test_hidden_files_and_the_batchs_own_files_are_not_read(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "~$1.docx").write_bytes(b"x")
    out = folder / "out.parquet"
    first, second = batch(folder, out, HereReaders()), batch(folder, out, HereReaders())
    assert first.files == second.files == 7
    assert sorted(path.name for path in folder.iterdir() if "parquet" in path.name) == [
        "out.findings.parquet",
        "out.parquet",
    ]


def test_a_place_that_cannot_be_written_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        batch(folder, tmp_path / "nowhere" / "out.parquet", HereReaders())


# -- Parquet ---------------------------------------------------------------------------------------


def a_file(name: str, value: str | None = "1") -> Rows:
    cell = ["applications", "granted", "total", value, "read", value or "", "", ""]
    return Rows([name, "甲局", 2023, "format_2021", "clean"], [cell], [])


def test_many_parts_become_one_file_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_IN_A_PART", 3)
    out = tmp_path / "out.parquet"
    with ParquetFiles(out) as files:
        for number in range(3200):
            files.add(a_file(f"{number:04}", str(number)))
    cells = polars.read_parquet(out)
    assert cells["file"].to_list() == [f"{number:04}" for number in range(3200)]
    assert cells["value"].sum() == sum(range(3200))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Decimal("0.1")),
        ("123456789012345678.12345678", Decimal("123456789012345678.12345678")),
        ("-4", Decimal(-4)),
        (None, None),
        ("9" * 31, None),
    ],
)
def test_a_value_is_an_exact_decimal_or_nothing(tmp_path: Path, text: str | None, value: Decimal | None) -> None:
    with ParquetFiles(tmp_path / "out.parquet") as files:
        files.add(a_file("a", text))
    row = polars.read_parquet(tmp_path / "out.parquet").row(0, named=True)
    assert (row["value"], row["raw"]) == (value, text or "")


def test_a_file_name_that_is_no_utf8_is_written_all_the_same(tmp_path: Path) -> None:
    with ParquetFiles(tmp_path / "out.parquet") as files:
        files.add(a_file("\udcff.html"))
        files.add(a_file("b.html"))
    assert polars.read_parquet(tmp_path / "out.parquet")["file"].to_list() == ["?.html", "b.html"]


def test_whatever_ends_the_writing_the_rows_so_far_are_there(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), ParquetFiles(tmp_path / "out.parquet") as files:
        files.add(a_file("a"))
        raise RuntimeError
    assert polars.read_parquet(tmp_path / "out.parquet").height == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.findings.parquet", "out.parquet"]


# -- Ctrl-C ----------------------------------------------------------------------------------------

SLOWLY = """
import signal, sys, time
from pathlib import Path
from gongkai.annualreport.batch import LocalReaders, batch
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background are started deaf to it
def advanced(rows):
    print(rows.head[0], flush=True)
    time.sleep(0.05)
outcome = batch(Path(sys.argv[1]), Path(sys.argv[2]), LocalReaders(2, seconds=20), advanced)
print(outcome.interrupted, outcome.done, flush=True)
"""


def test_ctrl_c_leaves_a_valid_file_of_what_was_done(tmp_path: Path) -> None:
    home, out = tmp_path / "many", tmp_path / "out.parquet"
    home.mkdir()
    page = make("html_official", 1).data
    for number in range(300):
        (home / f"{number:03}.html").write_bytes(page)
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, home, out],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "000.html\n"
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=60)
    interrupted, done = printed.splitlines()[-1].split()
    assert process.returncode == 0
    assert interrupted == "True"
    assert 1 <= int(done) < 300
    names = polars.read_parquet(out)["file"].unique(maintain_order=True).to_list()
    assert names == [f"{number:03}.html" for number in range(int(done))]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many", "out.findings.parquet", "out.parquet"]
