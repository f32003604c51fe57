"""`gongkai report batch` with the real engine, on this machine and on a Dask cluster."""

import builtins
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import distributed
import polars
import pytest

from tests.annualreport.manners.catalogue import make

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """Return a folder with three reports and a file that is none."""
    home = tmp_path / "年报"
    home.mkdir()
    for seed in range(3):
        (home / f"{seed}.html").write_bytes(make("html_official", seed).data)
    (home / "坏.html").write_bytes(b"")
    return home


def test_a_folder_becomes_two_files_and_the_counts_are_told(run, folder, tmp_path):
    out = tmp_path / "out.parquet"
    done = run("report", "batch", folder, "-o", out, "--json")
    told = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert (told["files"], told["done"], told["statuses"]["unreadable"]) == (4, 4, 1)
    assert polars.read_parquet(told["cells_file"]).height == told["cells"]
    assert polars.read_parquet(told["findings_file"]).height == told["findings"]


def test_people_are_told_in_a_sentence(run, folder, tmp_path):
    done = run("report", "batch", folder, "-o", tmp_path / "out.parquet")
    assert "已核对 4 份" in done.out
    assert "未能读取 1" in done.out


def test_where_not_one_file_can_be_read_the_code_is_2(run, tmp_path):
    home = tmp_path / "年报"
    home.mkdir()
    (home / "坏.html").write_bytes(b"")
    done = run("report", "batch", home, "-o", tmp_path / "out.parquet")
    assert done.code == 2
    assert "没有一份能够读取" in done.err
    assert polars.read_parquet(tmp_path / "out.findings.parquet")["rule"].to_list() == ["READ-EMPTY"]


@pytest.mark.parametrize(("name", "out", "sentence"), [("没有", "o", "目录"), ("年报", "没有/o", "未能写出")])
def test_a_place_that_is_not_there_is_told(run, folder, tmp_path, name, out, sentence):
    done = run("report", "batch", tmp_path / name, "-o", tmp_path / f"{out}.parquet")
    assert done.code == 2
    assert sentence in done.err


def test_on_a_terminal_a_bar_counts_the_files(folder, tmp_path):
    terminal, theirs = os.openpty()
    command = [sys.executable, "-m", "gongkai.cli", "report", "batch", folder, "-o", tmp_path / "out.parquet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm"}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, timeout=60, check=False, env=environment)
    os.close(theirs)
    shown = os.read(terminal, 1 << 16).decode("utf-8", "replace")
    os.close(terminal)
    assert done.returncode == 0
    assert "4/4" in shown
    assert "未能读取 1" in shown


def test_ctrl_c_ends_with_130_and_says_how_far_it_came(folder, tmp_path):
    page = (folder / "1.html").read_bytes()
    for number in range(1000):
        (folder / f"many-{number}.html").write_bytes(page)
    program = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # tests in the background are started deaf to it
        "from gongkai.cli import batching, main\n"
        "counted = batching._counted\n"
        "def told(statuses):\n"
        "    print(statuses.total(), file=sys.stderr, flush=True)\n"
        "    return counted(statuses)\n"
        "batching._counted = told\n"
        "sys.exit(main(['report', 'batch', *sys.argv[1:]]))\n"
    )
    out = tmp_path / "out.parquet"
    process = subprocess.Popen(
        [sys.executable, "-c", program, folder, "-o", out, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stderr.readline() == "1\n"
    process.send_signal(signal.SIGINT)
    printed, errors = process.communicate(timeout=60)
    told = json.loads(printed)
    assert process.returncode == 130
    assert told["interrupted"] is True
    assert polars.read_parquet(out)["file"].n_unique() <= told["done"] < told["files"]
    assert f"只写出前 {told['done']} 份" in errors
    assert errors.endswith("已中断。\n")


# -- on a Dask cluster -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster():
    """Return the address of a cluster of two workers on this machine."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp://", dashboard_address=None
    ) as made:
        yield made.scheduler_address


def test_on_a_cluster_the_files_are_the_same(run, folder, tmp_path, cluster):
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    assert run("report", "batch", folder, "-o", here).code == 0
    done = run("report", "batch", folder, "-o", there, "--cluster", cluster)
    assert (done.code, done.err) == (0, "")
    for end in ("parquet", "findings.parquet"):
        assert polars.read_parquet(tmp_path / f"there.{end}").equals(polars.read_parquet(tmp_path / f"here.{end}"))


def test_a_file_that_ends_its_workers_is_a_row(run, folder, tmp_path, cluster, monkeypatch):
    from gongkai.cli.cluster import _Promise

    class Ended:
        def result(self):
            raise distributed.KilledWorker("rows_of", None, 3)

    really = _Promise.__init__
    monkeypatch.setattr(_Promise, "__init__", lambda promise, future: really(promise, Ended()))
    done = run("report", "batch", folder, "-o", tmp_path / "out.parquet", "--cluster", cluster)
    findings = polars.read_parquet(tmp_path / "out.findings.parquet")
    assert done.code == 2
    assert findings["rule"].to_list() == ["READ-DAMAGED"] * 4
    assert "工作节点" in findings["message"][0]


def test_a_cluster_that_is_lost_leaves_a_valid_file(run, folder, tmp_path, cluster, monkeypatch):
    from gongkai.cli.cluster import _Promise

    asked, really = [], _Promise.result

    class Lost:
        def result(self):
            raise distributed.CancelledError

    def second_is_lost(promise):
        asked.append(promise)
        return really(_Promise(Lost()) if len(asked) == 2 else promise)

    monkeypatch.setattr(_Promise, "result", second_is_lost)
    done = run("report", "batch", folder, "-o", tmp_path / "out.parquet", "--cluster", cluster)
    assert done.code == 2
    assert "与集群的连接中断" in done.err
    assert polars.read_parquet(tmp_path / "out.parquet")["file"].unique().to_list() == ["0.html"]


def test_an_address_where_nobody_answers_is_told(run, folder, tmp_path, monkeypatch):
    from gongkai.cli import cluster

    monkeypatch.setattr(cluster, "SECONDS_TO_JOIN", 0.5)
    done = run("report", "batch", folder, "-o", tmp_path / "out.parquet", "--cluster", "tcp://127.0.0.1:1")
    assert done.code == 2
    assert "未能连接集群“tcp://127.0.0.1:1”" in done.err
    assert not (tmp_path / "out.parquet").exists()


def test_without_dask_it_is_said_how_to_get_it(run, folder, tmp_path, monkeypatch):
    really = builtins.__import__

    def without(name, *arguments, **options):
        if name.partition(".")[0] in ("distributed", "dask"):
            raise ModuleNotFoundError(name)
        return really(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    done = run("report", "batch", folder, "-o", tmp_path / "out.parquet", "--cluster", "tcp://127.0.0.1:1")
    assert done.code == 2
    assert "gongkai[cluster]" in done.err
