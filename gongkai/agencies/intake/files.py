"""Rows of a file as they stand: CSV, XLSX and JSON Lines, each row with the number a person would look for."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

ENDINGS = (".csv", ".xlsx", ".jsonl")
MOST_CHARACTERS = 1_000_000  # of one cell: a text, never a file
MOST_BYTES = 256 * 1024 * 1024  # of a spreadsheet unpacked
MOST_CELLS = 20_000_000  # of the rectangle that a sheet spans, since each takes its place whether filled or not
_ENCODINGS = ("utf-8-sig", "gb18030")
_SHEET = re.compile(r"xl/worksheets/.*\.xml", re.IGNORECASE)
_CELL = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)["']""")
_NO_XLSX = "不是可以打开的 XLSX 表格。"


class RawRow(NamedTuple):
    """One row: its number in the file as a spreadsheet counts (the header is row 1), and its cells by header."""

    number: int
    cells: Mapping[str, Any]


class UnreadableFile(ValueError):
    """A file whose rows cannot be told apart; str() is a Chinese sentence."""


def rows_of(path: Path) -> Iterator[RawRow]:
    """Yield the rows of a file by its ending; blank rows are passed over. Raises UnreadableFile."""
    reader = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _json_lines}[path.suffix.lower()]
    yield from reader(path)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("文件的文字编码无法识别，请另存为 UTF-8 编码。")


# -- CSV -------------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[RawRow]:
    text = _decoded(path)
    if "\0" in text:
        raise UnreadableFile("文件中有不可见的空字符，不像是 CSV 文件。")
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from _under_header(_numbered(reader))
    except csv.Error as error:
        raise UnreadableFile(f"第{reader.line_num}行附近引号或分隔不完整，无法分列（{error}）。") from error


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on: a quoted cell may run over several lines."""
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


# -- XLSX ------------------------------------------------------------------------------------------


def _xlsx(path: Path) -> Iterator[RawRow]:
    import python_calamine  # only this format needs it

    _require_a_size(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFile(_NO_XLSX) from error
    yield from _under_header(enumerate(sheet.iter_rows(), 1))


def _require_a_size(path: Path) -> None:
    """Raise UnreadableFile for a spreadsheet that would fill the memory when it is unpacked or spread out."""
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise UnreadableFile(f"表格展开后超过 {MOST_BYTES >> 20} MB，请拆成几个文件。")
            for name in filter(_SHEET.fullmatch, parts.namelist()):
                _require_an_extent(parts.read(name))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise UnreadableFile(_NO_XLSX) from error


def _require_an_extent(sheet: bytes) -> None:
    width = height = 0
    for letters, digits in _CELL.findall(sheet):
        if len(letters) > 3 or len(digits) > 7:
            raise UnreadableFile(_NO_XLSX)
        width = max(width, reduce(lambda number, letter: number * 26 + letter - 64, letters, 0))
        height = max(height, int(digits))
    if width * height > MOST_CELLS:
        raise UnreadableFile("表格里有离数据很远的单元格，请删去多余的行和列再保存。")


# -- JSON Lines ------------------------------------------------------------------------------------


def _json_lines(path: Path) -> Iterator[RawRow]:
    for number, line in enumerate(_decoded(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line, parse_float=str)  # money stays as it is written
        except ValueError as error:
            raise UnreadableFile(f"第{number}行不是完整的 JSON：{error}。") from error
        except RecursionError as error:
            raise UnreadableFile(f"第{number}行的括号嵌套太深，不像一条记录。") from error
        if not isinstance(cells, dict):
            raise UnreadableFile(f"第{number}行应是一个 JSON 对象（花括号括起的一条记录）。")
        yield RawRow(number, cells)


# -- what both tables share ------------------------------------------------------------------------


def _under_header(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[RawRow]:
    """Yield the rows below the first one that is not blank: that is the header."""
    header: list[str] = []
    for number, cells in rows:
        if all(_is_blank(cell) for cell in cells):
            continue
        if not header:
            header = _header(number, cells)
            continue
        if any(not _is_blank(cell) for cell in cells[len(header) :]):
            raise UnreadableFile(f"第{number}行的格数比表头多，无法对应到列。")
        yield RawRow(number, dict(zip(header, cells, strict=False)))
    if not header:
        raise UnreadableFile("文件是空的，连表头也没有。")


def _header(number: int, cells: Sequence[Any]) -> list[str]:
    names = [str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not all(names):
        raise UnreadableFile(f"第{number}行是表头，其中有空着的列名。")
    if len(set(names)) < len(names):
        raise UnreadableFile(f"第{number}行是表头，其中有重复的列名。")
    return names


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
