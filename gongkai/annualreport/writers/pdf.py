"""The report as PDF/A-2b, set by typst as an official document is (GB/T 9704-2012).

Set in Noto SC, which comes with the product; in the official typefaces where a folder of
licensed fonts has them. No font of the system is used, so every machine makes the same file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from gongkai.annualreport.model import Report
from gongkai.annualreport.writers.composing import Composed, Part, broken, compose, lead
from gongkai.annualreport.writers.grid import Printed, Span, joined

_FACES = {  # what each is used for: the official typeface under its names, and ours
    "title": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif SC"),
    "body": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "Noto Serif SC"),
    "heading": ("黑体", "SimHei", "Noto Sans SC"),
    "lead": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "Noto Serif SC"),
}
_TOKEN = r"(?:[!-~]{1,24}|[^\x00-\x20\u007f-\u00a0])"
_NEXT = rf"(?:(?<![A-Za-z])[ ]{_TOKEN}|[ ](?![A-Za-z]){_TOKEN})"  # a space that no reader sees at the end of a line
_OPENS = (  # what a reader of the page takes for the beginning of a paragraph, when a line begins with it
    "(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}(?:部分|章|条)"
    r"|(?<!\d)\d{1,2}[.．、](?!\d)|附[件表:：]|[①-⑳])"
)
_UNPARTED = re.compile(rf"{_TOKEN}{_NEXT}{{1,8}}|[^\s]{_OPENS}{_NEXT}{{0,2}}")
_SIZE, _SMALLEST = 10.5, 5.5  # points: 五号, and the smallest that a long figure may shrink to
_FIGURE_ROOM, _DIGIT = 25.5, 0.56  # points that a figure may take in its column; a digit's width, of its size


def pdf(report: Report, fonts: Path | None = None) -> bytes:
    """Return the report as a PDF/A-2b file; `fonts` is a folder of licensed fonts to prefer."""
    template = files("gongkai.annualreport.writers").joinpath("data/report.typ").read_bytes()
    loaded, families = _fonts(fonts)
    made = typst.compile(
        template,
        font_paths=loaded,
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_said(compose(report), report, families), ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=_moment(report),
    )
    assert isinstance(made, bytes)  # one document makes one file
    return made


def _moment(report: Report) -> int:
    """Return the moment that the file says it was made, in seconds: PDF/A wants one, and no clock is read here.

    It is the day of publication, else the first day after the report's year.
    """
    day = report.publication_date or date((report.year or 1979) + 1, 1, 1)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


@cache
def _fonts(folder: Path | None) -> tuple[Any, frozenset[str]]:
    """Return the fonts as typst holds them and the names of their families."""
    own = Path(pylopdf_fonts_zh_cn.sans_path()).parent
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(own), *([str(folder)] if folder else [])],
    )
    return fonts, frozenset(fonts.families())


def _said(composed: Composed, report: Report, families: frozenset[str]) -> dict[str, Any]:
    """Return everything that the template sets."""
    return {
        "title": composed.title,
        "author": composed.agency or [],
        "faces": {use: [name for name in names if name in families] for use, names in _FACES.items()},
        "opening": list(_opening(composed)),
        "parts": [_part(part) for part in composed.parts],
    }


def _opening(composed: Composed) -> Iterator[dict[str, Any]]:
    for role, group in groupby(composed.opening, key=lambda line: line.role):
        lines = [line.text for line in group]
        set_in = [part for line in lines for part in broken(line)] if role == "title" else [_pieces(t) for t in lines]
        yield {"role": role, "lines": set_in}


def _part(part: Part) -> dict[str, Any]:
    tables = (joined(part.tables),) if len(part.tables) > 1 else part.tables
    return {
        "heading": part.heading,
        "paragraphs": [_pieces(text) for text in part.paragraphs],
        "tables": [_table(table) for table in tables],
    }


# -- words -----------------------------------------------------------------------------------------


def _pieces(text: str) -> list[dict[str, Any]]:
    """Return a paragraph as pieces of one typeface each; the ends of lines may not part those that are whole."""
    opening = len(lead(text))
    place = 0
    pieces: list[dict[str, Any]] = []
    for found in _UNPARTED.finditer(text):
        pieces += _cut(text, place, found.start(), opening)
        pieces.append(_piece(found[0], is_lead=found.start() < opening, whole=True))
        place = found.end()
    return [*pieces, *_cut(text, place, len(text), opening)]


def _cut(text: str, start: int, end: int, opening: int) -> list[dict[str, Any]]:
    """Return a stretch of a paragraph as what of it is in the opening words and what is behind them."""
    middle = min(max(opening, start), end)
    parts = (text[start:middle], True), (text[middle:end], False)
    return [_piece(part, is_lead=is_lead, whole=False) for part, is_lead in parts if part]


def _piece(text: str, *, is_lead: bool, whole: bool) -> dict[str, Any]:
    return {"text": text, "face": "lead" if is_lead else "body", "whole": whole}


# -- tables ----------------------------------------------------------------------------------------


def _table(table: Printed) -> dict[str, Any]:
    return {
        "labels": table.labels,
        "width": table.width,
        "head": [[_cell(span, table) for span in line] for line in table.head],
        "body": [[_cell(span, table) for span in line] for line in table.body],
    }


def _cell(span: Span, table: Printed) -> dict[str, Any]:
    return {
        "text": span.text,
        "scope": span.scope,
        "columns": span.columns,
        "rows": span.rows,
        "upright": table.stands_upright(span),
        "size": _size(span, table),
    }


def _size(span: Span, table: Printed) -> float:
    """Return the size at which the words are set; a long figure is set smaller, to stand on one line."""
    if span.scope or table.labels == 1:
        return _SIZE
    return max(min(_SIZE, _FIGURE_ROOM / (_DIGIT * max(len(span.text), 1))), _SMALLEST)
