"""From straight lines on a page to the cells of its tables.

Lines that touch make one table; their positions cut it into the smallest fields; fields
without a line between them are one cell. So merged cells come out as they were printed,
with their true place in the grid, and a missing inner line joins cells instead of losing them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from gongkai.annualreport.sources.limits import MAX_PAGE_RULINGS, check_cells
from gongkai.annualreport.sources.marks import Box, Ruling

_NEAR = 3.0  # points: lines closer than this are one line, ends closer than this meet
_SHORTEST = 4.0  # points: shorter strokes are hatching or ornament


class Cell(NamedTuple):
    """A cell: rows and columns of its grid from the first to before the last."""

    top: int
    left: int
    bottom: int
    right: int


class Lattice:
    """The cells of one table, found again by a point inside them."""

    def __init__(self, xs: list[float], ys: list[float], cells: list[Cell]) -> None:
        self.xs, self.ys, self.cells = xs, ys, cells
        self.box = Box(xs[0], ys[0], xs[-1], ys[-1])
        self._at = {
            (row, column): index
            for index, cell in enumerate(cells)
            for row in range(cell.top, cell.bottom)
            for column in range(cell.left, cell.right)
        }

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell that holds the point, None where it is outside."""
        return self._at.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def lattices(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> list[Lattice]:
    """Return the tables of a page from its lines, top to bottom; frames around a single cell are none."""
    across, down = _joined(horizontal), _joined(vertical)
    if len(across) + len(down) > MAX_PAGE_RULINGS:
        return []  # a map or a chart, not a table
    found = [made for lines in _touching(across, down) if (made := _lattice(*lines)) is not None]
    return sorted(found, key=lambda lattice: (lattice.box.top, lattice.box.x0))


def _joined(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the lines with those that lie on each other or meet end to end made one."""
    joined: list[Ruling] = []
    for at, group in _on_one_line(rulings):
        pieces = sorted((ruling.start, ruling.end) for ruling in group)
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start > end + _NEAR:
                joined.append(Ruling(at, start, end))
                start, end = next_start, next_end
            end = max(end, next_end)
        joined.append(Ruling(at, start, end))
    return [ruling for ruling in joined if ruling.end - ruling.start >= _SHORTEST]


def _on_one_line(rulings: Sequence[Ruling]) -> Iterator[tuple[float, list[Ruling]]]:
    group: list[Ruling] = []
    for ruling in sorted(rulings):
        if group and ruling.at - group[0].at > _NEAR:
            yield sum(member.at for member in group) / len(group), group
            group = []
        group.append(ruling)
    if group:
        yield sum(member.at for member in group) / len(group), group


def _touching(across: list[Ruling], down: list[Ruling]) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Yield the lines of each table: those that cross or meet, directly or through others."""
    leader = list(range(len(across) + len(down)))
    for index, line in enumerate(across):
        for other, upright in enumerate(down, len(across)):
            if _meet(line, upright):
                leader[_first(leader, other)] = _first(leader, index)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index, line in enumerate(across + down):
        groups[_first(leader, index)][index >= len(across)].append(line)
    yield from groups.values()


def _meet(line: Ruling, upright: Ruling) -> bool:
    return (
        line.start - _NEAR <= upright.at <= line.end + _NEAR and upright.start - _NEAR <= line.at <= upright.end + _NEAR
    )


def _first(leader: list[int], member: int) -> int:
    while leader[member] != member:
        leader[member] = leader[leader[member]]
        member = leader[member]
    return member


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    if not across or not down:
        return None
    xs = _cuts([line.at for line in down], [end for line in across for end in line[1:]])
    ys = _cuts([line.at for line in across], [end for line in down for end in line[1:]])
    fields = (len(xs) - 1) * (len(ys) - 1)
    check_cells(fields)
    if fields < 2:
        return None
    cells = _Fields(xs, ys, across, down).cells()
    return Lattice(xs, ys, cells) if len(cells) > 1 else None


def _cuts(positions: list[float], ends: list[float]) -> list[float]:
    """Return the sorted positions of the lines, and the ends of the crossing ones where no line closes them."""
    cuts = sorted(positions)
    kept = [cut for index, cut in enumerate(cuts) if not index or cut - cuts[index - 1] > _NEAR]
    low, high = min(ends), max(ends)
    return [low] * (low < kept[0] - _NEAR) + kept + [high] * (high > kept[-1] + _NEAR)


class _Fields:
    """The smallest fields between the cuts, and which lines stand between them."""

    def __init__(self, xs: list[float], ys: list[float], across: list[Ruling], down: list[Ruling]) -> None:
        self._rows, self._columns = len(ys) - 1, len(xs) - 1
        self._below = _walls(ys, xs, across)
        self._beside = _walls(xs, ys, down)

    def cells(self) -> list[Cell]:
        """Return the cells from top to bottom, left to right; fields outside the table are left out."""
        found = [cell for group in self._groups() if self._is_inside(group) for cell in _rectangles(group)]
        return sorted(found)

    def _groups(self) -> list[list[tuple[int, int]]]:
        leader = list(range(self._rows * self._columns))
        for row in range(self._rows):
            for column in range(self._columns):
                here = row * self._columns + column
                if column + 1 < self._columns and (column + 1, row) not in self._beside:
                    leader[_first(leader, here + 1)] = _first(leader, here)
                if row + 1 < self._rows and (row + 1, column) not in self._below:
                    leader[_first(leader, here + self._columns)] = _first(leader, here)
        groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for field in range(len(leader)):
            groups[_first(leader, field)].append(divmod(field, self._columns))
        return list(groups.values())

    def _is_inside(self, group: list[tuple[int, int]]) -> bool:
        """Tell a cell from the empty corner beside a narrower table: lines stand left and right, or above and below."""
        return all(self._is_closed(group, sideways=True)) or all(self._is_closed(group, sideways=False))

    def _is_closed(self, group: list[tuple[int, int]], *, sideways: bool) -> Iterator[bool]:
        """Yield for each outermost edge of the table that the group reaches whether a line closes it."""
        last = self._columns if sideways else self._rows
        walls = self._beside if sideways else self._below
        for row, column in group:
            along, other = (column, row) if sideways else (row, column)
            if along == 0:
                yield (0, other) in walls
            if along == last - 1:
                yield (last, other) in walls


def _walls(cuts: list[float], crossing: list[float], lines: list[Ruling]) -> set[tuple[int, int]]:
    """Return (cut, field) for each piece of a cut on which a line is drawn."""
    walls = set()
    for line in lines:
        cut = min(range(len(cuts)), key=lambda index: abs(cuts[index] - line.at))
        for field, (start, end) in enumerate(pairwise(crossing)):
            if line.start <= (start + end) / 2 <= line.end:
                walls.add((cut, field))
    return walls


def _rectangles(group: list[tuple[int, int]]) -> Iterator[Cell]:
    """Yield the group as one cell where it is a rectangle, else each of its runs within a row."""
    rows, columns = [row for row, _ in group], [column for _, column in group]
    whole = Cell(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    if (whole.bottom - whole.top) * (whole.right - whole.left) == len(group):
        yield whole
        return
    for row, members in groupby(sorted(group), key=lambda field: field[0]):
        for _, run in groupby(enumerate(column for _, column in members), key=lambda pair: pair[1] - pair[0]):
            run_columns = [column for _, column in run]
            yield Cell(row, run_columns[0], row + 1, run_columns[-1] + 1)
