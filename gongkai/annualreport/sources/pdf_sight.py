"""What of a PDF page's text is seen: the page is drawn with its text and without it, and the two are compared.

White text, text below a picture, outside the page, cut away, or in invisible ink: all of it
changes nothing in the drawing, by whatever trick. What nobody sees is no figure; what is seen
only faintly is ILLEGIBLE. Decision 0017 tells why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from ctypes import addressof, byref, c_ulong, create_string_buffer
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.marks import Box, Glyph, Marks

Found = Sequence[tuple[int, Glyph]]

_MOST_PIXELS = 4_000_000  # of the drawing, a pixel a point; a sheet larger than A0 is drawn coarser
_CLEAR, _NOTICED = 32, 3  # of 255: the change of a pixel that is surely seen, and of one that may be
_CLEAR_ONES = [int(value >= _CLEAR) for value in range(256)]
_INK = 64  # of 255: where pixels differ by this something is printed
_MARGIN = 0.15  # of a glyph's width at each side: there its neighbours reach in
_LEGIBLE, _VISIBLE = 2.0, 1.0  # points of a digit's height: less is doubtful, and not to be seen at all
_CONFLICT = 0.5  # of the narrower of two digits that are set one on the other
_NEAR = 4.0  # points: digits on each other begin no further apart
_BAND = 16.0  # points
_TURNS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
_SEEN, _DOUBTFUL, _UNSEEN = range(3)
# By quarters that the frame is turned: how far a glyph's matrix runs along the line, and up from it.
_UPRIGHT: tuple[Callable[[Any], tuple[float, float]], ...] = (
    lambda matrix: (matrix.a, matrix.d),
    lambda matrix: (matrix.b, -matrix.c),
    lambda matrix: (-matrix.a, -matrix.d),
    lambda matrix: (-matrix.b, matrix.c),
)
_NAME_BYTES = 64


class Cover(NamedTuple):
    """An opaque rectangle, and how many objects of the page are painted before it."""

    order: int
    box: Box


@dataclass(slots=True)
class Painted:
    """What a page paints: its text objects by address, each with its place in the order, and what may lie over them."""

    texts: dict[int, tuple[int, Any]] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)


class Sight:
    """Tells of one page which glyphs are seen; `quarter`: by how many quarters the frame of `marks` is turned."""

    def __init__(self, page: Any, text_page: Any, marks: Marks, quarter: int, painted: Painted) -> None:
        self._text_page, self._painted, self._quarter = text_page, painted, quarter
        self._replaced: dict[int, bool] = {}
        self._covers = _by_band(painted.covers, marks.height)
        self._scale = min(1.0, (_MOST_PIXELS / max(marks.width * marks.height, 1.0)) ** 0.5)
        whole = self._drawn(page, quarter)
        for _, text in painted.texts.values():
            pdfium.FPDFPageObj_SetIsActive(text, False)
        bare = self._drawn(page, quarter)
        change = ImageChops.difference(whole, bare)
        self._bare, self._width = bare, bare.width
        self._change = change.tobytes()
        self._clear = change.point(_CLEAR_ONES).tobytes()

    def keep_seen(self, marks: Marks, found: Found) -> None:
        """Give `marks` the glyphs that are seen, doubtful digits ILLEGIBLE; `found` has their index in the text page.

        Where most of the page's text is unseen and most of that lies over something printed it is a `layer`
        and stays. Other unseen text is left out; with a digit in it the page has something `hidden`.
        """
        judged = [(self._judgement(index, glyph), glyph) for index, glyph in found]
        unseen = [glyph for judgement, glyph in judged if judgement == _UNSEEN]
        mostly = 2 * len(unseen) >= len(found)
        marks.layer = mostly and 2 * sum(map(self._lies_over_ink, unseen)) >= len(unseen)
        marks.hidden = not marks.layer and any(glyph.text.isdigit() for glyph in unseen)
        kept = [_as_seen(*one) for one in judged if marks.layer or one[0] != _UNSEEN]
        marks.glyphs = _without_conflicts(kept)

    def _drawn(self, page: Any, quarter: int) -> Image.Image:
        """Return the page drawn in the frame of its marks, whatever way up it is to be shown."""
        upright = (360 - page.get_rotation()) % 360
        picture: Image.Image = page.render(scale=self._scale, rotation=upright, grayscale=True).to_pil()
        turn = _TURNS[quarter]
        return picture if turn is None else picture.transpose(turn)

    def _judgement(self, index: int, glyph: Glyph) -> int:
        if self._is_covered(index, glyph):
            return _UNSEEN
        ink = self._ink(index, glyph)
        if not glyph.text.isdigit():
            return ink
        if glyph.x1 - glyph.x0 < _VISIBLE or self._is_turned(index) or self._is_replaced(index):
            ink = max(ink, _DOUBTFUL) if glyph.x1 - glyph.x0 >= _VISIBLE else _DOUBTFUL
        if glyph.size >= _LEGIBLE:
            return ink
        return _UNSEEN if glyph.size <= _VISIBLE else max(ink, _DOUBTFUL)

    def _ink(self, index: int, glyph: Glyph) -> int:
        """Return how well the drawing shows a glyph; one whose font is not in the file may be drawn by none at hand."""
        left, top, right, bottom = self._pixels(glyph)
        starts = range(top * self._width + left, bottom * self._width + left, self._width)
        for start in starts:
            if self._clear.find(1, start, start + right - left) >= 0:
                return _SEEN
        if any(max(self._change[start : start + right - left], default=0) >= _NOTICED for start in starts):
            return _DOUBTFUL
        return _UNSEEN if glyph.text.isascii() or self._has_its_font(index) else _DOUBTFUL

    def _is_turned(self, index: int) -> bool:
        """Tell whether a digit stands on its head, lies on its side or is mirrored."""
        found = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(self._text_page, index, found):
            return False
        along, up = _UPRIGHT[self._quarter](found)
        if along < 0 and up < 0:
            return bool(pdfium.FPDFText_GetFontSize(self._text_page, index) > 0)
        return along <= 0 or up <= 0

    def _is_replaced(self, index: int) -> bool:
        """Tell whether a file gives other characters (ActualText) than it prints."""
        text = pdfium.FPDFText_GetTextObject(self._text_page, index)
        if not text:
            return False
        address = addressof(text.contents)
        if address not in self._replaced:
            self._replaced[address] = any(_gives_text(mark) for mark in _content_marks(text))
        return self._replaced[address]

    def _pixels(self, glyph: Glyph) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of a glyph in the drawing, nothing where it lies outside."""
        margin = _MARGIN * (glyph.x1 - glyph.x0)
        sides = (glyph.x0 + margin, glyph.middle - glyph.size / 2, glyph.x1 - margin, glyph.middle + glyph.size / 2)
        left, top, right, bottom = (int(max(side * self._scale, 0.0)) for side in sides)
        width, height = self._bare.size
        outside = sides[2] < 0 or sides[3] < 0
        return (0, 0, 0, 0) if outside else (left, top, min(right + 1, width), min(bottom + 1, height))

    def _lies_over_ink(self, glyph: Glyph) -> bool:
        """Tell whether the page shows something where the glyph is, without any text."""
        left, top, right, bottom = self._pixels(glyph)
        if left >= right or top >= bottom:
            return False
        shades = self._bare.crop((left, top, right, bottom)).tobytes()
        return max(shades) - min(shades) >= _INK

    def _is_covered(self, index: int, glyph: Glyph) -> bool:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        over = [cover.order for cover in self._covers.get(int(y // _BAND), ()) if cover.box.holds(x, y)]
        return bool(over) and self._order(index) < max(over)

    def _order(self, index: int) -> int:
        text = pdfium.FPDFText_GetTextObject(self._text_page, index)
        return self._painted.texts.get(addressof(text.contents), (0, None))[0] if text else 0

    def _has_its_font(self, index: int) -> bool:
        text = pdfium.FPDFText_GetTextObject(self._text_page, index)
        font = pdfium.FPDFTextObj_GetFont(text) if text else None
        return not font or pdfium.FPDFFont_GetIsEmbedded(font) == 1


def is_optional(member: Any) -> bool:
    """Tell whether an object is shown or not as its layer is switched (optional content)."""
    return any(_name_of(mark) == "OC" for mark in _content_marks(member))


def _content_marks(member: Any) -> Iterator[Any]:
    for index in range(pdfium.FPDFPageObj_CountMarks(member)):
        yield pdfium.FPDFPageObj_GetMark(member, index)


def _name_of(mark: Any) -> str:
    room, length = create_string_buffer(_NAME_BYTES), c_ulong()
    units = (pdfium.FPDF_WCHAR * (_NAME_BYTES // 2)).from_buffer(room)
    found = pdfium.FPDFPageObjMark_GetName(mark, units, _NAME_BYTES, byref(length))
    return room.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0") if found else ""


def _gives_text(mark: Any) -> bool:
    return bool(pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, byref(c_ulong())))


def _by_band(covers: Sequence[Cover], height: float) -> Mapping[int, list[Cover]]:
    """Return the covers by the bands of the page that they reach into: a table with shaded cells has hundreds."""
    banded: dict[int, list[Cover]] = defaultdict(list)
    for cover in covers:
        for band in range(int(max(cover.box.top, 0.0) // _BAND), int(min(cover.box.bottom, height) // _BAND) + 1):
            banded[band].append(cover)
    return banded


def _as_seen(judgement: int, glyph: Glyph) -> Glyph:
    return glyph._replace(text=ILLEGIBLE) if judgement == _DOUBTFUL and glyph.text.isdigit() else glyph


def _without_conflicts(glyphs: list[Glyph]) -> list[Glyph]:
    """Return the glyphs with digits ILLEGIBLE that lie on another digit: only one of the two can be what is seen."""
    near: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text.isdigit():
            near[_neighbourhood(glyph)].append(glyph)
    return [glyph._replace(text=ILLEGIBLE) if _has_conflict(glyph, near) else glyph for glyph in glyphs]


def _neighbourhood(glyph: Glyph) -> tuple[int, int]:
    return int(glyph.x0 // _NEAR), int(glyph.middle // _NEAR)


def _has_conflict(glyph: Glyph, near: Mapping[tuple[int, int], list[Glyph]]) -> bool:
    if not glyph.text.isdigit():
        return False
    x, y = _neighbourhood(glyph)
    around = (near.get((x + right, y + down), ()) for right in (-1, 0, 1) for down in (-1, 0, 1))
    return any(_conflict(glyph, other) for others in around for other in others)


def _conflict(one: Glyph, other: Glyph) -> bool:
    common = min(one.x1, other.x1) - max(one.x0, other.x0)
    narrower = min(one.x1 - one.x0, other.x1 - other.x0)
    apart = abs(one.middle - other.middle) > min(one.size, other.size) / 2
    return one.text != other.text and common > _CONFLICT * narrower and not apart
