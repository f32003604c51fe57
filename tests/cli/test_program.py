"""The program as a whole: help, usage errors, version, completion, Ctrl-C, and what it does not load."""

import os
import signal
import subprocess
import sys
import time
import types
from importlib.resources import files
from pathlib import Path

import pytest

from gongkai import annualreport
from gongkai.cli.verdicts import EXIT_CODES
from gongkai.cli.wording import words
from gongkai.findings import RuleBook
from tests.cli.conftest import CLEAN

ROOT = Path(__file__).parents[2]
REPORT_COMMANDS = ("read", "check", "convert", "compare", "rollup", "batch")
COMMANDS = [[], ["report"], *(["report", name] for name in REPORT_COMMANDS), ["serve"], ["demo"]]


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `gongkai` in a process of its own, away from the source tree."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_in_chinese_with_an_example(run, command):
    done = run(*command, "--help")
    assert done.code == 0
    assert "用法：" in done.out
    assert "示例" in done.out
    assert f"gongkai {' '.join(command)}".strip() in done.out
    assert not {"Usage", "Options", "Arguments", "Commands", "Show this message"} & set(done.out.split())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["report", "check"], "缺少 FILE。"),
        (
            ["report", "convert", "a", "--to", "doc", "-o", "b"],
            "--to 的值不对，可以写：html、docx、pdf、json、md、csv。",
        ),
        (["statute", "fee", "--scheme", "per_item", "--count", "-3"], "--count 的值不对"),
        (["yearend", "build", "--year", "abc"], "四位数的年份"),
        (["report", "convert", "a", "--to", "docx"], "缺少 --out / -o。"),
        (["report", "chek"], "没有 chek 这个命令。您是否想用 check？"),
        (["nonsense"], "没有 nonsense 这个命令。"),
        (["report", "check", "x", "--jsn"], "没有 --jsn 这个选项。您是否想用 --json？"),
        (["serve", "--port", "x"], "--port 的值不对，应为：监听的端口"),
        (["serve", "--port", "70000"], "--port 的值不对，应为：监听的端口"),
        (["report", "check", "x", "--previous"], "选项 --previous 后面要写一个值。"),
        (["serve", "a"], "多出了参数：(a)。"),
    ],
)
def test_a_command_typed_wrongly_is_explained_on_standard_error(run, typed, sentence):
    done = run(*typed)
    assert done.code == 2
    assert sentence in done.err
    assert "--help 查看用法" in done.err
    assert done.out == ""


def test_the_version_is_that_of_the_project(run):
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert run("--version").out == f"gongkai {project['version']}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_completion_script(shell):
    done = started("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert done.returncode == 0
    assert "_GONGKAI_COMPLETE" in done.stdout


def test_completion_offers_the_commands():
    done = started(COMP_WORDS="gongkai report ", COMP_CWORD="2", _GONGKAI_COMPLETE="complete_bash")
    assert set(REPORT_COMMANDS) <= set(done.stdout.split())


LOADED = """
import sys
import gongkai.cli.program, gongkai.cli.verdicts
loaded = {name.partition(".")[0] for name in sys.modules}
heavy = {"django", "wagtail", "pdfplumber", "pypdfium2", "docx", "lxml", "selectolax", "rapidfuzz", "pydantic"}
heavy |= {"polars", "distributed", "typst"}
print(*sorted(loaded & heavy))
"""


def test_the_report_commands_start_without_django_and_without_the_readers():
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_an_output_with_few_characters_gets_what_it_can_show(encoding, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "report", "check", "--json", str(tmp_path / "没有.txt")],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
    )
    import json

    assert done.returncode == 2
    answer = json.loads(done.stdout.decode(encoding))
    assert answer["file"].endswith("没有.txt")


def test_a_file_name_that_is_no_utf8_still_gives_valid_json(tmp_path):
    import json

    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "report", "check", "--json", name],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 2
    assert os.fsencode(json.loads(done.stdout)["file"]) == name


def test_ctrl_c_ends_with_130_and_one_line(tmp_path):
    program = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored where the tests run behind a shell's &
        "from gongkai import annualreport\n"
        "def read(path, name=None):\n"
        "    print('reading', flush=True)\n"
        "    time.sleep(30)\n"
        "annualreport.read = read\n"
        "from gongkai.cli import main\n"
        "sys.exit(main(['report', 'check', sys.argv[1]]))\n"
    )
    report = tmp_path / "report.txt"
    report.write_text(CLEAN)
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(report)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout.readline() == "reading\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == "已中断。\n"


def test_serving_hands_host_and_port_to_the_server_and_returns_its_code(run, monkeypatch):
    asked = []
    server = types.ModuleType("gongkai.config.serving")
    server.serve = lambda host, port: asked.append((host, port)) or 3
    monkeypatch.setitem(sys.modules, "gongkai.config.serving", server)
    assert run("serve", "--port", 8123).code == 3
    assert asked == [("127.0.0.1", 8123)]


def test_the_demo_is_built_before_it_is_served(run, monkeypatch):
    steps = []
    server, demo = types.ModuleType("gongkai.config.serving"), types.ModuleType("gongkai.demo.door")
    server.serve = lambda host, port: steps.append((host, port)) or 0
    demo.build_demo = lambda: steps.append("built")
    monkeypatch.setitem(sys.modules, "gongkai.config.serving", server)
    monkeypatch.setitem(sys.modules, "gongkai.demo.door", demo)
    assert run("demo").code == 0
    assert steps == ["built", ("127.0.0.1", 8000)]


def test_every_status_has_its_exit_code_and_its_words():
    assert set(EXIT_CODES) == set(words("status")) == {"clean", "errors", "unreadable"}


def test_the_rules_about_files_are_complete_and_share_no_id_with_the_engine():
    own = RuleBook.load(files("gongkai.cli").joinpath("data/rules.toml")).rules
    engine = RuleBook.load(files("gongkai.annualreport").joinpath("data/rules.toml")).rules
    assert not set(own) & set(engine)
    assert all(rule.severity == "error" and rule.advice and rule.law for rule in own.values())


def test_the_door_of_the_engine_has_what_the_command_line_calls():
    names = "RULES Unreadable all_forms check form read status to_dict write compare roll_up Mixed RollUp"
    for name in (*names.split(), "LocalReaders", "batch", "contents", "files_in", "rows_of"):
        assert hasattr(annualreport, name), name
