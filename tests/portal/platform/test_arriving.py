"""集约化平台: what is published and withdrawn reaches the platform, signed; what did not is told to somebody."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.desk.door import agenda
from gongkai.portal.models import PlatformAttempt, PlatformNotice
from gongkai.portal.platform import sending
from gongkai.portal.platform.signing import ED25519, HMAC, signature_base
from gongkai.publishing.door import withdraw
from tests.portal.platform.machine import MINUTE, SECRET, a_published_page, connect, deliver
from tests.publishing.examples import a_person, staff


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
