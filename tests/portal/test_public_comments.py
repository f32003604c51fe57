"""意见征集: the public finds what it is asked about, and says what it thinks without an account (PLAT-28)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from gongkai.agencies.door import LogEntry
from gongkai.cases import form_tokens
from gongkai.cases.human_check import solve
from gongkai.publishing.door import Opinion
from tests.publishing.examples import a_public_page, a_section, staff
from tests.publishing.test_public_comments import a_collection
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db
SAID, WHO = "建议放宽租房提取的次数。", "李女士"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """Let a form be sent as soon as it is shown, with nothing counted from earlier tests."""
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def page():
    place, now = a_place("yunhu"), timezone.now()
    people, today = staff(place.agency), timezone.localdate()
    period = {"issue_date": today, "from_date": today, "until_date": today + timedelta(40)}
    return a_public_page(a_collection(a_section(place, "notice"), people, **period), people, at=now)


def form_of(page):
    return f"/comments/yunhu/{page.pk}/"


def filled_in(**changes):
    return {"text": SAID, "name": WHO, "contact": "", "token": form_tokens.new_token(), **changes}


def over(page):
    """Let the period of a public page be over, as time would."""
    today = timezone.localdate()
    type(page).objects.filter(pk=page.pk).update(from_date=today - timedelta(20), until_date=today - timedelta(1))


def test_an_open_collection_is_listed_and_takes_an_opinion_once(client, page):
    listed = client.get("/comments/yunhu/").content.decode()
    assert page.title in listed
    assert "进行中" in listed
    assert page.title not in client.get("/comments/yunhu/?state=已结束").content.decode()
    assert form_of(page) in client.get(page.get_url()).content.decode()
    sent = filled_in()
    for _ in (1, 2):
        answer = client.post(form_of(page), sent)
        assert "0001" in answer.content.decode()
        assert WHO not in answer.content.decode()
    assert Opinion.objects.get().text == SAID
    assert SAID not in str(list(LogEntry.objects.values_list()))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": ""}, "请写明您的意见"),
        ({"text": "证号11010519491231002X"}, "身份证号码"),
        ({"text": "字" * 3001}, "最多 3000 个字"),
        ({"name": "字" * 101}, "最多 100 个字"),
        ({"token": "made-up"}, "校验信息不完整"),
        ({"homepage": "http://example.org"}, "请勿填写的隐藏栏"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, page, wrong, told):
    answer = client.post(form_of(page), filled_in(**wrong))
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert wrong.get("name", WHO) in answer.content.decode()
    assert not Opinion.objects.exists()


def test_nobody_sends_without_end(client, page, settings):
    settings.OPINIONS_PER_HOUR = 1
    assert client.post(form_of(page), filled_in()).status_code == 200
    assert client.post(form_of(page), filled_in()).status_code == 429


def test_without_the_human_check_fewer_are_sent_and_the_form_runs_no_other_script(client, page, settings):
    settings.OPINIONS_UNPROVEN_PER_HOUR, settings.OPINIONS_PER_HOUR = 1, 3
    assert client.post(form_of(page), filled_in()).status_code == 200
    assert client.post(form_of(page), filled_in()).status_code == 429
    shown = client.get(form_of(page))
    assert "script-src 'self';" in shown.headers["Content-Security-Policy"] + ";"
    solved = solve(shown.context["challenge"])
    sent = filled_in(token=shown.context["token"], altcha=solved)
    assert client.post(form_of(page), sent).status_code == 200
    assert client.post(form_of(page), filled_in(altcha=solved)).status_code == 429, "a proof is worth one form"
    assert Opinion.objects.count() == 2


def test_after_the_last_day_the_form_and_the_page_say_that_it_is_over(client, page):
    over(page)
    assert "已结束" in client.get("/comments/yunhu/").content.decode()
    assert "不再接收意见" in client.get(page.get_url()).content.decode()
    assert "<form" not in client.get(form_of(page)).content.decode().partition("<main")[2].partition("</main")[0]
    late = client.post(form_of(page), filled_in())
    assert late.status_code == 409
    assert SAID in late.content.decode()
    assert not Opinion.objects.exists()


def test_what_is_not_public_takes_no_opinion(client, page):
    assert client.get("/comments/yunhu/999999/").status_code == 404
    type(page).objects.filter(pk=page.pk).update(takes_online=False)
    assert client.get(form_of(page)).status_code == 404
