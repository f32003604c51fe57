"""A report for people: every table as read, with where each row stands and how each cell was obtained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from rich import box
from rich.table import Table
from rich.text import Text

from gongkai.annualreport import column_label, place_in_words, places_joined, row_label
from gongkai.cli.findings_shown import show_findings
from gongkai.cli.terminal import console, told
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.annualreport import Cell, Report

STYLES = {"read": "", "inferred": "yellow", "blank": "dim", "unread": "bold red", "absent": "dim"}

# Character cells that a grid needs: its row labels with the source, and each column of figures.
LABELS_WIDTH, FIGURE_WIDTH = 40, 8
SHOWN_AS_DOUBT = ("READ-CELL-INFERRED", "READ-CELL-UNREAD")  # the table of doubtful cells says the same, shorter
EXCERPT = 40  # characters of a section's text


def show_report(report: Report, file: str, findings: list[dict[str, Any]]) -> None:
    """Print the report as it was read: head, texts, tables, doubtful cells, and what the reader found."""
    _show_head(report, file)
    _show_sections(report)
    show_tables(report)
    _show_doubtful(report)
    _show_notes(report)
    findings = [finding for finding in findings if finding["rule"] not in SHOWN_AS_DOUBT]
    if findings:
        console().print(told(words("report")["findings"], "bold"))
        show_findings(findings, report)


def show_tables(report: Report) -> None:
    """Print the statutory tables of which the report has anything."""
    tables = [table for table in report.tables if any(_seen(report, table, row) for row in report.tables[table])]
    for table in tables:
        _show_table(report, table)
    if not tables:
        console().print(told(words("report")["no_tables"], STYLES["unread"]))


def _show_head(report: Report, file: str) -> None:
    label, unknown = words("report"), words("report")["unknown"]
    period = report.period and label["period_value"].format(first=report.period[0], last=report.period[1])
    rows = {
        "file": file,
        "agency": report.agency or unknown,
        "year": report.year or unknown,
        "form": f"{report.form.title}（{report.form.law}）",
        "period": period or unknown,
        "publication_date": report.publication_date or unknown,
    }
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(told(label[name], "dim"), told(value))
    console().print(table)
    console().print()


def _show_sections(report: Report) -> None:
    table = Table(box=box.SIMPLE_HEAD, title=words("report")["sections"], title_justify="left", show_header=False)
    for _ in ("title", "length", "excerpt"):
        table.add_column(overflow="fold")
    for form in report.form.sections:
        section = report.section(form.id)
        title = section.title if section is not None and section.title else form.title
        text = "".join(section.text.split()) if section is not None else ""
        excerpt = text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
        table.add_row(told(title), told(_length(text, form.kind), "dim"), told(excerpt, "dim"))
    console().print(table)


def _length(text: str, kind: str) -> str:
    label = words("report")
    if text:
        return label["section_length"].format(count=len(text))
    return label["section_tables" if kind == "tables" else "section_missing"]


def _seen(report: Report, table: str, row: str) -> bool:
    return any(cell.how != "absent" for cell in report.tables[table][row].values())


def cell_in_words(cell: Cell, unit: str = "") -> Text:
    """Return what stands in a cell: the figure, followed by how it was obtained unless it was simply read.

    `unit` is that of the form, into which an amount printed in another was taken.
    """
    how = words("how")[cell.how]
    if cell.value is None:
        return told(how, STYLES[cell.how])
    money = isinstance(cell.value, Decimal)
    value = f"{cell.value:f}{unit if cell.unit else ''}" if money else str(cell.value)
    return told(value if cell.how == "read" else f"{value} {how}", STYLES[cell.how])


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line: its label, its cells in words under the headings, where it stands; no cells in a heading."""

    label: str
    cells: tuple[Text, ...] = ()
    source: str = ""


def _show_table(report: Report, table: str) -> None:
    headings, lines = _folded(report, table) or _straight(report, table)
    wide = LABELS_WIDTH + FIGURE_WIDTH * len(headings) <= console().width
    caption = report.form.tables[table].caption
    console().print(_grid(caption, headings, lines) if wide else _list(caption, headings, lines))


def _straight(report: Report, table: str) -> tuple[list[str], list[_Line]]:
    """Return the table as the form prints it, the group of a row as a line of its own."""
    columns = [column.id for column in report.form.tables[table].columns]
    groups = {row.id: row.groups for row in report.form.tables[table].rows}
    lines, above = [], tuple[str, ...]()
    for row, cells in report.tables[table].items():
        group = groups.get(row, ())
        if group != above[: len(group)]:
            lines.append(_Line(group[-1]))
        above = group
        figures = tuple(_figure(report, table, row, column) for column in columns)
        lines.append(_Line(row_label(report.form, table, row), figures, _source(cells.values())))
    return [column_label(report.form, table, column) for column in columns], lines


