"""Which row or column of the form a printed label means.

Labels are compared without enumeration, spaces, punctuation, pinyin and traditional
spelling; what still differs is matched by likeness, and only where one row is clearly
the nearest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gongkai.annualreport.folding import PINYIN, label_data, simplification
from gongkai.annualreport.forms import Axis, TableForm, all_forms

LIKENESS = 80  # of 100: below this a label is not recognised
LONGER = 98.0  # the likeness of a label that is exact but for words an office adds
GLUED = 99.0  # the likeness of a label that is exact but for what is glued before it
MARGIN = 6  # of 100: the next best label must be this much further away

_CIRCLED = {ord(circle): f"({n})" for n, circle in enumerate("①②③④⑤⑥⑦⑧⑨⑩", 1)}
_ENUMERATION = re.compile(
    r"^(?:[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[一二三四五六七八九十]{1,3}[、.．,，]|\d{1,2}(?:[、.．,，)）]|(?=[^\d.,])))+"
)
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")  # and what has no width
_PUNCTUATION = re.compile(r"[\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u2010-\u203f!-/:-@\[-`{-~·|﹑﹒■□●◆]")


class RowLabel(NamedTuple):
    """A row of the form, whichever form prints it: the table's id and the row's."""

    table: str
    row: str


@lru_cache(maxsize=16384)
def core(text: str) -> str:
    """Return the label without what varies: ``（一） 予以公開`` → ``予以公开``."""
    return _PUNCTUATION.sub("", _ENUMERATION.sub("", _plain(text).lstrip("、，。.,;；:：")))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(simplification()).translate(_CIRCLED))
    return _SPACE.sub("", PINYIN.sub("", plain)).replace("其它", "其他").replace("或者", "或")


@lru_cache(maxsize=4096)
def ordinal(text: str) -> int:
    """Return the Arabic number that a label starts with (``1.属于国家秘密`` → 1), 0 where there is none."""
    plain = unicodedata.normalize("NFKC", text.translate(simplification()).translate(_CIRCLED)).strip()
    found = re.match(r"[(（]?(\d{1,2})[)）.、,]?", plain)
    return int(found[1]) if found else 0


def _spellings(axis: Axis, kind: str) -> list[str]:
    others = label_data()[kind].get(axis.id, [])
    return [core(axis.label), *(core(alias) for alias in axis.aliases), *others]


@cache
def _rows() -> Mapping[str, RowLabel]:
    """Every spelling of every row of both forms; the same row of two forms is one entry."""
    known: dict[str, RowLabel] = {}
    for form in all_forms().values():
        for table in form.tables.values():
            for row in table.rows:
                for spelling in _spellings(row, "rows") if row.label else ():
                    known.setdefault(spelling, RowLabel(table.id, row.id))
    return known


@cache
def _likely() -> Mapping[str, RowLabel]:
    """The labels that may be recognised by likeness: the official ones only, so that all are equally near."""
    exact = set(label_data()["exact"]["rows"])
    rows = [(table, row) for form in all_forms().values() for table in form.tables.values() for row in table.rows]
    known = {core(row.label): _rows()[core(row.label)] for _, row in rows if row.label}
    return {spelling: label for spelling, label in known.items() if label.row not in exact and len(spelling) > 3}


@cache
def groups() -> frozenset[str]:
    """Return the labels that only head others (三、本年度办理结果, （三）不予公开 …)."""
    found = {
        core(group)
        for form in all_forms().values()
        for table in form.tables.values()
        for row in table.rows
        for group in row.groups
    }
    return frozenset(found)


@lru_cache(maxsize=8192)
def match_row(text: str) -> tuple[RowLabel, float] | None:
    """Return the row that a label means and how alike it is (0-100), None where it is no row's label."""
    label = core(text)
    exact = _rows().get(label)
    if exact is not None:
        return exact, 100.0
    bare = core(re.sub(r"[(（](?!其中|部分|不含|仅|上年|上一年|去年|同期|累计|历年)[^()（）]*[)）]$", "", text.strip()))
    for shorter in (bare, *_without_additions(label)):
        if shorter != label and shorter in _rows():
            return _rows()[shorter], LONGER
    if len(label) < 4 or label in groups():
        return None
    return _most_alike(label)


