"""A report beside another's, made ready for a template: what changed most, every changed cell, the texts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from gongkai import annualreport
from gongkai.annualreport import column_label, place_in_words
from gongkai.yearend.shown import MANNERS, Passage

if TYPE_CHECKING:
    from gongkai.annualreport import Axis, Cell, Change, Comparison, Report

_TOLD = 5  # changes named above the table
_SAME = ("same", "blank")


class ChangeView(NamedTuple):
    """One cell in both reports, as text: row, column, both figures, the difference with its sign, percent."""

    row: str
    column: str
    before: str
    after: str
    difference: str
    percent: str


class TableChanges(NamedTuple):
    """The cells of one table that are not the same in both, and how many others are."""

    id: str
    caption: str
    changes: tuple[ChangeView, ...]
    same: int


class TextChange(NamedTuple):
    """A section's text in both: lengths in characters, likeness in percent (None where one has no text)."""

    title: str
    before: int
    after: int
    percent: int | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two reports beside each other: what a template shows."""

    before: Report
    after: Report
    most: tuple[str, ...]
    tables: tuple[TableChanges, ...]
    texts: tuple[TextChange, ...]
    uncompared: tuple[str, ...]
    changed: int
    same: int

    @property
    def same_form(self) -> bool:
        """Tell whether both reports are of one form."""
        return self.before.form is self.after.form


def set_beside(before: Report, after: Report) -> ComparisonView:
    """Return `after` beside `before`: two years of one agency, or two agencies."""
    comparison = annualreport.compare(before, after)
    tables = tuple(_tables(comparison))
    return ComparisonView(
        before=before,
        after=after,
        most=tuple(_most(comparison)),
        tables=tables,
        texts=tuple(_texts(comparison)),
        uncompared=tuple(dict.fromkeys(_uncompared(comparison))),
        changed=sum(len(table.changes) for table in tables),
        same=sum(table.same for table in tables),
    )


def _tables(comparison: Comparison) -> Iterator[TableChanges]:
    for table in comparison.after.form.tables.values():
        cells = [change for change in comparison.changes if change.place.table == table.id]
        changed = tuple(_told(comparison.after, change) for change in cells if change.kind not in _SAME)
        if cells:
            yield TableChanges(table.id, table.caption, changed, len(cells) - len(changed))


def _told(report: Report, change: Change) -> ChangeView:
    row, column = _row(report, change), column_label(report.form, change.place.table, change.place.column)
    percent = f"{change.percent:+}%" if change.percent is not None and change.difference else ""
    figures = (_figure(change.before), _figure(change.after))
    return ChangeView(row, column, *figures, _signed(change.difference), percent)


def _row(report: Report, change: Change) -> str:
    axis = report.form.row(change.place.table, change.place.row)
    words = " · ".join((*axis.groups[1:], axis.label)) if axis else change.place.row
    return f"{words}（各分项之和）" if change.summed else words


def _figure(cell: Cell) -> str:
    """Return a cell's figure, or the word for why there is none."""
    return f"{cell.value:,}" if cell.value is not None else MANNERS[str(cell.how)].word


def _signed(value: int | Decimal | None) -> str:
    return "" if value is None else f"{value:+,}" if value else "0"


def _most(comparison: Comparison) -> Iterator[str]:
    """Yield the greatest changes in words: of each row of counts one cell, its total where it has one."""
    moved = [change for change in _one_a_row(comparison) if change.difference]
    for change in sorted(moved, key=lambda change: -abs(change.difference or 0))[:_TOLD]:
        figures = f"{_figure(change.before)} → {_figure(change.after)}"
        yield f"{_named(comparison.after, change)}：{figures}（{_moved(change)}）"


def _named(report: Report, change: Change) -> str:
    """Return the cell by its row with all that it stands under, and by its column where that is not the total."""
    axis = report.form.row(change.place.table, change.place.row)
    row = (*axis.groups, axis.label) if axis else (change.place.row,)
    total = change.place.column == "total"
    column = "" if total else column_label(report.form, change.place.table, change.place.column)
    return " · ".join(word for word in (*row, column) if word)


def _moved(change: Change) -> str:
    assert change.difference is not None  # only what moved is told
    words = f"{'多' if change.difference > 0 else '少'} {abs(change.difference):,}"
    return f"{words}，{change.percent:+}%" if change.percent is not None else words


def _one_a_row(comparison: Comparison) -> Iterator[Change]:
    for change in comparison.changes:
        table = comparison.after.form.tables[change.place.table]
        totals = [column.id for column in table.columns if column.id == "total"]
        if _column(table.columns, change).kind != "money" and (not totals or change.place.column in totals):
            yield change


def _column(columns: Sequence[Axis], change: Change) -> Axis:
    return next(column for column in columns if column.id == change.place.column)


def _texts(comparison: Comparison) -> Iterator[TextChange]:
    for one in comparison.sections:
        passages = tuple(Passage(passage.after, passage.before, passage.percent) for passage in one.passages)
        yield TextChange(one.title, one.before, one.after, one.percent, passages)


def _uncompared(comparison: Comparison) -> Iterator[str]:
    """Yield the rows that one report prints and the other's form has no place for, each with its side."""
    for one in comparison.uncompared:
        report: Report = getattr(comparison, one.side)
        yield f"{report.year or ''} {place_in_words(f'{one.table}.{one.row}', report.form)}".strip()
