"""`gongkai demo`: a fresh database each time, and no other database ever touched."""

import fcntl
import json
import re
import shutil
import sqlite3
import stat
from contextlib import closing

import pytest

from gongkai.agencies import demonstration
from gongkai.demo import marking
from tests.demo.programs import build
from tests.prepared import built_demonstration


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A data folder with a demonstration, and what building it said."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    kept, told = built_demonstration()
    shutil.copytree(kept, folder)
    return folder, told


@pytest.fixture
def built(first, tmp_path):
    """A copy of it that a test may spoil."""
    folder = tmp_path / "var"
    shutil.copytree(first[0], folder)
    return folder


def ask(folder, question):
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        return database.execute(question).fetchall()


def change(folder, statement):
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        database.execute(statement)
        database.commit()


def test_it_tells_its_progress_in_chinese(first):
    lines = first[1].splitlines()
    assert lines[0] == "正在建立演示数据库……"
    assert "已导入（演示）" in lines[1]
    assert "石嘴山市住房公积金管理中心2022年" in lines[2]
    assert "石嘴山市住房公积金管理中心2023年" in lines[3]
    assert "益阳市住房公积金管理中心2020年" in lines[4]


def test_both_centres_are_there_and_marked_as_demonstrations(first):
    assert ask(first[0], "SELECT slug, demonstration FROM agencies_agency ORDER BY slug") == [
        ("demo-office", 1),
        ("shizuishan", 1),
        ("yiyang", 1),
    ]


def test_all_that_is_public_is_an_import_that_says_it_is_a_demonstration(first):
    question = "SELECT DISTINCT live, clearance, clearance_batch FROM pages_basepage WHERE reviewed_type AND live"
    assert ask(first[0], question) == [(1, "import", "演示数据：随软件附带，非该中心发布")]


def test_both_years_have_as_many_items_as_the_centres_published(first):
    question = (
        "SELECT slug, count(*) FROM publishing_publication p JOIN agencies_agency a ON a.id = p.agency_id "
        "WHERE (slug, substr(publication_date, 1, 4)) IN (('shizuishan', '2023'), ('yiyang', '2020')) "
        "AND statistical_class <> '' GROUP BY slug"
    )
    assert ask(first[0], question) == [("shizuishan", 386), ("yiyang", 227)]


def test_the_key_is_generated_for_its_owner_alone(first):
    path = first[0] / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text()) >= 50


def test_the_database_writes_ahead_and_is_marked(first):
    assert ask(first[0], "PRAGMA journal_mode") == [("wal",)]
    assert ask(first[0], "PRAGMA application_id") == [(int.from_bytes(b"GKDM", "big"),)]
    assert ask(first[0], "PRAGMA integrity_check") == [("ok",)]


def test_nothing_half_built_is_left(first):
    assert {path.name for path in first[0].iterdir()} <= {
        "gongkai.sqlite3",
        "secret-key",
        "data-keys",  # personal data of the applications is encrypted
        "in-use",
        "media",  # what a reading place was handed
        "demonstration-accounts.json",
    }


def test_building_again_starts_afresh_with_a_new_password_and_keeps_the_key(first, built):
    key = (built / "secret-key").read_text()
    change(built, "UPDATE agencies_agency SET short_name = '改过的'")
    again = build(built)
    assert ask(built, "SELECT count(*) FROM agencies_agency WHERE short_name = '改过的'") == [(0,)]
    assert (built / "secret-key").read_text() == key
    passwords = {re.search(r"密码 (\S+?)（", told)[1] for told in (first[1], again.stdout)}
    assert len(passwords) == 2


def test_a_database_that_is_no_demonstration_is_refused_and_left_alone(built):
    change(built, "PRAGMA application_id = 0")
    before = (built / "gongkai.sqlite3").read_bytes()
    done = build(built)
    assert done.returncode == 1
    assert "不是演示数据库" in done.stderr
    assert "GONGKAI_DATA_DIR" in done.stderr
    assert (built / "gongkai.sqlite3").read_bytes() == before


def test_a_demonstration_in_which_somebody_began_real_work_is_refused(built):
    change(built, "UPDATE agencies_agency SET demonstration = 0 WHERE slug = 'yiyang'")
    done = build(built)
    assert done.returncode == 1
    assert "不是演示数据库" in done.stderr
    assert ask(built, "SELECT count(*) FROM agencies_agency") == [(3,)]


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / "gongkai.sqlite3").write_bytes(content)
    assert build(tmp_path).returncode == 1
    assert (tmp_path / "gongkai.sqlite3").read_bytes() == content


def test_it_does_not_rebuild_under_a_running_server(built):
    before = (built / "gongkai.sqlite3").read_bytes()
    with (built / "in-use").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        done = build(built)
    assert done.returncode == 1
    assert "正由另一个 gongkai 使用" in done.stderr
    assert (built / "gongkai.sqlite3").read_bytes() == before


def test_it_never_touches_a_postgresql_database(tmp_path):
    done = build(tmp_path, GONGKAI_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "GONGKAI_DATABASE_URL" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_there_is_somebody_for_every_role_of_both_centres(first):
    question = (
        "SELECT a.slug, count(DISTINCT p.role) FROM agencies_appointment p "
        "JOIN agencies_agency a ON a.id = p.agency_id "
        "GROUP BY a.slug ORDER BY a.slug"
    )
    assert ask(first[0], question) == [("demo-office", 1), ("shizuishan", 9), ("yiyang", 9)]


def test_the_accounts_are_listed_for_the_owner_of_the_folder_with_the_password_of_this_time(first):
    folder, told = first
    path = folder / "demonstration-accounts.json"
    accounts = json.loads(path.read_text("utf-8"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert accounts["password"] == re.search(r"密码 (\S+?)（", told)[1]
    assert sum(len(agency["people"]) for agency in accounts["agencies"]) == 19


def test_the_mark_is_the_one_the_sign_in_page_looks_for():
    assert marking.APPLICATION_ID == demonstration.MARK
