"""Markdown as converters write it: merged cells repeated in every place, entities and breaks left standing."""

from __future__ import annotations

import pytest

from gongkai import annualreport
from gongkai.annualreport.forms import form
from gongkai.annualreport.model import Report

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
FIGURES = (2, 0, 0, 2, 4, 0, 0, 0, 0, 0, 6, 0, 1, 0, 7)
DISPUTES = (
    ("行政复议",) * 5 + ("行政诉讼",) * 10,
    RESULTS + ("未经复议直接起诉",) * 5 + ("复议后起诉",) * 5,
    RESULTS * 3,
    FIGURES,
)
LICENCES = (("第二十条第（五）项",) * 4, ("信息内容", *["本年处理决定数量"] * 3), ("行政许可", 61, 61, 61))
DOCUMENTS = (
    ("第二十条第（一）项",) * 4,
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", 0, 0, 0),
    ("行政规范性文件", 3, 3, 11),
)


def read(*tables: tuple[tuple[object, ...], ...], cell: str = "{}") -> Report:
    """Read a Markdown report that holds these tables; `cell` is how each cell is written."""
    lines = ["# 清河市水务局2023年政府信息公开工作年度报告", "", "二、主动公开政府信息情况", ""]
    for table in tables:
        rows = ["| " + " | ".join(map(cell.format, row)) + " |" for row in table]
        lines += [rows[0], "|" + "---|" * len(table[0]), *rows[1:], ""]
        if table is not tables[-1]:
            lines += ["四、政府信息公开行政复议、行政诉讼情况", ""]
    return annualreport.read("\n".join(lines).encode())


def disputes(report: Report) -> tuple[object, ...]:
    columns = form("format_2021").tables["review_litigation"].columns
    return tuple(report.value("review_litigation", "cases", column.id) for column in columns)


@pytest.mark.parametrize("cell", ["{}", "&nbsp;{}<br>", "**{}**", "{}\u200b"])
def test_a_merged_cell_that_is_repeated_is_read_once(cell: str) -> None:
    report = read(LICENCES, DISPUTES, cell=cell)
    assert report.value("article_20_5", "administrative_licensing", "decisions_this_year") == 61
    assert disputes(report) == FIGURES


def test_equal_figures_below_different_headings_are_all_read() -> None:
    report = read(DOCUMENTS)
    row = ("issued_this_year", "repealed_this_year", "currently_effective")
    assert [report.value("article_20_1", "administrative_normative_documents", one) for one in row] == [3, 3, 11]
    assert [report.value("article_20_1", "regulations", one) for one in row] == [0, 0, 0]


def test_different_figures_below_a_repeated_heading_are_not_one() -> None:
    report = read((*LICENCES[:2], ("行政许可", 61, 61, 62)), DISPUTES)
    assert report.value("article_20_5", "administrative_licensing", "decisions_this_year") is None


def test_characters_without_width_neither_hide_a_label_nor_break_a_figure() -> None:
    report = read((*LICENCES[:2], ("行\u200b政\ufeff许可", "6\u200b1", "", "")), DISPUTES)
    assert report.value("article_20_5", "administrative_licensing", "decisions_this_year") == 61
