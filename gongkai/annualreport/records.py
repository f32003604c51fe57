"""A document as records: the labels and the values that stand together in a row.

Rows of grids (`grid_records`) and stretches of text whose cells lost their rows become the
same thing; what was running text stays text. Nothing knows yet which table it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gongkai.annualreport.model import Source
from gongkai.annualreport.numbers import BLANK, DASHES, NUMBER, UNITS, Kind, Token, is_page_number, understand


class Value(NamedTuple):
    """A value cell: what it says, where it stands in its grid and in the source."""

    token: Token
    column: int = -1
    width: int = 1
    source: Source = Source()


class Piece(NamedTuple):
    """A stretch of label text and where it stands: in which grid (0: text) and column."""

    text: str
    column: int = -1
    width: int = 1
    grid: int = 0


class Record(NamedTuple):
    """Labels, then values. `grid` numbers the table (0: text); `geometric`: columns are real.

    `cells`: how many cells the grid row has, `covered`: the columns of cells merged from above.
    `packed`: the values come from text without cell borders, so digits may be glued.
    `loose`: cells were told apart by their place on a page only, so sums must confirm them.
    `unit`: the unit that stands above the table, empty for none.
    `last`: nothing follows in the document, so values may be cut off.
    """

    pieces: tuple[Piece, ...]
    values: tuple[Value, ...]
    grid: int = 0
    geometric: bool = False
    packed: bool = False
    last: bool = False
    loose: bool = False
    covered: tuple[int, ...] = ()
    cells: int = 0
    unit: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The label texts, in order."""
        return tuple([piece.text for piece in self.pieces])

    def has_figures(self) -> bool:
        """Tell whether any value is more than a blank."""
        return _holds_figures(self.values)


def _holds_figures(values: Iterable[Value]) -> bool:
    for value in values:  # noqa: SIM110  # asked many times of each record: a loop costs half of a generator
        if value.token.kind is not Kind.BLANK:
            return True
    return False


def group(parts: Iterable[Piece | Value], **about: object) -> Iterator[Record]:
    """Yield records from labels and values in reading order.

    Blanks between two labels only fill merged cells; a label after figures starts a new record.
    """
    pieces: list[Piece] = []
    values: list[Value] = []
    for part in parts:
        if isinstance(part, Value):
            values.append(part)
            continue
        if _holds_figures(values):
            yield Record(tuple(pieces), tuple(values), **about)  # type: ignore[arg-type]  # the keys are Record's
            pieces = []
        values.clear()
        pieces.append(part)
    if pieces or values:
        yield Record(tuple(pieces), tuple(values), **about)  # type: ignore[arg-type]  # the keys are Record's


# -- text ----------------------------------------------------------------------------------------

_BAR = re.compile(r"[|｜│\t]")
_FILLING = "|｜│ \t\u00a0\u3000"
DIGIT_AFTER_WORD = re.compile(r"[\u4e00-\u9fff”\"）)]\s*[:：]?\s*\d")
_SCANNED = re.compile(
    rf"(?P<figure>(?:[+\-−](?=\d)|新增|增加|减少|增(?=\d)|减(?=\d))?(?:{NUMBER})"
    rf"(?:\s*(?:[万亿]?元|(?:{UNITS})(?![\u4e00-\u9fff])))?)"
    rf"|(?P<dash>(?<![^\s|])(?:{'|'.join(map(re.escape, sorted(DASHES, key=len, reverse=True)))})(?![^\s|]))"
)
_ENUMERATOR_AHEAD = re.compile(r"\s{0,2}[.．、]\s{0,2}(?=[\u4e00-\u9fff“\"‘])|[)）]\s{0,2}(?=[\u4e00-\u9fff])")
_LABEL_STARTS = re.compile(
    r"\n| {3,}|(?<![第 ])\s?(?=[（(] ?[一二三四五六七] ?[)）] ?[\u4e00-\u9fff])"
    r"|(?=(?<!\d)\d ?[.、] ?[\u4e00-\u9fff“\"])|(?=[一二三四] ?、 ?[本上结])"
)
_ENUMERATOR = re.compile(r"[(（]?\d{1,2}[)）.．、]|[①-⑩]|[(（]?[一二三四五六七八九十][)）、.]")
_FULLWIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    0xFF0E: ".",
    0xFF0C: ",",
    0xFF0B: "+",
    0xFF0D: "-",
    0xFF0F: "/",
    0xA0: " ",
    0x3000: " ",
}


