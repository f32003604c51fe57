"""`gongkai backup` and `gongkai restore`: everything comes back, into an empty place only, or nothing does."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from gongkai.config.backup import Contained, manifest_of, open_backup, take_out
from gongkai.config.database_copies import BackupRefused
from tests.pages.databases import empty_database, own_database


def run(environment: dict[str, str], *commands: tuple[str, ...]) -> list[list]:
    """Return exit code and words of each command, run with this environment's database."""
    program = [sys.executable, "-m", "tests.config.moving_house", *map("\t".join, commands)]
    own_keys = {name: value for name, value in environment.items() if name != "GONGKAI_DATA_KEYS"}
    done = subprocess.run(program, env=own_keys, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def others_may(path: Path) -> int:
    """Return what every other account of the machine may do with a file or folder."""
    return path.stat().st_mode & 0o077


def changed(backup: Path, name: str, change) -> Path:
    """Return a copy of a backup in which the members for which `change` gives other bytes (None: none) have these."""
    target = backup.with_name(f"{name}.zip")
    with ZipFile(backup) as source, ZipFile(target, "w") as archive:
        for member in source.namelist():
            data = change(member, source.read(member))
            if data is not None:
                archive.writestr(member, data)
    return target


def told_otherwise(**facts):
    """Return a change of the manifest alone."""
    return lambda member, data: json.dumps(json.loads(data) | facts) if member == "manifest.json" else data


@pytest.mark.database
def test_everything_comes_back_in_an_empty_place_but_the_keys(tmp_path):
    here, there, backup = tmp_path / "here", tmp_path / "there", tmp_path / "全部.zip"
    here.mkdir()
    there.mkdir()
    with own_database(here) as environment:
        _, made, again, heads = run(environment, ("seal",), *[("backup", str(backup))] * 2, ("verify",))
    assert made[0] == 0
    assert again[0] == 2
    assert "已经存在，没有覆盖" in again[1]
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["全部.zip"]

    key = json.loads(ZipFile(backup).read("manifest.json"))["keys"][0]
    secret = (here / "data-keys").read_text().strip().encode()
    assert key in made[1]
    assert all(secret not in ZipFile(backup).read(name) for name in ZipFile(backup).namelist())

    bad = {
        "与它的校验值不符": changed(backup, "one", lambda name, data: b"other" if name.startswith("media") else data),
        "对不上": changed(backup, "two", lambda name, data: None if name.startswith("pages") else data),
        "不认识的数据结构：agencies.9999_later": changed(
            backup, "three", told_otherwise(migrations=["agencies.9999_later"], version="9.9")
        ),
        "请按备份时的设置恢复": changed(backup, "four", told_otherwise(database="oracle")),
        "格式（2）": changed(backup, "five", told_otherwise(schema=2)),
    }
    with empty_database(there) as environment:
        attempts = [("restore", str(path)) for path in (*bad.values(), backup, backup)]
        nothing = ("backup", str(there / "nothing.zip"))
        empty, *refused, restored, twice, verified = run(environment, nothing, *attempts, ("verify",))
    assert empty[0] == 2
    assert "没有可备份的" in empty[1]
    assert not (there / "nothing.zip").exists()
    for words, (code, said) in zip(bad, refused, strict=True):
        assert code == 2
        assert words in said
    assert restored[0] == 0, restored[1]
    assert f"还缺 1 个密钥，指纹为 {key}" in restored[1].replace("\n", "")
    assert twice[0] == 2
    assert "只能在空的地方" in twice[1]
    assert verified == heads
    assert (there / "media/附件/甲.txt").read_text("utf-8") == (there / "pages/a/index.html").read_text("utf-8") == "甲"
    assert sorted(path.name for path in there.iterdir() if path.is_dir()) == ["media", "pages"]
    assert others_may(there) == 0o011
    held = [there / "media", *there.glob("gongkai.sqlite3")]  # where the database is a file at all
    assert {others_may(path) for path in held} == {0}
    assert (others_may(there / "pages/a"), others_may(there / "pages/a/index.html")) == (0o055, 0o044)


def test_a_name_that_leads_out_of_its_folder_is_refused(tmp_path):
    from gongkai.config.restoring import refuse_other_names

    path = tmp_path / "odd.zip"
    for name in ("media/../../etc/passwd", "/media/a", "media\\..\\a", "settings.py", "media"):
        with ZipFile(path, "w") as archive:
            archive.writestr(name, b"a")
            archive.writestr("database.sqlite3", b"a")
        with open_backup(path) as archive, pytest.raises(BackupRefused, match="not_whole"):
            refuse_other_names(archive, ["database.sqlite3", name], "database.sqlite3")
    with ZipFile(path, "w") as archive:
        archive.writestr("media/a.txt", b"a")
        archive.writestr("database.sqlite3", b"a")
    with open_backup(path) as archive:
        refuse_other_names(archive, ["database.sqlite3", "media/a.txt"], "database.sqlite3")


def test_a_file_whose_bytes_changed_on_the_disk_is_told_damaged(tmp_path):
    path = tmp_path / "old.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("media/a.txt", b"as it was")
    as_it_was = Contained(9, sha256(b"as it was").hexdigest())
    with open_backup(path) as archive:
        take_out(archive, "media/a.txt", as_it_was, None)
    path.write_bytes(path.read_bytes().replace(b"as it was", b"as it is!", 1))
    with open_backup(path) as archive, pytest.raises(BackupRefused, match="damaged"):
        take_out(archive, "media/a.txt", as_it_was, None)


@pytest.mark.parametrize(
    "manifest", [b"{", b"[]", b"{}", b'{"schema": 1, "files": []}', b'{"schema": 1, "version": "1", "files": {"a": 1}}']
)
def test_an_archive_without_a_manifest_that_can_be_read_is_no_backup(tmp_path, manifest):
    path = tmp_path / "other.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest)
    with open_backup(path) as archive, pytest.raises(BackupRefused, match="no_backup"):
        manifest_of(archive)
    path.write_bytes(b"no archive")
    with pytest.raises(BackupRefused, match="no_backup"):
        open_backup(path)
