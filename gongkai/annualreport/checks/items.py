"""The checks of a report whose tables are items of its text: the provident fund's annual report (建金〔2015〕26号)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.annualreport.checks.amounts import Amount, add, plain
from gongkai.annualreport.checks.arithmetic import sums_agree
from gongkai.annualreport.checks.carryover import year_before
from gongkai.annualreport.checks.naming import label_of
from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.forms import Axis, Identity
from gongkai.annualreport.model import Cell, How, Report
from gongkai.annualreport.numbers import digits
from gongkai.annualreport.quantities import slack, units
from gongkai.findings import Finding


def rates(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each printed rate that is not the ratio of its items, as far as the decimals say."""
    for identity in report.form.identities:
        if identity.over:
            yield from _rate(report, identity)


def _rate(report: Report, identity: Identity) -> Iterator[Finding]:
    row = report.form.row(identity.table, identity.left[0])
    assert row is not None
    column = report.form.tables[identity.table].columns[0].id
    rate = report.value(identity.table, row.id, column)
    parts, whole = (add(_cells(report, identity, names)) for names in (identity.right, identity.over))
    if rate is None or not (parts.certain and whole.certain) or whole.value <= whole.slack:
        return
    scale = _one_in(row)
    lowest, highest = _bounds(parts, whole, scale)
    if highest < rate - slack(rate) or rate + slack(rate) < lowest:
        facts = {
            "row": row.label,
            "printed": digits(rate),
            "expected": digits(_like(rate, Decimal(parts.value) * scale / Decimal(whole.value))),
            "unit": row.unit,
            "parts": plain(parts.value),
            "whole": plain(whole.value),
            "formula": _formula(identity),
        }
        yield Finding(identity.id, f"{identity.table}.{row.id}.{column}", facts)


def _cells(report: Report, identity: Identity, names: tuple[str, ...]) -> Iterator[Cell]:
    """Yield the cells of the named rows; an item that need not be stated and is not counts as blank."""
    for name in names:
        table, row = _row(identity, name)
        axis = report.form.row(table, row)
        cell = report.cell(table, row, report.form.tables[table].columns[0].id)
        open_one = cell.how is How.ABSENT and axis is not None and axis.optional
        yield Cell(None, How.BLANK) if open_one else cell


def _row(identity: Identity, name: str) -> tuple[str, str]:
    table, dot, row = name.partition(".")
    return (table, row) if dot else (identity.table, name)


def _one_in(row: Axis) -> Decimal:
    """Return what a share of one is in the row's unit: 100 for %, 1000 for ‰."""
    return Decimal(1000).scaleb(-units()[row.unit][1])


def _bounds(parts: Amount, whole: Amount, scale: Decimal) -> tuple[Decimal, Decimal]:
    lowest = (parts.value - parts.slack) * scale / (whole.value + whole.slack)
    return lowest, (parts.value + parts.slack) * scale / (whole.value - whole.slack)


def _like(printed: int | Decimal, value: Decimal) -> Decimal:
    """Return the value with as many decimals as the printed one."""
    return value.quantize(Decimal(1).scaleb(int(Decimal(printed).as_tuple().exponent)))


def _formula(identity: Identity) -> str:
    parts, whole = (
        "＋".join(label_of(*_row(identity, name)).rpartition("·")[2] for name in names)
        for names in (identity.right, identity.over)
    )
    return f"{parts} ÷ {whole}" if len(identity.right) == 1 else f"（{parts}）÷ {whole}"


def totals(report: Report, previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each total that is not last year's with the flow of the year."""
    before = year_before(report, previous)
    if before is not None:
        for identity in report.form.identities:
            if identity.before:
                yield from sums_agree(report, identity, before=before)


def stated(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield one finding for each section that does not state all items a reader looks for there."""
    for table in report.form.tables.values():
        cells = {row: report.cell(table.id, row.id, table.columns[0].id) for row in table.rows if not row.optional}
        missing = [row.label for row, cell in cells.items() if cell.how in (How.ABSENT, How.BLANK)]
        if missing:
            facts = {"table": table.caption, "items": phrases().separator.join(missing), "count": len(missing)}
            yield Finding("PF-ITEM-MISSING", table.id, facts)


def heads(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each of the six heads that the report does not have, or has nothing under."""
    for form in report.form.sections:
        section = report.section(form.id)
        own = [table.id for table in report.form.tables.values() if table.section == form.id]
        if section is None:
            yield Finding("PF-SECTION-MISSING", f"text.{form.id}", {"section": form.title})
        elif not section.text.strip() and not any(report.prints(table) for table in own):
            yield Finding("PF-SECTION-EMPTY", f"text.{form.id}", {"section": form.title})


def whose(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding where the report does not say of which year it is, or whose."""
    if report.year is None:
        yield Finding("PF-YEAR-UNKNOWN", "year")
    if report.agency is None:
        yield Finding("PF-CENTRE-UNKNOWN", "agency")
