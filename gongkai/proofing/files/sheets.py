"""A workbook: its cells, hidden sheets, rows and columns, comments, and data it remembers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.limits import MAX_BLOCKS, Unexamined
from gongkai.proofing.files.package import Package, attribute, is_on, local, text_in

_WORKBOOK = "xl/workbook.xml"
_LETTERS = re.compile(r"[A-Z]{1,3}")
_LAST_COLUMN = 16_384
_LONGEST_NUMBER = 30  # characters


def inspect_workbook(package: Package, contents: Contents) -> None:
    """Take the text of every cell; tell what is hidden, comments, and data that the file remembers from elsewhere."""
    strings = [_shared(item) for item in package.ended("xl/sharedStrings.xml", "si")]
    targets = package.targets(_WORKBOOK)
    for sheet in list(_sheets(package)):
        title, state, relation = sheet
        part = targets.get(relation, "")
        _Sheet(title, contents, strings, hidden=state in ("hidden", "veryHidden")).take(package, part)
    _take_comments(package, contents)
    if package.named("xl/externalLinks/", ".xml"):
        contents.tell("FILE-EXTERNAL-LINK")
    _take_remembered(package, contents)


def _sheets(package: Package) -> Iterator[tuple[str, str, str]]:
    for sheet in package.ended(_WORKBOOK, "sheet"):
        yield sheet.get("name", ""), sheet.get("state", ""), attribute(sheet, "id")


def _shared(item: Any) -> str:
    for reading in item.findall("{*}rPh"):  # how Japanese is read aloud
        item.remove(reading)
    return text_in(item, "t")


class _Sheet:
    """One sheet, cell by cell; the first row with words in it names the columns."""

    def __init__(self, title: str, contents: Contents, strings: list[str], *, hidden: bool) -> None:
        self._title, self._contents, self._strings, self._hidden = title, contents, strings, hidden
        self._columns: list[tuple[int, int]] = []
        self._labels: dict[int, str] = {}
        self._unseen = self._cells = 0
        self._first = ""

    def take(self, package: Package, part: str) -> None:
        """Take the sheet's cells and tell what is hidden."""
        row_hidden, row, column = False, 0, 0
        for event, element in package.elements(part, "col", "row", "c"):
            name = local(element)
            if name == "col" and event == "end" and is_on(element.get("hidden", "")):
                self._columns.append((_whole(element.get("min")), _whole(element.get("max"))))
            elif name == "row" and event == "start":
                row, column, row_hidden = _whole(element.get("r")) or row + 1, 0, is_on(element.get("hidden", ""))
            elif name == "row":
                self._label_columns()
            elif name == "c" and event == "end":
                column = _column_of(element.get("r", "")) or column + 1
                self._cell(element, row, column, row_hidden)
        self._tell()

    def _cell(self, element: Any, row: int, column: int, row_hidden: bool) -> None:
        words = _value(element, self._strings)
        if not words.strip():
            return
        hidden = row_hidden or any(first <= column <= last for first, last in self._columns)
        place = f"{self._title}!{_letters(column)}{row}"
        self._cells += 1
        if hidden and not self._hidden:
            self._unseen += 1
            self._first = self._first or place
        label = self._labels.get(column, "") if self._labelled else ""
        if not self._labelled:
            self._labels[column] = words
        self._contents.add(place, words, label=label, hidden=hidden or self._hidden)

    _labelled = False

    def _label_columns(self) -> None:
        """Close the row of headings: the first with two texts that are no numbers."""
        if self._labelled:
            return
        self._labelled = sum(not words.strip().isdigit() for words in self._labels.values()) > 1
        if not self._labelled:
            self._labels = {}

    def _tell(self) -> None:
        if self._hidden and self._cells:
            self._contents.tell("FILE-HIDDEN-SHEET", self._title, title=self._title, what="工作表")
        elif self._unseen:
            self._contents.tell("FILE-HIDDEN-CELLS", self._first, title=self._title, count=self._unseen)


def _value(cell: Any, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return text_in(cell, "t")
    value = cell.find("{*}v")
    printed = (value.text or "") if value is not None else ""
    if kind == "s":
        index = _whole(printed)
        return strings[index] if index < len(strings) else ""
    return _number(printed) if kind == "n" else printed


def _number(printed: str) -> str:
    """Return a number as people write it: 1.3812345678E10 is 13812345678."""
    try:
        number = Decimal(printed) if len(printed) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        return printed
    if number is None or not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return printed
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _whole(printed: str | None) -> int:
    return int(printed) if printed and printed.isascii() and printed.isdigit() and len(printed) < 10 else 0


def _column_of(reference: str) -> int:
    found = _LETTERS.match(reference)
    column = 0
    for letter in found[0] if found else "":
        column = column * 26 + ord(letter) - 64
    return min(column, _LAST_COLUMN)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _take_comments(package: Package, contents: Contents) -> None:
    count = 0
    for part in (*package.named("xl/comments", ".xml"), *package.named("xl/threadedComments/", ".xml")):
        for comment in package.ended(part, "comment", "threadedComment"):
            count += 1
            contents.add(f"comment{count}", text_in(comment, "t", "text"), hidden=True)
    if count:
        contents.tell("FILE-COMMENTS", count=count)


def _take_remembered(package: Package, contents: Contents) -> None:
    """Take what pivot tables remember of the rows they were made from; the rows themselves may be gone."""
    parts = package.named("xl/pivotCache/pivotCache", ".xml")
    for part in parts:
        for number, value in enumerate(package.ended(part, "s")):
            contents.add(f"pivot{number}", value.get("v", ""), hidden=True)
    if parts:
        contents.tell("FILE-PIVOT-CACHE")


def inspect_old_workbook(data: bytes, contents: Contents) -> None:
    """Take the cells of a workbook in the old format (.xls, .et); tell hidden sheets. Rows and columns are not told."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        for sheet in sheets:
            is_hidden = sheet.visible != SheetVisibleEnum.Visible
            _take_rows(workbook.get_sheet_by_name(sheet.name).iter_rows(), sheet.name, contents, hidden=is_hidden)
    except (CalamineError, OSError, ValueError) as error:
        raise Unexamined("FILE-DAMAGED") from error


def _take_rows(rows: Any, title: str, contents: Contents, *, hidden: bool) -> None:
    cells = 0
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            words = _number(str(value)) if isinstance(value, int | float) else str(value)
            cells += bool(words.strip())
            contents.add(f"{title}!{_letters(column)}{number}", words, hidden=hidden)
        if number > MAX_BLOCKS:
            raise Unexamined("FILE-TOO-LARGE")
    if hidden and cells:
        contents.tell("FILE-HIDDEN-SHEET", title, title=title, what="工作表")
