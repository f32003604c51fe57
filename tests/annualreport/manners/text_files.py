"""Plain text and Markdown: what is left of tables that were copied, converted or crawled."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.annualreport.manners import layout, prose
from tests.annualreport.manners.layout import Span, Table
from tests.annualreport.manners.paper import Block, Paper

TableWriter = Callable[[Table], list[str]]
_PAGE_NUMBERS = ("- 3 -", "— 4 —", "第 3 页 共 8 页")


def _document(paper: Paper, rng: Random, table_lines: Callable[[list[Block]], list[str]], gap: str = "") -> bytes:
    lines = [*paper.title, paper.dateline, paper.preamble]
    beside = prose.asides(paper.truth, rng) if rng.random() < 0.5 else {}
    for section in paper.truth.form.sections:
        texts = [paper.headings.get(section.id, ""), *paper.texts[section.id], beside.get(section.id, "")]
        lines += [text for text in texts if text]
        blocks = paper.blocks_of(section.id)
        lines += [gap, *table_lines(blocks), gap] if blocks else []
    return "\n".join(lines).encode()


def _grids(paper: Paper, rng: Random, write: TableWriter, numbers: bool = True) -> Callable[[list[Block]], list[str]]:
    def table_lines(blocks: list[Block]) -> list[str]:
        lines: list[str] = []
        for grid in layout.section_tables(blocks, "repeat_groups" in paper.habits):
            rows = [write([row]) for row in grid]
            if numbers and "page_numbers" in paper.habits and len(rows) > 5:
                rows.insert(rng.randint(4, len(rows) - 1), [rng.choice(_PAGE_NUMBERS)])
            lines += [line for row in rows for line in row]
        return lines

    return table_lines


def trailing_bars(paper: Paper, rng: Random) -> bytes:
    """Render one cell a line, a bar behind each, a run of bars behind each row for what merged cells cover."""

    def table_lines(blocks: list[Block]) -> list[str]:
        lines: list[str] = []
        for grid in layout.section_tables(blocks, "repeat_groups" in paper.habits):
            most = max(map(len, grid))
            for row in grid:
                lines += [f"{span.text} |".strip() for span in row] + ["|" * (most - len(row) + 1)]
            lines.pop()  # the run behind the last row is cut off with the table
        return lines

    return _document(paper, rng, table_lines)


def leading_bars(paper: Paper, rng: Random) -> bytes:
    """Render a lone bar before each row, one cell a line; a blank cell is a lone bar too, labels break inside."""

    def torn(text: str, cell: bool) -> str:
        if cell or len(text) < 4 or rng.random() < 0.7:
            return text
        cut = rng.randint(2, len(text) - 2)
        return f"{text[:cut]}{rng.choice((' ', chr(10)))}{text[cut:]}"

    def table_lines(blocks: list[Block]) -> list[str]:
        lines: list[str] = []
        for grid in layout.section_tables(blocks, "repeat_groups" in paper.habits):
            most = max(map(len, grid)) + rng.choice((0, 7))
            for row in grid:
                cells = [f"{torn(span.text, span.cell is not None)} |".strip() for span in row]
                rest = "|" * (most - len(row))
                lines += ["|", *cells[:-1], f"{cells[-1]} {rest}".rstrip()]
        return lines

    return _document(paper, rng, table_lines)


def bare_lines(paper: Paper, rng: Random) -> bytes:
    """Render one cell a line and nothing else: a blank cell leaves no trace."""

    def write(table: Table) -> list[str]:
        return [span.text for row in table for span in row if span.text]

    return _document(paper, rng, _grids(paper, rng, write))


def spaced_lines(paper: Paper, rng: Random) -> bytes:
    """Render one row a line, cells parted by spaces: a blank cell leaves no trace."""
    space = rng.choice((" ", "   ", "\u3000"))

    def write(table: Table) -> list[str]:
        return [space.join(span.text for span in row if span.text) for row in table]

    return _document(paper, rng, _grids(paper, rng, write))


def wrapped_lines(paper: Paper, rng: Random) -> bytes:
    """Render as page text: group labels on lines of their own, long labels broken before their figures."""

    def write(table: Table) -> list[str]:
        (row,) = table
        if not row[-1].cell:
            return [" ".join(span.text for span in row if span.text)]
        labels = [span.text for span in row if not span.cell]
        figures = "  ".join(span.text for span in row if span.cell and span.text)
        own = labels[-1] if labels else ""
        if len(own) < 16:
            return [*labels[:-1], f"  {own}    {figures}"]
        cut = rng.randint(8, len(own) - 4)
        return [*labels[:-1], own[:cut], own[cut:], f"      {figures}"]

    return _document(paper, rng, _grids(paper, rng, write))


def browser_copy(paper: Paper, rng: Random) -> bytes:
    """Render one row a line, cells parted by tabs, as a browser copies a table; blank cells stay blank."""

    def write(table: Table) -> list[str]:
        return ["\t".join(span.text for span in row) for row in table]

    return _document(paper, rng, _grids(paper, rng, write))


def _bars(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def markdown(paper: Paper, rng: Random) -> bytes:
    """Render proper Markdown tables: covered cells are empty, the rule stands under the first row."""

    def write_whole(table: Table) -> list[str]:
        rows = [[span.text if span else "" for span in row] for row in layout.expanded(table)]
        lines = [_bars(row) for row in rows]
        return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]

    def table_lines(blocks: list[Block]) -> list[str]:
        grids = layout.section_tables(blocks, "repeat_groups" in paper.habits)
        return [line for grid in grids for line in [*write_whole(grid), ""]]

    return _document(paper, rng, table_lines, gap="")


def _shifting_row(row: list[Span], groups: set[str], rng: Random) -> list[str]:
    """Return a row whose label stands one, two or three columns in, with bars to spare at its end."""
    labels = [span.text for span in row if not span.cell]
    figures = [span.text for span in row if span.cell]
    lead = [""] * rng.choice((0, 1, 2)) if labels and labels[0] not in groups else []
    between = [""] * rng.choice((0, 0, 1))
    return [*lead, *labels, *between, *figures, *[""] * rng.choice((0, 1))]


def shifting_bars(paper: Paper, rng: Random) -> bytes:
    """Render Markdown whose labels shift from row to row and whose headers a page break tears in two tables."""

    def one(grid: Table) -> list[str]:
        groups = {span.text for row in grid for span in row if span.rows > 1}
        rows = [_shifting_row(row, groups, rng) for row in grid]
        head = 2 if len(grid) > 15 and rng.random() < 0.6 else 0
        width = [len(row) for row in rows]
        lines = [_bars(row) for row in rows]
        lines.insert(1, "|" + "----|" * width[0])
        if head:
            lines[head + 1 : head + 1] = [""]
            lines.insert(head + 3, "|" + "----|" * width[head])
        return lines

    def table_lines(blocks: list[Block]) -> list[str]:
        grids = layout.section_tables(blocks, "repeat_groups" in paper.habits)
        return [line for grid in grids for line in [*one(grid), ""]]

    return _document(paper, rng, table_lines)


def in_gb18030(paper: Paper, rng: Random) -> bytes:
    """Render rows with tabs in GB18030, undeclared."""
    return browser_copy(paper, rng).decode().encode("gb18030")


def in_utf16(paper: Paper, rng: Random) -> bytes:
    """Render one cell a line as an old editor saves Unicode, line ends and all."""
    return trailing_bars(paper, rng).decode().replace("\n", "\r\n").encode("utf-16")