def _figure(report: Report, table: str, row: str, column: str) -> Text:
    measure = report.form.tables[table].measure(row, column)
    return cell_in_words(report.cell(table, row, column), measure.unit if measure else "")


def _folded(report: Report, table: str) -> tuple[list[str], list[_Line]] | None:
    """Return a table of one long row with a line for each group of its columns, None for any other.

    The disputes are fifteen figures in a row on paper: three groups of the same five headings.
    """
    columns, rows = report.form.tables[table].columns, list(report.tables[table])
    headings = list(dict.fromkeys(column.label for column in columns))
    if len(rows) != 1 or len(headings) == len(columns):
        return None
    lines = []
    for group in dict.fromkeys(column.groups for column in columns):
        members = [column.id for column in columns if column.groups == group]
        cells = tuple(report.cell(table, rows[0], member) for member in members)
        figures = tuple(map(cell_in_words, cells))
        lines.append(_Line(places_joined(group), figures, _source(cells)))
    return headings, lines


def _source(cells: Iterable[Cell]) -> str:
    """Return where a line stands in the source: the place of its first cell, without the cell."""
    sources = (cell.source._replace(cell=0) for cell in cells if cell.how != "absent")
    return next((str(source) for source in sources if str(source)), "")


def _grid(caption: str, headings: Sequence[str], lines: Sequence[_Line]) -> Table:
    """Return a table with a column for each heading, and a last one that says where each line stands."""
    grid = Table(box=box.SIMPLE_HEAD, title=caption, title_justify="left")
    grid.add_column(words("report")["row"], overflow="fold")
    for heading in headings:
        grid.add_column(heading, justify="right", overflow="fold")
    grid.add_column(words("report")["source"], style="dim", overflow="fold")
    for line in lines:
        figures = line.cells or [Text()] * len(headings)
        grid.add_row(told(line.label, "" if line.cells else "bold"), *figures, told(line.source))
    return grid


def _list(caption: str, headings: Sequence[str], lines: Sequence[_Line]) -> Table:
    """Return a table for a narrow screen: a line's label, and beside it each figure with its heading."""
    narrow = Table(box=box.SIMPLE, title=caption, title_justify="left", show_header=False)
    narrow.add_column(overflow="fold", ratio=2)
    narrow.add_column(overflow="fold", ratio=3)
    for line in lines:
        pairs = zip(headings, line.cells, strict=True) if line.cells else ()
        figures = Text("  ").join(Text.assemble(told(f"{heading}：", "dim"), figure) for heading, figure in pairs)
        beside = Text("\n").join([figures, told(line.source, "dim")] if line.cells else [])
        narrow.add_row(told(line.label, "" if line.cells else "bold"), beside)
    return narrow


class _Doubt(NamedTuple):
    """Cells of one row that were all obtained alike, from the same stretch of the source."""

    table: str
    row: str
    how: str
    raw: str
    source: str


def _doubts(report: Report) -> dict[_Doubt, list[str]]:
    """Return the cells that were not simply read: what they share → their columns."""
    doubts: dict[_Doubt, list[str]] = {}
    for place, cell in report.cells():
        if cell.how in ("inferred", "unread"):
            shared = _Doubt(place.table, place.row, cell.how, cell.raw, str(cell.source._replace(cell=0)))
            doubts.setdefault(shared, []).append(place.column)
    return doubts


def _show_doubtful(report: Report) -> None:
    """Print each cell that was not simply read, with what the source prints there."""
    label, cells = words("report"), [cell for _, cell in report.cells()]
    read = sum(cell.how == "read" for cell in cells)
    console().print(told(label["read_cells"].format(cells=len(cells), read=read)))
    table = Table(box=box.SIMPLE_HEAD, title=label["doubtful"], title_justify="left")
    for name in ("cell", "how", "printed", "source"):
        table.add_column(label[name], overflow="fold")
    for doubt, columns in _doubts(report).items():
        how = told(words("how")[doubt.how], STYLES[doubt.how])
        table.add_row(told(_cells_in_words(report, doubt, columns)), how, told(doubt.raw), told(doubt.source))
    if table.row_count:
        console().print(table)


def _cells_in_words(report: Report, doubt: _Doubt, columns: Sequence[str]) -> str:
    row = place_in_words(f"{doubt.table}.{doubt.row}", report)
    label = words("report")
    if len(columns) == len(report.form.tables[doubt.table].columns):
        return places_joined((row, label["whole_row"]))
    return places_joined(
        (row, label["list"].join(column_label(report.form, doubt.table, column) for column in columns))
    )


def _show_notes(report: Report) -> None:
    if report.notes:
        console().print(told(words("report")["notes"], "bold"))
        for note in report.notes:
            console().print(told(note))
