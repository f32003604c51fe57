"""The clock of a case and a fee for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from gongkai import statute
from gongkai.cli.findings_shown import show_findings
from gongkai.cli.terminal import console, told
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from datetime import date

    from gongkai.statute import Clock, Fee

_EVENT = re.compile(r"events\[(\d+)\]")
_DAY_STYLES = {"excluded": "cyan", "rest": "dim"}


def show(clock: Clock, findings: list[dict[str, Any]]) -> None:
    """Print where a case stands, what is to be said about it, and its days."""
    console().print(_facts(clock))
    if findings:
        console().print()
        show_findings([finding | {"where": _place(finding["where"])} for finding in findings], None)
    if clock.trace:
        console().print(_days(clock))


def _place(where: str) -> str:
    """Return a place of the case for people: ``events[0].date`` is the first record's date."""
    label = words("clock")
    return _EVENT.sub(lambda found: label["record"].format(number=int(found[1]) + 1), where) or label["whole_case"]


def _facts(clock: Clock) -> Table:
    label = words("clock")
    table = Table.grid(padding=(0, 2))
    for name, value in _lines(clock):
        table.add_row(told(label[name], "dim"), told(value, "bold" if name == "due" else ""))
    for sub in clock.sub_deadlines:
        table.add_row(told(label[sub.kind], "dim"), told(_day(sub.due.date, sub.due.provisional)))
    return table


def _lines(clock: Clock) -> list[tuple[str, str]]:
    """Return the lines above the sub-deadlines: the label's key and the value."""
    label = words("clock")
    due, notice = clock.due, clock.correction_notice_due
    lines = [
        ("state", statute.state_name(clock.state)),
        ("receipt", clock.receipt_date.isoformat() if clock.receipt_date else label["none"]),
        ("due", _day(due.date, due.provisional) if due else label["not_running"]),
    ]
    if clock.days_left is not None:
        name = "left" if clock.days_left >= 0 else "overdue"
        lines.append((name, label["workdays"].format(days=abs(clock.days_left))))
    lines += [(name, label["workdays"].format(days=days)) for name, days in _added(clock) if days]
    if notice is not None:
        lines.append(("correction_notice", _day(notice.date, notice.provisional)))
    if clock.safe_date is not None:
        lines.append(("safe", clock.safe_date.isoformat()))
    return lines


def _added(clock: Clock) -> list[tuple[str, int]]:
    return [("extension", clock.extension), ("excluded", clock.excluded_workdays)]


def _day(day: date, provisional: bool) -> str:
    return words("clock")["provisional"].format(day=day) if provisional else day.isoformat()


def _days(clock: Clock) -> Table:
    label = words("clock")
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(label["day"], no_wrap=True)
    table.add_column(label["number"], justify="right")
    table.add_column(label["because"], overflow="fold")
    for day in clock.trace:
        style = _DAY_STYLES.get(day.kind, "")
        table.add_row(told(day.date, style), told(day.number or ""), told(day.because, style))
    return table


def show_fee_table(fee: Fee, scheme: str) -> None:
    """Print a fee bracket by bracket."""
    label = words("clock")
    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    table.add_column(label["bracket"], footer=label["total"])
    table.add_column(label["rate"], justify="right")
    table.add_column(label["amount"], justify="right", footer=str(fee.amount_yuan))
    for part in fee.brackets:
        span = str(part.first) if part.first == part.last else f"{part.first}—{part.last}"
        table.add_row(told(f"{span}{label[scheme]}"), told(part.yuan), told(part.amount_yuan))
    console().print(table)
    console().print(told(f"{words('verdict')['law']} {fee.law}"))
