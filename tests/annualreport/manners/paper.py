"""A report as an office sets it, before it becomes a file: headings, prose and tables of printed cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from gongkai.annualreport.model import Place
from tests.annualreport.manners import prose
from tests.annualreport.manners.values import OTHER_PARTS, Truth, Value, printed


@dataclass
class Print:
    """A printed cell: what stands on the paper and the figure it means.

    `must`: a reader has to get it. `flat`: a reader has to get it even where the table's
    lines are gone and only the text is left. Neither allows a reader to be wrong.
    `beside_blank`: its row has an empty cell, which some manners print without a trace.
    `lost`: the cell itself is missing, so the rest of its row has moved up.
    """

    text: str
    place: Place | None = None
    value: Value = None
    must: bool = True
    flat: bool = True
    beside_blank: bool = False
    lost: bool = False


@dataclass
class Line:
    """A row of a table: its label, the labels it stands under, its cells left to right."""

    id: str | None
    label: str
    groups: tuple[str, ...] = ()
    cells: list[Print] = field(default_factory=list)


@dataclass
class Block:
    """A table, or one captioned block of section two.

    `columns` are (id, label, groups) left to right; `picture`: published as an image.
    """

    table: str
    caption: str
    columns: list[tuple[str, str, tuple[str, ...]]]
    lines: list[Line]
    corner: str = ""
    column_header: str = ""
    picture: bool = False
    shown: bool = True

    def cells(self) -> Iterator[Print]:
        """Yield every cell, row by row."""
        for line in self.lines:
            yield from line.cells


@dataclass
class Paper:
    """The whole report as set. `headings` and `texts` are by section id; `habits` are layout habits.

    Habits: ``repeat_groups`` (a group's label stands in each of its rows), ``page_numbers``
    (a page number stands between rows).
    """

    truth: Truth
    title: list[str]
    dateline: str
    preamble: str
    headings: dict[str, str]
    texts: dict[str, list[str]]
    blocks: list[Block]
    habits: set[str] = field(default_factory=set)

    def cells(self) -> Iterator[Print]:
        """Yield every printed cell."""
        for block in self.blocks:
            yield from block.cells()

    def block(self, table: str) -> Block:
        """Return the block of that table id."""
        return next(block for block in self.blocks if block.table == table)

    def blocks_of(self, section: str) -> list[Block]:
        """Return the blocks that stand in a section."""
        if section == "proactive_disclosure":
            return [block for block in self.blocks if block.table.startswith("article_")]
        return [block for block in self.blocks if block.table == section]


def _lines(truth: Truth, table_id: str, columns: list[str]) -> list[Line]:
    rows = list(truth.form.tables[table_id].rows)
    lines = [Line(row.id, row.label, row.groups) for row in rows]
    if table_id == "applications" and truth.single_other and truth.form.id == "format_2021":
        first = next(i for i, line in enumerate(lines) if line.id == OTHER_PARTS[0])
        lines[first : first + 3] = [Line("other_processing", "（六）其他处理", ("三、本年度办理结果",))]
    for line in lines:
        places = [Place(table_id, line.id or "", column) for column in columns]
        line.cells = [Print(printed(truth.figures[place]), place, truth.figures[place]) for place in places]
    return lines


def set_paper(truth: Truth, rng: Random) -> Paper:
    """Return the report set exactly as the form wants it, with prose of its own."""
    blocks = []
    for table in truth.form.tables.values():
        columns = [(column.id, column.label, column.groups) for column in table.columns]
        blocks.append(
            Block(
                table=table.id,
                caption=table.caption,
                columns=columns,
                lines=_lines(truth, table.id, [column[0] for column in columns]),
                corner=table.corner_note,
                column_header=table.column_header,
            )
        )
    return Paper(
        truth=truth,
        title=prose.title(truth, rng),
        dateline=prose.dateline(truth, rng),
        preamble=prose.preamble(truth, rng),
        headings={section.id: section.title for section in truth.form.sections},
        texts=prose.texts(truth, rng),
        blocks=blocks,
    )
