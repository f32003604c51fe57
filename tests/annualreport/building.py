"""Reports for tests, written as a person would write them: small tables in a docstring.

    @reads_docstring
    def test_what_was_carried_over_must_arrive(report, previous):
        \"\"\"
        year: 2021
                             natural_person  total
        carried_over_in            1           1
        new_received               4           4
        last year:
        form: format_2019_trial
        year: 2020
                             natural_person  total
        carried_over_out           2           2
        \"\"\"

Cells that are not written are 0, sections that are not written say what a clean report says;
last year's report has no text, so that only its tables are compared.
A cell is a number, ``-`` (left blank), ``?`` (printed but not read) or ``.`` (absent).
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.annualreport.checks import check
from gongkai.annualreport.forms import Axis, Form, form
from gongkai.annualreport.model import ABSENT, Cell, How, Report, Section
from gongkai.annualreport.rules import RULES
from gongkai.findings import Finding
from tests.samples import sample

AGENCY = "清河市住房公积金管理中心"
LAST_YEAR = "last year:"

_PREAMBLE = (
    "{agency}{year}年政府信息公开工作年度报告\n本报告根据《中华人民共和国政府信息公开条例》编制。"
    "本报告中所列数据统计期限为{year}年1月1日至12月31日。联系电话：0998-2012345，邮编：753000。"
)
_TEXTS = {
    "overall_situation": (
        "（一）主动公开情况。中心通过门户网站主动公开政府信息，重点公开归集、提取、贷款政策。\n"
        "（二）依申请公开情况。中心畅通当面、信函、网络等申请渠道，依法办理依申请公开事项。\n"
        "（三）政府信息管理情况。中心严格执行三审三校制度。\n"
        "（四）平台建设情况。中心优化门户网站栏目设置。\n"
        "（五）监督保障情况。中心将政务公开纳入绩效考核。"
    ),
    "problems_and_improvements": "主要问题是政策解读形式还不够丰富。下一步，将制作更多图解，方便职工理解政策。",
    "other_matters": "无。",
}
_MARKS = {"-": Cell(None, How.BLANK), "?": Cell(None, How.UNREAD, "1 2"), ".": ABSENT}


# -- building --------------------------------------------------------------------------------------


def clean_report(form_id: str = "format_2021", year: int = 2023, agency: str | None = AGENCY) -> Report:
    """Return a complete report in which nothing happened and no check finds anything."""
    chosen = form(form_id)
    return Report(
        form=chosen,
        tables={table.id: {row.id: _zeros(table.columns) for row in table.rows} for table in chosen.tables.values()},
        sections=tuple(Section(one.id, one.title, _TEXTS.get(one.id, "")) for one in chosen.sections),
        agency=agency,
        year=year,
        period=(date(year, 1, 1), date(year, 12, 31)),
        preamble=_PREAMBLE.format(agency=agency or AGENCY, year=year),
    )


def _zeros(columns: tuple[Axis, ...]) -> dict[str, Cell]:
    return {column.id: Cell(Decimal(0) if column.kind == "money" else 0, How.READ, "0") for column in columns}


def with_cells(report: Report, cells: Mapping[str, int | str | Cell]) -> Report:
    """Return the report with cells changed: ``{"applications.granted.total": 5}``; a row that is new is added."""
    tables = {table: {row: dict(columns) for row, columns in rows.items()} for table, rows in report.tables.items()}
    for place, value in cells.items():
        table, row, column = place.split(".")
        blank_row = dict.fromkeys((axis.id for axis in report.form.tables[table].columns), ABSENT)
        tables[table].setdefault(row, blank_row)[column] = _cell(report.form, table, column, value)
    return replace(report, tables=tables)


def _cell(chosen: Form, table: str, column: str, value: int | str | Cell) -> Cell:
    if isinstance(value, Cell):
        return value
    if value in _MARKS:
        return _MARKS[str(value)]
    money = chosen.tables[table].column(column).kind == "money"
    return Cell(Decimal(value) if money else int(value), How.READ, str(value))


def with_text(report: Report, **texts: str) -> Report:
    """Return the report with the text of some sections (by id) or its preamble changed."""
    preamble = texts.pop("preamble", report.preamble)
    sections = tuple(one._replace(text=texts.get(one.id, one.text)) for one in report.sections)
    return replace(report, sections=sections, preamble=preamble)


def saying(sentence: str, cells: Mapping[str, int | str | Cell] | None = None, **about: Any) -> Report:
    """Return a clean report whose section on applications says `sentence`, with some cells changed."""
    report = with_cells(clean_report(**about), cells or {})
    text = report.text("overall_situation").replace("依法办理依申请公开事项。", f"依法办理依申请公开事项。{sentence}")
    return with_text(report, overall_situation=text)


# -- reading a docstring ---------------------------------------------------------------------------


def reads_docstring(test: Callable[..., None]) -> Callable[[], None]:
    """Turn a test of a report (and of last year's) into one whose reports stand in its docstring."""
    this_year, _, last_year = inspect.cleandoc(test.__doc__ or "").partition(LAST_YEAR)

    def run() -> None:
        if last_year:
            test(written(this_year), replace(written(last_year), sections=()))
        else:
            test(written(this_year))

    run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
    return run


def written(text: str) -> Report:
    """Return the report that `text` describes: lines ``key: value``, then tables of cells."""
    about: dict[str, Any] = {}
    texts: dict[str, str] = {}
    cells: dict[str, str] = {}
    columns: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        words = line.split()
        if words[0].endswith(":"):
            key, value = line.split(":", 1)
            (about if key in ("form", "year", "agency") else texts)[key.strip()] = value.strip()
        elif line[0].isspace():
            columns = words
        else:
            table, row = _table_of(form(about.get("form", "format_2021")), words[0], columns[0])
            cells |= {f"{table}.{row}.{column}": value for column, value in zip(columns, words[1:], strict=True)}
    report = clean_report(
        about.get("form", "format_2021"), int(about.get("year", 2023)), about.get("agency", AGENCY) or None
    )
    return with_text(with_cells(report, cells), **texts)


def _table_of(chosen: Form, row: str, column: str) -> tuple[str, str]:
    """Return (table, row): the table that has both, or else the one with the column (a row of the other form)."""
    found = [table for table in chosen.tables.values() if any(axis.id == column for axis in table.columns)]
    named = [table for table in found if any(axis.id == row for axis in table.rows)]
    return (named or found)[0].id, row


# -- asking ----------------------------------------------------------------------------------------


def found_in(report: Report, previous: Report | None = None) -> dict[str, list[Finding]]:
    """Return everything the checks find, by rule; each finding's sentence is told on the way."""
    found: dict[str, list[Finding]] = {}
    for finding in check(report, previous):
        assert RULES.tell(finding)["message"]
        found.setdefault(finding.rule, []).append(finding)
    return found


def errors_in(found: Mapping[str, list[Finding]]) -> set[str]:
    """Return the rules among `found` that are errors."""
    return {rule for rule in found if RULES[rule].severity == "error"}


def expected_cells(name: str) -> Iterator[tuple[str, str, str, Any]]:
    """Yield (table, row, column, value) of a sample's hand-read cells."""
    tables = json.loads(sample(f"{name}.expected.json").read_text("utf-8"))["tables"]
    for table, rows in tables.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                yield table, row, column, value
