"""What is printed in a cell, as a number: digits of every width, units, signs, blanks.

A mark that is not certainly a number is never made one (READ-CELL-UNREAD).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from gongkai.annualreport.document import ILLEGIBLE


class Kind(IntEnum):
    """What a cell's text is."""

    NUMBER = 0
    BLANK = 1  # nothing, or a dash that stands for nothing
    TEXT = 2  # words: a label, a caption, a remark
    DOUBTFUL = 3  # there is a figure in it, but not certainly which


class Token(NamedTuple):
    """A cell's text as understood: its kind, its value, its unit, the text as printed."""

    kind: Kind
    value: Decimal | None = None
    unit: str = ""
    raw: str = ""


BLANK = Token(Kind.BLANK)

DASHES = frozenset(["-", "--", "---", "—", "——", "–", "―", "─", "/", "\\", "无", "*", "…"])
MONEY = ("元", "万元", "亿元")
COUNTED = ("件", "件次", "人次", "个", "项", "条", "份", "次", "宗", "起", "例", "户", "篇")
UNITS = "万元|亿元|元|件次|人次|件|个|项|条|份|次|宗|起|部|例|户|篇"
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
LONGEST = 80  # characters: what is longer is no cell with one figure
MOST_DIGITS = 15  # no office counts further
_SIGNS = {"+": 1, "-": -1, "−": -1, "增": 1, "增加": 1, "新增": 1, "减": -1, "减少": -1, "↑": 1, "↓": -1}
_VALUE = re.compile(
    rf"[￥¥]?(?P<sign>[+\-−↑↓]|新增|增加|减少|增|减)?(?P<number>{NUMBER})(?P<unit>{UNITS})?(?:整)?(?P<arrow>[↑↓])?"
)
UNCHANGED = frozenset(["持平", "不变", "无变化", "没有变化", "无增减"])  # nought, where a change is asked for
_THOUSANDS_BY_SPACE = re.compile(r"\d{1,3}(?: \d{3})+")
_APART = re.compile(r"\d\s+\d")  # one figure or two: only a sum can tell
_NOTED = re.compile(r"\d\s*[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u24ff\u2776-\u2793]")
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")  # and what has no width
_FIGURE = re.compile(rf"[\d{ILLEGIBLE}?�\ufffd]")
_ENUMERATED = re.compile(r"[(]?\d{1,2} ?[.)、] ?[\u4e00-\u9fff“\"]")
_HAN = re.compile(r"(?![约近超共计余多新增减少年月日无有整件次个项元份条宗起部例户篇万亿])[\u4e00-\u9fff]")
_PAGE_NUMBER = re.compile(r"[-—–－]\s*\d{1,3}\s*[-—–－]|第?\s*\d+\s*页(?:\s*[/共,，]*\s*\d+\s*页?)?")


def is_page_number(text: str) -> bool:
    """Tell whether a line is only a page number (``- 3 -``, ``第 3 页``)."""
    return len(text) <= LONGEST and _PAGE_NUMBER.fullmatch(text.strip()) is not None


@lru_cache(maxsize=4096)
def understand(raw: str) -> Token:
    """Return what the text of one cell says.

    Full-width digits, thousands separators, units (3个, 4987097元) and signs (+1036, 减4)
    are understood; digits broken over lines are doubtful, since they may be two values.
    """
    if len(raw) > LONGEST:
        return Token(Kind.TEXT, raw=raw.strip())
    noted = _NOTED.search(raw) is not None
    text = unicodedata.normalize("NFKC", raw).strip(" \t\r\n\u00ad\u200b\u200c\u200d\u2060\ufeff|")
    if not text or text in DASHES:
        return Token(Kind.BLANK, raw=raw.strip())
    found = None if is_page_number(text) else _VALUE.fullmatch(_SPACE.sub("", text))
    if found is None:
        return Token(_words_or_doubt(text), raw=raw.strip())
    if noted or sum(map(str.isdigit, text)) > MOST_DIGITS:  # 7① may be 7 with a note, or 71
        return Token(Kind.DOUBTFUL, raw=raw.strip())
    if _APART.search(text) and not _THOUSANDS_BY_SPACE.fullmatch(text):
        return Token(Kind.DOUBTFUL, _value(found), found["unit"] or "", raw.strip())
    return Token(Kind.NUMBER, _value(found), found["unit"] or "", raw.strip())


def _words_or_doubt(text: str) -> Kind:
    """Tell a label that has a number in it from a figure with something beside it (约20件), or in words (持平)."""
    if text in UNCHANGED:
        return Kind.DOUBTFUL
    if _ENUMERATED.match(text) or not _FIGURE.search(text) or is_page_number(text):
        return Kind.TEXT
    return Kind.DOUBTFUL if len(_HAN.findall(text)) <= 1 else Kind.TEXT


def _value(found: re.Match[str]) -> Decimal:
    sign = _SIGNS[found["sign"] or found["arrow"] or "+"]
    value = Decimal(found["number"].replace(",", ""))
    return -value if sign < 0 and value else value


def in_unit(token: Token, unit: str) -> Decimal | None:
    """Return the token's amount in `unit` (元 or 万元); as printed where it has no other unit."""
    if token.value is None:
        return None
    scale = {"元": 0, "万元": 4, "亿元": 8}
    if token.unit not in scale or unit not in scale or token.unit == unit:
        return token.value
    moved = token.value.scaleb(scale[token.unit] - scale[unit])
    return _plain(moved)


def _plain(value: Decimal) -> Decimal:
    """Return the value without exponent or idle zeros: 521500, 0.038."""
    return Decimal(format(value.normalize(), "f"))


def digits(value: int | Decimal) -> str:
    """Return a figure in plain digits, never with an exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
