"""集约化平台: what is published and withdrawn reaches the platform, signed; what did not is told to somebody."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.cli import main
from gongkai.desk.door import agenda
from gongkai.portal.door import deliver_due, note_turned
from gongkai.portal.models import PlatformAttempt, PlatformConnection, PlatformNotice
from gongkai.portal.platform import sending, turning
from gongkai.portal.platform.delivering import pause_after
from gongkai.portal.platform.sending import refusal_of
from gongkai.portal.platform.signing import ED25519, HMAC, new_private_key, public_key_of, signature_base
from gongkai.publishing.door import publish_imported, sweep, withdraw
from tests.publishing.examples import a_document, a_person, a_public_page, a_section, information, staff
from tests.yearend.examples import BATCH, a_place

MINUTE = timedelta(minutes=1)
SECRET = "the common secret of platform and agency"
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "platform_receiver.py"
Answer = Callable[[str, dict[str, str], bytes], tuple[int, object]]


def the_example():
    spec = importlib.util.spec_from_file_location("platform_receiver", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Platform:
    """A platform on this machine: `answers` is asked first, then the receiver of the documentation."""

    def __init__(self, port: int) -> None:
        self.host, self.address = f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/receive"
        self.receiver = the_example().Receiver({})
        self.seen: list[dict] = []
        self.answers: list[Answer] = []

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, object]:
        self.seen.append(json.loads(body))
        if self.answers:
            return self.answers.pop(0)(self.address, headers, body)
        return self.receiver.answer(self.address, headers, body)


@contextmanager
def a_platform() -> Iterator[Platform]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = platform.take(dict(self.headers), body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", platform.address)
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    platform = Platform(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield platform
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def platform(settings):
    with a_platform() as one:
        settings.PLATFORM_HOSTS = [one.host]
        yield one


@pytest.fixture
def section(db):
    return a_section(a_place("yunhu"))


@pytest.fixture
def agency(section):
    return section.agency


def a_published_page(section, **changes):
    page = section.add_child(instance=information(index_number=changes.get("slug", "first"), **changes))
    by = a_person("importer")
    return publish_imported(page, publication_date=date(2026, 3, 2), batch=BATCH, by=by, at=timezone.now())


def connect(agency, platform, algorithm=HMAC):
    key = SECRET if algorithm == HMAC else new_private_key()
    platform.receiver.keys = {"yunhu-1": (algorithm, SECRET if algorithm == HMAC else public_key_of(key))}
    facts = {"active": True, "address": platform.address, "key_name": "yunhu-1", "algorithm": algorithm, "key": key}
    return PlatformConnection.objects.update_or_create(agency=agency, defaults=facts)[0]


def deliver(after=timedelta(0)):
    return deliver_due(at=timezone.now() + after)


def test_the_signature_is_that_of_the_standard():
    """RFC 9421, B.2.6: the example with Ed25519."""
    from base64 import b64decode, b64encode

    from cryptography.hazmat.primitives.serialization import load_der_private_key

    key = load_der_private_key(b64decode("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"), None)
    covered = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ]
    names = " ".join(f'"{name}"' for name, _ in covered)
    base = signature_base(covered, f'({names});created=1618884473;keyid="test-key-ed25519"')
    expected = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    assert b64encode(key.sign(base)).decode() == expected


def test_nothing_is_noted_and_nothing_sent_until_an_agency_is_connected(section, platform):
    a_published_page(section)
    assert deliver() == 0
    assert not PlatformNotice.objects.exists()
    assert platform.seen == []


@pytest.mark.parametrize("algorithm", [ED25519, HMAC])
def test_a_publication_and_its_withdrawal_arrive_signed_with_their_receipts(section, agency, platform, algorithm):
    connect(agency, platform, algorithm)
    page = a_published_page(section)
    assert (deliver(), deliver()) == (1, 0)
    people = staff(agency)
    withdraw(page.pk, "内容有误", by=people["head"], at=timezone.now())
    assert deliver() == 1
    first, second = platform.seen
    assert (first["act"], second["act"]) == ("publish", "withdraw")
    assert first["document"]["title"] == page.title
    assert first["document"]["content_hash"] == page.cleared_hash
    assert second["withdrawal"]["reason"] == "内容有误"
    assert "document" not in second
    assert page.title not in json.dumps(second, ensure_ascii=False)
    assert list(PlatformAttempt.objects.values_list("act", "receipt")) == [
        ("publish", "R000001"),
        ("withdraw", "R000002"),
    ]


def test_what_is_rolled_back_is_not_noted(section, agency, platform):
    connect(agency, platform)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_published_page(section)
        raise ZeroDivisionError
    assert not PlatformNotice.objects.exists()


def test_what_was_withdrawn_before_it_was_sent_never_goes_out(section, agency, platform):
    connect(agency, platform)
    page = a_published_page(section)
    withdraw(page.pk, "内容有误", by=staff(agency)["head"], at=timezone.now())
    assert deliver() == 0
    assert platform.seen == []
    assert set(PlatformNotice.objects.values_list("state", flat=True)) == {"unneeded"}


def test_a_platform_that_is_down_is_tried_again_and_then_gets_what_holds_by_then(section, agency, platform):
    connect(agency, platform)
    platform.receiver.oldest_seconds = 3600
    a_published_page(section)
    platform.answers = [lambda *_: (503, {}), lambda *_: (302, b""), lambda *_: (200, b"<html>please sign in</html>")]
    assert deliver() == 0
    assert deliver(MINUTE / 2) == 0  # too soon: not even tried
    assert len(platform.seen) == 1
    assert deliver(2 * MINUTE) == deliver(5 * MINUTE) == 0  # nobody leads it elsewhere; a sign-in page is no receipt
    assert deliver(20 * MINUTE) == 1
    reasons = list(PlatformAttempt.objects.values_list("outcome", "reason"))
    assert [outcome for outcome, _ in reasons] == ["failed", "failed", "failed", "arrived"]
    assert reasons[0][1] == "HTTP 503"
    assert "没有给出这条报文的回执" in reasons[2][1]
    assert {one["id"] for one in platform.seen} == {platform.seen[0]["id"]}


def test_an_answer_that_was_lost_makes_no_second_record_there(section, agency, platform):
    connect(agency, platform)
    a_published_page(section)

    def taken_but_not_told(address, headers, body):
        platform.receiver.answer(address, headers, body)
        return 500, {}

    platform.answers = [taken_but_not_told]
    assert (deliver(), deliver(2 * MINUTE)) == (0, 1)
    assert platform.receiver.receipts == {platform.seen[0]["id"]: "R000001"}
    assert PlatformAttempt.objects.last().receipt == "R000001"


def test_a_platform_that_does_not_answer_in_time_is_left_alone(section, agency, platform, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    connect(agency, platform)
    for number in (1, 2):
        a_published_page(section, slug=f"notice-{number}")
    over = Event()
    platform.answers = [lambda *_: (over.wait(5), (200, {}))[1]]
    assert deliver() == 0
    over.set()
    assert "没有回应" in PlatformAttempt.objects.get().reason
    assert len(platform.seen) == 1  # the second is not made to wait for it too


def test_a_wrong_signature_is_refused_by_the_platform_until_the_key_is_right(section, agency, platform, client):
    connect(agency, platform)
    platform.receiver.keys = {"yunhu-1": (HMAC, "another key")}
    a_published_page(section)
    assert (deliver(), deliver(timedelta(days=1))) == (0, 0)
    assert len(platform.seen) == 1  # refused is not tried again by itself
    administrator = a_person("administrator", agency, Role.ADMINISTRATOR)
    client.force_login(administrator)
    page = client.get("/admin/platform/yunhu/").content.decode()
    assert "平台不收" in page
    assert "HTTP 401 签名不对。" in page
    (line,) = [one for group in agenda(administrator, timezone.now()) for one in group.lines]
    assert "1 条没有送达" in line.due.what
    platform.receiver.keys = {"yunhu-1": (HMAC, SECRET)}
    client.post("/admin/platform/yunhu/retry/")
    assert deliver() == 1
    assert LogEntry.objects.filter(act="send_to_platform_again").exists()
    assert agenda(administrator, timezone.now()) == []


def test_one_changed_byte_or_another_address_or_an_old_message_is_not_signed(section, agency, platform):
    connect(agency, platform, ED25519)
    a_published_page(section)
    kept = []
    platform.answers = [lambda *request: (kept.append(request), (503, {}))[1]]
    deliver()
    ((address, headers, body),) = kept
    answer = platform.receiver.answer
    assert answer(address, headers, body)[0] == 201
    assert answer(address, headers, body.replace(b"publish", b"Publish"))[0] == 401
    assert answer(f"{address}2", headers, body)[0] == 401
    platform.receiver.keys = {"yunhu-1": (HMAC, platform.receiver.keys["yunhu-1"][1])}
    assert answer(address, headers, body)[0] == 401  # the public key is no common secret
    later = time.time() + 301
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: later)
        assert answer(address, headers, body)[0] == 401


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


def test_what_is_over_by_its_date_is_withdrawn_there_too(section, agency, platform):
    connect(agency, platform)
    page = a_published_page(section)
    deliver()
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - MINUTE)
    assert sweep(timezone.now())["expired"] == 1
    assert deliver() == 1
    assert (platform.seen[1]["act"], platform.seen[1]["withdrawal"]["kind"]) == ("withdraw", "到期下线")
    assert "公开期限到" in platform.seen[1]["withdrawal"]["reason"]


@pytest.fixture
def another_day(monkeypatch):
    """Return what lets the clock look again, so many days later."""

    def later(days: int) -> int:
        turning._looked.clear()
        return note_turned(timezone.now() + timedelta(days=days))

    return later


def test_a_document_that_comes_into_force_and_lapses_by_its_date_is_told_again(section, agency, platform, another_day):
    connect(agency, platform)
    platform.receiver.oldest_seconds = 3 * 24 * 3600
    people, today = staff(agency), timezone.localdate()
    in_force = {"effective_date": today + timedelta(days=2), "last_date": today + timedelta(days=400)}
    a_public_page(a_document(section, by=people["clerk"], **in_force), people)
    assert deliver() == 1
    assert platform.seen[0]["document"]["validity"] == "尚未生效"
    assert [another_day(days) for days in (0, 1)] == [0, 0]
    assert another_day(2) == 1
    assert another_day(2) == 0  # it waits already
    assert PlatformNotice.objects.filter(state="waiting").count() == 1
    assert deliver(timedelta(days=2)) == 1
    assert platform.seen[1]["act"] == "change"
    assert [another_day(days) for days in (3, 800)] == [0, 1]


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
