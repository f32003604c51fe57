"""One page of a PDF as marks, taken from PDFium's text page and page objects.

PDFium gives characters one by one with their boxes, and paths as segments: ten times the
speed of parsing the page in Python, and a parser that is fuzzed all day.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import POINTER, addressof, byref, c_double, c_float, c_int, c_uint
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.annualreport.sources.limits import MAX_FORM_DEPTH, MAX_PAGE_MARKS
from gongkai.annualreport.sources.marks import UNKNOWN, Box, Glyph, Marks, Ruling
from gongkai.annualreport.sources.pdf_foreign import mark_illegible, mark_struck, seen_annotations, set_strokes_apart
from gongkai.annualreport.sources.pdf_sight import Cover, Painted, Sight, is_optional
from gongkai.annualreport.unreadable import unreadable

Point = tuple[float, float]
Turn = Callable[[float, float], Point]
Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.5  # points: a filled rectangle thinner than this is a line
_STRAIGHT = 1.0  # points that a line may lean
_SHORT = 1.0
_SMALL, _TALL = 3.0, 40.0  # points: type outside this is looked at twice
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_INVISIBLE = 3  # text render mode of the layer over a scan
_OPAQUE = 255
_SAMPLES = 60
_CORNERS, _WIDEST_SIGN = 4, 120.0  # of a rectangle; points

_LOOK = "⼾⺠⻓⻔⻋⻅⻚⻛⻢⻬⻨⻩⻰⻤⻄⻝⻘⻆⻁⻮⻦⻥⻣⻉⻙⻜⻳⺝⺟"
_MEAN = "户民长门车见页风马齐麦黄龙鬼西食青角虎齿鸟鱼骨贝韦飞龟月母"
# Characters that PDF writers put for the unified ones which look the same (KangXi and other radicals);
# compatibility decomposition knows only part of them.
LOOKALIKES = str.maketrans(
    {
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)},
        **dict(zip(_LOOK, _MEAN, strict=True)),
        "\u00a0": " ",
    }
)


def marks_of(page: Any, number: int) -> Marks:
    """Return the marks of a pypdfium2 page; raise Unreadable (READ-TOO-LARGE) where they are too many."""
    text_page = page.get_textpage()
    try:
        turn, width, height, quarter = _frame(page, text_page)
        marks = Marks(number, width, height, upright=quarter == 0)
        found = _glyphs(text_page, turn)
        objects = _Objects(marks, turn)
        marks.effort = len(found) + objects.take(page)
        drawn = [*objects.drawn, *set_strokes_apart(marks), *seen_annotations(page, turn)]
        if found and objects.is_layer():
            marks.glyphs, marks.layer = [glyph for _, glyph in found], True
        elif found:
            Sight(page, text_page, marks, quarter, objects.painted).keep_seen(marks, found)
            mark_struck(marks)
            mark_illegible(marks, drawn)
    finally:
        text_page.close()
    return marks


def _frame(page: Any, text_page: Any) -> tuple[Turn, float, float, int]:
    """Return the change of coordinates that sets the page's text upright, the page's size in it, its quarter turns."""
    left, bottom, right, top = page.get_bbox()
    quarter = _quarter_turns(text_page)
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    width, height = right - left, top - bottom
    return turns[quarter], *((width, height) if quarter % 2 == 0 else (height, width)), quarter


def _quarter_turns(text_page: Any) -> int:
    """Return by how many quarters of a circle most of the text is turned anticlockwise."""
    count = pdfium.FPDFText_CountChars(text_page)
    step = max(count // _SAMPLES, 1)
    angles = (pdfium.FPDFText_GetCharAngle(text_page, index) for index in range(0, count, step))
    quarters = Counter(-round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)  # PDFium turns clockwise
    return quarters.most_common(1)[0][0] if quarters else 0


def _glyphs(text_page: Any, turn: Turn) -> list[tuple[int, Glyph]]:
    """Return the glyphs, each with its index in the text page."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_PAGE_MARKS:
        raise unreadable("READ-TOO-LARGE", limit="page_marks", count=MAX_PAGE_MARKS)
    x, y = c_double(), c_double()
    glyphs = []
    spaced = False
    for index in range(count):
        character = _character(text_page, index)
        if not character or character.isspace():
            spaced = spaced or (bool(character) and not pdfium.FPDFText_IsGenerated(text_page, index))
            continue
        left, bottom, right, top = _box(text_page, index)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        glyph = _glyph(character, turn(left, top), turn(right, bottom), turn(x.value, y.value), spaced)
        spaced = False
        if glyph is not None:
            glyphs.append((index, glyph))
    return glyphs


