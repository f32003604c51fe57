"""Two Parquet files of many reports: one row for each cell, one row for each finding.

Rows are written away in parts as they come, each part a Parquet file of its own, so that memory
stays flat; at the end the parts become one file, which takes the place of an older one only
when it is whole. Whatever ends the writing, the rows so far are in a valid file.
"""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from gongkai.annualreport.flattening import CELL, FINDING, HEAD, Rows, Values

if TYPE_CHECKING:
    import polars

ROWS_IN_A_PART = 50_000
DIGITS, DECIMALS = 38, 8  # of `value`: money is exact; a figure with more digits is left to `raw`


def findings_path(out: Path) -> Path:
    """Return where the findings go: beside the cells, as ``OUT.findings.parquet``."""
    return out.with_name(f"{out.stem}.findings{out.suffix or '.parquet'}")


class ParquetFiles:
    """The two files, open for writing; `cells` and `findings` count the rows taken so far."""

    def __init__(self, out: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent)
        parts = Path(self._folder.name)
        self._cells = _Table(out, parts / "cells", CELL)
        self._findings = _Table(findings_path(out), parts / "findings", FINDING)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with _undisturbed(), self._folder:
            self._cells.finish()
            self._findings.finish()

    @property
    def cells(self) -> int:
        """Return how many rows of cells were taken."""
        return self._cells.count

    @property
    def findings(self) -> int:
        """Return how many rows of findings were taken."""
        return self._findings.count

    def add(self, rows: Rows) -> None:
        """Take the rows of one file; they are on disk when enough have come together."""
        self._cells.add(rows.head, rows.cells)
        self._findings.add(rows.head, rows.findings)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let no further Ctrl-C break off what stands inside; only the main thread ever gets one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Table:
    """One of the files: the rows in hand, and the parts on disk."""

    def __init__(self, out: Path, parts: Path, columns: Sequence[str]) -> None:
        self.count = 0
        self._out = out
        self._parts = parts
        self._parts.mkdir()
        self._names = (*HEAD, *columns)
        self._rows: list[Values] = []
        self._written = 0

    def add(self, head: Values, rows: Iterable[Values]) -> None:
        self._rows.extend([*head, *row] for row in rows)
        if len(self._rows) >= ROWS_IN_A_PART:
            self._write_part()

    def _write_part(self) -> None:
        self.count += len(self._rows)
        frame(self._names, self._rows).write_parquet(self._parts / f"{self._written:06}.parquet")
        self._written += 1
        self._rows.clear()

    def finish(self) -> None:
        """Write what is in hand and put the parts together in the place of the file."""
        import polars as pl

        if self._rows or not self._written:
            self._write_part()
        whole = self._parts / "whole"
        pl.scan_parquet(self._parts / "*.parquet").sink_parquet(whole, row_group_size=ROWS_IN_A_PART)
        whole.replace(self._out)


def frame(names: Sequence[str], rows: Sequence[Values]) -> polars.DataFrame:
    """Return rows of texts as a data frame: `year` an integer, `value` an exact decimal, all else text."""
    import polars as pl

    columns: dict[str, list[Any]] = {name: [] for name in names}
    for column, values in zip(columns, zip(*rows, strict=True), strict=False):  # no rows: every column stays empty
        columns[column] = list(values)
    schema = {name: pl.Int32 if name == "year" else pl.String for name in names}
    try:
        made = pl.DataFrame(columns, schema=schema)
    except UnicodeEncodeError:  # a file name that is not UTF-8
        made = pl.DataFrame({name: list(map(_writable, values)) for name, values in columns.items()}, schema=schema)
    if "value" not in columns:
        return made
    return made.with_columns(pl.col("value").cast(pl.Decimal(DIGITS, DECIMALS), strict=False))


def _writable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
