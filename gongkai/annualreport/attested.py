"""A report in our own format from elsewhere: what it says of its own reading must agree with its cells.

The JSON and CSV of ours carry findings and tell of each cell how it was obtained. Anybody may
have written them. So findings about cells are made again from the cells; of what a file says
only that is believed which its cells bear out, or which nobody can know but its reader.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from gongkai.annualreport.checks import FATAL
from gongkai.annualreport.forms import TableForm
from gongkai.annualreport.model import Cell, How, Report
from gongkai.annualreport.tables import missing
from gongkai.findings import Finding

# What is said of the source as a whole or of what stands outside the form: no cell can contradict it.
_REMARKS = frozenset(
    """
    READ-OCR-USED READ-OCR-LAYER READ-HIDDEN-TEXT READ-TRUNCATED READ-LABEL-VARIANT READ-EXTRA-ROW READ-MIXED-FORM
    READ-TABLE-YEAR
    """.split()
)
_WHY_ROWS = frozenset(["READ-ROW-TWICE", "READ-HEADER"])
_WHY_CELLS = "READ-UNIT-TWICE"
_OF_WHOLE_ROWS = frozenset(["READ-ROW-UNREAD", *_WHY_ROWS])
_LOST = "（缺）"


def attested(report: Report) -> Report:
    """Return the report with the findings of its reader that its cells bear out, and those that its cells call for.

    Findings of checks are left out: they are found again where the report is checked.
    """
    called_for = [finding for table in report.form.tables.values() for finding in _called_for(report, table)]
    keys = {(finding.rule, finding.where) for finding in called_for}
    believed = [finding for finding in report.findings if _is_borne_out(finding, report, keys)]
    told = {(finding.rule, finding.where) for finding in believed}
    rows_told = {finding.where for finding in believed if finding.rule in _OF_WHOLE_ROWS}
    cells_told = {finding.where for finding in believed if finding.rule == _WHY_CELLS}
    told |= {("READ-CELL-UNREAD", where) for where in cells_told}
    rows_told |= {where.rpartition(".")[0] for where in cells_told if _is_alone(where, report)}
    added = [
        finding
        for finding in called_for
        if (finding.rule, finding.where) not in told and not _is_covered(finding, rows_told)
    ]
    return replace(report, findings=(*believed, *added))


def _is_borne_out(finding: Finding, report: Report, called_for: Container[tuple[str, str]]) -> bool:
    if finding.rule in _REMARKS:
        return True
    if finding.rule in _WHY_ROWS:
        return any(_is_unread(cells) for cells in _rows_at(finding.where, report))
    if finding.rule == _WHY_CELLS:
        return finding.where.count(".") == 2 and report.cell(*finding.where.split(".")).how is How.UNREAD
    if finding.rule == "READ-TABLE-PICTURE":
        of_section = (table.id for table in report.form.tables.values() if table.section == finding.where)
        return any(("READ-TABLE-MISSING", table) in called_for for table in of_section)
    return (
        finding.rule.startswith("READ-") and finding.rule not in FATAL and (finding.rule, finding.where) in called_for
    )


def _is_covered(finding: Finding, rows_told: Container[str]) -> bool:
    """Tell whether another finding already says why a whole row, or all rows of a table, were not read."""
    return finding.rule == "READ-ROW-UNREAD" and (
        finding.where in rows_told or finding.where.partition(".")[0] in rows_told
    )


def _is_alone(where: str, report: Report) -> bool:
    """Tell whether a cell is all of its row."""
    table, row, _ = where.split(".")
    return len(report.tables[table][row]) == 1


def _rows_at(where: str, report: Report) -> Iterator[Mapping[str, Cell]]:
    table, _, row = where.partition(".")
    for row_id, cells in report.tables.get(table, {}).items():
        if row in ("", row_id):
            yield cells


def _called_for(report: Report, table: TableForm) -> Iterator[Finding]:
    """Yield the findings that the cells of one table call for."""
    rows = report.tables.get(table.id, {})
    if table.kind == "items":  # an item that is not stated is nothing that was not read
        for row_id, cells in rows.items():
            yield from _open_cells(f"{table.id}.{row_id}", cells)
        return
    for row_id, cells in rows.items():
        yield from _of_row(f"{table.id}.{row_id}", _label(report, table, row_id), cells)
        if 0 < sum(cell.how is How.ABSENT for cell in cells.values()) < len(cells):
            yield _torn(table, row_id, _label(report, table, row_id))
    yield from missing(table, rows, report.form)


def _torn(table: TableForm, row_id: str, label: str) -> Finding:
    """Return the finding about a row of which a file gives some cells only."""
    return Finding("READ-ROW-MISSING", f"{table.id}.{row_id}", {"table": table.caption, "row": label, "rows": [row_id]})


def _of_row(where: str, label: str, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    raw = " ".join(dict.fromkeys(cell.raw for cell in cells.values() if cell.raw)) or _LOST
    if _is_unread(cells):
        yield Finding(
            "READ-ROW-UNREAD", where, {"row": label, "raw": raw, "count": len(raw.split()), "expected": len(cells)}
        )
        return
    yield from _open_cells(where, cells)
    inferred = [str(cell.value) for cell in cells.values() if cell.how is How.INFERRED]
    if inferred:
        yield Finding("READ-CELL-INFERRED", where, {"raw": raw, "value": " ".join(inferred)})


def _open_cells(where: str, cells: Mapping[str, Cell]) -> Iterator[Finding]:
    for column, cell in cells.items():
        if cell.how is How.UNREAD:
            yield Finding("READ-CELL-UNREAD", f"{where}.{column}", {"raw": cell.raw or _LOST})


def _is_unread(cells: Mapping[str, Cell]) -> bool:
    return all(cell.how is How.UNREAD for cell in cells.values())


def _label(report: Report, table: TableForm, row_id: str) -> str:
    row = report.form.row(table.id, row_id)
    return (row.label if row else "") or table.caption
