"""`gongkai load`: what it says of a folder of records, and how it ends."""

from __future__ import annotations

import json

import pytest

from gongkai.agencies.door import Agency, LogEntry
from gongkai.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]

GOOD = "代号,机关全称,简称,所在地\nyunhu,云湖市住房公积金管理中心,云湖公积金,云湖市\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "agencies.csv").write_text(GOOD, "utf-8")
    return tmp_path


def test_a_good_folder_is_taken_in_and_counted(folder, capsys):
    assert main(["load", str(folder), "--source", "旧系统导出"]) == 0
    assert "行政机关：导入 1 条" in capsys.readouterr().out
    assert LogEntry.objects.get(act="take_in").by.username == "records-loader"


def test_a_bad_row_is_named_by_file_row_and_column_and_ends_with_1(folder, capsys):
    (folder / "offices.csv").write_text("agency,name\nyunhu,办公室\n", "utf-8")
    assert main(["load", str(folder)]) == 1
    assert "offices.csv 第2行 “起始日期”：不能为空。" in capsys.readouterr().err
    assert not Agency.objects.exists()


def test_programs_are_told_the_faults_as_json(folder, capsys):
    (folder / "offices.csv").write_text("agency,name\nyunhu,办公室\n", "utf-8")
    assert main(["load", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "refused"
    assert {"file": "offices.csv", "row": 2, "column": "类别", "value": "", "message": "不能为空。"} in told["faults"]


def test_a_dry_run_says_that_nothing_was_stored(folder, capsys):
    assert main(["load", str(folder), "--dry-run"]) == 0
    assert "没有导入" in capsys.readouterr().out
    assert not Agency.objects.exists()


@pytest.mark.parametrize("arguments", [["load", "nowhere"], ["load", ".", "--by", "nobody"]])
def test_what_cannot_be_done_ends_with_2(arguments, capsys):
    assert main(arguments) == 2
    assert "没有" in capsys.readouterr().err
