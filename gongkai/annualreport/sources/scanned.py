"""Pages that are pictures, recognised by tesseract where it is installed.

A table's cells are found first, by the lines in the picture. Then every printed line of
every cell is set on a strip of its own, since the recognition of a whole ruled page takes
lines for ones and drops lone zeros.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from gongkai.annualreport.document import ILLEGIBLE, Document
from gongkai.annualreport.sources.lattice import Lattice, lattices
from gongkai.annualreport.sources.limits import MAX_IMAGE_PIXELS, OCR_DPI, OCR_PAGES, OCR_SECONDS
from gongkai.annualreport.sources.marks import Box, Glyph, Marks, Ruling
from gongkai.annualreport.sources.pages import blocks_of_pages
from gongkai.annualreport.sources.paragraphs import joined
from gongkai.annualreport.sources.picture import black, bleached, erased, printed_lines, rulings, straightened, strips
from gongkai.annualreport.sources.tesseract import SURE, Tesseract, Word, can_recognise
from gongkai.annualreport.unreadable import Unreadable, unreadable

_PURE_FIGURE = re.compile(r"[\d.,]+")
_TABLE_WIDTH = 120.0  # points
_BORDER = 10  # pixels
_UPRIGHT = 4  # characters, at least, that stand one below the other
_COLUMN = 1.8  # heights of a line: a gap that sets columns apart
_A4_WIDTH, _A4_LENGTH = 595.0, 842.0


@dataclass(frozen=True)
class Scan:
    """One page as a grey picture; `scale` is points to a pixel, `number` counts pages from 1."""

    number: int
    picture: Image.Image
    scale: float

    @classmethod
    def of_page(cls, page: Any, marks: Marks) -> Scan:
        """Return a PDF page drawn at OCR_DPI, or coarser where it is huge."""
        width, height = page.get_size()
        scale = min(OCR_DPI / 72, (MAX_IMAGE_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        picture = bitmap.to_pil().convert("L")
        page.close()
        return cls(marks.number, picture, 1 / scale)


def image_document(data: bytes) -> Document:
    """Return a picture file (PNG, JPEG, TIFF with its pages) as a document of kind ``ocr``.

    Raises Unreadable: READ-NEEDS-OCR, READ-DAMAGED, READ-TOO-LARGE, READ-TIMEOUT.
    """
    if not can_recognise():
        raise unreadable("READ-NEEDS-OCR")
    try:
        with warnings.catch_warnings(action="ignore"):  # Pillow warns of odd metadata on standard error
            pages = list(recognised(_scans(data)))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise unreadable("READ-DAMAGED", reason="image_damaged") from error
    return Document("ocr", tuple(blocks_of_pages(pages)), remarks=("READ-OCR-USED",))


def _scans(data: bytes) -> Iterator[Scan]:
    with Image.open(io.BytesIO(data)) as image:
        count = getattr(image, "n_frames", 1)
        check_recognised_pages(count)
        for number in range(count):
            image.seek(number)
            if image.width * image.height > MAX_IMAGE_PIXELS:
                raise _too_many_pixels()
            yield _scan(number + 1, image)


def _too_many_pixels() -> Unreadable:
    return unreadable("READ-TOO-LARGE", limit="pixels", megapixels=MAX_IMAGE_PIXELS // 1_000_000)


def check_recognised_pages(count: int) -> None:
    """Raise Unreadable (READ-TOO-LARGE) where `count` pages are too many to be recognised in reasonable time."""
    if count > OCR_PAGES:
        raise unreadable("READ-TOO-LARGE", limit="recognised", count=OCR_PAGES)


def _scan(number: int, image: Image.Image) -> Scan:
    """Return the picture at about OCR_DPI, taken to be a sheet of A4."""
    upright = ImageOps.exif_transpose(image) or image
    grey = _on_white(upright).convert("L")
    points = _A4_WIDTH if grey.height >= grey.width else _A4_LENGTH
    wanted = round(points / 72 * OCR_DPI)
    if not 0.75 * wanted <= grey.width <= 1.6 * wanted:
        grey = grey.resize((wanted, max(round(grey.height * wanted / grey.width), 1)), Image.Resampling.BICUBIC)
    return Scan(number, grey, points / grey.width)


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    coloured = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)


def recognised(scans: Iterable[Scan]) -> Iterator[Marks]:
    """Yield each page as marks: the lines of its tables, and its words as glyphs.

    Raises Unreadable (READ-TIMEOUT) after OCR_SECONDS.
    """
    ends = time.monotonic() + OCR_SECONDS
    with tempfile.TemporaryDirectory(prefix="gongkai-ocr-") as home:
        for scan in scans:
            yield _Recognition(scan, Tesseract(home, ends)).marks()


class _Recognition:
    """The recognition of one page."""

    def __init__(self, scan: Scan, tesseract: Tesseract) -> None:
        self._scan, self._tesseract = scan, tesseract
        self._picture = straightened(ImageOps.autocontrast(scan.picture, cutoff=0.5))

    def marks(self) -> Marks:
        """Return the page's lines and words."""
        scale = self._scan.scale
        marks = Marks(self._scan.number, self._picture.width * scale, self._picture.height * scale)
        runs = rulings(black(self._picture))
        tables = self._tables(*(_scaled(group, scale) for group in runs))
        boxes = [self._pixels(table.box) for table in tables]
        across, down = (_within(group, boxes, turned=turned) for group, turned in zip(runs, (False, True), strict=True))
        marks.horizontal, marks.vertical = _scaled(across, scale), _scaled(down, scale)
        marks.glyphs = self._outside(boxes) + self._inside(tables, bleached(self._picture, across, down))
        return marks

    def _tables(self, across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
        """Return the tables: not the strokes of large characters, nor a seal."""
        return [table for table in lattices(across, down) if table.box.x1 - table.box.x0 >= _TABLE_WIDTH]

    def _outside(self, tables: Sequence[Box]) -> list[Glyph]:
        """Return the lines of the running text; doubtful figures are ILLEGIBLE."""
        picture = erased(self._picture, tables)
        words = self._verified(self._tesseract.words(picture), picture)
        lines = groupby(words, key=lambda word: word.line)
        return [self._glyph(*piece) for _, line in lines for piece in _pieces(list(line))]

    def _verified(self, words: list[Word], picture: Image.Image) -> list[Word]:
        """Return the words with those figures ILLEGIBLE that read otherwise when each is read alone."""
        places = [index for index, word in enumerate(words) if _PURE_FIGURE.fullmatch(word.text)]
        read: list[str] = []
        for strip, placed in strips(picture, [words[index].box for index in places]):
            read += [figure.text for figure in self._tesseract.figures(strip, placed)[0]]
        for index, figure in zip(places, read, strict=True):
            if words[index].text.strip(".,") != figure.strip(".,+-"):
                words[index] = words[index]._replace(text=ILLEGIBLE)
        return words

    def _inside(self, tables: Sequence[Lattice], picture: Image.Image) -> list[Glyph]:
        """Return the printed lines of all cells, each as one glyph."""
        ink = black(picture)
        cells = [self._pixels(_box(table, cell)) for table in tables for cell in table.cells]
        lines = [line for cell in cells for line in _level(printed_lines(ink, cell))]
        glyphs = []
        for strip, placed in strips(picture, lines):
            texts = self._tesseract.lines(strip, placed)
            glyphs += [self._glyph(text, line) for text, (_, line) in zip(texts, placed, strict=True)]
        return glyphs

    def _pixels(self, box: Box) -> Box:
        return Box(*(side / self._scan.scale for side in box))

    def _glyph(self, text: str, box: Box) -> Glyph:
        x0, top, x1, bottom = (side * self._scan.scale for side in box)
        return Glyph(text, x0, x1, bottom, (top + bottom) / 2, max(bottom - top, 1.0))


def _box(table: Lattice, cell: Any) -> Box:
    return Box(table.xs[cell.left], table.ys[cell.top], table.xs[cell.right], table.ys[cell.bottom])


def _level(lines: list[Box]) -> list[Box]:
    """Return a cell's lines, none where single characters stand one below the other: a label, never a figure."""
    narrow = sum(line.x1 - line.x0 < 1.6 * (line.bottom - line.top) for line in lines)
    return [] if narrow >= _UPRIGHT else lines


def _pieces(words: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """Yield the text of a printed line, in pieces where columns stand apart, each with its box."""
    top, bottom = min(word.box.top for word in words), max(word.box.bottom for word in words)
    text, left, right = "", words[0].box.x0, words[0].box.x0
    for word in words:
        if text and word.box.x0 - right > _COLUMN * (bottom - top):
            yield text, Box(left, top, right, bottom)
            text, left = "", word.box.x0
        text = joined(text, word.text if _is_believed(word) else ILLEGIBLE)
        right = word.box.x1
    yield text, Box(left, top, right, bottom)


def _is_believed(word: Word) -> bool:
    return word.sure >= SURE or not any(map(str.isdigit, word.text))


def _scaled(rulings: Sequence[Ruling], scale: float) -> list[Ruling]:
    return [Ruling(*(side * scale for side in ruling)) for ruling in rulings]


def _within(rulings: Sequence[Ruling], boxes: Sequence[Box], *, turned: bool) -> list[Ruling]:
    """Return the lines inside or on the border of the boxes; `turned` for vertical ones."""
    kept = []
    for ruling in rulings:
        middle = (ruling.start + ruling.end) / 2
        x, y = (ruling.at, middle) if turned else (middle, ruling.at)
        if any(_holds(box, x, y) for box in boxes):
            kept.append(ruling)
    return kept


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 - _BORDER <= x <= box.x1 + _BORDER and box.top - _BORDER <= y <= box.bottom + _BORDER