def _without_additions(label: str) -> list[str]:
    endings = label_data()["additions"]["endings"]
    return [label.removesuffix(ending) for ending in endings if label.endswith(ending)]


def _most_alike(label: str) -> tuple[RowLabel, float] | None:
    from rapidfuzz import fuzz, process  # here: only odd labels need it, and start-up is budgeted

    ranked = process.extract(label, _likely().keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS - MARGIN, limit=8)
    if not ranked or ranked[0][1] < LIKENESS:
        return None
    best = _likely()[ranked[0][0]]
    rival = next((score for spelling, score, _ in ranked if _likely()[spelling] != best), 0.0)
    return (best, ranked[0][1]) if ranked[0][1] - rival >= MARGIN else None


@lru_cache(maxsize=8192)
def match_pieces(pieces: tuple[str, ...]) -> tuple[RowLabel, float, int] | None:
    """Return the row that the last of `pieces` name, its likeness and how many pieces it took.

    A label may be broken over cells or lines, and its group's label may stand before it:
    the shortest suffix that is exactly a label wins, then the likeliest.
    """
    best: tuple[RowLabel, float, int] | None = None
    for taken in range(1, min(len(pieces), 5) + 1):
        found = match_row("".join(pieces[-taken:]))
        if found and found[1] == 100.0:
            return found[0], found[1], taken
        if found and (best is None or found[1] > best[1]):
            best = (*found, taken)
    return _after_heading(pieces) or best or _at_the_end(pieces)


@cache
def _headings() -> re.Pattern[str]:
    """What may stand glued before a row's label: captions, column and group labels."""
    phrases = {"信息内容"}
    for form in all_forms().values():
        for table in form.tables.values():
            phrases |= {_plain(table.caption), _plain(table.corner_note), _plain(table.column_header)}
            phrases |= {_plain(column.label) for column in table.columns}
            phrases |= {_plain(group) for axis in (*table.rows, *table.columns) for group in axis.groups}
            phrases |= {spelling for column in table.columns for spelling in _spellings(column, "columns")}
    phrases |= {core(phrase) for phrase in phrases} - set(_rows())
    phrases -= {"", "其他", "总计", "合计"}
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    return re.compile(rf".*(?:{'|'.join(longest_first)})")


def _after_heading(pieces: Sequence[str]) -> tuple[RowLabel, float, int] | None:
    """Return the row whose label follows a heading that is glued to it."""
    text = _plain("".join(pieces))
    heading = _headings().match(text)
    if heading is None or heading.end() == len(text):
        return None
    found = match_row(text[heading.end() :])
    return (found[0], GLUED, len(pieces)) if found and found[1] >= LONGER else None


@cache
def _form_words() -> re.Pattern[str]:
    words = {core(word) for form in all_forms().values() for table in form.tables.values() for word in _words_of(table)}
    longest_first = sorted(map(re.escape, words - {""}), key=len, reverse=True)
    return re.compile("(?:" + "|".join(longest_first) + "|信息内容|第二十条第.项)+")


def _words_of(table: TableForm) -> set[str]:
    axes = (*table.rows, *table.columns)
    words = {table.caption, table.corner_note, table.column_header}
    return words | {axis.label for axis in axes} | {group for axis in axes for group in axis.groups}


def is_form_words(line: str) -> bool:
    """Tell whether a line says nothing but words printed on the form (a caption left outside its table)."""
    return _form_words().fullmatch(core(line)) is not None


def heading_of(text: str) -> str:
    """Return the headings that stand glued before a row's label, empty where there are none."""
    heading = _headings().match(_plain(text))
    return heading[0] if heading else ""


def _at_the_end(pieces: Sequence[str]) -> tuple[RowLabel, float, int] | None:
    """Return the row whose label ends the text, whatever is glued before it."""
    label = core("".join(pieces))
    ending = [spelling for spelling in _likely() if label.endswith(spelling)]
    return (_rows()[max(ending, key=len)], GLUED, len(pieces)) if ending else None
