"""Short messages: none unless set, one for each act, tried again with patience, never about what was asked."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from gongkai.cases.models import SmsAttempt
from gongkai.cases.sms_notices import MOST_ATTEMPTS, mobile_of, send_due_sms
from gongkai.cases.sms_sending import gateway_of
from tests.cases.examples import AT, a_case, do
from tests.yearend.examples import a_place

MINUTE = timedelta(minutes=1)


@pytest.fixture
def case(db):
    agency = a_place("yunhu").agency
    said = {"telephone": "139 0000 1234", "tracking_hash": "x" * 64, "description": "某某的缴存明细"}
    case = a_case(agency, date(2026, 11, 9), **said)
    return do(case, "reply", date(2026, 11, 20), outcome="R2_provide")


@contextmanager
def gateway(*answers: int) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Run a gateway of this host that gives these answers in turn, the last one ever after."""
    seen: list[tuple[dict[str, str], bytes]] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            status = answers[min(len(seen), len(answers)) - 1]
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sms", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_nothing_is_sent_where_nothing_is_set(case, settings):
    settings.SMS = ""
    assert send_due_sms(at=AT) == 0
    assert not SmsAttempt.objects.exists()


def test_each_act_is_told_once_without_what_was_asked(case, settings, tmp_path):
    settings.SMS = f"file:{tmp_path / 'out'}"
    assert (send_due_sms(at=AT), send_due_sms(at=AT + MINUTE)) == (1, 0)
    (file,) = (tmp_path / "out").iterdir()
    told = json.loads(file.read_bytes())
    assert (told["to"], told["id"]) == ("13900001234", f"case-event-{case.events.get().pk}")
    assert case.number in told["text"]
    assert "缴存明细" not in told["text"]
    assert file.stat().st_mode & 0o077 == 0


def test_a_request_is_signed_and_what_was_refused_is_tried_again_later(case, settings):
    settings.SMS_KEY = "key of the gateway"
    with gateway(503, 302, 200) as (settings.SMS, seen):
        assert send_due_sms(at=AT) == 0
        assert send_due_sms(at=AT + MINUTE) == 0  # too soon: not even tried
        assert len(seen) == 1
        assert send_due_sms(at=AT + 3 * MINUTE) == 0  # nobody leads it elsewhere
        assert send_due_sms(at=AT + 10 * MINUTE) == 1
        assert send_due_sms(at=AT + 99 * MINUTE) == 0
    headers, body = seen[0]
    assert headers["X-Gongkai-Signature"] == hmac.new(b"key of the gateway", body, hashlib.sha256).hexdigest()
    told = list(SmsAttempt.objects.values_list("delivered", "told"))
    assert told == [(False, "HTTP 503"), (False, "HTTP 302"), (True, "")]


def test_patience_has_an_end_and_the_log_never_tells_the_number(case, settings, caplog):
    settings.SMS, settings.SMS_KEY = "http://127.0.0.1:9/", "key"
    for hours in range(MOST_ATTEMPTS + 2):
        send_due_sms(at=AT + timedelta(hours=2 * hours))
    assert SmsAttempt.objects.count() == MOST_ATTEMPTS
    assert "13900001234" not in caplog.text


def test_what_is_old_or_has_no_mobile_number_is_not_told(case, settings, tmp_path):
    settings.SMS = f"file:{tmp_path}"
    do(a_case(case.agency, date(2026, 11, 9), telephone="0952-0000000", tracking_hash="y" * 64), "reply",
       date(2026, 11, 20), outcome="R2_provide")  # fmt: skip
    assert send_due_sms(at=AT + timedelta(days=4)) == 0
    assert send_due_sms(at=AT) == 1


@pytest.mark.parametrize(
    ("typed", "mobile"),
    [("+86 139-0000-1234", "13900001234"), ("0952-0000000", ""), ("12345678901", ""), ("", "")],
)
def test_a_mobile_number_is_recognised(typed, mobile):
    assert mobile_of(typed) == mobile


@pytest.mark.parametrize(
    ("address", "key"), [("http://sms.example/", "k"), ("https://sms.example/", ""), ("smtp:x", "k")]
)
def test_a_gateway_that_is_not_safe_is_refused(address, key):
    with pytest.raises(ValueError, match="GONGKAI_SMS"):
        gateway_of(address, key)