def _box(text_page: Any, index: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of a character with the room its font gives it.

    PDFium forgets the scale of that room where a font writes downwards (the narrow cells
    at the left of the application table); then the box of the ink has to do.
    """
    room = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, room)
    if _SMALL <= room.top - room.bottom <= _TALL:
        return room.left, room.bottom, room.right, room.top
    left, right, bottom, top = (c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    if room.top - room.bottom >= _SMALL and right.value - left.value > (room.right - room.left) / 3:
        return room.left, room.bottom, room.right, room.top
    return left.value, bottom.value, right.value, top.value


def _character(text_page: Any, index: int) -> str:
    """Return the character at `index`: nothing for a control mark, UNKNOWN where its font does not tell."""
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code < 0x20:
        return UNKNOWN if code == 0 else ""
    if 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code >= 0xF0000 or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return "" if code == 0xFFFE else UNKNOWN
    if pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1:
        return UNKNOWN
    return chr(code).translate(LOOKALIKES)


def _glyph(text: str, one: Point, other: Point, origin: Point, spaced: bool) -> Glyph | None:
    x0, x1 = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    if not all(map(math.isfinite, (x0, x1, top, bottom, *origin))):
        return None
    return Glyph(text, x0, x1, origin[1], (top + bottom) / 2, max(bottom - top, 1.0), spaced)


class _Objects:
    """Gathers lines and pictures from page objects, through groups (form XObjects)."""

    def __init__(self, marks: Marks, turn: Turn) -> None:
        self._marks, self._turn = marks, turn
        self._left = MAX_PAGE_MARKS
        self._order = 0
        self._text_modes: set[int] = set()
        self.painted = Painted()
        self.drawn: list[Box] = []  # small things that may be signs: pictures, outlines

    def take(self, page: Any) -> int:
        """Take all objects of the page; return how many things were looked at."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._members((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), _IDENTITY, 0)
        return MAX_PAGE_MARKS - self._left

    def is_layer(self) -> bool:
        """Tell whether all text is in invisible ink over a picture of the page, as scanners leave it."""
        return self._text_modes == {_INVISIBLE} and self._marks.is_mostly_picture()

    def _members(self, members: Iterator[Any], matrix: Matrix, depth: int) -> None:
        for member in members:
            self._left -= 1
            self._order += 1
            if self._left < 0:
                raise unreadable("READ-TOO-LARGE", limit="page_marks", count=MAX_PAGE_MARKS)
            kind = pdfium.FPDFPageObj_GetType(member)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._text_modes.add(pdfium.FPDFTextObj_GetTextRenderMode(member))
                self.painted.texts[addressof(member.contents)] = (self._order, member)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(member, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._picture(member, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                self._members(_inner(member), _product(_matrix(member), matrix), depth + 1)

    def _picture(self, member: Any, matrix: Matrix) -> None:
        sides = [c_float() for _ in range(4)]
        if pdfium.FPDFPageObj_GetBounds(member, *map(byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            self._filled([_moved(matrix, left, bottom), _moved(matrix, right, top)], is_picture=True)

    def _path(self, member: Any, matrix: Matrix) -> None:
        count = pdfium.FPDFPath_CountSegments(member)
        self._left -= count
        fill, stroke = c_int(), c_int()
        if count < 2 or self._left < 0 or not pdfium.FPDFPath_GetDrawMode(member, fill, stroke):
            return
        for points in _subpaths(member, count, _product(_matrix(member), matrix)):
            if stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._line(*self._turn(x0, y0), *self._turn(x1, y1))
            elif fill.value:
                self._filled(points, covers=self._may_cover(member))

    def _may_cover(self, member: Any) -> bool:
        """Tell whether a shape is painted after some text, and lets nothing through."""
        channels = [c_uint() for _ in range(4)]
        painted = self.painted.texts and pdfium.FPDFPageObj_GetFillColor(member, *map(byref, channels))
        return bool(painted) and channels[3].value == _OPAQUE and not is_optional(member)

    def _filled(self, points: list[Point], *, is_picture: bool = False, covers: bool = False) -> None:
        """Take a filled shape: a line where it is thin; a shape that is thick both ways is only a background."""
        turned = [self._turn(x, y) for x, y in points]
        xs, ys = [x for x, _ in turned], [y for _, y in turned]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if not all(map(math.isfinite, (x0, x1, y0, y1))):
            return
        if y1 - y0 <= _THIN and x1 - x0 > y1 - y0:
            self._line(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif x1 - x0 <= _THIN:
            self._line((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif is_picture:
            self._marks.pictures.append(Box(x0, y0, x1, y1))
            self._draw(x0, y0, x1, y1)
        elif len(set(points)) > _CORNERS:
            self._draw(x0, y0, x1, y1)
        elif covers and len({round(x, 1) for x in xs}) == len({round(y, 1) for y in ys}) == 2:
            self.painted.covers.append(Cover(self._order, Box(x0, y0, x1, y1)))

    def _draw(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Take something that may be a sign, or some; what is larger is a background or a picture of its own."""
        if x1 - x0 <= _WIDEST_SIGN and y1 - y0 <= _TALL:
            self.drawn.append(Box(x0, y0, x1, y1))

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) >= _SHORT:
            self._marks.horizontal.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) >= _SHORT:
            self._marks.vertical.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _inner(form: Any) -> Iterator[Any]:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        yield pdfium.FPDFFormObj_GetObject(form, index)


def _subpaths(member: Any, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the corners of each part of a path, closed ones with their first corner again."""
    x, y = c_float(), c_float()
    points: list[Point] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(member, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(_moved(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _matrix(member: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(member, POINTER(pdfium.FS_MATRIX)(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
