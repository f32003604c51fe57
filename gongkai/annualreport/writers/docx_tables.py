"""A statutory table in WordprocessingML: merged cells, headers that repeat, rows that no page cuts in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from gongkai.annualreport.writers.grid import Printed, Span

_WIDTH = 8844  # twentieths of a point: the width of the type area, 156 mm
_LABELS = 3  # columns of labels that the long table has
_NARROW = 480  # a column whose label stands upright
_GROUP, _LABEL = 1080, 3070  # a column of group labels, of row labels
_MARGINS = 56  # left and right of the words in a cell
_SIZE, _SMALLEST = 21, 11  # half points: 五号, and the smallest that a long figure may shrink to


def table(printed: Printed) -> str:
    """Return the table as a ``w:tbl`` element."""
    widths = _widths(printed)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(printed, widths))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _rows(printed: Printed, widths: Sequence[int]) -> Iterator[str]:
    for at, line in enumerate(_lines(printed)):
        is_heading = any(span.scope in ("col", "colgroup") for span, _ in line)  # it is not left behind on a page
        is_short = printed.labels < _LABELS and at + 1 < len(printed.head) + len(printed.body)  # it stays on one page
        cells = (_cell(printed, widths, span, merge, keep=is_heading or is_short) for span, merge in line)
        yield _row(cells, is_head=at < len(printed.head))


def _widths(printed: Printed) -> list[int]:
    labels = [_NARROW, _GROUP, _LABEL] if printed.labels == _LABELS else [_WIDTH // printed.width] * printed.labels
    count = printed.width - printed.labels
    return [*labels, *[(_WIDTH - sum(labels)) // count] * count]


def _size(span: Span, width: int) -> int:
    """Return the size of a cell's words; a long figure is set smaller, to stand on one line of its cell."""
    if span.scope or not span.text:
        return _SIZE
    return max(min(_SIZE, (width - _MARGINS) * 2 // (10 * len(span.text))), _SMALLEST)  # a digit is half a size wide


def _lines(printed: Printed) -> Iterator[list[tuple[Span, str]]]:
    """Yield each line from left to right, each cell with its merge: restart, continue or empty.

    Word wants a cell also where one from above goes on.
    """
    hanging: dict[int, tuple[Span, int]] = {}  # column -> the cell that hangs there, how many lines it still goes on
    for line in (*printed.head, *printed.body):
        goes_on = [(span._replace(text=""), "continue") for span, _ in hanging.values()]
        begins = [(span, "restart" if span.rows > 1 else "") for span in line]
        yield sorted(goes_on + begins, key=lambda cell: cell[0].column)
        hanging = {column: (span, left - 1) for column, (span, left) in hanging.items() if left > 1}
        hanging |= {span.column: (span, span.rows - 1) for span in line if span.rows > 1}


def _row(cells: Iterable[str], *, is_head: bool) -> str:
    header = "<w:tblHeader/>" if is_head else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:jc w:val="center"/>{header}</w:trPr>{"".join(cells)}</w:tr>'


def _cell(printed: Printed, widths: Sequence[int], span: Span, merge: str, *, keep: bool) -> str:
    width = sum(widths[span.column : span.column + span.columns])
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{span.columns}"/>' if span.columns > 1 else "",
        f'<w:vMerge w:val="{merge}"/>' if merge else "",
        '<w:textDirection w:val="tbRlV"/>' if printed.stands_upright(span) else "",
        '<w:vAlign w:val="center"/>',
    )
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{_paragraph(span, _size(span, width), keep=keep)}</w:tc>"


def _paragraph(span: Span, size: int, *, keep: bool) -> str:
    style = "Label" if span.scope == "row" else "Figure"
    kept = "<w:keepNext/>" if keep else ""
    smaller = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>' if size < _SIZE else ""
    run = f"<w:r>{smaller}<w:t>{escape(span.text)}</w:t></w:r>" if span.text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{run}</w:p>'
