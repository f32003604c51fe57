"""Geometry of a scanned page: its skew, its straight lines, the ink of its printed lines.

Done on rows of bytes with Pillow alone; a run of black is found by a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from gongkai.annualreport.sources.marks import Box, Ruling

_BLACK = 160  # grey below this is ink
_WHITE = 205  # grey above this is paper, or the tint of a cell
_BLEACH = [  # ink stays as it is, so that thin strokes do not fade
    grey if grey < _BLACK else min(_BLACK + (grey - _BLACK) * (255 - _BLACK) // (_WHITE - _BLACK), 255)
    for grey in range(256)
]
_SOFT = 1.0  # pixels: crisp thin strokes are recognised better when blurred a little
_RUN = re.compile(rb"\x00{45,}")  # pixels at 200 dpi: 5.7 mm, longer than a stroke of running text
_MAX_RUNS = 40_000
_COARSE, _FINE = 0.5, 0.1  # degrees: four steps each way, so two degrees at most
_REDUCED = 4
_BLUR = 2  # pixels beside a line that are not yet white
_INSET = 3
_MARGIN = 8
_GAP = 30  # pixels between the lines on a strip
_LINE_GAP = 3  # rows without ink that end a printed line
_SPECK = 4  # pixels: smaller spots are dust
_STRIP_HEIGHT = 8_000  # tesseract takes up to 32,767 pixels


def black(picture: Image.Image) -> Image.Image:
    """Return the picture in pure black (0) and white (255), one byte a pixel."""
    return picture.point([0] * _BLACK + [255] * (256 - _BLACK))


def straightened(picture: Image.Image) -> Image.Image:
    """Return the picture turned so that its lines lie level."""
    small = picture.reduce(_REDUCED)
    angle = _best(small, [step * _COARSE for step in range(-4, 5)])
    angle = _best(small, [angle + step * _FINE for step in range(-4, 5)])
    if abs(angle) < _FINE / 2:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _best(picture: Image.Image, angles: Sequence[float]) -> float:
    return max(angles, key=lambda angle: (_levelness(picture, angle), -abs(angle)))


def _levelness(picture: Image.Image, angle: float) -> int:
    """Return how sharply ink and paper alternate from row to row: most where printed lines lie level."""
    turned = picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows))


def rulings(ink: Image.Image) -> tuple[list[Ruling], list[Ruling]]:
    """Return the horizontal and the vertical lines of a black and white picture, in pixels; none of a photograph."""
    across = _runs(ink)
    down = _runs(ink.transpose(Image.Transpose.TRANSPOSE))
    return ([], []) if max(len(across), len(down)) > _MAX_RUNS else (across, down)


def _runs(ink: Image.Image) -> list[Ruling]:
    data, width = ink.tobytes(), ink.width
    found: list[Ruling] = []
    for row in range(ink.height):
        at = row * width
        found.extend(Ruling(row, run.start() - at, run.end() - at) for run in _RUN.finditer(data, at, at + width))
        if len(found) > _MAX_RUNS:
            break
    return found


def bleached(picture: Image.Image, across: Sequence[Ruling], down: Sequence[Ruling]) -> Image.Image:
    """Return the picture with white paper and without the given lines, in pixels."""
    cleaned = picture.point(_BLEACH)
    draw = ImageDraw.Draw(cleaned)
    for row, start, end in across:
        draw.rectangle((start - _BLUR, row - _BLUR, end + _BLUR, row + _BLUR), fill=255)
    for column, start, end in down:
        draw.rectangle((column - _BLUR, start - _BLUR, column + _BLUR, end + _BLUR), fill=255)
    return cleaned


def erased(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Return the picture with white in place of the boxes and their borders."""
    cleaned = picture.copy()
    draw = ImageDraw.Draw(cleaned)
    for box in boxes:
        draw.rectangle((box.x0 - _INSET, box.top - _INSET, box.x1 + _INSET, box.bottom + _INSET), fill=255)
    return cleaned


def printed_lines(ink: Image.Image, cell: Box) -> list[Box]:
    """Return the boxes of the printed lines inside a cell, without its borders; none where it is blank."""
    left, top, right, bottom = (round(side) for side in cell)
    if right - left <= 2 * _INSET or bottom - top <= 2 * _INSET:
        return []
    inner = ImageOps.invert(ink.crop((left + _INSET, top + _INSET, right - _INSET, bottom - _INSET)))
    rows = inner.resize((1, inner.height), Image.Resampling.BOX).tobytes()
    found = []
    for start, end in _stretches(rows):
        box = inner.crop((0, start, inner.width, end)).getbbox()
        if box is not None and max(box[2] - box[0], box[3] - box[1]) > _SPECK:
            x, y = left + _INSET, top + _INSET + start
            found.append(Box(x + box[0], y + box[1], x + box[2], y + box[3]))
    return found


def _stretches(rows: bytes) -> Iterator[tuple[int, int]]:
    """Yield from where to where there is ink, over gaps of a few rows."""
    start, last = -1, -1
    for row, ink in enumerate(rows):
        if ink:
            if start >= 0 and row - last > _LINE_GAP:
                yield start, last + 1
                start = row
            start = row if start < 0 else start
            last = row
    if start >= 0:
        yield start, last + 1


def strips(picture: Image.Image, lines: Sequence[Box]) -> Iterator[tuple[Image.Image, list[tuple[Box, Box]]]]:
    """Yield pictures on which each of the lines stands alone, with (its place there, its place on the page)."""
    room: list[Box] = []
    height = 0.0
    for line in lines:
        if room and height > _STRIP_HEIGHT:
            yield _strip(picture, room)
            room, height = [], 0.0
        room.append(line)
        height += line.bottom - line.top + 2 * _MARGIN + _GAP
    if room:
        yield _strip(picture, room)


def _strip(picture: Image.Image, lines: Sequence[Box]) -> tuple[Image.Image, list[tuple[Box, Box]]]:
    tall = sum(round(line.bottom - line.top) + 2 * _MARGIN + _GAP for line in lines) + _GAP
    wide = max(round(line.x1 - line.x0) for line in lines) + 4 * _GAP
    strip = Image.new("L", (max(wide, 400), tall), 255)
    placed = []
    y = _GAP
    for line in lines:
        cut = picture.crop((round(line.x0) - 2, round(line.top) - 2, round(line.x1) + 2, round(line.bottom) + 2))
        strip.paste(cut, (_GAP + _MARGIN, y + _MARGIN))
        placed.append((Box(0, y, strip.width, y + cut.height + 2 * _MARGIN), line))
        y += cut.height + 2 * _MARGIN + _GAP - 4
    return strip.filter(ImageFilter.GaussianBlur(_SOFT)), placed
