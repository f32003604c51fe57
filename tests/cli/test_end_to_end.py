"""The command line with the real report engine: a small page of our own, and the real files beside the project."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.annualreport import form
from tests.samples import SAMPLES, needs_samples

READABLE = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))

TEXTS = {  # our own wording
    "overall_situation": (
        "（一）主动公开。全年公开信息12条。（二）依申请公开。全年未收到申请。（三）政府信息管理。定期清理。"
        "（四）政府信息公开平台建设。维护专栏。（五）监督保障。组织培训一次。"
    ),
    "problems_and_improvements": "存在的问题是解读形式单一。下一步将增加图解。",
    "other_matters": "本年度未收取信息处理费。",
}


def a_page(total_of: Callable[[str, str], int] = lambda row, column: 0) -> str:
    """Return a 2021 report as a web page; `total_of` gives the figures of the applications table."""
    chosen = form("format_2021")
    parts = [
        "<h1>示例市档案局2023年政府信息公开工作年度报告</h1>",
        "<p>根据《中华人民共和国政府信息公开条例》编制。本报告中所列数据统计期限为2023年1月1日至12月31日。</p>",
    ]
    for section in chosen.sections:
        parts += [f"<h2>{section.title}</h2>", f"<p>{TEXTS.get(section.id, '')}</p>"]
        for table in chosen.tables.values():
            if table.section == section.id:
                parts.append(a_table(table, total_of))
    return f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}"


def a_table(table, figure) -> str:
    if table.id == "review_litigation":
        return disputes()
    head = "".join(f"<th>{column.label}</th>" for column in table.columns)
    rows = []
    for row in table.rows:
        cells = (figure(row.id, column.id) if table.id == "applications" else 0 for column in table.columns)
        rows.append(f"<tr><td>{row.label}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    caption = "" if table.id == "applications" else f"<tr><td colspan=9>{table.caption}</td></tr>"
    first = "申请人情况" if table.id == "applications" else "信息内容"
    return f"<table>{caption}<tr><th>{first}</th>{head}</tr>{''.join(rows)}</table>"


def disputes() -> str:
    five = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    return (
        "<table><tr><td colspan=5 rowspan=2>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{five * 3}</tr><tr>{'<td>0</td>' * 15}</tr></table>"
    )


def one_person(row: str, column: str) -> int:
    """Two applications of natural persons, both granted."""
    counted = row in ("new_received", "granted", "processed_total") and column in ("natural_person", "total")
    return 2 if counted else 0


def one_lost(row: str, column: str) -> int:
    """The same, but the total of the results forgets one."""
    return 1 if row == "processed_total" and column in ("natural_person", "total") else one_person(row, column)


@pytest.fixture
def page(tmp_path):
    def _page(html: str, name: str = "report.html") -> Path:
        path = tmp_path / name
        path.write_text(html, "utf-8")
        return path

    return _page


def test_a_page_is_read_cell_by_cell(run, page):
    done = run("report", "read", page(a_page(one_person)), "--json")
    answer = json.loads(done.out)
    assert done.code == 0
    assert (answer["schema"], answer["format"], answer["agency"], answer["year"]) == (
        1,
        "format_2021",
        "示例市档案局",
        2023,
    )
    assert answer["tables"]["applications"]["new_received"]["natural_person"] == 2
    assert answer["tables"]["applications"]["granted"]["total"] == 2
    assert answer["tables"]["applications"]["carried_over_out"]["total"] == 0
    assert answer["tables"]["review_litigation"]["cases"]["reconsideration_total"] == 0
    assert [section["id"] for section in answer["sections"]] == [section.id for section in form("format_2021").sections]


def test_a_sum_that_does_not_agree_is_an_error_with_its_rule(run, page):
    done = run("report", "check", page(a_page(one_lost)), "--json")
    answer = json.loads(done.out)
    assert (done.code, answer["status"]) == (1, "errors")
    rules = {finding["rule"] for finding in answer["findings"]}
    assert {"T3-BALANCE", "T3-PROCESSED-SUM"} <= rules


def test_a_report_in_which_all_agrees_has_no_error(run, page):
    html = a_page().replace("未收到申请", "未收到政府信息公开申请")
    done = run("report", "check", page(html), "--json")
    answer = json.loads(done.out)
    errors = [finding for finding in answer["findings"] if finding["severity"] == "error"]
    assert (done.code, answer["status"], errors) == (0, "clean", [])


def test_the_words_for_people_come_from_the_same_findings(run, page):
    path = page(a_page(one_lost))
    errors = [f for f in json.loads(run("report", "check", path, "--json").out)["findings"] if f["severity"] == "error"]
    out = run("report", "check", path).out
    assert f"错误（{len(errors)}）" in out
    for finding in errors:
        assert finding["rule"] in out


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 5000, "今天天气很好。".encode()])
def test_what_is_no_report_is_never_clean(run, tmp_path, content):
    path = tmp_path / "report.html"
    path.write_bytes(content)
    done = run("report", "check", path, "--json")
    answer = json.loads(done.out)
    assert (done.code, answer["status"]) == (2, "unreadable")
    assert answer["findings"][0]["message"]
    assert "错误：" in done.err


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_a_real_report_is_read_without_one_wrong_cell(run, name):
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    done = run("report", "read", SAMPLES / name, "--json")
    answer = json.loads(done.out)
    for table, rows in expected["tables"].items():
        for row, cells in rows.items():
            for column, value in cells.items():
                read = answer["tables"][table][row][column]
                assert value is None or read in (value, None), f"{table}.{row}.{column}"


@needs_samples
@pytest.mark.parametrize("name", READABLE)
def test_a_real_report_can_be_shown_and_checked(run, name):
    shown, checked = run("report", "read", SAMPLES / name), run("report", "check", SAMPLES / name, "--json")
    assert "三、收到和处理政府信息公开申请情况" in shown.out
    status = json.loads(checked.out)["status"]
    assert checked.code == {"clean": 0, "errors": 1, "unreadable": 2}[status]


def test_a_report_without_errors_that_was_not_read_whole_says_why_it_has_not_passed(run):
    done = run("report", "check", Path(__file__).parents[1] / "annualreport/fixtures/glued-digits.txt")
    assert done.code == 1
    assert "未通过（有内容没有读出）" in done.out
    assert "错误（" not in done.out


def test_output_that_cannot_be_written_is_said_and_is_no_verdict() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gongkai.cli", "report", "check", "no-such-file.txt", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "没有写完" in done.stderr
    assert "Traceback" not in done.stderr
