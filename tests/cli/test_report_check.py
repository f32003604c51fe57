"""`gongkai report check`: the exit code, the JSON for programs, the words for people."""

import json
import os
import time

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import How
from gongkai.annualreport.rules import RULES
from gongkai.cli import reading
from gongkai.cli import report as report_commands
from gongkai.findings import Finding
from tests.cli.conftest import CLEAN, SPOILT, WRONG, WRONG_SUM, a_report

FINDING_KEYS = {"rule", "severity", "where", "facts", "message", "law", "advice", "fingerprint"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([CLEAN], 0),
        ([WRONG], 1),
        ([SPOILT], 2),
        ([CLEAN, CLEAN], 0),
        ([CLEAN, WRONG, CLEAN], 1),
        ([SPOILT, WRONG, CLEAN], 2),
        ([CLEAN, SPOILT, WRONG], 2),
    ],
)
def test_the_worst_of_several_files_decides_the_exit_code(engine, run, write, words, code):
    files = [write(word, f"{number}.txt") for number, word in enumerate(words)]
    assert run("report", "check", *files).code == code
    assert run("report", "check", "--json", *files).code == code


def test_the_json_of_one_file_is_an_object(engine, run, write):
    path = write(WRONG)
    done = run("report", "check", path, "--json")
    answer = json.loads(done.out)
    assert (answer["file"], answer["status"]) == (str(path), "errors")
    (finding,) = answer["findings"]
    assert set(finding) == FINDING_KEYS
    assert finding["rule"] == "T3-BALANCE"
    assert finding["severity"] == "error"
    assert finding["facts"]["left"] == 12
    assert done.err == ""


def test_the_json_of_several_files_is_a_list_in_their_order(engine, run, write):
    files = [write(WRONG), write(CLEAN), write(SPOILT)]
    answer = json.loads(run("report", "check", *files, "--json").out)
    assert [(one["file"], one["status"]) for one in answer] == [
        (str(files[0]), "errors"),
        (str(files[1]), "clean"),
        (str(files[2]), "unreadable"),
    ]


def test_money_in_the_facts_stays_an_exact_decimal_string(engine, run, write):
    from decimal import Decimal

    engine.findings[WRONG] = (Finding("READ-EMPTY", facts={"amount": Decimal("52.10")}),)
    answer = json.loads(run("report", "check", write(WRONG), "--json").out)
    assert answer["findings"][0]["facts"] == {"amount": "52.10"}


def test_a_file_that_could_not_be_read_says_why_on_both_outputs(engine, run, write):
    done = run("report", "check", write(SPOILT), "--json")
    assert json.loads(done.out)["findings"][0]["rule"] == "READ-EMPTY"
    assert done.err.startswith("错误：")
    assert "文件里没有任何文字" in done.err


def missing(tmp_path):
    return tmp_path / "没有.docx"


def directory(tmp_path):
    return tmp_path


def forbidden(tmp_path):
    path = tmp_path / "锁.txt"
    path.write_text(CLEAN)
    path.chmod(0)
    return path


def pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize(
    ("make", "rule", "sentence"),
    [
        (missing, "FILE-MISSING", "个文件。没有核对任何数据"),
        (directory, "FILE-DIRECTORY", "是一个目录，不是文件"),
        pytest.param(
            forbidden,
            "FILE-FORBIDDEN",
            "没有读取",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file"),
        ),
        (pipe, "FILE-NOT-PLAIN", "不是普通文件"),
    ],
)
@pytest.mark.parametrize("command", ["check", "read"])
def test_a_path_that_is_no_readable_file_is_said_to_be_so(engine, run, tmp_path, command, make, rule, sentence):
    path = make(tmp_path)
    done = run("report", command, path, "--json")
    answer = json.loads(done.out)
    assert done.code == 2
    assert (answer["file"], answer["status"], answer["findings"][0]["rule"]) == (str(path), "unreadable", rule)
    assert sentence in done.err
    assert run("report", command, path).code == 2


def test_a_file_without_permission_is_refused_also_where_access_looks_granted(engine, run, write, monkeypatch):
    engine.crashes[CLEAN] = PermissionError(13, "Permission denied")
    assert json.loads(run("report", "check", write(CLEAN), "--json").out)["findings"][0]["rule"] == "FILE-FORBIDDEN"


@pytest.mark.parametrize("crash", [RuntimeError("boom"), RecursionError(), KeyError("x")])
def test_a_fault_in_one_file_never_stops_the_others(engine, run, write, crash):
    engine.crashes["crash"] = crash
    done = run("report", "check", write("crash"), write(CLEAN), "--json")
    first, second = json.loads(done.out)
    assert done.code == 2
    assert (first["status"], first["findings"][0]["rule"]) == ("unreadable", "FILE-CRASHED")
    assert type(crash).__name__ in first["findings"][0]["facts"]["reason"]
    assert second["status"] == "clean"


def test_a_fault_in_a_check_is_never_a_clean_report(engine, run, write, monkeypatch):
    from gongkai import annualreport

    def broken(report, previous=None):
        raise ZeroDivisionError

    monkeypatch.setattr(annualreport, "check", broken)
    answer = json.loads(run("report", "check", write(CLEAN), "--json").out)
    assert (answer["status"], answer["findings"][0]["rule"]) == ("unreadable", "FILE-CRASHED")


def test_a_disk_that_fails_is_told_with_its_own_reason(engine, run, write):
    engine.crashes[CLEAN] = OSError(5, "Input/output error")
    done = run("report", "check", write(CLEAN))
    assert done.code == 2
    assert "Input/output error" in done.err


