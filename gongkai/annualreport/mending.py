"""A report mended as far as the form's own arithmetic decides: what is missing is filled, what is wrong corrected.

A figure is set only where the sums (勾稽关系) admit exactly one: the single missing cell of a sum, or the
single cell whose change makes every failing sum hold and breaks none. Everything else stays as printed:
sums that fail for another reason are marked and left, what is missing and not decided stays blank. A blank
is not taken for 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from gongkai.annualreport.forms import Identity
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report

Figures = dict[Place, int | None]


class Mark(StrEnum):
    """What became of a cell that is not simply as printed."""

    FILLED = "filled"  # nothing certain was there; the sums admit one figure
    CORRECTED = "corrected"  # another figure was there; the sums admit one
    CONTRADICTORY = "contradictory"  # a sum that fails, and nothing says which of its cells is wrong
    OPEN = "open"  # nothing certain is there, and the sums do not decide


class Mend(NamedTuple):
    """A marked cell: where, what became of it, the cell as it was read, the figure that it has now."""

    place: Place
    mark: Mark
    before: Cell
    after: int | None


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended report, and every cell of its tables that somebody should look at."""

    report: Report
    mends: tuple[Mend, ...]

    def marks(self) -> Mapping[Place, Mark]:
        """Return the mark of each marked cell."""
        return {mend.place: mend.mark for mend in self.mends}


class _Sum(NamedTuple):
    """One line of an identity: the cells of both sides."""

    left: tuple[Place, ...]
    right: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return (*self.left, *self.right)

    def lacking(self, figures: Figures) -> list[Place]:
        """Return the cells without a figure."""
        return [place for place in self.places if figures[place] is None]

    def excess(self, figures: Figures) -> int:
        """Return by how much the left side is greater, cells without a figure left out."""
        left, right = (sum(figures[place] or 0 for place in side) for side in (self.left, self.right))
        return left - right

    def wanted(self, place: Place, figures: Figures) -> int:
        """Return the figure of `place` with which both sides are equal."""
        change = -self.excess(figures) if place in self.left else self.excess(figures)
        return (figures[place] or 0) + change


def mend(report: Report) -> Mended:
    """Return `report` mended, with a mark on each cell that was set, is in doubt or is open."""
    sums = [one for identity in report.form.identities if identity.is_sum for one in _lines(report, identity)]
    figures: Figures = {place: _count(report.cell(*place)) for one in sums for place in one.places}
    read = dict(figures)
    _fill(sums, figures)
    doubtful = set(_correct(sums, figures))
    mends = tuple(_marked(report, read, figures, doubtful))
    return Mended(_with(report, mends), mends)


def _count(cell: Cell) -> int | None:
    return cell.value if isinstance(cell.value, int) else None


# -- the sums --------------------------------------------------------------------------------------


def _lines(report: Report, identity: Identity) -> Iterator[_Sum]:
    """Yield the identity's sums, one for each row or column, the rows as this source prints them."""
    table = report.form.tables[identity.table]
    if identity.axis == "columns":
        for row in _rows_shown(report, identity.table):
            left, right = (tuple(Place(table.id, row, column) for column in side) for side in _sides(identity))
            yield _Sum(left, right)
        return
    sides = [report.printed_rows(identity.table, side) for side in _sides(identity)]
    for column in table.columns:
        left, right = (tuple(Place(table.id, row, column.id) for row in side) for side in sides)
        yield _Sum(left, right)


