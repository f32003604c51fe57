"""Official documents as PDF/A-2b, set by typst (GB/T 9704-2012): fonts, pieces of text, and what makes the file.

Set in Noto SC, which comes with the product; in the official typefaces where a folder of
licensed fonts has them. No font of the system is used, so every machine makes the same file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from gongkai.annualreport.writers.composing import lead
from gongkai.annualreport.writers.glyphs import Typefaces, lacking, shown_by

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


def typeset(template: str, said: Mapping[str, Any], *, day: date, fonts: Path | None) -> bytes:
    """Return what `said` says, set by the template of that name, as a PDF/A-2b file.

    `said` has ``title`` and ``author`` beside what the template wants. `fonts` is a folder of licensed fonts to
    prefer. The file says that it was made on `day`: PDF/A wants a moment, and no clock is read here. A character
    that no typeface has is printed as 〓 (see `unprintable_in`).
    """
    folder = files("gongkai.annualreport.writers").joinpath("data")
    loaded, families = _fonts(fonts)
    shown = shown_by(_typefaces(fonts), said)
    faces = {use: [name for name in names if name in families] for use, names in _FACES.items()}
    made = typst.compile(
        folder.joinpath("official.typ").read_bytes() + folder.joinpath(template).read_bytes(),
        font_paths=loaded,
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps({**shown, "faces": faces}, ensure_ascii=False)},
        pdf_standards="a-2b",
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )
    assert isinstance(made, bytes)  # one document makes one file
    return made


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


@cache
def _typefaces(folder: Path | None) -> Typefaces:
    """Return the files that the typefaces stand in."""
    return tuple((font.path, font.index or 0) for font in _fonts(folder)[0].fonts() if font.path)


def unprintable_in(text: str, fonts: Path | None = None) -> tuple[str, ...]:
    """Return the characters of a text that a PDF cannot show and prints as 〓, each once."""
    return lacking(_typefaces(fonts), text)


def pieces(text: str) -> list[dict[str, Any]]:
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
