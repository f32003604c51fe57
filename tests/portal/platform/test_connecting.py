"""Who connects an agency to a shared platform, and which hosts are ever asked."""

from __future__ import annotations

import pytest
from django.db import connection as database
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.portal.models import PlatformConnection
from gongkai.portal.platform import sending
from gongkai.portal.platform.delivering import pause_after
from gongkai.portal.platform.sending import refusal_of
from gongkai.portal.platform.signing import ED25519, HMAC
from gongkai.publishing.door import withdraw
from tests.portal.platform.machine import MINUTE, a_published_page, connect, deliver
from tests.publishing.examples import a_person, staff
from tests.yearend.examples import a_place


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://platform.example.gov.cn/receive", ""),
        ("https://other.example/receive", "没有获准连接 other.example"),
        ("https://platform.example.gov.cn:8443/receive", "没有获准连接 platform.example.gov.cn:8443"),
        ("http://platform.example.gov.cn/receive", "要用 https"),
        ("https://user@platform.example.gov.cn/", "不带用户名"),
        ("ftp://platform.example.gov.cn/", "https://平台域名"),
        ("https://platform.example.gov.cn:port/", "写得不对"),
        ("http://127.0.0.1:5432/", "没有获准连接 127.0.0.1:5432"),
    ],
)
def test_only_hosts_that_the_installation_allows_are_asked(address, said):
    refusal = refusal_of(address, ["platform.example.gov.cn"])
    assert said in refusal
    assert bool(said) == bool(refusal)


def test_a_name_that_leads_to_a_clouds_own_services_is_not_asked(monkeypatch):
    found = [(2, 1, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(sending.Unreachable, match=r"169\.254"):
        sending.post("https://platform.example.gov.cn/", b"", {}, hosts=["platform.example.gov.cn"])


def test_patience_grows_and_has_a_measure():
    assert [pause_after(tried) // MINUTE for tried in (1, 2, 3, 9, 99)] == [1, 2, 4, 256, 360]


FORM = {"active": "on", "key_name": "yunhu-1", "algorithm": ED25519, "address": "", "secret": ""}


def test_the_administrator_connects_and_the_key_is_kept_encrypted_and_never_shown(agency, platform, client):
    client.force_login(a_person("administrator", agency, Role.ADMINISTRATOR))
    told = client.post("/admin/platform/yunhu/", FORM)
    assert told.status_code == 400
    assert "要先填写平台接收地址" in told.content.decode()
    weak = {**FORM, "algorithm": HMAC, "address": platform.address, "secret": "short"}
    answer = client.post("/admin/platform/yunhu/", weak).content.decode()
    assert "至少 32 个字符" in answer
    assert platform.address in answer  # nothing typed is lost but the key
    assert not PlatformConnection.objects.exists()
    client.post("/admin/platform/yunhu/", {**FORM, "address": platform.address})
    connection = PlatformConnection.objects.get()
    page = client.get("/admin/platform/yunhu/").content.decode()
    assert connection.public_key.splitlines()[1] in page.replace("&#x2F;", "/")
    with database.cursor() as cursor:
        cursor.execute("SELECT key FROM portal_platformconnection")
        assert connection.key not in cursor.fetchone()[0]
    assert connection.key not in page
    assert connection.key not in str(LogEntry.objects.get(act="connect_platform").facts)
    client.post("/admin/platform/yunhu/", {**FORM, "address": platform.address, "key_name": "yunhu-2"})
    assert PlatformConnection.objects.get().key == connection.key  # the key stays until a new one is asked for


def test_others_may_look_but_not_connect_and_strangers_see_nothing(agency, client):
    head = staff(agency)["head"]
    client.force_login(head)
    assert client.post("/admin/platform/yunhu/", FORM).status_code == 403
    assert 'name="key_name"' not in client.get("/admin/platform/yunhu/").content.decode()
    client.force_login(staff(a_place("other", name="另一个中心").agency)["head"])
    assert client.get("/admin/platform/yunhu/").status_code == 404


def test_a_platform_that_knows_nothing_is_told_everything_that_is_public(section, agency, platform, client):
    page, gone = a_published_page(section), a_published_page(section, slug="gone")
    withdraw(gone.pk, "内容有误", by=staff(agency)["head"], at=timezone.now())
    connect(agency, platform)
    client.force_login(staff(agency)["head"])
    client.post("/admin/platform/yunhu/everything/")
    assert deliver() == 1
    assert platform.seen[0]["page"]["number"] == page.pk
