"""How a source sets the rows of its tables, learnt from the rows themselves.

Where cell borders are only counted (Markdown, text between bars), blank cells and mere
filling look the same; how the rows that leave no doubt are set tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.annualreport.alignment import Habit
from gongkai.annualreport.collecting import Reading, make
from gongkai.annualreport.columns import printed_order
from gongkai.annualreport.forms import Form

_LINES = ("", -1)  # what `make` says of rows in text


class Habits:
    """The habits of one document, for the rows of one form."""

    def __init__(self, rows: Sequence[Reading], form: Form) -> None:
        self._columns = {table.id: len(table.columns) for table in form.tables.values()}
        self._last_rows = {table.rows[-1].id for table in form.tables.values()}
        rows = [row for row in rows if row.label.table in self._columns]
        self._whole = Habit(padded=any(self._padding(row) > 0 for row in rows), glued=self._is_glued(rows))
        groups: dict[tuple[str, int], list[Reading]] = {}
        for row in rows:
            groups.setdefault(make(row), []).append(row)
        self._learnt = {key: self._learn(members) for key, members in groups.items()}

    def of(self, row: Reading) -> Habit:
        """Return the habit that a row follows; the last of a table may end with less filling."""
        if row.label.row == "cases" and not row.record.grid:
            return self._after_separators(row)
        habit = self._learnt.get(make(row), self._whole)
        if habit.regular and row.label.row in self._last_rows:
            return habit._replace(padding=max(min(habit.padding, self._padding(row)), 0))
        return habit

    def _after_separators(self, row: Reading) -> Habit:
        """The disputes row has no label: what ends other rows stands before it, and perhaps behind."""
        others = self._learnt.get(_LINES, self._whole)
        padding = self._padding(row)
        if others.regular and not others.offset and padding in (others.padding, 2 * others.padding):
            return others._replace(padding=padding, offset=others.padding)
        return self._whole

    def _learn(self, rows: Sequence[Reading]) -> Habit:
        in_text = not any(row.record.grid for row in rows)
        pair = self._from_full_rows(rows) or (self._from_blank_rows(rows) if in_text else None)
        if pair is None:
            return self._whole
        padding, offset = pair
        regular = all(self._padding(row) == padding for row in rows if row.label.row not in self._last_rows)
        return self._whole._replace(padding=padding, offset=offset, regular=regular)

    def _from_full_rows(self, rows: Sequence[Reading]) -> tuple[int, int] | None:
        """Learn padding and offset from rows whose every column is filled; of these from the longest."""
        found: set[tuple[int, int]] = set()
        for row in rows:
            marks = _marks(row)
            if len(marks) > 1 and marks[-1] - marks[0] + 1 == len(marks) == self._columns_of(row):
                found.add((self._padding(row), marks[0]))
        most = max(found, default=(-1, 0))[0]
        offsets = {offset for padding, offset in found if padding == most}
        return (most, offsets.pop()) if len(offsets) == 1 else None

    def _from_blank_rows(self, rows: Sequence[Reading]) -> tuple[int, int] | None:
        """Learn where no row is full: the longest together must reach from first to last column, and no further."""
        most = max(map(self._padding, rows))
        longest = [row for row in rows if self._padding(row) == most]
        first = any(0 in _marks(row) for row in longest)
        last = any(self._columns_of(row) - 1 in _marks(row) for row in longest)
        beyond = any(place >= self._columns_of(row) for row in longest for place in _marks(row))
        return (most, 0) if first and last and not beyond and len(longest) > 1 else None

    def _is_glued(self, rows: Sequence[Reading]) -> bool:
        """Tell whether most rows of several columns are one run of digits, long enough to fill them."""
        wide = [row for row in rows if row.record.packed and self._columns_of(row) > 1 and row.record.has_figures()]
        runs = [row for row in wide if len(row.record.values) == 1]
        long = [row for row in runs if len(row.record.values[0].token.raw) >= self._columns_of(row)]
        return len(long) * 2 > len(wide)

    def _columns_of(self, row: Reading) -> int:
        return self._columns[row.label.table]

    def _padding(self, row: Reading) -> int:
        return len(row.record.values) - self._columns_of(row)


def _marks(row: Reading) -> list[int]:
    return [place for place, value in enumerate(row.record.values) if value.token.raw]


def real_columns(rows: Iterable[Reading], form: Form) -> set[int]:
    """Return the numbers of counted grids (Markdown, text) whose cells do stand under their headings.

    Every row must be as long as the others, and every figure below a heading: in tables
    whose merged cells were lost, values stand elsewhere.
    """
    grids: dict[int, list[Reading]] = {}
    for row in rows:
        if row.record.grid and not row.record.geometric:
            grids.setdefault(row.record.grid, []).append(row)
    return {grid for grid, members in grids.items() if all(_is_under(row, form, members) for row in members)}


def _is_under(row: Reading, form: Form, others: Sequence[Reading]) -> bool:
    table = form.tables.get(row.label.table)
    if table is None or row.header_grid != row.record.grid or row.record.cells != others[0].record.cells:
        return False
    spans = printed_order(table, row.header, row.record.grid).spans
    marks = [value.column for value in row.record.values if value.token.raw]
    return bool(spans) and set(marks) <= {column for column, _ in spans}
