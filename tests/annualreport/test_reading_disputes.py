"""The disputes table set as several: a table for each kind of dispute, or a line for each result."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gongkai import annualreport
from gongkai.annualreport.forms import form
from gongkai.annualreport.model import Report

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
COLUMNS = [column.id for column in form("format_2021").tables["review_litigation"].columns]
FIGURES = [2, 1, 0, 1, 4, 3, 0, 0, 2, 5, 6, 0, 1, 0, 7]
REVIEW = (("行政复议",), RESULTS, FIGURES[:5])
LITIGATION = (("行政诉讼",), ("未经复议直接起诉", "复议后起诉"), RESULTS * 2, FIGURES[5:])


def table(rows: Sequence[Sequence[object]]) -> str:
    """Return the rows as an HTML table without merged cells."""
    return "<table>" + "".join("<tr>" + "".join(f"<td>{one}" for one in row) for row in rows) + "</table>"


def read(*tables: Sequence[Sequence[object]]) -> Report:
    """Read a report whose other sections have no tables."""
    title = "<p>清河市水务局2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>平稳。</p>"
    heading = "<p>二、主动公开政府信息情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>"
    return annualreport.read(f"<html><body>{title}{heading}{'<p>&nbsp;</p>'.join(map(table, tables))}".encode())


def figures(report: Report) -> list[object]:
    return [report.value("review_litigation", "cases", column) for column in COLUMNS]


def test_two_tables_for_reconsideration_and_litigation_are_one_row() -> None:
    report = read(REVIEW, LITIGATION)
    assert figures(report) == FIGURES
    assert "READ-ROW-UNREAD" not in {finding.rule for finding in report.findings}


def test_a_line_for_each_result_is_one_row() -> None:
    heads = {0: ("行政复议",), 5: ("行政诉讼", "未经复议直接起诉"), 10: ("复议后起诉",)}
    lines = [(*heads.get(place, ()), RESULTS[place % 5], figure) for place, figure in enumerate(FIGURES)]
    assert figures(read(lines)) == FIGURES


@pytest.mark.parametrize(
    "tables",
    [
        (REVIEW, (*LITIGATION[:3], [3, 0, 0, 2, 6, 6, 0, 1, 0, 7])),  # the parts do not add up
        (LITIGATION, REVIEW),
        (REVIEW, (("复议后起诉", "未经复议直接起诉"), *LITIGATION[2:])),
        ((REVIEW[2],), (LITIGATION[3],)),  # nothing says what they are
        (REVIEW, (*LITIGATION[:3], FIGURES[5:10])),
    ],
    ids=["sums", "swapped", "groups-swapped", "no-headings", "one-lost"],
)
def test_parts_that_do_not_certainly_make_the_row_stay_empty(tables: Sequence[Sequence[Sequence[object]]]) -> None:
    report = read(*tables)
    assert figures(report) == [None] * len(COLUMNS)
    assert annualreport.status(annualreport.check(report)) == "errors"
