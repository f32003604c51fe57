"""What tesseract reads in a picture, and which of its figures can be believed.

Its Chinese model takes a 6 for a 0 and is sure of it; its English model knows figures far
better and no Chinese. So words are read with the one, figures with the other, twice, in two
sizes; where the readings differ the figure is ILLEGIBLE, since a wrong one is worse than none.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from PIL import Image

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.limits import OCR_DPI, OCR_MEMORY_BYTES
from gongkai.annualreport.sources.marks import Box
from gongkai.annualreport.sources.programs import run
from gongkai.annualreport.unreadable import unreadable

SURE = 60.0  # percent; below it a word with figures is not believed
_SURE_FIGURE = 75.0  # … a figure in a table, by two readings at least
_LEAST_SURE = 40.0  # … by any
_CHINESE, _WESTERN = "chi_sim", "eng"
_BLOCK = ("--psm", "6")
_FIGURES = (*_BLOCK, "-c", "tessedit_char_whitelist=0123456789.+-")
_SIZES = (1.0, 0.75)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WITH_UNIT = re.compile(r"[+\-−]?[\d.,，]*\d[\d.,，]*[\u3400-\u9fff]{0,2}")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LOOKALIKE = re.compile(
    r"[工了丨上下卜口〇○丁己OoQDlIiLJ|!\[\]【】」.,，。、'‘’\s]*"
)  # what lone figures are taken for

Placed = Sequence[tuple[Box, Box]]


class Word(NamedTuple):
    """A recognised word: how sure tesseract is (percent), its box in pixels, the printed line that it stands on."""

    text: str
    sure: float
    box: Box
    line: tuple[str, ...] = ()


@cache
def _languages() -> frozenset[str]:
    if shutil.which("tesseract") is None:
        return frozenset()
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=20, check=False)
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


def can_recognise() -> bool:
    """Tell whether tesseract with simplified Chinese is installed."""
    return _CHINESE in _languages()


class Tesseract:
    """Runs tesseract for one file: in the folder `home`, until the moment `ends` (monotonic seconds)."""

    def __init__(self, home: str, ends: float) -> None:
        self._home, self._ends = home, ends

    def words(self, picture: Image.Image) -> list[Word]:
        """Return the words of a picture in reading order."""
        return self._read(picture, _CHINESE, _BLOCK)

    def lines(self, strip: Image.Image, placed: Placed) -> list[str]:
        """Return what each printed line on a strip says, ILLEGIBLE for a figure that is not certain."""
        texts = _by_line(self.words(strip), placed)
        readings = zip(*self.figures(strip, placed), strict=True)
        return [agreed(text, figures) for text, figures in zip(texts, readings, strict=True)]

    def figures(self, strip: Image.Image, placed: Placed) -> list[list[Word]]:
        """Return the lines on a strip read as figures only, once for each size."""
        language = _WESTERN if _WESTERN in _languages() else _CHINESE
        return [_by_line(self._sized(strip, size, language), placed) for size in _SIZES]

    def _sized(self, strip: Image.Image, size: float, language: str) -> list[Word]:
        resized = strip.resize((round(strip.width * size), round(strip.height * size)), Image.Resampling.BICUBIC)
        words = self._read(strip if size == 1 else resized, language, _FIGURES)
        return [word._replace(box=Box(*(side / size for side in word.box))) for word in words]

    def _read(self, picture: Image.Image, language: str, settings: Sequence[str]) -> list[Word]:
        file = io.BytesIO()
        picture.save(file, "PNG", compress_level=1, dpi=(OCR_DPI, OCR_DPI))
        code, table = run(
            ["tesseract", "stdin", "stdout", "-l", language, *settings, "tsv"],
            stdin=file.getvalue(),
            seconds=self._ends - time.monotonic(),
            memory=OCR_MEMORY_BYTES,
            home=self._home,
            OMP_THREAD_LIMIT="1",
        )
        if code:
            raise unreadable("READ-DAMAGED", reason="recognition_failed")
        return list(_words(table.decode("utf-8", "replace")))


def _words(table: str) -> Iterator[Word]:
    """Yield the words of tesseract's TSV: level, …, left, top, width, height, confidence, text."""
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == 12 and fields[0] == "5" and fields[11].strip():
            left, top, width, height = map(int, fields[6:10])
            box = Box(left, top, left + width, top + height)
            yield Word(fields[11].strip(), float(fields[10]), box, tuple(fields[1:5]))


def _by_line(words: Sequence[Word], placed: Placed) -> list[Word]:
    """Return for each line on a strip the words found on it as one, with the lowest of their confidences."""
    found: list[list[Word]] = [[] for _ in placed]
    for word in words:
        y = word.box.middle[1]
        index = next((index for index, (strip, _) in enumerate(placed) if strip.top <= y <= strip.bottom), None)
        if index is not None:
            found[index].append(word)
    return [_one(sorted(group, key=lambda word: word.box.x0)) for group in found]


def _one(words: Sequence[Word]) -> Word:
    return Word("".join(word.text for word in words), min((word.sure for word in words), default=0.0), Box(0, 0, 0, 0))


def agreed(text: Word, figures: Sequence[Word]) -> str:
    """Return what a line of a cell says: words as they were recognised, a figure only where all readings agree.

    A lone stroke that the Chinese model takes for a character (工 for 1, 了 for 7) does not
    count against a figure.
    """
    is_figure = _WITH_UNIT.fullmatch(text.text) is not None
    if not is_figure and len(_HAN.findall(text.text)) >= 2:
        return text.text
    if not any(any(map(str.isdigit, reading.text)) for reading in (text, *figures)):
        return text.text or ILLEGIBLE  # a dash, a stray mark; never nothing where there is ink
    readings = [text, *figures] if is_figure else figures
    value = _value(readings)
    if value and is_figure:
        return text.text
    return value if value and _LOOKALIKE.fullmatch(text.text) else ILLEGIBLE


def _value(readings: Sequence[Word]) -> str:
    """Return the number that all readings say, two of them surely, else an empty string."""
    values = {_plain(reading.text) for reading in readings}
    sure = sum(reading.sure >= _SURE_FIGURE for reading in readings)
    is_one = len(values) == 1 and sure >= 2 and all(reading.sure >= _LEAST_SURE for reading in readings)
    return next((value for value in values if is_one and _NUMBER.fullmatch(value)), "")


def _plain(text: str) -> str:
    return re.sub(r"[^\d.+-]", "", text.replace("−", "-"))
