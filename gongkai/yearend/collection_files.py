"""A whole collection as files to work with: every cell, or every finding, a row; CSV as it is made, Parquet."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from gongkai import annualreport
from gongkai.annualreport import CELL, FINDING, HEAD, ParquetFiles, Rows, findings_path, flattened
from gongkai.yearend.collection import findings_of, held_reports
from gongkai.yearend.receiving import ReceivedReport

if TYPE_CHECKING:
    from gongkai.yearend.collection import Collection, Entry, Held

CELLS, FINDINGS = "cells", "findings"
_COLUMNS = {CELLS: (*HEAD, *CELL), FINDINGS: (*HEAD, *FINDING)}


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


class FileOfCollection(NamedTuple):
    """Which rows (``cells``, ``findings``) of which collection."""

    collection: Collection
    part: str

    def lines(self) -> Iterator[str]:
        """Yield the lines of the CSV one by one, behind a mark by which spreadsheets know its letters."""
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow(_COLUMNS[self.part])
        for rows in rows_of(self.collection):
            for one in getattr(rows, self.part):
                yield writer.writerow([_written(value) for value in (*rows.head, *one)])

    def parquet(self) -> IO[bytes]:
        """Return the Parquet file, open; on disk it is gone when it is closed."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "cells.parquet"
            with ParquetFiles(out) as tables:
                for rows in rows_of(self.collection):
                    tables.add(rows)
            return (out if self.part == CELLS else findings_path(out)).open("rb")


def _written(value: str | int | None) -> str | int:
    return annualreport.inert(value) if isinstance(value, str) else "" if value is None else value


def rows_of(collection: Collection) -> Iterator[Rows]:
    """Yield the rows of each report of the collection."""
    before = held_reports([one.agency for one in collection.entries], collection.year - 1)
    for entry in collection.entries:
        if entry.held:
            yield _rows(entry, entry.held, before.get(entry.agency.pk))


def _rows(entry: Entry, held: Held, before: Held | None) -> Rows:
    report = held.read()
    told = findings_of(held, before)
    whole: dict[str, Any] = annualreport.to_dict(report) | {"agency": entry.agency.name}
    status = "errors" if any(one["severity"] == "error" for one in told) else "clean"
    if status == "clean" and any(one["rule"] in annualreport.UNREAD for one in told):
        status = "errors"
    name = held.row.file_name if isinstance(held.row, ReceivedReport) else ""
    return flattened({"file": name, "status": status, "report": whole, "findings": told})
