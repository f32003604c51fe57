"""`gongkai report read`: the report as it was read, cell by cell."""

import json

import pytest

from gongkai.annualreport.model import Cell, How, Source
from gongkai.findings import Finding
from tests.cli.conftest import CLEAN, SPOILT, a_report


def test_the_json_is_the_engines_own(engine, run, write):
    done = run("report", "read", write(CLEAN), "--json")
    assert done.code == 0
    assert json.loads(done.out) == {"schema": 1, "format": "format_2021", "agency": CLEAN, "year": 2023}
    assert done.err == ""


@pytest.mark.parametrize("columns", ["60", "200"])
def test_each_cell_says_how_it_was_obtained(engine, run, write, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    engine.reports[CLEAN] = a_report()
    out = run("report", "read", write(CLEAN)).out
    for words in ("7 推算", "空白", "未能认读"):
        assert words in out


def test_each_row_says_where_it_stands_in_the_source(engine, run, write):
    engine.reports[CLEAN] = a_report()
    out = run("report", "read", write(CLEAN)).out
    assert "第5个表格第3行" in out


def test_doubtful_cells_are_listed_with_what_the_source_prints(engine, run, write):
    engine.reports[CLEAN] = a_report()
    out = run("report", "read", write(CLEAN)).out
    doubtful = out[out.index("不是原样读出的数字") :]
    assert "1[bold]2" in doubtful
    assert "第5个表格第5行" in doubtful
    assert "（一）予以公开" in doubtful
    assert "（二）部分公开" not in doubtful, "a blank is no doubt: nothing is printed there"


def test_a_report_without_doubtful_cells_lists_none(engine, run, write):
    chosen = a_report()
    tables = {
        table: {row: {c: Cell(0, How.READ, "0") for c in cells} for row, cells in rows.items()}
        for table, rows in chosen.tables.items()
    }
    engine.reports[CLEAN] = a_report(tables=tables)
    assert "不是原样读出的数字" not in run("report", "read", write(CLEAN)).out


def test_the_head_names_agency_year_and_form(engine, run, write):
    engine.reports[CLEAN] = a_report()
    out = run("report", "read", write(CLEAN)).out
    assert "石嘴山市住房公积金管理中心" in out
    assert "国办公开办函〔2021〕30号" in out
    assert "2023" in out


def test_what_could_not_be_recognised_is_said_and_not_left_out(engine, run, write):
    engine.reports[CLEAN] = a_report(agency=None, year=None, period=None)
    assert run("report", "read", write(CLEAN)).out.count("未能认出") == 4


def test_the_readers_findings_follow(engine, run, write):
    engine.reports[CLEAN] = a_report(findings=(Finding("READ-OCR-USED"),))
    out = run("report", "read", write(CLEAN)).out
    assert "读取时的发现" in out
    assert "由文字识别得到" in out


def test_a_row_taken_over_from_the_other_form_keeps_its_label(engine, run, write):
    chosen = a_report()
    row = {
        column: Cell(1, How.READ, "1", source=Source(5, 24, 2)) for column in chosen.tables["applications"]["granted"]
    }
    tables = {**chosen.tables, "applications": {**chosen.tables["applications"], "other_processing": row}}
    engine.reports[CLEAN] = a_report(tables=tables)
    assert "（六）其他处理" in run("report", "read", write(CLEAN)).out


def test_a_report_with_no_table_found_says_so(engine, run, write):
    engine.reports[CLEAN] = a_report(tables={})
    assert "没有找到任何法定表格" in run("report", "read", write(CLEAN)).out


def test_a_report_that_the_engine_calls_unreadable_is_shown_but_never_exits_clean(engine, run, write, monkeypatch):
    from gongkai import annualreport

    monkeypatch.setattr(annualreport, "status", lambda findings: "unreadable")
    done = run("report", "read", write(CLEAN), "--json")
    assert done.code == 2
    assert json.loads(done.out)["schema"] == 1


def test_an_unreadable_file_is_an_error_on_both_outputs(engine, run, write):
    done = run("report", "read", write(SPOILT), "--json")
    answer = json.loads(done.out)
    assert (done.code, answer["status"], answer["findings"][0]["rule"]) == (2, "unreadable", "READ-EMPTY")
    assert "错误：" in done.err
    assert run("report", "read", write(SPOILT)).out == ""


def test_the_disputes_are_folded_to_a_line_for_each_kind_of_procedure(engine, run, write):
    engine.reports[CLEAN] = a_report()
    lines = run("report", "read", write(CLEAN)).out.splitlines()
    for procedure in ("行政复议", "行政诉讼 · 未经复议直接起诉", "行政诉讼 · 复议后起诉"):
        (line,) = (line for line in lines if line.split("  ")[1:2] == [procedure])
        assert line.split()[-6:] == ["0", "0", "0", "0", "0", "第5个表格第1行"]


def test_the_groups_of_the_rows_are_told(engine, run, write):
    engine.reports[CLEAN] = a_report()
    out = run("report", "read", write(CLEAN)).out
    groups = ("三、本年度办理结果", "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理")
    assert [out.count(f"  {group}  ") for group in groups] == [1] * len(groups)


def test_money_is_shown_with_the_unit_the_source_prints(engine, run, write):
    from decimal import Decimal

    chosen = a_report()
    fee = Cell(Decimal("52.10"), How.READ, "52.10万元", "万元", Source(4, 2, 2))
    row = {"administrative_institutional_fees": {"fees_collected_this_year": fee}}
    engine.reports[CLEAN] = a_report(tables={**chosen.tables, "article_20_8": row})
    assert "52.10万元" in run("report", "read", write(CLEAN)).out
