"""Our own CSV back to a report: one row per cell, as `writers.csv` writes it.

Strict like the reader of our JSON: what is not such a file is refused with a sentence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gongkai.annualreport.exchange import SCHEMA, from_dict
from gongkai.annualreport.model import Report
from gongkai.annualreport.sources.encodings import decode
from gongkai.annualreport.sources.limits import check_text_size
from gongkai.annualreport.unreadable import Unreadable
from gongkai.annualreport.writers.csv import HEADER
from gongkai.findings import Finding

_LONGEST_FIELD = 2_000_000  # characters; the module's own limit is less than a long section
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_MONEY = ("元", "万元")


class Row(NamedTuple):
    """A row of the file, its fields named as the header names them."""

    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    value: str
    unit: str
    how: str

    @property
    def words(self) -> str:
        """Return the value without the mark that keeps a spreadsheet from computing it."""
        return self.value.removeprefix("'")


def is_report_csv(head: bytes) -> bool:
    """Tell whether a file's first bytes are the header row of our CSV, with or without a byte order mark."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip()
    return first == ",".join(HEADER).encode()


def csv_report(data: bytes) -> Report:
    """Return the report in a CSV of ours (see `is_report_csv`); raise Unreadable on nonsense in it."""
    check_text_size(data)
    try:
        return from_dict(_gathered(_rows(decode(data))))
    except (ValueError, csv.Error) as error:
        raise Unreadable(Finding("READ-DAMAGED", facts={"reason": str(error)})) from error


def _rows(text: str) -> list[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    records = csv.DictReader(io.StringIO(text, newline=""), restval="")
    return [Row(**{name: row[name] for name in HEADER}) for row in records]


def _gathered(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the rows as JSON values (see `exchange.from_dict`)."""
    said = {row.row: row.words for row in rows if row.table == "report"}
    cells = [row for row in rows if row.table not in ("report", "section")]
    tables: dict[str, dict[str, dict[str, int | str | None]]] = {}
    for cell in cells:
        tables.setdefault(cell.table, {}).setdefault(cell.row, {})[cell.column] = _value(cell)
    period = [said.get("period_start"), said.get("period_end")]
    return {
        "schema": SCHEMA,
        "format": said.get("format", ""),
        "agency": said.get("agency"),
        "year": _whole(said.get("year")),
        "period": period if any(period) else None,
        "publication_date": said.get("publication_date"),
        "preamble": said.get("preamble", ""),
        "sections": _sections(rows),
        "tables": tables,
        "notes": [row.words for row in rows if row.table == "report" and row.row == "note"],
        "provenance": {f"{cell.table}.{cell.row}.{cell.column}": {"how": cell.how} for cell in cells if cell.how},
    }


def _sections(rows: Iterable[Row]) -> list[dict[str, str]]:
    sections: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.table == "section":
            sections.setdefault(row.row, {"id": row.row})[row.column] = row.words
    return list(sections.values())


def _value(cell: Row) -> int | str | None:
    """Return a count as an int, an amount as a string, as our JSON has them; None for an empty field."""
    return (cell.value or None) if cell.unit in _MONEY else _whole(cell.value or None)


def _whole(words: str | None) -> Any:
    """Return the whole number, or the words as they are where they are none: they are refused later, by name."""
    return int(words) if words and _WHOLE.fullmatch(words) else words
