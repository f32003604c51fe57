"""What came of one file, as rows: one for each cell, one for each finding.

A file that could not be read has no cells, and the finding that says why.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

HEAD = ("file", "agency", "year", "form", "status")
CELL = ("table", "row", "column", "value", "how", "raw", "unit", "place")
FINDING = ("rule", "severity", "where", "message", "law", "advice", "facts")

Values = list[Any]


class Rows(NamedTuple):
    """One file's rows; each has the columns of CELL or FINDING, and `head` those of HEAD stand before all of them."""

    head: Values
    cells: list[Values]
    findings: list[Values]

    @property
    def status(self) -> str:
        """Return ``clean``, ``errors`` or ``unreadable``."""
        return str(self.head[HEAD.index("status")])


def flattened(answer: Mapping[str, Any]) -> Rows:
    """Return the rows of an answer of `sandbox.examined`: JSON values, an amount as a decimal string."""
    report: Mapping[str, Any] = answer["report"] or {}
    head = [answer["file"], report.get("agency"), report.get("year"), report.get("format"), answer["status"]]
    return Rows(head, list(_cells(report)), [_finding(finding) for finding in answer["findings"]])


def _cells(report: Mapping[str, Any]) -> list[Values]:
    origins = report.get("provenance", {})
    cells = []
    for table, rows in report.get("tables", {}).items():
        for row, columns in rows.items():
            for column, value in columns.items():
                origin = origins[f"{table}.{row}.{column}"]
                amount = None if value is None else str(value)
                cells.append([table, row, column, amount, *(origin[name] for name in ("how", "raw", "unit", "place"))])
    return cells


def _finding(finding: Mapping[str, Any]) -> Values:
    return [*(finding[name] for name in FINDING[:-1]), json.dumps(finding["facts"], ensure_ascii=False)]
