"""What a record may hold: its fields, and how what is written in a cell becomes a value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

_NO_CHOICES: Mapping[str, str] = MappingProxyType({})
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YES, _NO = ("1", "true", "yes", "是", "√"), ("0", "false", "no", "否", "×")


class BadValue(ValueError):
    """What a cell holds is no value of its field; str() is a Chinese sentence that says what would be."""


def _text(words: str) -> str:
    return words


def _date(words: str) -> date:
    match = _DATE.fullmatch(words)
    try:
        year, month, day = map(int, match.groups())  # type: ignore[union-attr] # no match is the error below
        return date(year, month, day)
    except (AttributeError, ValueError) as error:
        raise BadValue("不是一个日期，请写成 2025-03-01 的样子。") from error


def _plain(words: str) -> str:
    words = words.translate(_FULL_WIDTH)
    return words.replace(",", "") if _GROUPED.fullmatch(words) else words


def _integer(words: str) -> int:
    plain = _plain(words).removesuffix(".0")  # how a spreadsheet hands over a whole number
    if not re.fullmatch(r"-?\d{1,18}", plain):
        raise BadValue("不是一个整数。")
    return int(plain)


def _decimal(words: str) -> Decimal:
    plain = _plain(words)
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise BadValue("不是一个数。") from error
    if not value.is_finite() or "e" in plain.lower():
        raise BadValue("不是一个写全了的数。")
    return value


def _flag(words: str) -> bool:
    if words.lower() in (*_YES, *_NO):
        return words.lower() in _YES
    raise BadValue("请填“是”或“否”。")


def _json(words: str) -> Any:
    try:
        return json.loads(words, parse_float=str)
    except ValueError as error:
        raise BadValue(f"不是完整的 JSON：{error}。") from error


_PARSERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "text": _text,
        "date": _date,
        "integer": _integer,
        "decimal": _decimal,
        "flag": _flag,
        "list": _text,
        "json": _json,
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of record: a column of a table, a key of a JSON object.

    `kind` is text, date, integer, decimal, flag, list (several texts: a JSON list, or one
    cell with ``；`` between) or json (a JSON list or object; in a table, written as text).
    `choices` maps the stored value to its Chinese word, or to several with ``／`` between; a
    file may write any of them. `example` stands in the documentation and in the empty table.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=lambda: _NO_CHOICES)
    longest: int = 100_000
    help: str = ""
    example: str = ""

    def value_of(self, cell: Any) -> Any:
        """Return what the cell says as a value, None where it is blank (an empty tuple for a list).

        Raises BadValue where it is not of this field's kind, not one of its choices, too
        long, or blank though the field is required.
        """
        if self.kind == "list":
            return self._several(cell)
        if isinstance(cell, (list, dict)) and self.kind == "json":
            return cell
        words = _words(cell)
        if not words:
            if self.required:
                raise BadValue("不能为空。")
            return None
        return self._single(words)

    def _single(self, words: str) -> Any:
        if len(words) > self.longest:
            raise BadValue(f"有{len(words)}个字，最多{self.longest}个字。")
        return self._chosen(words) if self.choices else _PARSERS[self.kind](words)

    def _chosen(self, words: str) -> str:
        for value, label in self.choices.items():
            if words == value or words in label.split("／"):
                return value
        raise BadValue(f"只能填：{'、'.join(self.choices.values())}。")

    def _several(self, cell: Any) -> tuple[str, ...]:
        cells = cell if isinstance(cell, list) else re.split("[；;\n]", _words(cell))
        several = tuple(words for one in cells if (words := _words(one)))
        if self.required and not several:
            raise BadValue("不能为空。")
        return tuple(self._single(words) for words in several)


def _words(cell: Any) -> str:
    """Return a cell as the words a person sees in it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (list, dict)):
        raise BadValue("这里应是一段文字或一个数。")
    return str(cell).strip()
