"""Rows of files as they stand, and what a cell may hold."""

from __future__ import annotations

import json
import zipfile
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from gongkai.agencies.intake.fields import BadValue, Field
from gongkai.agencies.intake.files import UnreadableFile, rows_of


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_row_has_the_number_that_a_spreadsheet_shows(tmp_path):
    path = written(tmp_path, "a.csv", '\n标题,日期\n一,2023-01-01\n\n"二\n三",2023-01-02\n四,2023-01-03\n')
    assert [(row.number, row.cells["标题"]) for row in rows_of(path)] == [(3, "一"), (5, "二\n三"), (7, "四")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_encodings_that_offices_save(tmp_path, encoding):
    path = written(tmp_path, "a.csv", "标题,日期\n关于提取的通知,2023-01-01\n".encode(encoding))
    assert [dict(row.cells) for row in rows_of(path)] == [{"标题": "关于提取的通知", "日期": "2023-01-01"}]


def test_a_spreadsheet_gives_the_same_rows_as_a_table(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(1, 0, ["title", "day", "count"])
    sheet.write_string(2, 0, "关于提取的通知")
    sheet.write_datetime(2, 1, datetime(2023, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001 - a spreadsheet's day
    sheet.write_number(2, 2, 12)
    book.close()
    ((number, cells),) = rows_of(tmp_path / "a.xlsx")
    assert number == 3
    assert Field("day", "日期", "date").value_of(cells["day"]) == date(2023, 3, 1)
    assert Field("count", "件数", "integer").value_of(cells["count"]) == 12


def test_money_in_json_lines_is_kept_digit_by_digit(tmp_path):
    path = written(tmp_path, "a.jsonl", '{"amount": 4987097.10}\n\n{"amount": "0.038"}\n')
    amount = Field("amount", "金额", "decimal")
    assert [amount.value_of(row.cells["amount"]) for row in rows_of(path)] == [Decimal("4987097.10"), Decimal("0.038")]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", "", "空的"),
        ("a.csv", "标题,标题\n一,二\n", "重复的列名"),
        ("a.csv", "标题,,日期\n一,二,三\n", "空着的列名"),
        ("a.csv", "标题\n一,二\n", "第2行的格数比表头多"),
        ("a.csv", '标题,日期\n一,"二\n', "引号"),
        ("a.csv", b"\xff\xfe\x00\x01", "编码"),
        ("a.csv", "标题\n一\0二\n", "空字符"),
        ("a.xlsx", "这不是表格", "XLSX"),
        ("a.jsonl", '{"标题": "一"}\n{"标题": \n', "第2行不是完整的 JSON"),
        ("a.jsonl", "[1]\n", "第1行应是一个 JSON 对象"),
        ("a.jsonl", '{"标题": ' + "[" * 100_000 + "\n", "第1行的括号嵌套太深"),
    ],
)
def test_a_file_whose_rows_cannot_be_told_apart_is_refused_in_words(tmp_path, name, data, says):
    with pytest.raises(UnreadableFile, match=says):
        list(rows_of(written(tmp_path, name, data)))


@pytest.mark.parametrize(
    ("cell", "says"),
    [("XFD1048576", "离数据很远的单元格"), ("ZZZZZZZZZZ99999999999999", "XLSX"), ("A1", None)],
)
def test_a_spreadsheet_that_spans_more_than_its_data_is_refused_before_it_is_opened(tmp_path, cell, says):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(tmp_path / "plain.xlsx"))
    book.add_worksheet().write_column(0, 0, ["标题", "一"])
    book.close()
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(path, "w") as forged:
        for name in plain.namelist():
            forged.writestr(name, plain.read(name).replace(b'r="A1"', f'r="{cell}"'.encode()))
    with pytest.raises(UnreadableFile, match=says) if says else nullcontext():
        list(rows_of(path))


def test_a_spreadsheet_that_unpacks_to_more_than_the_memory_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("gongkai.agencies.intake.files.MOST_BYTES", 1000)
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet().write(0, 0, "标题")
    book.close()
    with pytest.raises(UnreadableFile, match="展开后超过"):
        list(rows_of(tmp_path / "a.xlsx"))


@pytest.mark.parametrize("written_as", ["2023-03-01", "2023/3/1", "2023.3.1", "2023年3月1日", "2023-03-01 00:00:00"])
def test_a_day_may_be_written_as_offices_write_it(written_as):
    assert Field("day", "日期", "date").value_of(written_as) == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("kind", "cell", "says"),
    [
        ("date", "2023-02-30", "不是一个日期"),
        ("date", "去年", "不是一个日期"),
        ("integer", "3.5", "不是一个整数"),
        ("integer", "1,2", "不是一个整数"),
        ("decimal", "1e3", "写全"),
        ("decimal", "nan", "写全"),
        ("decimal", "约3万", "不是一个数"),
        ("flag", "也许", "请填"),
        ("text", {"a": 1}, "应是一段文字"),
    ],
)
def test_what_is_no_value_of_the_field_is_told_in_words(kind, cell, says):
    with pytest.raises(BadValue, match=says):
        Field("f", "栏", kind).value_of(cell)


def test_figures_in_full_width_and_in_thousands_are_figures():
    assert Field("n", "件数", "integer").value_of("１２，３４５") == 12345
    assert Field("n", "金额", "decimal").value_of("4,987,097.50") == Decimal("4987097.50")


def test_a_choice_may_be_written_by_its_code_or_its_word():
    field = Field("kind", "种类", choices={"news": "动态", "notice": "通知公告"})
    assert [field.value_of(cell) for cell in ("news", "通知公告", " 动态 ", "")] == ["news", "notice", "news", None]
    with pytest.raises(BadValue, match="只能填：动态、通知公告"):
        field.value_of("公告")


def test_a_required_field_may_not_be_blank():
    for cell in (None, "", "  ", "\n"):
        with pytest.raises(BadValue, match="不能为空"):
            Field("title", "标题", required=True).value_of(cell)


def test_several_texts_are_a_list_or_one_cell_with_semicolons():
    field = Field("files", "附件", "list")
    assert field.value_of("a.pdf；b.pdf;") == field.value_of(["a.pdf", "b.pdf"]) == ("a.pdf", "b.pdf")
    assert field.value_of(json.loads("null")) == ()
