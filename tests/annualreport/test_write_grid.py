"""The printed shape of the statutory tables: spans fill the table, headers stand over their own cells."""

from __future__ import annotations

import pytest

from gongkai.annualreport.forms import all_forms
from gongkai.annualreport.model import Place
from gongkai.annualreport.writers.grid import Printed, Span, joined, printed_table
from tests.annualreport.building import clean_report, with_cells

TABLES = [(form.id, table) for form in all_forms().values() for table in form.tables]


def printed(form_id: str, table: str) -> Printed:
    report = clean_report(form_id, 2023)
    return printed_table(report, report.form.tables[table])


def fields(table: Printed) -> dict[tuple[int, int], list[Span]]:
    """Return which cells cover each field of the table."""
    covered: dict[tuple[int, int], list[Span]] = {}
    for at, line in enumerate((*table.head, *table.body)):
        for span in line:
            for row in range(at, at + span.rows):
                for column in range(span.column, span.column + span.columns):
                    covered.setdefault((row, column), []).append(span)
    return covered


def is_filled(table: Printed) -> bool:
    rows = len(table.head) + len(table.body)
    covered = fields(table)
    every = {(row, column) for row in range(rows) for column in range(table.width)}
    return set(covered) == every and all(len(spans) == 1 for spans in covered.values())


@pytest.mark.parametrize(("form_id", "table"), TABLES)
def test_the_cells_fill_the_table_and_none_lies_on_another(form_id: str, table: str) -> None:
    assert is_filled(printed(form_id, table))


@pytest.mark.parametrize(("form_id", "table"), TABLES)
def test_every_figure_of_the_form_is_printed_once(form_id: str, table: str) -> None:
    shown = [span.place for line in printed(form_id, table).body for span in line if not span.scope]
    form = all_forms()[form_id].tables[table]
    assert shown == [Place(table, row.id, column.id) for row in form.rows for column in form.columns]


def test_the_applications_table_has_the_headers_of_the_notice() -> None:
    table = printed("format_2021", "applications")
    assert [[(span.text, span.columns, span.rows) for span in line] for line in table.head] == [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(label, 1, 1) for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]


def test_the_results_stand_under_their_groups() -> None:
    groups = [span for line in printed("format_2021", "applications").body for span in line if span.scope == "rowgroup"]
    assert [(span.text, span.rows) for span in groups] == [
        ("三、本年度办理结果", 22),
        ("（三）不予公开", 8),
        ("（四）无法提供", 3),
        ("（五）不予处理", 5),
        ("（六）其他处理", 3),
    ]


def test_only_the_outermost_group_label_stands_upright() -> None:
    table = printed("format_2021", "applications")
    assert [span.text for line in table.body for span in line if table.stands_upright(span)] == ["三、本年度办理结果"]


def test_a_row_printed_beside_its_parts_is_not_taken_for_their_group() -> None:
    report = with_cells(clean_report(), {"applications.other_processing.total": 2})
    table = printed_table(report, report.form.tables["applications"])
    others = [(span.text, span.scope) for line in table.body for span in line if span.text == "（六）其他处理"]
    assert is_filled(table)
    assert others == [("（六）其他处理", "row"), ("（六）其他处理", "rowgroup")]


def test_the_blocks_of_section_two_make_one_table_each_under_its_caption() -> None:
    report = clean_report("format_2019_trial", 2020)
    blocks = [table for table in report.form.tables.values() if table.section == "proactive_disclosure"]
    table = joined([printed_table(report, block) for block in blocks])
    assert is_filled(table)
    assert [line[0].text for line in table.body if line[0].columns == table.width] == [one.caption for one in blocks]
