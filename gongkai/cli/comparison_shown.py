"""A comparison for people: what changed, table by table, and how much of the text was said before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from gongkai.annualreport import column_label, places_joined, row_label
from gongkai.cli.terminal import console, told
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.annualreport import Cell, Change, Comparison, Report

_SHOWN = ("changed", "filled", "emptied", "unknown")  # what stayed the same is only counted


def show_comparison(comparison: Comparison) -> None:
    """Print both heads, the cells that changed, the likeness of each section, and what could not be compared."""
    _show_heads(comparison)
    for table in comparison.after.form.tables.values():
        changes = [change for change in comparison.changes if change.place.table == table.id]
        _show_changes(comparison, table.caption, [change for change in changes if change.kind in _SHOWN])
    label = words("comparison")
    counts = (label["count"].format(kind=words("change")[kind], count=n) for kind, n in _counts(comparison).items())
    console().print(told(label["counted"].format(counts=words("report")["list"].join(counts))))
    _show_sections(comparison)
    _show_uncompared(comparison)


def _counts(comparison: Comparison) -> dict[str, int]:
    counts = comparison.as_dict()["counts"]
    return {kind: count for kind, count in counts.items() if count}


def _show_heads(comparison: Comparison) -> None:
    label, unknown = words("report"), words("report")["unknown"]
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("", words("comparison")["before"], words("comparison")["after"]):
        table.add_column(heading, overflow="fold")
    both = (comparison.before, comparison.after)
    for name in ("file", "agency", "year"):
        table.add_row(told(label[name], "dim"), *(told(getattr(report, name) or unknown) for report in both))
    table.add_row(told(label["form"], "dim"), *(told(report.form.law) for report in both))
    console().print(table)


def _show_changes(comparison: Comparison, caption: str, changes: list[Change]) -> None:
    if not changes:
        return
    label = words("comparison")
    table = Table(box=box.SIMPLE_HEAD, title=caption, title_justify="left")
    table.add_column(label["cell"], overflow="fold")
    for name in ("before", "after", "difference", "percent"):
        table.add_column(label[name], justify="right", no_wrap=True)
    for change in changes:
        table.add_row(
            told(_named(comparison.after, change)),
            told(_shown(change.before)),
            told(_shown(change.after)),
            told(_signed(change.difference)),
            told(_signed(change.percent) and f"{_signed(change.percent)}%"),
        )
    console().print(table)


def _named(report: Report, change: Change) -> str:
    row = row_label(report.form, change.place.table, change.place.row)
    name = places_joined((row, column_label(report.form, change.place.table, change.place.column)))
    return words("comparison")["summed"].format(cell=name) if change.summed else name


def _shown(cell: Cell) -> str:
    return (
        words("how")[cell.how] if cell.value is None else f"{cell.value:f}" if _exact(cell.value) else f"{cell.value}"
    )


def _exact(value: object) -> bool:
    return isinstance(value, Decimal)


def _signed(value: int | Decimal | None) -> str:
    """Return a difference with its sign, an empty text for none."""
    return "" if value is None else "0" if not value else f"{value:+f}" if _exact(value) else f"{value:+d}"


def _show_sections(comparison: Comparison) -> None:
    label = words("comparison")
    table = Table(box=box.SIMPLE_HEAD, title=label["texts"], title_justify="left")
    table.add_column(label["section"], overflow="fold")
    for name in ("before_length", "after_length", "repeated"):
        table.add_column(label[name], justify="right")
    for section in comparison.sections:
        percent = "" if section.percent is None else f"{section.percent}%"
        table.add_row(told(section.title), told(section.before), told(section.after), told(percent))
    if table.row_count:
        console().print(table)


def _show_uncompared(comparison: Comparison) -> None:
    """Print the rows of each report that the other's form has no place for."""
    label = words("comparison")
    for side in ("before", "after"):
        report: Report = getattr(comparison, side)
        rows = dict.fromkeys(
            places_joined((report.form.tables[one.table].caption, row_label(report.form, one.table, one.row)))
            for one in comparison.uncompared
            if one.side == side
        )
        if rows:
            console().print(told(label["uncompared"].format(side=label[side], rows=words("report")["list"].join(rows))))
