"""From mammoth's mark-up to pieces: text with no more mark-up than the editor makes, tables, pictures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

from gongkai.publishing.manuscripts.grids import as_words, grid_of
from gongkai.publishing.manuscripts.inline import Inline
from gongkai.publishing.manuscripts.manuscript import EnclosedFile, Losses, Piece
from gongkai.publishing.manuscripts.pictures import Pictures
from gongkai.publishing.small_tables import MOST_COLUMNS, MOST_ROWS

_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_ENDS = "。；：，、！？;:,.!?"
_CHAPTER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零]{1,5}章)")
_PART = re.compile(r"^（[一二三四五六七八九十]{1,3}）")
_LONGEST_HEADING = 40
_TABLE_NAME = re.compile(
    r"^(?:附?表\s*[\d一二三四五六七八九十]*[-.．：:、\s]|.{2,}(?:一览表|明细表|情况表|统计表|标准表|表)$)"
)
_UNIT = re.compile(r"^[（(]?(?:计量)?单位[：:]\s*([^）)。]{1,20})[）)]?$")


class Cutting:
    """Cuts mark-up into pieces; `tables` are those that are too large for a page, as files."""

    def __init__(self, losses: Losses, pictures: Pictures) -> None:
        self.tables: list[EnclosedFile] = []
        self._losses, self._pictures = losses, pictures
        self._inline = Inline(losses)
        self._tables_met = 0

    def pieces(self, markup: str) -> list[Piece]:
        """Return the pieces of the mark-up; each paragraph and heading is a text of its own still."""
        if not markup.strip():
            return []
        whole = lxml.html.fragment_fromstring(markup, create_parent="div")
        pieces: list[Piece] = []
        for element in whole:
            if element.tag == "table":
                self._take_table(element, pieces)
            else:
                pieces.extend(self._text(element))
                pieces.extend(self._shown_in(element))
        return pieces

    def _text(self, element: HtmlElement) -> Iterator[Piece]:
        if element.tag in ("ul", "ol"):
            notes = [one for one in element if re.match(r"(?:foot|end)note-", one.get("id", ""))]
            yield from self._notes(notes) if notes else [Piece("text", self._inline.listed(element))]
            return
        lines = [line for line in self._inline.lines(element) if line]
        if element.tag in _HEADINGS and lines:
            tag = _HEADINGS[element.tag]
            yield Piece("text", f"<{tag}>{re.sub(r'</?b>', '', ' '.join(lines))}</{tag}>")
            return
        for line in lines:
            yield self._paragraph(line, is_title=element.get("class") == "title")

    def _paragraph(self, line: str, *, is_title: bool) -> Piece:
        words = re.sub(r"<[^>]*>", "", line)
        tag = "p"
        if len(words) <= _LONGEST_HEADING and words[-1:] not in _ENDS and not is_title:
            tag = "h2" if _CHAPTER.match(words) else "h3" if _PART.match(words) else "p"
        if tag != "p":
            self._losses.tell("WORD-HEADINGS", words)
            line = words
        return Piece("text", f"<{tag}>{line}</{tag}>", title="title" if is_title else "")

    def _notes(self, notes: list[HtmlElement]) -> Iterator[Piece]:
        yield Piece("text", "<h3>注释</h3>")
        for number, note in enumerate(notes, start=1):
            line = " ".join(self._inline.lines(note)).replace("↑", "").strip()
            yield Piece("text", f"<p>［注{number}］{line}</p>")

    def _shown_in(self, element: HtmlElement) -> Iterator[Piece]:
        for picture in element.iter("img"):
            if address := picture.get("src", ""):
                words = self._pictures.words[address]
                if not words:
                    self._losses.tell("WORD-PICTURES-WORDS")
                yield Piece("picture", file=self._pictures.number(address), words=words)

    def _take_table(self, element: HtmlElement, pieces: list[Piece]) -> None:
        """Add a table to the pieces, with what stood above it; one of a single row or column is only a layout."""
        grid = grid_of(element, self._inline, self._losses)
        if grid.rows and (len(grid.rows) < 2 or len(grid.rows[0]) < 2):
            pieces.extend(Piece("text", f"<p>{line}</p>") for line in as_words(element, self._inline))
        elif grid.rows:
            self._tables_met += 1
            unit, title = _taken(pieces, _UNIT), grid.title
            title = title or _taken(pieces, _TABLE_NAME)
            unit = unit or _taken(pieces, _UNIT)
            pieces.append(self._kept(Piece("table", title=title[:120], unit=unit[:40], rows=grid.rows)))
        pieces.extend(self._shown_in(element))

    def _kept(self, table: Piece) -> Piece:
        """Return the table, or, where it is too large, a word that it is attached."""
        name = table.title or f"表{self._tables_met}"
        if len(table.rows) > MOST_ROWS or len(table.rows[0]) > MOST_COLUMNS:
            stream = io.StringIO()
            csv.writer(stream).writerows(table.rows)
            self.tables.append(EnclosedFile(f"{name[:60]}.csv", stream.getvalue().encode("utf-8-sig")))
            self._losses.tell("WORD-LARGE-TABLE", name)
            return Piece("text", f"<p>（{self._inline.escaped(name)}，见附件）</p>")
        if not table.title:
            self._losses.tell("WORD-TABLE-TITLE", f"第{self._tables_met}个表格")
        return table


def _taken(pieces: list[Piece], pattern: re.Pattern[str]) -> str:
    """Take the last paragraph away where it is what stands over a table, and return its words (or the first group)."""
    if not pieces or pieces[-1].kind != "text" or not pieces[-1].markup.startswith("<p>"):
        return ""
    words = re.sub(r"<[^>]*>", "", pieces[-1].markup)
    found = pattern.match(words)
    if not found or len(words) > 60 or "。" in words:
        return ""
    pieces.pop()
    return found[1] if pattern.groups else words
