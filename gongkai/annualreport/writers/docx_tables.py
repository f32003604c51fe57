"""A statutory table in WordprocessingML: merged cells, headers that repeat, rows that no page cuts in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from gongkai.annualreport.writers.grid import Line, Printed, Span

_WIDTH = 8844  # twentieths of a point: the width of the type area, 156 mm
_NARROW = 480  # a column whose label stands upright
_GROUP, _LABEL = 1080, 3070  # a column of group labels, of row labels
_MARGINS = 56  # left and right of the words in a cell
_SIZE, _SMALLEST = 21, 11  # half points: 五号, and the smallest that a long figure may shrink to
_UPRIGHT = 2  # rows: a group label over more than these, in the first of three label columns, stands upright


class _Piece(NamedTuple):
    """A cell in a line of the table: a span, or its continuation in a lower line (`span` without words)."""

    span: Span
    column: int
    merge: str  # restart, continue or empty


def table(printed: Printed) -> str:
    """Return the table as a ``w:tbl`` element."""
    widths = _widths(printed)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    size = _figure_size(printed, widths)
    lines = _pieces((*printed.head, *printed.body), printed.width)
    rows = "".join(
        _row(line, widths, size, is_head=at < len(printed.head), labels=printed.labels, keep=_keeps(printed, at))
        for at, line in enumerate(lines)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _widths(printed: Printed) -> list[int]:
    labels = {0: [], 1: [_WIDTH // printed.width], 3: [_NARROW, _GROUP, _LABEL]}[printed.labels]
    count = printed.width - printed.labels
    return [*labels, *[(_WIDTH - sum(labels)) // count] * count]


def _figure_size(printed: Printed, widths: Sequence[int]) -> int:
    """Return the size at which the longest figure stands on one line: half a size is a digit's width."""
    longest = max((len(span.text) for line in printed.body for span in line if not span.scope), default=1)
    return max(min(_SIZE, (widths[-1] - _MARGINS) * 2 // (10 * max(longest, 1))), _SMALLEST)


def _keeps(printed: Printed, at: int) -> bool:
    """Tell whether a line stays with the next one: a caption and the headers below it are not left behind."""
    lines = (*printed.head, *printed.body)
    return at + 1 < len(lines) and any(span.scope in ("col", "colgroup") for span in lines[at])


def _pieces(lines: Sequence[Line], width: int) -> Iterator[list[_Piece]]:
    """Yield each line with the continuations of the cells that reach into it from above."""
    hanging: dict[int, tuple[Span, int]] = {}  # column -> the cell that hangs there, and how many lines more
    for line in lines:
        cells = iter(line)
        pieces: list[_Piece] = []
        column = 0
        while column < width:
            if column in hanging:
                span, left = hanging.pop(column)
                pieces.append(_Piece(span._replace(text=""), column, "continue"))
            else:
                span = next(cells)
                left = span.rows - 1
                pieces.append(_Piece(span, column, "restart" if left else ""))
            if (left := left - (pieces[-1].merge == "continue")) > 0:
                hanging[column] = span, left
            column += span.columns
        yield pieces


def _row(
    pieces: Sequence[_Piece], widths: Sequence[int], size: int, *, is_head: bool, labels: int, keep: bool
) -> str:
    header = "<w:tblHeader/>" if is_head else ""
    cells = "".join(_cell(piece, widths, size, labels, keep) for piece in pieces)
    return f'<w:tr><w:trPr><w:cantSplit/><w:jc w:val="center"/>{header}</w:trPr>{cells}</w:tr>'


def _cell(piece: _Piece, widths: Sequence[int], size: int, labels: int, keep: bool) -> str:
    span, column, merge = piece
    width = sum(widths[column : column + span.columns])
    is_upright = labels == 3 and column == 0 and span.scope == "rowgroup" and span.rows > _UPRIGHT
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{span.columns}"/>' if span.columns > 1 else "",
        f'<w:vMerge w:val="{merge}"/>' if merge else "",
        '<w:textDirection w:val="tbRlV"/>' if is_upright else "",
        '<w:vAlign w:val="center"/>',
    )
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{_paragraph(span, size, keep)}</w:tc>"


def _paragraph(span: Span, size: int, keep: bool) -> str:
    style = "Label" if span.scope == "row" else "Figure"
    kept = "<w:keepNext/>" if keep else ""
    smaller = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>' if not span.scope and size < _SIZE else ""
    run = f"<w:r>{smaller}<w:t>{escape(span.text)}</w:t></w:r>" if span.text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{run}</w:p>'
