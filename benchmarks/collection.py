"""A competent department's ten thousand reports: read, checked, written as Parquet, rolled up, looked through.

    .venv/bin/python -m benchmarks.collection [COUNT]

The reports are made first, as the official template, no two alike, each of another agency, all of one year. Every
step is followed by a bar on a terminal and told with its seconds and the most memory that this process has used.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, track

from gongkai import annualreport
from gongkai.annualreport import Report
from tests.annualreport.manners.catalogue import make

COUNT, YEAR = 10_000, 2023
_YEAR = re.compile(r"20\d\d(?=年)")


def main(count: int) -> None:
    """Make the reports and take the times."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "reports", Path(place) / "cells.parquet"
        folder.mkdir()
        for number in track(range(count), "made"):
            (folder / f"{number:06}.html").write_bytes(a_report(number))
        with _timed("read and checked, to Parquet", count):
            _batch(folder, out, count)
        with _timed("read once more", count):
            reports = [_read(path) for path in track(annualreport.files_in(folder), "read")]
        expected = [*(report.agency or "" for report in reports), "云泽市没有报送的局"]
        with _timed("rolled up", count):
            total = annualreport.roll_up(reports, year=YEAR, expected=expected)
        with _timed("figures that stand out", count):
            middle = annualreport.middles(reports)
            outliers = sum(1 for report in track(reports, "looked at") for _ in annualreport.apart(report, middle))
        with _timed("texts that two share", count):
            shared = sum(1 for _ in annualreport.copied(reports))
        missing = len(total.missing)
        Console().print(f"{len(total.reports)} added, {missing} missing, {outliers} stand out, {shared} shared")


def a_report(number: int) -> bytes:
    """Return a report of an agency of its own, of the year."""
    text = make("html_official", number, form_id="format_2021").data.decode()
    report = annualreport.read(text.encode())
    shift = YEAR - (report.year or YEAR)
    moved = _YEAR.sub(lambda found: str(int(found[0]) + shift), text)
    return moved.replace(report.agency or "\0", f"云泽市第{number}局").encode()


def _read(path: Path) -> Report:
    return annualreport.read(path.read_bytes(), path.name)


def _batch(folder: Path, out: Path, count: int) -> None:
    with Progress() as progress:
        task = progress.add_task("read and checked", total=count)
        annualreport.batch(folder, out, advanced=lambda rows: progress.advance(task))


@contextmanager
def _timed(what: str, count: int) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    Console().print(f"{what}: {seconds:.1f} s, {count / seconds:.0f} a second, at most {memory} MB so far")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
