"""A small table that somebody typed or pasted: CSV, or cells of a spreadsheet with tabs between them. Pure."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MOST_ROWS, MOST_COLUMNS = 200, 20
MOST_IN_A_CELL = 1_000  # characters; beyond it a quotation mark was left open
_TOO_LONG = "表格里有一格长得读不了，多半是引号没有成对。请核对引号，长文字请写在正文里。"


class TableUnreadable(ValueError):
    """The text is no table; the message says in Chinese which row is wrong, and how."""


@dataclass(frozen=True, slots=True)
class SmallTable:
    """A table: the column headings (the first stands over the row names), then the rows, each with its name first."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def single_series(self) -> tuple[str, tuple[tuple[str, Decimal], ...]]:
        """Return what is counted, and each name with its figure; raise TableUnreadable where that is not what it is."""
        if len(self.headings) != 2:
            raise TableUnreadable("画图的表只要两列：名称和数字。")
        return self.headings[1], tuple((row[0], _number(row[1], line)) for line, row in enumerate(self.rows, start=2))


def read_table(text: str) -> SmallTable:
    """Return the table in `text`; raise TableUnreadable where it is none, or too large."""
    between = "\t" if "\t" in text else ","
    source = text.replace("，", ",") if between == "," else text
    try:
        read = list(csv.reader(io.StringIO(source.strip()), delimiter=between))
    except csv.Error:
        raise TableUnreadable(_TOO_LONG) from None
    rows = [tuple(cell.strip() for cell in row) for row in read]
    rows = [row for row in rows if any(row)]
    if any(len(cell) > MOST_IN_A_CELL for row in rows for cell in row):
        raise TableUnreadable(_TOO_LONG)
    if len(rows) < 2 or len(rows[0]) < 2:
        raise TableUnreadable("至少要有一行栏名、一行内容，每行至少两格。")
    if len(rows) > MOST_ROWS or len(rows[0]) > MOST_COLUMNS:
        raise TableUnreadable(f"表格太大：最多{MOST_ROWS}行、{MOST_COLUMNS}列。更大的表请作为附件上传。")
    for line, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise TableUnreadable(f"第{line}行有{len(row)}格，与栏名的{len(rows[0])}格不一致。")
    return SmallTable(rows[0], tuple(rows[1:]))


def _number(cell: str, line: int) -> Decimal:
    try:
        number = Decimal(cell.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        raise TableUnreadable(f"第{line}行的“{cell}”不是数字，画不成图。") from None
    if not number.is_finite():
        raise TableUnreadable(f"第{line}行的“{cell}”不是数字，画不成图。")
    return number