def _sides(identity: Identity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return identity.left, identity.right


def _rows_shown(report: Report, table: str) -> tuple[str, ...]:
    return report.printed_rows(table, tuple(row.id for row in report.form.tables[table].rows))


# -- deciding --------------------------------------------------------------------------------------


def _fill(sums: Sequence[_Sum], figures: Figures) -> None:
    """Set every missing figure that the sums decide, and then those which these decide in turn."""
    while decided := _decided(sums, figures):
        figures.update(decided)


def _decided(sums: Sequence[_Sum], figures: Figures) -> Figures:
    """Return the figures of cells that are alone missing in a sum; none where two sums disagree or it is below 0."""
    wanted: dict[Place, set[int]] = {}
    for one in sums:
        lacking = one.lacking(figures)
        if len(lacking) == 1:
            wanted.setdefault(lacking[0], set()).add(one.wanted(lacking[0], figures))
    return {place: min(found) for place, found in wanted.items() if len(found) == 1 and min(found) >= 0}


def _correct(sums: Sequence[_Sum], figures: Figures) -> Iterator[Place]:
    """Correct the cells that alone explain the failing sums around them; yield where sums fail for no such cell."""
    complete = [one for one in sums if not one.lacking(figures)]
    failing = [one for one in complete if one.excess(figures)]
    holding = {place for one in complete if not one.excess(figures) for place in one.places}
    for group in _connected(failing):
        culprits = list(_culprits(group, holding, figures))
        if len(culprits) == 1:
            figures[culprits[0]] = group[0].wanted(culprits[0], figures)
        else:
            yield from (one.left[0] for one in group)


def _culprits(group: Sequence[_Sum], holding: set[Place], figures: Figures) -> Iterator[Place]:
    """Yield the cells that stand in every sum of the group and in none that holds, and need the same figure in all."""
    for place in group[0].places:
        if place in holding or not all(place in one.places for one in group):
            continue
        wanted = {one.wanted(place, figures) for one in group}
        if len(wanted) == 1 and min(wanted) >= 0:
            yield place


def _connected(sums: Iterable[_Sum]) -> list[list[_Sum]]:
    """Return the sums in groups that have cells in common."""
    groups: list[list[_Sum]] = []
    for one in sums:
        touching = [group for group in groups if any(set(other.places) & set(one.places) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([*(other for group in touching for other in group), one])
    return groups


# -- the mended report -----------------------------------------------------------------------------


def _marked(report: Report, read: Figures, figures: Figures, doubtful: set[Place]) -> Iterator[Mend]:
    """Yield the cells of the tables that need a look, in the order of the form."""
    for table in report.form.tables.values():
        for row in _rows_shown(report, table.id):
            for column in table.columns:
                place = Place(table.id, row, column.id)
                cell, now = report.cell(*place), figures.get(place)
                if mark := _mark(cell, read.get(place), now, in_doubt=place in doubtful):
                    yield Mend(place, mark, cell, now)


def _mark(cell: Cell, read: int | None, now: int | None, *, in_doubt: bool) -> Mark | None:
    if in_doubt:
        return Mark.CONTRADICTORY
    if cell.value is None:
        return Mark.OPEN if now is None else Mark.FILLED
    return Mark.CORRECTED if read != now else None


def _with(report: Report, mends: Iterable[Mend]) -> Report:
    """Return the report with the figures that were set, each inferred and with what had been printed."""
    tables = {table: {row: dict(cells) for row, cells in rows.items()} for table, rows in report.tables.items()}
    for mend in mends:
        if mend.mark in (Mark.FILLED, Mark.CORRECTED):
            table, row, column = mend.place
            cell = mend.before
            raw = cell.raw or ("" if cell.value is None else str(cell.value))
            mended = Cell(mend.after, How.INFERRED, raw, cell.unit, cell.source)
            tables.setdefault(table, {}).setdefault(row, {})[column] = mended
    return replace(report, tables={table: _whole(rows) for table, rows in tables.items()}, findings=())


def _whole(rows: dict[str, dict[str, Cell]]) -> dict[str, dict[str, Cell]]:
    """Return the rows, each with every column that one of them has."""
    columns = dict.fromkeys(column for cells in rows.values() for column in cells)
    return {row: {column: cells.get(column, ABSENT) for column in columns} for row, cells in rows.items()}
