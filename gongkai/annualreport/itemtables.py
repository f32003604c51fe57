"""Items that a table states: its label in one cell, its figure in the column of the report's year.

Which column that is, the headings say. Where they do not, and a row has several figures, none
is taken; nor is one whose unit stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.annualreport.document import Grid, GridRow, Slot
from gongkai.annualreport.forms import Axis
from gongkai.annualreport.model import Source
from gongkai.annualreport.numbers import DASHES
from gongkai.annualreport.quantities import Quantity, measures, quantity, units
from gongkai.annualreport.statements import Labels, Stated, bare
from gongkai.annualreport.titles import simple

_UNIT = re.compile(r"[（(](?:单位[:：]?)?(?P<unit>[^（）()\d]{1,3})[）)]|单位[:：](?P<named>[^\s，。、（）()]{1,3})")
_PART = re.compile(r"^其中|^[#＃]")
_THIS_YEAR = re.compile(r"本年|当年|本期|期末|年末|金额|数额|数值|数量|发生额|决算")
_OTHER_TIME = re.compile(r"上年|上期|去年|期初|年初|同比|增|减|比|占|预算|计划|累计|备注|说明|单位")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d年")


class _Headings(NamedTuple):
    """What stands above the rows: per grid column the words of the headings, and the unit said for all."""

    columns: dict[int, str]
    unit: str


def table_statements(grid: Grid, labels: Labels, year: int | None, number: int, unit: str = "") -> Iterator[Stated]:
    """Yield what a grid states of the items; `number` counts the tables, `unit` is what stands above the grid."""
    headings = _Headings({}, unit)
    for index, row in enumerate(grid.rows, 1):
        groups = list(_groups(row, labels))
        if not groups:
            headings = _headed(headings, row)
        for items, label, values in (group for group in groups if group[2]):
            source = Source(number, index, 1, row.page, row.line)
            yield from _stated(items, label, values, headings, year, source)


def _headed(headings: _Headings, row: GridRow) -> _Headings:
    columns = dict(headings.columns)
    for slot in row.slots:
        for column in range(slot.column, slot.column + slot.width):
            columns[column] = columns.get(column, "") + simple(slot.text).replace("\n", "")
    named = _UNIT.search("".join(simple(slot.text) for slot in row.slots)) if len(row.slots) == 1 else None
    return _Headings(columns, _unit_of(named) or headings.unit)


def unit_above(text: str) -> str:
    """Return the unit that a line above a table says is that of all its figures (单位：万元), empty where none."""
    words = simple(text).replace("\n", "")
    return _unit_of(_UNIT.search(words)) if len(words) < 40 and "单位" in words else ""


def _unit_of(found: re.Match[str] | None) -> str:
    unit = (found["unit"] or found["named"]) if found else ""
    return unit if unit in units() else ""


def _groups(row: GridRow, labels: Labels) -> Iterator[tuple[tuple[Axis, ...], Slot, Sequence[Slot]]]:
    """Yield each label in a row with its items and the cells up to the next label."""
    found = [(place, items) for place, slot in enumerate(row.slots) if (items := _items(slot, labels))]
    for place, items in found:
        end = next((other for other, _ in found if other > place), len(row.slots))
        yield items, row.slots[place], row.slots[place + 1 : end]


def _items(slot: Slot, labels: Labels) -> tuple[Axis, ...]:
    words = simple(slot.text).replace("\n", "")
    return () if _PART.search(words) else labels.items(bare(words).rstrip("：:"))


def _stated(
    items: Sequence[Axis],
    label: Slot,
    values: Sequence[Slot],
    headings: _Headings,
    year: int | None,
    source: Source,
) -> Iterator[Stated]:
    """Yield what a row states: a quantity where one cell is certainly the year's, for the item whose unit it has."""
    beside = next((simple(slot.text).strip() for slot in values if simple(slot.text).strip() in units()), "")
    chosen = _of_the_year(values, headings, year)
    raw = " ".join(" ".join(slot.text.split()) for slot in (chosen or values))
    if len(chosen) != 1:
        yield from (Stated(item.id, None, raw, source) for item in items)
        return
    unit = beside or _unit_of(_UNIT.search(simple(label.text))) or _unit_over(chosen[0], headings)
    found = _quantity(chosen[0], unit)
    fitting = [item for item in items if found and measures(item.unit) == measures(found.unit)]
    certain = found if found and found.exact and fitting else None
    where = source._replace(cell=chosen[0].column + 1)
    yield from (Stated(item.id, certain, raw, where) for item in (fitting or items))


def _unit_over(slot: Slot, headings: _Headings) -> str:
    return _unit_of(_UNIT.search(headings.columns.get(slot.column, ""))) or headings.unit


def _quantity(slot: Slot, unit: str) -> Quantity | None:
    text = simple(slot.text).replace("\n", "")
    found = quantity(text, 0, unit)
    return found[0] if found and found[1] == len(text) else None


def _of_the_year(values: Sequence[Slot], headings: _Headings, year: int | None) -> Sequence[Slot]:
    """Return the cells that may hold the year's figure: one, or nothing is certain."""
    figures = [slot for slot in values if _may_be_a_figure(slot)]
    open_ones = [slot for slot in figures if not _is_of_another_time(headings.columns.get(slot.column, ""), year)]
    named = [slot for slot in open_ones if _is_of_this_year(headings.columns.get(slot.column, ""), year)]
    return named if len(named) == 1 else open_ones


def _may_be_a_figure(slot: Slot) -> bool:
    """Tell whether a cell has a figure, or has none where one could stand."""
    text = slot.text.strip()
    return not text or text in DASHES or any(map(str.isdigit, text))


def _is_of_another_time(heading: str, year: int | None) -> bool:
    years = _ANY_YEAR.findall(heading)
    if years and year is not None:
        return all(int(one[:4]) != year for one in years)
    return _OTHER_TIME.search(heading) is not None


def _is_of_this_year(heading: str, year: int | None) -> bool:
    return f"{year}年" in heading or _THIS_YEAR.search(heading) is not None
