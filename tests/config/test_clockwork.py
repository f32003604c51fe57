"""What is due by the clock is done while the site is served."""

import logging
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.config import clockwork
from gongkai.pages.door import BasePage
from tests.publishing.examples import a_draft, a_section, approved, handed_in, staff
from tests.yearend.examples import a_place


@pytest.mark.django_db
def test_a_tick_publishes_what_is_due(monkeypatch):
    monkeypatch.setattr(clockwork, "close_old_connections", lambda: None)  # the test's own transaction stays
    place = a_place()
    people = staff(place.agency)
    soon = timezone.now() + timedelta(hours=1)
    draft = a_draft(a_section(place), by=people["clerk"], go_live_at=soon, issue_date=timezone.localdate())
    approved(handed_in(draft, people, at=timezone.now()), people, at=timezone.now())
    clockwork.tick()
    assert not BasePage.objects.get(pk=draft.pk).live
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    clockwork.tick()
    assert BasePage.objects.get(pk=draft.pk).live


def test_a_failure_is_logged_and_the_next_tick_comes(monkeypatch, caplog):
    seen = []
    monkeypatch.setattr(clockwork, "close_old_connections", lambda: None)
    monkeypatch.setattr(clockwork, "sweep", lambda at: seen.append(at) or 1 / 0)
    monkeypatch.setattr(logging.getLogger("gongkai"), "propagate", True)
    with caplog.at_level(logging.ERROR):
        clockwork.tick()
        clockwork.tick()
    assert len(seen) == 2
    assert "the sweep of what is due failed" in caplog.text


def test_it_ticks_at_once_again_each_time_and_stops_when_told(monkeypatch):
    ticks, third = [], threading.Event()
    monkeypatch.setattr(clockwork, "tick", lambda: ticks.append(1) or (len(ticks) < 3 or third.set()))
    monkeypatch.setattr(clockwork, "EVERY_SECONDS", 0.01)
    stopped = clockwork.start()
    assert third.wait(10)
    stopped.set()
    (thread,) = [one for one in threading.enumerate() if one.name == "clockwork"]
    thread.join(10)
    assert not thread.is_alive()
