"""What a date ends or begins is told the shared platform too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.portal.door import note_turned
from gongkai.portal.models import PlatformNotice
from gongkai.portal.platform import turning
from gongkai.publishing.door import sweep
from tests.portal.platform.machine import MINUTE, a_published_page, connect, deliver
from tests.publishing.examples import a_document, a_public_page, staff


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
