"""`gongkai serve`: says where it is, stops when told, and refuses in plain words."""

import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing

import pytest

from tests.demo.programs import clean_environment
from tests.prepared import TEST_KEY, migrated_file

SERVE = "import sys; from gongkai.config.serving import serve; sys.exit(serve(sys.argv[1], int(sys.argv[2])))"


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, host, port, **more):
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, host, str(port)],
        env=clean_environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(folder, host, port, **more):
    process = start(folder, host, port, **more)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_without_a_key_it_refuses_and_says_how_to_set_one(tmp_path):
    code, said = refusal(tmp_path, "127.0.0.1", free_port())
    assert code == 1
    assert "GONGKAI_SECRET_KEY" in said


def test_a_port_in_use_is_named_with_a_way_out(tmp_path):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, said = refusal(tmp_path, "127.0.0.1", port, GONGKAI_SECRET_KEY=TEST_KEY)
    assert code == 1
    assert f"端口 {port} 已被别的程序占用" in said
    assert "--port" in said


def test_an_address_that_is_not_ours_is_refused(tmp_path):
    code, said = refusal(tmp_path, "203.0.113.1", free_port(), GONGKAI_SECRET_KEY=TEST_KEY)
    assert code == 1
    assert "203.0.113.1" in said


@pytest.mark.parametrize(("begun", "end"), [(False, signal.SIGTERM), (True, signal.SIGINT)], ids=["new", "begun"])
def test_it_serves_a_new_database_or_one_begun_until_told_to_stop(tmp_path, begun, end):
    port, folder = free_port(), tmp_path / "data"
    if begun:
        folder.mkdir()
        shutil.copy(migrated_file(), folder / "gongkai.sqlite3")
    process = start(folder, "127.0.0.1", port, GONGKAI_SECRET_KEY=TEST_KEY)
    try:
        assert process.stdout.readline() == "正在核对并更新数据库，新装时要几分钟……\n"
        assert process.stdout.readline() == f"已在 http://127.0.0.1:{port}/ 提供服务，按 Ctrl+C 停止。\n"
        page = fetched(f"http://127.0.0.1:{port}/")
        assert "还没有机关" in page
        assert folder.stat().st_mode & 0o077 == 0o011  # what is public lies below it
        assert {path.stat().st_mode & 0o077 for path in folder.glob("gongkai.sqlite3*")} == {0}
        assert f'<link rel="canonical" href="http://127.0.0.1:{port}/">' in page
    finally:
        process.send_signal(end)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
    assert (folder / "served-address").read_text() == f"http://127.0.0.1:{port}\n"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert tables(folder / "gongkai.sqlite3") == tables(migrated_file())  # made for tests by quick_states


def test_no_server_process_outlives_its_parent(tmp_path):
    port = free_port()
    shutil.copy(migrated_file(), tmp_path / "gongkai.sqlite3")
    process = start(tmp_path, "127.0.0.1", port, GONGKAI_SECRET_KEY=TEST_KEY)
    process.stdout.readline()
    process.stdout.readline()
    fetched(f"http://127.0.0.1:{port}/")
    process.kill()
    process.communicate(timeout=30)
    for _ in range(50):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            return
        time.sleep(0.2)
    pytest.fail("the port is still served")


def tables(file):
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def fetched(address, attempts=300):
    for _ in range(attempts):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{address} does not answer")


def test_on_postgresql_it_asks_for_the_data_keys_first(tmp_path):
    url = "postgresql://nobody@127.0.0.1:1/none"
    code, said = refusal(tmp_path, "127.0.0.1", free_port(), GONGKAI_SECRET_KEY=TEST_KEY, GONGKAI_DATABASE_URL=url)
    assert code == 1
    assert "GONGKAI_DATA_KEYS" in said
    assert "gongkai keys new" in said


def test_who_imports_the_worker_otherwise_keeps_a_code_of_his_own(tmp_path):
    code = "import gongkai.config.worker, sys; sys.exit(3)"
    environment = clean_environment(tmp_path, GONGKAI_SECRET_KEY=TEST_KEY, GONGKAI_KEEP_PAGES="0")
    environment["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == 3, done.stderr
