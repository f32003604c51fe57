"""What shows a figure on a PDF page and is no text: annotations, filled-in fields, small pictures, drawn signs.

Nobody reads these, and they stand in cells beside figures or over them: each leaves an
ILLEGIBLE sign where it lies in a table, so that the cell is no figure and no empty one.
So does a line through the middle of a digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from ctypes import create_string_buffer
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.limits import MAX_PAGE_MARKS
from gongkai.annualreport.sources.marks import Box, Glyph, Marks, Ruling
from gongkai.annualreport.unreadable import unreadable

_SHORT_LINE, _GAP, _ALIGNED = 10.0, 3.0, 1.0  # points: a chain of lines shorter than the first is a stroke, no ruling
_MOST_PLACES, _MOST_COMPARED = 20_000, 4_000_000  # above the second each thing counts as in a table
_NEAR = (-2, -1, 0, 1, 2)  # places: no middle of what lies over a digit is further away
_WIDE, _HIGH = 30.0, 14.0  # points: one sign for each piece of this size
_MOST_PIECES = 200
_STRUCK = (0.12, 0.5)  # of a digit's size, above its baseline: where a line strikes it out
_UNSEEN_FLAGS = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_WITHOUT_INK = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_UNDERLINE)
_AP_BYTES = 16_000
_PAINTS = ("Tj", "TJ", "Do", " f", " S", "'")


def seen_annotations(page: Any, turn: Callable[[float, float], tuple[float, float]]) -> Iterator[Box]:
    """Yield where annotations and filled-in fields of a page are seen."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_PAGE_MARKS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        room = pdfium.FS_RECTF()
        if _is_seen(annotation) and pdfium.FPDFAnnot_GetRect(annotation, room):
            (x0, y0), (x1, y1) = turn(room.left, room.top), turn(room.right, room.bottom)
            yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_seen(annotation: Any) -> bool:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind in _WITHOUT_INK or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN_FLAGS:
        return False
    return kind != pdfium.FPDF_ANNOT_WIDGET or _is_filled_in(annotation)


