"""`gongkai verify` and `gongkai keys`: what they say, and how they end."""

from __future__ import annotations

import json
from unittest.mock import Mock

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError, connection

from gongkai.agencies.append_only import take_down_guards, unguarded_tables
from gongkai.agencies.door import LOG_RULES, LogEntry, MissingKey, Person, record
from gongkai.cli import main
from gongkai.config.wiring import Verification
from tests.agencies.examples import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]


@pytest.fixture
def entry():
    return record("seal", agency=None, by=None, subject="box:1")


def test_an_untouched_installation_is_called_so_with_the_heads_to_write_down(entry, capsys):
    assert main(["verify"]) == 0
    said = capsys.readouterr().out
    assert "操作记录：没有发现改动。" in said
    assert f"-:1:{entry.digest}" in said


def test_a_changed_entry_ends_with_1_and_is_named(entry, capsys):
    take_down_guards()
    LogEntry.objects.update(reason="改过")
    assert main(["verify"]) == 1
    said = capsys.readouterr().out
    assert "内容被改动过" in said
    assert "触发器不见了" in said


def test_looking_does_not_mend_what_it_looks_for(entry):
    take_down_guards()
    main(["verify"])
    assert "agencies_logentry" in unguarded_tables()


@pytest.mark.parametrize("typed", [["verify"], ["links", "try"], ["platform", "push"]], ids=" ".join)
def test_where_there_is_no_database_it_says_so_and_makes_none(settings, monkeypatch, tmp_path, capsys, typed):
    settings.EMBEDDED_DATABASE = tmp_path / "nothing" / "gongkai.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", settings.EMBEDDED_DATABASE)
    assert main(typed) == 2
    assert f"没有找到数据库“{settings.EMBEDDED_DATABASE}”" in capsys.readouterr().err.replace("\n", "")
    assert not settings.EMBEDDED_DATABASE.parent.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [(lambda: [], "还没有任何记录"), (Mock(side_effect=OperationalError("unable to open")), "数据库打不开")],
    ids=["empty", "unopened"],
)
def test_a_database_without_records_or_that_cannot_be_opened_is_refused(monkeypatch, capsys, asked, said):
    monkeypatch.setattr(connection.introspection, "table_names", asked)
    assert main(["verify"]) == 2
    assert said in capsys.readouterr().err


def test_without_the_key_of_the_time_it_says_so_and_that_it_could_not_look(entry, monkeypatch, capsys):
    def unreadable():
        raise MissingKey("key")

    monkeypatch.setattr("gongkai.config.wiring.VERIFICATIONS", (Verification("办件", unreadable, LOG_RULES),))
    assert main(["verify"]) == 2
    told = capsys.readouterr()
    assert "请把 data-keys 文件放回数据目录" in told.err.replace("\n", "")
    assert "没有发现改动" not in told.out


def test_programs_are_told_as_json(entry, capsys):
    assert main(["verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"status": "sound", "findings": [], "heads": [f"-:1:{entry.digest}"]}


def test_a_new_key_is_one_that_can_be_used(capsys):
    assert main(["keys", "new"]) == 0
    Fernet(capsys.readouterr().out.strip())


def test_everything_is_encrypted_anew(settings, capsys):
    person = a_person(mobile="13800000000")
    settings.DATA_KEYS = [Fernet.generate_key().decode(), *settings.DATA_KEYS]
    assert main(["keys", "rotate"]) == 0
    assert "agencies.Person：已重新加密 1 条" in capsys.readouterr().out
    settings.DATA_KEYS = settings.DATA_KEYS[:1]
    assert Person.objects.get(pk=person.pk).mobile == "13800000000"
