"""What every format reader makes of a file: paragraphs and grids in reading order.

A format reader knows its format and nothing of the report; the interpreter knows the
report and nothing of formats. This is all that passes between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

ILLEGIBLE = "〓"  # stands where something is printed and cannot be read as text: a picture, a field, a doubtful figure


class Slot(NamedTuple):
    """One physical cell of a grid row.

    `text` keeps line breaks inside the cell as newlines. `column` and `width` are grid
    columns (0-based, spans counted). `picture` is true where the cell holds an image.
    """

    text: str
    column: int = 0
    width: int = 1
    picture: bool = False


class GridRow(NamedTuple):
    """The physical cells of one row, left to right.

    Cells that merely continue a merged cell from above are left out; `covered` names
    their grid columns. `page` counts from 1 (0: no pages), `line` is the 1-based source
    line for text formats.
    """

    slots: tuple[Slot, ...]
    covered: tuple[int, ...] = ()
    page: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `geometric`: grid columns are real (HTML, DOCX, PDF), not counted bars (Markdown, text)."""

    rows: tuple[GridRow, ...]
    geometric: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; `picture` is true where it holds an image."""

    text: str
    page: int = 0
    line: int = 0
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """A stretch of text in which table cells have lost their rows.

    One cell a line, stray bars, or digits glued to labels; `text` as it stands.
    """

    text: str
    line: int = 0


Block = Paragraph | Grid | Stream


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order, with what the format says about itself.

    `title` and `published` (ISO date) are what the file's own metadata claims, empty if nothing.
    `cut`: the file ends in a figure, so that it may have been cut off inside it.
    `remarks` are finding-rule ids that the format reader met (e.g. ``READ-DAMAGED``).
    """

    kind: str
    blocks: tuple[Block, ...]
    title: str = ""
    published: str = ""
    agency: str = ""
    remarks: tuple[str, ...] = field(default=())
    cut: bool = False
