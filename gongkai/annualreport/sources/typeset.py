"""From glyphs to printed lines, without the page's furniture: its number, header and footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai.annualreport.sources.marks import Glyph

_SAME_BASE = 0.4  # of the glyph size: superscripts stay on their line, the next line does not
_SPACE = 0.3  # of the size: a gap that is seen as a space
_THIN_SPACE = 0.1  # … where the source has a space character
_TWICE = 0.15  # of the size: the same glyph again this near is one printed twice, to look bold
_COLUMN = 1.8  # of the size: a gap that sets columns apart
_UNEVEN = 0.1  # of the size: how much the gaps of a line spread to full width differ
_WIDEST_SPREAD = 1.0  # of the size: wider gaps set words apart, however even
_HAN = re.compile("[\u4e00-\u9fff，。；：、！？（）《》“”‘’]")
PAGE_NUMBER = re.compile(
    r"[-—–－―~·•\s]*(?:第\s*)?(?:\d{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩivxIVX]{1,4})(?:\s*页)?(?:\s*[/／,，共]+\s*\d{1,3}\s*页?)?[-—–－―~·•\s]*"
)


class Word(NamedTuple):
    """Glyphs of one line without a space between them, from `x0` to `x1`."""

    text: str
    x0: float
    x1: float


class Line(NamedTuple):
    """A printed line: `text` has tabs where columns stand apart; `x0`, `x1`, `base`, `size` in points.

    `number` counts the lines outside tables from 1 through the whole document.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    page: int = 0
    number: int = 0
    words: tuple[Word, ...] = ()


def lines_of(glyphs: Iterable[Glyph], page: int = 0, columns: bool = True) -> list[Line]:
    """Return the printed lines from top to bottom; without `columns` a wide gap is a space like any other."""
    return [_line(sorted(group, key=lambda glyph: glyph.x0), page, columns) for group in _on_one_base(glyphs)]


def words_of(glyphs: Sequence[Glyph]) -> str:
    """Return the text of a cell as printed: its lines joined by newlines."""
    if len(glyphs) == 1:
        return glyphs[0].text
    return "\n".join(line.text for line in lines_of(glyphs, columns=False))


def _on_one_base(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    group: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if group and glyph.base - group[-1].base > _SAME_BASE * min(glyph.size, group[-1].size):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _line(glyphs: list[Glyph], page: int, columns: bool) -> Line:
    parts = [glyphs[0].text]
    words = [Word(*glyphs[0][:3])]
    last = glyphs[0]
    spread = _spread(glyphs)
    for glyph in glyphs[1:]:
        size = max(glyph.size, last.size)
        if glyph.text == last.text and abs(glyph.x0 - last.x0) < _TWICE * size:
            continue
        gap = glyph.x0 - last.x1
        if spread and (_HAN.fullmatch(glyph.text) or _HAN.fullmatch(last.text)):
            gap -= spread
        is_apart = gap > _SPACE * size or (glyph.spaced and gap > _THIN_SPACE * size)
        if is_apart:
            parts.append("\t" if columns and gap > _COLUMN * size else " ")
            words.append(Word(*glyph[:3]))
        else:
            words[-1] = Word(words[-1].text + glyph.text, words[-1].x0, glyph.x1)
        parts.append(glyph.text)
        last = glyph
    size = sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2]
    end = max(glyph.x1 for glyph in glyphs)
    return Line("".join(parts), glyphs[0].x0, end, glyphs[0].base, size, page, words=tuple(words))


def _spread(glyphs: Sequence[Glyph]) -> float:
    """Return by how much the Chinese of a line was spread to full width, else 0: such gaps are no spaces."""
    pairs = [pair for pair in pairwise(glyphs) if all(_HAN.fullmatch(glyph.text) for glyph in pair)]
    gaps = [after.x0 - before.x1 for before, after in pairs]
    if len(gaps) < 3 or min(gaps) <= 0 or any(after.spaced for _, after in pairs):
        return 0
    even = max(gaps) - min(gaps) < _UNEVEN * glyphs[0].size and max(gaps) < _WIDEST_SPREAD * glyphs[0].size
    return min(gaps) if even else 0


def without_furniture(pages: Sequence[list[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Return the lines of each page without page numbers and repeated headers and footers."""
    repeated = _repeated(pages)
    kept = []
    for lines, height in zip(pages, heights, strict=True):
        kept.append([line for line in lines if not _is_furniture(line, height, repeated)])
    return kept


def _repeated(pages: Sequence[list[Line]]) -> set[tuple[str, int]]:
    """Return the first and last lines that at least three pages, and half of them, share."""
    counts: dict[tuple[str, int], int] = {}
    for lines in pages:
        for line in {lines[0], lines[-1]} if lines else ():
            counts[_identity(line)] = counts.get(_identity(line), 0) + 1
    return {key for key, count in counts.items() if count >= 3 and count * 2 >= len(pages)}


def _identity(line: Line) -> tuple[str, int]:
    return line.text, round(line.base / 4)


def _is_furniture(line: Line, height: float, repeated: set[tuple[str, int]]) -> bool:
    at_edge = line.base < 0.12 * height or line.base > 0.88 * height
    return at_edge and (PAGE_NUMBER.fullmatch(line.text) is not None or _identity(line) in repeated)
