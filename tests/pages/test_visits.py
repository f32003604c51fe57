"""Visits are counted without cookies: each view, and each visitor once a day, by a mark that is another tomorrow."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

from gongkai.pages.door import write_visits
from gongkai.pages.models import DailyVisitor, DailyVisits
from gongkai.pages.visits import counting
from gongkai.pages.visits.counting import fingerprint, is_program
from gongkai.pages.visits.daily import write
from gongkai.yearend.figures import BY_ID
from tests.yearend.examples import a_place

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
DAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch):
    monkeypatch.setattr(counting, "_waiting", counting._Waiting())
    cache.clear()


@pytest.fixture
def place(db):
    return a_place("yunhu")


def visit(client, *, address="10.0.0.1", agent=BROWSER, slug="yunhu", **headers):
    return client.get(f"/visits/{slug}.gif", REMOTE_ADDR=address, headers={"User-Agent": agent, **headers})


def counted():
    return [(one.page_views, one.visitors) for one in DailyVisits.objects.all()]


def test_each_view_is_counted_and_each_visitor_once_a_day(client, place):
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        visit(client, address=address)
    visit(client, address="10.0.0.1", agent=BROWSER + " another")
    assert write_visits() == 4
    assert counted() == [(4, 3)]
    visit(client)
    write_visits()
    assert counted() == [(5, 3)]


def test_the_image_sets_no_cookie_is_not_cached_and_needs_no_database(client):
    answer = visit(client)
    assert answer.headers["Content-Type"] == "image/gif"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_a_page_names_the_image_and_an_address_of_no_agency_counts_nothing(client, place):
    assert 'src="/visits/yunhu.gif"' in client.get(place.url).content.decode()
    visit(client, slug="nowhere")
    write_visits()
    assert counted() == []


@pytest.mark.parametrize(
    "agent",
    ["", "Baiduspider/2.0", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.0", "Mozilla/5.0 HeadlessChrome/120"],
)
def test_a_program_is_not_counted(client, place, agent):
    visit(client, agent=agent)
    assert write_visits() == 0


def test_what_a_browser_fetches_ahead_is_not_counted():
    assert is_program({"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"})
    assert not is_program({"User-Agent": BROWSER})
    assert not is_program({"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0 baiduboxapp/13"})


def test_one_address_counts_only_so_often_in_an_hour(client, place, monkeypatch):
    monkeypatch.setattr(counting, "MOST_PER_HOUR", 3)
    for _ in range(5):
        visit(client)
    assert write_visits() == 3


def test_the_mark_of_a_visitor_changes_with_the_day_and_tells_nothing(settings):
    today, tomorrow = (fingerprint("10.0.0.1", BROWSER, day) for day in (DAY, DAY + timedelta(days=1)))
    assert today != tomorrow
    assert len(today) == 32
    settings.SECRET_KEY = "another key of another installation, fifty characters"
    assert fingerprint("10.0.0.1", BROWSER, DAY) != today


def test_marks_are_forgotten_when_their_day_is_over_and_the_counts_stay(place):
    write({("yunhu", DAY): 2}, {("yunhu", DAY): {"a", "b"}}, today=DAY)
    assert DailyVisitor.objects.count() == 2
    write({}, {}, today=DAY + timedelta(days=1))
    assert not DailyVisitor.objects.exists()
    assert counted() == [(2, 2)]


def test_two_processes_count_a_visitor_once(place):
    for _ in range(2):
        write({("yunhu", DAY): 1}, {("yunhu", DAY): {"a"}}, today=DAY)
    assert counted() == [(2, 1)]


def test_what_cannot_be_written_waits(client, place, monkeypatch):
    visit(client)

    def fail(*_, **__):
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(counting, "write", fail)
        with pytest.raises(DatabaseError):
            write_visits()
    visit(client, address="10.0.0.2")
    assert write_visits() == 2
    assert counted() == [(2, 2)]


def test_the_years_figure_adds_up_the_daily_visitors_and_says_so(place):
    for day in (DAY, DAY + timedelta(days=1)):
        write({("yunhu", day): 3}, {("yunhu", day): {"a"}}, today=day)
    views, visitors = BY_ID["pages.page_views"], BY_ID["pages.daily_visitors"]
    year = (place.agency, date(2026, 1, 1), date(2026, 12, 31))
    assert (views.value(*year), visitors.value(*year)) == (6, 2)
    assert "逐日合计" in visitors.label
    assert visitors.value(place.agency, date(2025, 1, 1), date(2025, 12, 31)) is None


def test_the_public_page_tells_days_and_years(client, place):
    yesterday = timezone.localdate() - timedelta(days=1)
    write({("yunhu", yesterday): 1234}, {("yunhu", yesterday): {"a", "b"}}, today=yesterday)
    text = client.get("/visits/yunhu/").content.decode()
    assert text.count('<td class="number">1234</td>') == 2
    assert "独立访客逐日合计" in text
