"""A stranger's file is read in a process of its own: whatever it does there, an answer comes back in time."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from gongkai import apart as process
from gongkai.annualreport.sandbox import examined, read_apart
from gongkai.apart import clear_left_behind, end_session, folder_of_its_own
from tests.annualreport.rawfiles import docx, paragraph
from tests.processes import ends_soon
from tests.samples import SAMPLES, needs_samples

PAGE = (
    "<html><body><p>石嘴山市住房公积金管理中心2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>正文。</p>"
    "<p>二、主动公开政府信息情况</p><table><tr><td colspan=4>第二十条第（一）项</td></tr>"
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
    "<tr><td>行政规范性文件</td><td>3</td><td>1</td><td>8</td></tr></table>"
    "<p>三、收到和处理政府信息公开申请情况</p><p>六、其他需要报告的事项</p><p>无。</p></body></html>"
).encode()


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch):
    """Return a setter of what the child does in place of reading."""

    def does(code: str) -> None:
        start = "import sys, os, time; sys.path.insert(0, sys.argv[1]); from gongkai.apart import confine; "
        confined = "confine(int(sys.argv[3]), int(sys.argv[5])); "
        monkeypatch.setattr(process, "_START", start + confined + code)

    return does


def rules(answer: dict) -> list[str]:
    return [finding["rule"] for finding in answer["findings"]]


def test_the_answer_is_the_one_that_reading_here_gives() -> None:
    apart = read_apart(PAGE, "年报.html")
    assert apart == examined(PAGE, "年报.html")
    assert apart["file"] == "年报.html"
    assert apart["report"]["agency"] == "石嘴山市住房公积金管理中心"
    assert apart["report"]["tables"]["article_20_1"]["administrative_normative_documents"]["currently_effective"] == 8


@pytest.mark.parametrize("data", [b"", bytes(300), docx(paragraph("正文"))[:90]])
def test_what_cannot_be_read_is_told_and_never_clean(data: bytes) -> None:
    answer = read_apart(data, "x")
    assert answer["status"] == "unreadable"
    assert answer["report"] is None
    assert len(answer["findings"]) == 1


def test_a_file_that_is_too_large_is_not_even_handed_over() -> None:
    assert rules(read_apart(bytes(60 << 20), "x")) == ["READ-TOO-LARGE"]


def test_an_endless_reading_is_ended_with_everything_it_started(child, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    child(
        f"import subprocess; p = subprocess.Popen(['sleep', '300'], process_group=0); "
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{p.pid}}'); time.sleep(300)"
    )
    answer = read_apart(b"x", "x", seconds=2)
    assert rules(answer) == ["READ-TIMEOUT"]
    assert all(ends_soon(int(pid)) for pid in pids.read_text().split())


def test_a_busy_loop_is_ended_by_its_processor_time(child) -> None:
    child("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2)); \nwhile True: pass")
    assert rules(read_apart(b"x", "x", seconds=30)) == ["READ-TIMEOUT"]


@pytest.mark.parametrize("crash", ["os.abort()", "os.kill(os.getpid(), 11)", "sys.exit(3)", "raise ValueError"])
def test_a_crash_is_a_damaged_file(child, crash: str) -> None:
    child(crash)
    assert rules(read_apart(b"x", "x")) == ["READ-DAMAGED"]


@pytest.mark.parametrize("answer", ["", "[]", '{"status": 1}', "[" * 100_000, "not json"])
def test_an_answer_that_is_none_is_not_believed(child, answer: str) -> None:
    child(f"sys.stdout.write({answer!r})")
    assert rules(read_apart(b"x", "x")) == ["READ-DAMAGED"]


def test_an_answer_without_end_is_cut_off(child) -> None:
    child("block = b'x' * (1 << 20)\nwhile True: os.write(1, block)")
    assert rules(read_apart(b"x", "x"))[0] in ("READ-DAMAGED", "READ-TOO-LARGE")


def test_memory_beyond_the_bound_is_a_file_that_is_too_large(child) -> None:
    child(
        "import json; from gongkai.annualreport import reading, sandbox\n"
        "def read(data, name): return bytearray(4 << 30)\n"
        "reading.read = read\njson.dump(sandbox.examined(b'x', 'x'), sys.stdout)"
    )
    assert rules(read_apart(b"x", "x", memory_mb=512)) == ["READ-TOO-LARGE"]


def test_the_child_sees_no_secret_and_leaves_nothing_behind(
    child, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DJANGO_SECRET_KEY", "never tell")
    monkeypatch.setattr(process.tempfile, "tempdir", str(tmp_path))
    seen = tmp_path / "seen"
    child(f"open('left', 'w').write('x'); open({str(seen)!r}, 'w').write(repr(dict(os.environ)) + os.getcwd())")
    read_apart(b"x", "x")
    told = seen.read_text()
    assert "never tell" not in told
    assert "gongkai-apart-" in told
    assert [path.name for path in tmp_path.iterdir()] == ["seen"]


def test_the_upload_has_no_name_in_the_file_system_while_it_is_read(child, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    child(f"open({str(seen)!r}, 'w').write(repr(os.listdir('.')) + sys.stdin.read())")
    read_apart(b"the upload", "x")
    assert seen.read_text() == "[]the upload"


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(process.tempfile, "tempdir", str(tmp_path))
    with folder_of_its_own() as used:
        for name in ("gongkai-apart-left", "gongkai-apart-new", "somebody-elses"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "report.docx").write_text("x")
        (tmp_path / "gongkai-apart-link").symlink_to(tmp_path / "somebody-elses")
        for path in (used, tmp_path / "gongkai-apart-left", tmp_path / "somebody-elses"):
            os.utime(path, (1, 1))
        assert clear_left_behind(time.time()) == 1
        left = {path.name for path in tmp_path.iterdir()}
    assert left == {used.name, "gongkai-apart-new", "gongkai-apart-link", "somebody-elses"}
    assert (tmp_path / "somebody-elses" / "report.docx").exists()


def test_ending_a_session_ends_all_of_it_and_leaves_others_alone() -> None:
    sleeper = ["sh", "-c", "sleep 60 & sleep 60"]
    meant, bystander = (subprocess.Popen(sleeper, start_new_session=True) for _ in range(2))
    try:
        end_session(meant.pid)
        assert meant.wait(timeout=10) == -signal.SIGKILL
        assert bystander.poll() is None
    finally:
        end_session(bystander.pid)
        bystander.wait(timeout=10)


def test_ending_a_session_that_has_ended_is_no_error() -> None:
    ended = subprocess.Popen(["true"], start_new_session=True)
    ended.wait(timeout=10)
    end_session(ended.pid)


@needs_samples
@pytest.mark.parametrize("name", ["hongze-2024.pdf", "form-2021-blank.docx", "shanghai-office-2019.html"])
def test_real_files_are_read_apart_as_they_are_here(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    assert read_apart(data, name) == examined(data, name)
