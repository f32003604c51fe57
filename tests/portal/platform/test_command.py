"""`gongkai platform`: what has not arrived, and sending it at once."""

from __future__ import annotations

import json

import pytest

from gongkai.agencies.door import LogEntry
from gongkai.cli import main
from gongkai.portal.platform.signing import HMAC
from tests.portal.platform.machine import SECRET, a_published_page, connect, deliver


@pytest.fixture
def command(settings, capsys):
    settings.HAS_SECRET_KEY = True

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["platform", *arguments])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_the_command_shows_what_has_not_arrived_and_sends_it(section, agency, platform, command):
    assert command("push")[0] == 2
    connect(agency, platform)
    page = a_published_page(section)
    platform.answers = [lambda *_: (503, {})]
    deliver()
    code, told = command("status", "--agency", "yunhu")
    assert code == 1
    assert f"《{page.title}》" in told
    assert "待送达 1 条，平台不收 0 条，已送达 0 条" in told
    assert "试了 1 次：HTTP 503" in told
    assert command("push") == (0, "送达 1 条，还有 0 条没有送达。\n")
    code, told = command("status", "--json")
    (standing,) = json.loads(told)["agencies"]
    assert (code, standing["arrived"], standing["not_arrived"]) == (0, 1, [])
    assert LogEntry.objects.filter(act="send_to_platform_again").exists()


def test_the_command_sends_what_was_refused_only_when_told_to(section, agency, platform, command):
    connect(agency, platform)
    platform.receiver.keys = {"yunhu-1": (HMAC, "another key")}
    a_published_page(section)
    deliver()
    platform.receiver.keys = {"yunhu-1": (HMAC, SECRET)}
    code, told = command("push")
    assert code == 1
    assert "平台不收，试了 1 次：HTTP 401" in told
    assert command("push", "--refused")[0] == 0
    assert command("status", "--agency", "nobody")[0] == 2
