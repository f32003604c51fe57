"""Which column stands where: the order in which a source prints a table's columns.

Read from the headings, not assumed: a heading lost or broken over pages is allowed for
only where what is left agrees with the form's own order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gongkai.annualreport.folding import label_data
from gongkai.annualreport.forms import Axis, TableForm
from gongkai.annualreport.labels import core
from gongkai.annualreport.records import Piece, Record


class Order(NamedTuple):
    """The printed columns, left to right; None stands for a column that the form does not have.

    `spans` are (grid column, width) of each heading where the grid is real, else empty.
    `sure`: the headings themselves say so, and not only the form.
    """

    columns: tuple[Axis | None, ...]
    spans: tuple[tuple[int, int], ...] = ()
    sure: bool = True


UNKNOWN = Order((), sure=False)
_RESULT_SPELLINGS = {"维持结果": "结果维持", "纠正结果": "结果纠正", "合计": "总计"}
_UNIT = re.compile(r"[(（](?:计量)?(?:单位[:：]?)?([千百万亿美]{0,2}[元件个项条份次])[)）]")
_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_RESULT = re.compile(f"(?=({'|'.join(_RESULTS)}))")  # ahead: one may begin inside another (其他结果维持)
_TORN = ("总计", "结果维持", "结果纠正", "其他结果", "尚未审结")  # a page border may have cut 总计 off and put it first


@lru_cache(maxsize=64)
def _spellings(table: TableForm) -> Mapping[str, str]:
    """Every spelling of a column's label that names one column of the table, and its id."""
    known: dict[str, str] = {}
    for column in table.columns:
        for label in (column.label, *column.aliases, *label_data()["columns"].get(column.id, ())):
            known[core(label)] = column.id if known.get(core(label), column.id) == column.id else ""
    return {spelling: column for spelling, column in known.items() if column}


@lru_cache(maxsize=64)
def _group_labels(table: TableForm) -> tuple[str, ...]:
    labels = {core(group) for column in table.columns for group in column.groups}
    spelt = {spelling for label in labels for spelling in label_data()["groups"].get(label, ())}
    return tuple(sorted(labels | spelt, key=len, reverse=True))


@lru_cache(maxsize=1024)
def printed_order(table: TableForm, header: tuple[Piece, ...], grid: int) -> Order:
    """Return the order of `table`'s columns that the `header` labels show.

    `header` holds the heading cells in reading order; `grid` is the number of the grid whose
    columns are real, 0 where they are not. `Order.columns` is empty where the headings
    contradict each other, or where there are none and the form's order would be a guess.
    """
    by_cell = _by_cell(table, header, grid)
    if len(table.columns) == 1:
        return Order(table.columns, _spans(by_cell, table.columns)) if _speaks_of(table.columns[0], header) else UNKNOWN
    strangers = _with_strangers(table, header, by_cell, grid)
    if strangers:
        return strangers
    if len(by_cell) > 1:
        found = sorted(by_cell, key=lambda column_id: by_cell[column_id].column)
        if len(found) == len(table.columns):
            columns = tuple(table.column(column_id) for column_id in found)
            return Order(columns, _spans(by_cell, columns))
        if [column.id for column in table.columns if column.id in by_cell] == found:
            return Order(table.columns, sure=False)
    return _by_text(table, header)


def _by_cell(table: TableForm, header: Sequence[Piece], grid: int) -> dict[str, Piece]:
    """Return the heading cell of each column that has one in this grid."""
    known = _spellings(table)
    named = ((known.get(core(piece.text)), piece) for piece in header if grid and piece.grid == grid)
    return {column: piece for column, piece in named if column}


def _speaks_of(column: Axis, header: Sequence[Piece]) -> bool:
    """Tell whether the heading of a table's only column may be its own: lost, or not about another year."""
    words = "".join(core(piece.text) for piece in header)
    return "上年" not in words and "上一年" not in words and "去年" not in words and "累计" not in words


def _with_strangers(table: TableForm, header: Sequence[Piece], by_cell: Mapping[str, Piece], grid: int) -> Order | None:
    """Return the order where headings that the form does not know stand among those it does, else None."""
    if len(by_cell) < 2 or len(by_cell) == len(table.columns):
        return None
    known = {(piece.column, column_id) for column_id, piece in by_cell.items()}
    first, last = min(known)[0], max(known)[0]
    taken = {column for column, _ in known}
    strangers = [
        piece
        for piece in header
        if piece.grid == grid and first < piece.column < last and piece.width == 1 and piece.column not in taken
    ]
    if not any(_is_strange(piece, table) for piece in strangers):
        return None
    places = sorted([*known, *((piece.column, "") for piece in strangers)])
    return Order(tuple(table.column(column_id) if column_id else None for _, column_id in places), sure=True)


def _is_strange(piece: Piece, table: TableForm) -> bool:
    """Tell a heading that names something else from one of the form's that is only misspelt or cut."""
    words = core(piece.text)
    labels = [core(column.label) for column in table.columns]
    alike = any(len(set(words) & set(label)) * 2 >= len(set(words)) for label in labels)
    return len(words) > 1 and not alike


def _spans(by_cell: Mapping[str, Piece], columns: Sequence[Axis]) -> tuple[tuple[int, int], ...]:
    if any(column.id not in by_cell for column in columns):
        return ()
    return tuple((by_cell[column.id].column, by_cell[column.id].width) for column in columns)


