"""`gongkai report check --marks`: what somebody justified is told apart, and never hides an error."""

import json

import pytest

from gongkai.findings import Finding
from tests.cli.conftest import RULES, WRONG, WRONG_SUM

STOCK = Finding("T2-ITEMS", "article_20_5.administrative_licensing", {"before": 3, "now": 5})


def a_mark(finding, **changes):
    said = {"justification": "机构改革划入两项", "by": "张三", "at": "2026-01-20T09:30:00+08:00"}
    return {"fingerprint": RULES.fingerprint(finding), **said, **changes}


@pytest.fixture
def check(engine, run, write, tmp_path):
    """Check a report with one error and one warning against these marks."""
    engine.findings[WRONG] = (WRONG_SUM, STOCK)

    def _check(marks, *options):
        path = tmp_path / "说明.json"
        path.write_text(marks if isinstance(marks, str) else json.dumps({"schema": 1, "marks": marks}), "utf-8")
        return run("report", "check", write(WRONG), "--marks", path, *options)

    return _check


def test_a_justified_warning_says_why_and_by_whom_in_the_json(check):
    answer = json.loads(check([a_mark(STOCK)], "--json").out)
    by_rule = {finding["rule"]: finding for finding in answer["findings"]}
    assert by_rule["T2-ITEMS"]["justified"] == {
        "justification": "机构改革划入两项",
        "by": "张三",
        "at": "2026-01-20T09:30:00+08:00",
    }
    assert "justified" not in by_rule["T3-BALANCE"]
    assert answer["stale_marks"] == []


def test_an_error_is_never_justified_and_its_mark_is_told_to_justify_nothing(check):
    done = check([a_mark(WRONG_SUM)], "--json")
    answer = json.loads(done.out)
    assert done.code == 1
    assert all("justified" not in finding for finding in answer["findings"])
    assert [mark["fingerprint"] for mark in answer["stale_marks"]] == [RULES.fingerprint(WRONG_SUM)]


def test_without_marks_the_json_says_nothing_of_them(engine, run, write):
    assert "stale_marks" not in json.loads(run("report", "check", write(WRONG), "--json").out)


def test_people_see_what_was_justified_apart_and_which_marks_justify_nothing(check):
    gone = a_mark(Finding("T2-ITEMS", "article_20_5", {}), justification="去年的理由")
    shown = check([a_mark(STOCK), gone]).out
    assert "已有说明（1）" in shown
    assert "机构改革划入两项（张三，2026-01-20T09:30:00+08:00）" in shown
    assert "没有用上的说明（1）" in shown
    assert "去年的理由" in shown
    assert "警告（1）" not in shown


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ("{", "不是 UTF-8 编码的 JSON"),
        ("[]", "应写作"),
        ([{}], "第 1 条说明不完整：缺少指纹"),
        ([a_mark(STOCK, fingerprint="T2-ITEMS")], "缺少指纹"),
        ([a_mark(STOCK), a_mark(STOCK, justification=" ")], "第 2 条说明不完整：没有写明理由"),
        ([a_mark(STOCK, by="")], "没有写明由谁说明"),
        ([a_mark(STOCK, at="2026-01-20T09:30:00")], "没有时区"),
        ([a_mark(STOCK, at="昨天")], "没有写明时间"),
    ],
)
def test_a_file_of_marks_with_a_fault_is_refused_and_nothing_is_checked(check, marks, said):
    done = check(marks)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_file_of_marks_that_is_not_there_is_refused(engine, run, write, tmp_path):
    done = run("report", "check", write(WRONG), "--marks", tmp_path / "没有.json")
    assert done.code == 2
    assert "未能打开说明文件" in done.err


def test_marks_are_of_one_report(engine, run, write, tmp_path):
    done = run("report", "check", write(WRONG, "a.txt"), write(WRONG, "b.txt"), "--marks", tmp_path / "说明.json")
    assert done.code == 2
    assert "一次只核对一份" in done.err
