"""The provident fund's annual report at the command line: read, checked, and politely refused elsewhere."""

import json

import pytest

from tests.annualreport.fund import IN_TABLES, IN_WORDS, in_words


def test_reading_shows_every_item_with_its_unit_and_its_place(run):
    done = run("report", "read", IN_WORDS)
    assert done.code == 0
    assert "住房公积金年度报告（建金〔2015〕26号" in done.out
    assert "523.40亿元" in done.out
    assert "0.020196亿元" in done.out
    assert "第29段" in done.out


def test_the_json_names_the_format_and_gives_amounts_as_decimal_strings(run):
    answer = json.loads(run("report", "read", IN_TABLES, "--json").out)
    assert (answer["format"], answer["year"]) == ("provident_fund_annual", 2025)
    assert answer["tables"]["operations"]["deposited"] == {"value": "31.246050"}
    origin = answer["provenance"]["operations.deposited.value"]
    assert (origin["raw"], origin["unit"], origin["place"]) == ("312,460.50", "万元", "第1个表格第5行第3格")


@pytest.mark.parametrize(("words", "code"), [("缴存余额205.25亿元", 0), ("缴存余额205.52亿元", 1)])
def test_checking_ends_with_1_where_a_sum_is_wrong(run, tmp_path, words, code):
    path = tmp_path / "年报.html"
    path.write_bytes(in_words(("缴存余额205.25亿元", words)))
    done = run("report", "check", path)
    assert done.code == code
    assert ("PF-BALANCE" in done.out) is bool(code)


def test_converting_it_says_which_format_there_is(run, tmp_path):
    done = run("report", "convert", IN_WORDS, "--to", "pdf", "-o", tmp_path / "年报.pdf")
    assert done.code == 2
    assert "可以换成：json" in done.err
    assert run("report", "convert", IN_WORDS, "--to", "json", "-o", tmp_path / "年报.json").code == 0
    assert run("report", "check", tmp_path / "年报.json").code == 0


def test_adding_up_says_that_rates_have_no_sum(run, tmp_path):
    done = run("report", "rollup", IN_WORDS, IN_TABLES, "-o", tmp_path / "汇总.json")
    assert done.code == 2
    assert "住房公积金年度报告含有比率，不能相加" in done.err