def test_last_years_report_is_handed_to_the_checks(engine, run, write):
    last_year = engine.reports["last"] = a_report(year=2022)
    assert run("report", "check", write(CLEAN), "--previous", write("last")).code == 0
    assert engine.checked_against == [last_year]


def test_without_last_years_report_asked_for_no_report_is_clean(engine, run, write, tmp_path):
    done = run("report", "check", write(CLEAN), "--previous", tmp_path / "2022.docx", "--json")
    answer = json.loads(done.out)
    assert (done.code, answer["status"]) == (2, "unreadable")
    assert (answer["findings"][-1]["rule"], answer["findings"][-1]["where"]) == ("FILE-MISSING", "previous")
    assert "2022.docx" in done.err
    assert "clean.txt：未能读取" in done.err


def test_findings_for_people_stand_under_their_severity_with_place_law_and_advice(engine, run, write):
    engine.findings[WRONG] = (Finding("READ-OCR-USED"), Finding("T2-ITEMS", "year"), WRONG_SUM)
    done = run("report", "check", write(WRONG))
    assert done.code == 1
    assert "未通过" in done.out
    headings = [done.out.index(heading) for heading in ("错误（1）", "警告（1）", "提示（1）")]
    assert headings == sorted(headings), "the gravest first"
    assert "两边不等：12 与 11。" in done.out
    assert "三、收到和处理政府信息公开申请情况 · 一、本年新收政府信息公开申请数量 · 总计" in done.out
    for label in ("位置 报告年度", "依据 constructed", "建议 请核对。", "规则 T3-BALANCE"):
        assert label in done.out
    assert done.err == ""


def test_a_finding_that_cannot_be_worded_stops_no_other_file(engine, run, write):
    engine.findings[WRONG] = (Finding("T3-BALANCE", "", {"left": 1}),)
    first, second = json.loads(run("report", "check", write(WRONG), write(CLEAN), "--json").out)
    assert (first["status"], first["findings"][0]["rule"]) == ("unreadable", "FILE-CRASHED")
    assert second["status"] == "clean"


def test_a_clean_report_says_so(engine, run, write):
    done = run("report", "check", write(CLEAN))
    assert "未发现错误" in done.out
    assert "没有发现任何问题" in done.out


def test_several_files_end_with_a_summary(engine, run, write):
    done = run("report", "check", write(WRONG), write(CLEAN), write(SPOILT))
    assert "汇总" in done.out
    assert "未能读取" in done.out
    assert run("report", "check", write(WRONG)).out.count("汇总") == 0


def test_of_many_files_only_those_with_findings_are_told_in_full(engine, run, write):
    files = [write(CLEAN, f"{number}.txt") for number in range(report_commands.MANY_FILES)]
    done = run("report", "check", *files, write(WRONG))
    assert done.code == 1
    assert done.out.count("T3-BALANCE") == 1
    assert "没有发现任何问题" not in done.out
    assert done.out.count("未发现错误") == report_commands.MANY_FILES


def test_many_files_show_their_progress_on_standard_error_only(engine, run, write, monkeypatch):
    import sys

    files = [write(CLEAN, f"{number}.txt") for number in range(report_commands.MANY_FILES + 1)]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    done = run("report", "check", *files, "--json")
    assert len(json.loads(done.out)) == len(files)
    assert "核对年度报告" in done.err


def test_nothing_in_a_report_is_taken_for_markup_or_steers_the_terminal(engine, run, write):
    engine.reports["evil"] = a_report(agency="[red]某局[/red]\x1b[2J\x07\u202e")
    done = run("report", "check", write("evil"))
    assert "[red]某局[/red]" in done.out
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out)


def test_a_range_of_text_is_quoted(engine, run, write):
    where = "text.overall_situation[2:13]"
    engine.findings[WRONG] = (Finding("T3-BALANCE", where, {"left": 1, "right": 2}),)
    out = run("report", "check", write(WRONG)).out
    assert "一、总体情况 · 第3至13字 · “主动公开信息386条。”" in out


@pytest.mark.parametrize(
    ("columns", "environment"), [(40, {}), (60, {"NO_COLOR": "1"}), (80, {"TERM": "dumb"}), (200, {})]
)
@pytest.mark.parametrize("command", ["read", "check"])
def test_it_fits_any_width_and_a_terminal_without_colour(
    engine, run, write, monkeypatch, command, columns, environment
):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(columns))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    path = write(WRONG)
    monkeypatch.chdir(path.parent)
    done = run("report", command, path.name)
    assert "\x1b" not in done.out
    assert max(cell_len(line) for line in done.out.splitlines()) <= columns


def test_how_every_cell_came_about_has_a_chinese_word():
    from gongkai.cli.wording import words

    assert set(words("how")) == set(How)


def test_a_file_that_is_not_read_in_time_is_told_so_and_the_others_are_checked(engine, run, write, monkeypatch):
    def read(path):
        if path.name == "slow.txt":
            time.sleep(30)
        return engine.read(path)

    monkeypatch.setattr(annualreport, "RULES", RULES)
    monkeypatch.setattr(reading, "_standing", [annualreport.ForkedReader(read, seconds=0.4)])
    done = run("report", "check", write("slow"), write(CLEAN), "--json")
    first, second = json.loads(done.out)
    assert done.code == 2
    assert (first["findings"][0]["rule"], second["status"]) == ("READ-TIMEOUT", "clean")
    assert "在规定时间内没有读完" in done.err
