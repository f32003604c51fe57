"""`gongkai administrator`: the first account of an empty installation."""

from __future__ import annotations

import io
import sys

import pytest

from gongkai.agencies.door import LogEntry, Person
from gongkai.cli import first_account, main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]
PASSWORD = "月影西窗-2026"


@pytest.fixture
def typed(monkeypatch):
    """Let these lines come through a pipe."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_the_account_made_signs_in_with_the_password_it_chose_and_is_on_the_log(typed, client, capsys):
    typed(f"{PASSWORD}\n")
    assert main(["administrator", "guanliyuan"]) == 0
    assert "已登记系统管理员“guanliyuan”" in capsys.readouterr().out
    assert LogEntry.objects.get().act == "make_administrator"
    client.post("/admin/login/", {"username": "guanliyuan", "password": PASSWORD})
    assert client.get("/admin/").status_code == 200  # no page before it that asks for a password of his own


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("guanliyuan", "password", "太常见"),
        ("guanliyuan", "guanliyuan1", "用户名"),
        ("guanliyuan", "", "8"),
        ("guan li", PASSWORD, "用户名"),
        ("shi-zhang", PASSWORD, "已被占用"),
    ],
)
def test_a_name_or_password_that_cannot_be_is_told_and_nothing_is_made(name, password, said, typed, capsys):
    Person.objects.create_user("shi-zhang")
    typed(password)
    assert main(["administrator", name]) == 2
    assert said in capsys.readouterr().err
    assert not Person.objects.filter(is_superuser=True).exists()


def test_a_password_mistyped_at_the_terminal_makes_no_account(monkeypatch, capsys):
    lines = iter([PASSWORD, "月影西窗-2027"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(first_account, "getpass", lambda prompt: next(lines))
    assert main(["administrator", "guanliyuan"]) == 2
    assert "不一样" in capsys.readouterr().err
    assert not Person.objects.exists()