def _by_text(table: TableForm, header: Sequence[Piece]) -> Order:
    text = "".join(core(piece.text) for piece in header)
    places, group = _places(table, text)
    default = [column.id for column in table.columns]
    read = sorted(places, key=places.__getitem__)
    if not read or _is_torn(read, places, group, table):
        return UNKNOWN
    found = _level(read, places, group, table)
    if len(found) == len(default):
        return Order(tuple(table.column(column) for column in found))
    agrees = [column for column in default if column in places] == found
    return Order(table.columns, sure=False) if agrees else UNKNOWN


def _is_torn(read: Sequence[str], places: Mapping[str, int], group: int, table: TableForm) -> bool:
    """Tell whether the first heading row may be cut: 自然人 read between 总计 and 商业企业 stands who knows where."""
    first = table.columns[0].id
    if group < 0 or first not in places or "total" not in places:
        return False
    return group < places["total"] < places[first] < max(places.values())


def _places(table: TableForm, text: str) -> tuple[dict[str, int], int]:
    """Return where in `text` each column's label stands, and their group's label (-1: nowhere)."""
    group = -1
    for label in _group_labels(table):
        group = max(group, text.rfind(label))
        text = text.replace(label, "\0" * len(label))
    places: dict[str, int] = {}
    for spelling, column in sorted(_spellings(table).items(), key=lambda item: -len(item[0])):
        place = text.rfind(spelling)
        if column not in places and place >= 0:
            places[column] = place
            text = text[:place] + "\0" * len(spelling) + text[place + len(spelling) :]
    return places, group


def _level(found: Sequence[str], places: Mapping[str, int], group: int, table: TableForm) -> list[str]:
    """Return the columns as they stand side by side, where two heading rows were read one after the other.

    The columns of a group stand where the group's label stands; where that is lost, a total
    read before them still stands behind them, as on the form.
    """
    grouped = [column for column in found if table.column(column).groups]
    if not grouped:
        return list(found)
    if group < 0:
        group = places[grouped[0]]
        rest = [column for column in found if column not in grouped and column != "total"]
        rest += ["total"] if "total" in found else []
        return _around(rest, grouped, places, group, total_last=True)
    rest = [column for column in found if column not in grouped]
    return _around(rest, grouped, places, group, total_last=False)


def _around(
    rest: Sequence[str], grouped: Sequence[str], places: Mapping[str, int], group: int, *, total_last: bool
) -> list[str]:
    before = [column for column in rest if places[column] < group and not (total_last and column == "total")]
    return [*before, *grouped, *(column for column in rest if column not in before)]


@lru_cache(maxsize=256)
def heading_units(header: tuple[Piece, ...]) -> Mapping[str, str]:
    """Return the units that headings print in brackets (采购总金额（万元）), by the heading's bare words."""
    found = ((piece, _UNIT.search(piece.text.replace(" ", ""))) for piece in header)
    return {core(piece.text): unit[1] for piece, unit in found if unit}


def unit_of(column: Axis, units: Mapping[str, str]) -> str:
    """Return the unit printed over a column, empty where none is."""
    if not units:
        return ""
    name = re.sub("单位.*", "", core(column.label))
    return next((unit for words, unit in units.items() if words.startswith(name)), "")


def disputes_order(table: TableForm, header: Sequence[Piece], record: Record) -> Order:
    """Return the order of the disputes table's columns: three groups of the same five labels.

    Read row by row, the labels of the first group stand before those of the others.
    Where labels are broken, the form's order is taken only if nothing legible contradicts it.
    """
    words = [_RESULT_SPELLINGS.get(core(piece.text), core(piece.text)) for piece in header]
    text = "".join(words)
    run = _RESULT.findall(text)
    groups = [table.columns[start : start + len(_RESULTS)] for start in range(0, len(table.columns), len(_RESULTS))]
    if not run or 0 <= text.rfind("复议后") < text.find("未经复议") or _is_swapped(words):
        return UNKNOWN
    below = _labels_above(record, header, words)
    if below and all(_RESULTS[place % len(_RESULTS)] == label for place, label in below.items()):
        return Order(table.columns, sure=False)
    if len(run) == len(table.columns):
        return UNKNOWN if tuple(run[: len(_RESULTS)]) == _TORN else _in_printed_order(groups, run)
    places = [_RESULTS.index(label) for label in run]
    descents = sum(later <= earlier for earlier, later in pairwise(places))
    return Order(table.columns, sure=False) if descents < len(groups) else UNKNOWN


def _is_swapped(words: Sequence[str]) -> bool:
    """Tell whether 行政诉讼 heads the columns before 行政复议."""
    tops = [word[-2:] for word in words if word in ("行政复议", "行政法复议", "行政诉讼")]
    return tops[:2] == ["诉讼", "复议"]


def _labels_above(record: Record, header: Sequence[Piece], words: Sequence[str]) -> dict[int, str]:
    """Return the result label that stands above each value, by the value's place, where the grid is real."""
    places = {value.column: place for place, value in enumerate(record.values)} if record.geometric else {}
    named = zip(header, words, strict=True)
    return {
        places[piece.column]: word
        for piece, word in named
        if word in _RESULTS and piece.grid == record.grid and piece.column in places
    }


def _in_printed_order(groups: Sequence[Sequence[Axis]], run: Sequence[str]) -> Order:
    columns: list[Axis | None] = []
    for index, group in enumerate(groups):
        labels = run[index * len(_RESULTS) : (index + 1) * len(_RESULTS)]
        if sorted(labels) != sorted(_RESULTS):
            return UNKNOWN
        columns.extend(group[_RESULTS.index(label)] for label in labels)
    return Order(tuple(columns))
