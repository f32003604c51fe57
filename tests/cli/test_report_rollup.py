"""`gongkai report rollup` with the real engine."""

import json
from dataclasses import replace

import pytest

from gongkai.annualreport import read, to_dict
from tests.annualreport.building import clean_report, with_cells

NEW = "applications.new_received.natural_person"
TOTAL = "applications.new_received.total"
BALANCED = {NEW: 3, TOTAL: 3} | {
    f"applications.{row}.{column}": 3
    for row in ("granted", "processed_total")
    for column in ("natural_person", "total")
}


@pytest.fixture
def folder(tmp_path):
    """Write reports as our own JSON: folder(甲局={cells}, 乙局={cells}) → the folder."""

    def _folder(year=2023, **agencies):
        home = tmp_path / "各单位年报"
        home.mkdir(exist_ok=True)
        for agency, cells in agencies.items():
            report = replace(with_cells(clean_report(agency=agency, year=year), cells), findings=())
            (home / f"{agency}-{year}.json").write_text(json.dumps(to_dict(report), ensure_ascii=False), "utf-8")
        return home

    return _folder


def test_a_folder_is_added_up_and_written(run, folder, tmp_path):
    out = tmp_path / "sum.json"
    done = run("report", "rollup", folder(甲局=BALANCED, 乙局=BALANCED), "-o", out, "--json")
    told = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert told["tables"]["applications"]["new_received"]["total"] == 6
    assert told["rollup"]["contributed"]["applications"]["new_received"]["total"] == 2
    assert json.loads(out.read_text("utf-8")) == told
    assert read(out).value("applications", "new_received", "total") == 6


def test_files_and_folders_are_taken_together(run, folder, tmp_path):
    home = folder(甲局=BALANCED)
    single = tmp_path / "single.json"
    single.write_text(json.dumps(to_dict(with_cells(clean_report(agency="乙局"), BALANCED))), "utf-8")
    told = json.loads(run("report", "rollup", home, single, "-o", tmp_path / "sum.json", "--json").out)
    assert [one["agency"] for one in told["rollup"]["reports"]] == ["甲局", "乙局"]


def test_a_sum_is_written_as_a_document_by_its_ending(run, folder, tmp_path):
    out = tmp_path / "sum.html"
    done = run("report", "rollup", folder(甲局=BALANCED, 乙局=BALANCED), "-o", out, "--agency", "云泽市")
    assert done.code == 0
    assert read(out).value("applications", "granted", "total") == 6
    assert read(out).agency == "云泽市"


def test_an_agency_that_does_not_balance_is_named_with_its_findings_and_the_code_is_1(run, folder, tmp_path):
    home = folder(甲局=BALANCED, 乙局={TOTAL: 5})
    done = run("report", "rollup", home, "-o", tmp_path / "sum.json")
    assert done.code == 1
    assert "自身不平衡" in done.out
    assert "T3-BALANCE" in done.out
    assert "甲局-2023.json" not in done.out


def test_who_is_missing_from_the_list_is_named_and_the_code_is_1(run, folder, tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("\ufeff甲局\n\n丙局\n", "utf-8")
    done = run("report", "rollup", folder(甲局=BALANCED, 乙局=BALANCED), "-o", tmp_path / "o.json", "--expected", names)
    assert done.code == 1
    assert "未报送（1）\n  丙局" in done.out
    assert "名单以外（1）\n  乙局" in done.out


def test_a_report_of_another_year_is_named_and_not_added(run, folder, tmp_path):
    folder(2022, 甲局=BALANCED)
    home = folder(2023, 甲局=BALANCED, 乙局=BALANCED)
    done = run("report", "rollup", home, "-o", tmp_path / "o.json")
    assert done.code == 1
    assert "甲局：年度不同" in done.out
    assert json.loads((tmp_path / "o.json").read_text("utf-8"))["year"] == 2023


def test_years_of_which_none_prevails_are_refused_until_one_is_named(run, folder, tmp_path):
    folder(2022, 甲局=BALANCED)
    home, out = folder(2023, 甲局=BALANCED), tmp_path / "o.json"
    done = run("report", "rollup", home, "-o", out)
    assert (done.code, done.out) == (2, "")
    assert "2022 年度" in done.err
    assert "--year" in done.err
    assert not out.exists()
    assert run("report", "rollup", home, "-o", out, "--year", 2022).code == 1
    assert json.loads(out.read_text("utf-8"))["year"] == 2022


def test_a_file_that_cannot_be_read_is_told_the_rest_is_added_and_the_code_is_2(run, folder, tmp_path):
    home, out = folder(甲局=BALANCED), tmp_path / "o.json"
    (home / "坏.html").write_bytes(b"")
    done = run("report", "rollup", home, "-o", out)
    assert done.code == 2
    assert "坏.html" in done.err
    assert read(out).value("applications", "new_received", "total") == 3


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_list_that_cannot_be_read_is_told(run, folder, tmp_path, content):
    names = tmp_path / "names.txt"
    if content is not None:
        names.write_bytes(content)
    done = run("report", "rollup", folder(甲局=BALANCED), "-o", tmp_path / "o.json", "--expected", names)
    assert done.code == 2
    assert "未能读取名单" in done.err


def test_nothing_to_add_is_told(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("report", "rollup", tmp_path / "empty", "-o", tmp_path / "o.json")
    assert done.code == 2
    assert "没有一份报告可以汇总" in done.err