def scan(text: str, line: int = 0) -> Iterator[Piece | Value]:
    """Yield labels and values of text without cell borders; enumerators stay with their labels."""
    text = text.translate(_FULLWIDTH)
    start = 0
    for match in _SCANNED.finditer(text):
        if match.start() < start:
            continue
        end = _without_enumerator(text, match)
        if end <= match.start():
            continue
        yield from _piece(text[start : match.start()])
        where = Source(line=line + text.count("\n", 0, match.start()) if line else 0)
        yield Value(understand(text[match.start() : end]), source=where)
        start = end
    yield from _piece(text[start:])


def _without_enumerator(text: str, match: re.Match[str]) -> int:
    """Return where the value ends: the last digit before ``.其他`` is the next label's number."""
    if match["dash"]:
        return match.end()
    if text[max(match.start() - 1, 0) : match.start()] in ("（", "(") and text[match.end() : match.end() + 1] in (
        "）",
        ")",
    ):
        return match.start()
    return match.end() - 1 if _ENUMERATOR_AHEAD.match(text, match.end()) else match.end()


def _piece(text: str) -> Iterator[Piece]:
    """Yield the label texts of a stretch without figures: a line, a wide gap or an enumerator starts one."""
    for part in _LABEL_STARTS.split(text):
        words = part.strip(" \t\r\n|")
        if words:
            yield Piece(words)


def cells(text: str, line: int = 0) -> Iterator[Piece | Value]:
    """Yield labels and values of text whose cells end with bars; a bar alone is a blank cell."""
    start = 0
    text = "\n".join(map(_without_filling, text.split("\n")))
    for match in _BAR.finditer(text):
        yield from _cell(text[start : match.start()], line + text.count("\n", 0, start) if line else 0)
        start = match.end()
    if text[start:].strip():
        yield from _cell(text[start:], line + text.count("\n", 0, start) if line else 0)


def _without_filling(line: str) -> str:
    """Return a line of text with the bars that end it made one: they only close merged cells."""
    words = line.rstrip(_FILLING)
    bars = sum(map(line[len(words) :].count, "|｜│"))
    return f"{words} |" if bars > 1 else line


def _cell(text: str, line: int) -> Iterator[Piece | Value]:
    lines = [part for part in text.split("\n") if part.strip() and not is_page_number(part)]
    if not lines:
        yield Value(BLANK, source=Source(line=line))
        return
    lines = _with_enumerator(lines)
    token = understand(" ".join(lines))
    if len(lines) == 1 or all(understand(part).kind is Kind.TEXT for part in lines):
        if token.kind is Kind.TEXT:
            yield from scan("\n".join(lines), line) if DIGIT_AFTER_WORD.search(text) else map(Piece, lines)
        else:
            yield Value(token, source=Source(line=line))
        return
    for part in lines:
        token = understand(part)
        yield Piece(part) if token.kind is Kind.TEXT else Value(token, source=Source(line=line))


def _with_enumerator(lines: list[str]) -> list[str]:
    """Return the lines with an enumerator that stands alone put before the label that it numbers."""
    joined: list[str] = []
    for part in lines:
        if joined and _ENUMERATOR.fullmatch(joined[-1].strip()):
            joined[-1] += part.strip()
        else:
            joined.append(part)
    return joined


def records_of_text(text: str, line: int = 0, *, last: bool = False, loose: bool = False) -> list[Record]:
    """Return the records of a stretch of text that holds a table, however its cells are divided."""
    barred = len(_BAR.findall(text)) * 2 > len(re.findall(r"\d+", text)) and _BAR.search(text) is not None
    text = "\n".join(part for part in text.split("\n") if not is_page_number(part)) if not barred else text
    found = list(group(cells(text, line) if barred else scan(text, line), packed=not barred, loose=loose))
    if last and found:
        found[-1] = found[-1]._replace(last=True)
    return found


def cut_off(record: Record) -> Record:
    """Return the record without its last figure, in the middle of which the file may end."""
    if not record.values:
        return record
    tail = record.values[-1]
    lost = tail._replace(token=tail.token._replace(kind=Kind.DOUBTFUL, value=None))
    return record._replace(values=(*record.values[:-1], lost), last=True)