def _is_filled_in(field: Any) -> bool:
    """Tell whether a form field has a value, or paints something."""
    if pdfium.FPDFAnnot_GetStringValue(field, b"V", None, 0) > 2:
        return True
    room = create_string_buffer(_AP_BYTES)
    units = (pdfium.FPDF_WCHAR * (_AP_BYTES // 2)).from_buffer(room)
    length = pdfium.FPDFAnnot_GetAP(field, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, units, _AP_BYTES)
    painted = room.raw[: min(length, _AP_BYTES)].decode("utf-16-le", "replace")
    return length > _AP_BYTES or any(word in painted for word in _PAINTS)


def set_strokes_apart(marks: Marks) -> list[Box]:
    """Take the short lines that belong to no ruling out of `marks`, and return where they are: they draw a sign."""
    marks.horizontal, across = _rulings_and_strokes(marks.horizontal)
    marks.vertical, down = _rulings_and_strokes(marks.vertical)
    return [
        *(Box(line.start, line.at - 1, line.end, line.at + 1) for line in across),
        *(Box(line.at - 1, line.start, line.at + 1, line.end) for line in down),
    ]


def _rulings_and_strokes(lines: list[Ruling]) -> tuple[list[Ruling], list[Ruling]]:
    if all(line.end - line.start >= _SHORT_LINE for line in lines):
        return lines, []
    rulings: list[Ruling] = []
    strokes: list[Ruling] = []
    for chain in _chains(lines):
        length = max(line.end for line in chain) - chain[0].start
        (strokes if length < _SHORT_LINE else rulings).extend(chain)
    return rulings, strokes


def _chains(lines: Iterable[Ruling]) -> Iterator[list[Ruling]]:
    """Yield the lines in chains that lie on one straight line and touch, or nearly so."""
    for _, level in groupby(sorted(lines), key=_Level()):
        chain: list[Ruling] = []
        end = 0.0
        for line in sorted(level, key=lambda one: one.start):
            if chain and line.start - end > _GAP:
                yield chain
                chain = []
            end = max(end, line.end) if chain else line.end
            chain.append(line)
        yield chain


class _Level:
    """Numbers the levels of lines that come sorted: a line within a point of the one before is on its level."""

    def __init__(self) -> None:
        self._at, self._number = float("-inf"), 0

    def __call__(self, line: Ruling) -> int:
        self._number += line.at - self._at > _ALIGNED
        self._at = line.at
        return self._number


def mark_illegible(marks: Marks, things: Sequence[Box]) -> None:
    """Put ILLEGIBLE signs where `things` lie in a table, and for the digits under them.

    Raises Unreadable (READ-TOO-LARGE) where they are too many.
    """
    pieces = _by_place(piece for box in things for piece in _pieces(box))
    costly = len(pieces) * (len(marks.horizontal) + len(marks.vertical)) > _MOST_COMPARED
    framed = {place: piece for place, piece in pieces.items() if costly or _is_framed(piece, marks)}
    if not framed:
        return
    marks.glyphs = [
        glyph._replace(text=ILLEGIBLE) if glyph.text.isdigit() and _lies_in(glyph, framed) else glyph
        for glyph in marks.glyphs
    ]
    marks.glyphs += map(_sign, framed.values())


def _by_place(pieces: Iterable[Box]) -> dict[tuple[int, int], Box]:
    """Return the pieces by the place of their middles, those of one place as one."""
    placed: dict[tuple[int, int], Box] = {}
    for piece in pieces:
        place = _place(*piece.middle)
        known = placed.get(place, piece)
        placed[place] = Box(
            min(known.x0, piece.x0), min(known.top, piece.top), max(known.x1, piece.x1), max(known.bottom, piece.bottom)
        )
        if len(placed) > _MOST_PLACES:
            raise unreadable("READ-TOO-LARGE", limit="page_marks", count=_MOST_PLACES)
    return placed


def _place(x: float, y: float) -> tuple[int, int]:
    return int(2 * x // _WIDE), int(2 * y // _HIGH)


def mark_struck(marks: Marks) -> None:
    """Make the digits of `marks` illegible through whose middle a line runs: they are struck out."""
    levels: dict[int, list[Ruling]] = defaultdict(list)
    for line in marks.horizontal:
        levels[int(line.at)].append(line)
    marks.glyphs = [
        glyph._replace(text=ILLEGIBLE) if glyph.text.isdigit() and _is_struck(glyph, levels) else glyph
        for glyph in marks.glyphs
    ]


def _is_struck(glyph: Glyph, levels: Mapping[int, list[Ruling]]) -> bool:
    lowest, highest = (glyph.base - share * glyph.size for share in _STRUCK)
    middle = (glyph.x0 + glyph.x1) / 2
    return any(
        lowest >= line.at >= highest and line.start <= middle <= line.end
        for level in range(int(highest), int(lowest) + 1)
        for line in levels.get(level, ())
    )


def _pieces(box: Box) -> list[Box]:
    across, down = int((box.x1 - box.x0) // _WIDE) + 1, int((box.bottom - box.top) // _HIGH) + 1
    if across * down > _MOST_PIECES:
        across, down = min(across, 20), min(down, 10)
    width, height = (box.x1 - box.x0) / across, (box.bottom - box.top) / down
    corners = ((box.x0 + x * width, box.top + y * height) for x in range(across) for y in range(down))
    return [Box(left, top, left + width, top + height) for left, top in corners]


def _is_framed(box: Box, marks: Marks) -> bool:
    """Tell whether lines of a table run at all four sides of a thing's middle."""
    x, y = box.middle
    across = [line.at < y for line in marks.horizontal if line.start <= x <= line.end]
    down = [line.at < x for line in marks.vertical if line.start <= y <= line.end]
    return len({*across}) == len({*down}) == 2


def _lies_in(glyph: Glyph, boxes: Mapping[tuple[int, int], Box]) -> bool:
    x = (glyph.x0 + glyph.x1) / 2
    column, row = _place(x, glyph.middle)
    around = ((column + right, row + down) for right in _NEAR for down in _NEAR)
    return any(place in boxes and boxes[place].holds(x, glyph.middle) for place in around)


def _sign(box: Box) -> Glyph:
    return Glyph(ILLEGIBLE, box.x0, box.x1, box.bottom, box.middle[1], max(box.bottom - box.top, 4.0))
