"""Whoever presses a button twice does what it does once, whatever it is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import gongkai.cases
from gongkai.cases import sent_once
from gongkai.cases.form_tokens import new_token
from gongkai.cases.office_urls import urlpatterns
from gongkai.cases.sent_once import SentForm
from tests.agencies.examples import an_agency
from tests.cases.examples import CLERK, HEAD, a_case, do, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]

NOTE = {"text": "与业务科室核对过。"}
SEARCH = {"searched_date": "2026-11-20", "place": "档案室", "words": "归集", "searcher": "甲", "outcome": "not_found"}


@pytest.fixture
def case(db):
    return a_case(an_agency("yunhu"), date(2026, 11, 9))


@pytest.fixture
def office(client, case):
    client.force_login(who(case.agency, CLERK))
    return client


def token_on(page) -> str:
    return re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]


def twice(client, address, sent):
    """Send the same form twice; return both answers."""
    sent = {**sent, "once": new_token()}
    return client.post(address, sent), client.post(address, sent)


def told(client, answer) -> str:
    return client.get(answer.url).content.decode()


def test_an_act_without_a_letter_is_recorded_once_and_the_second_press_is_told(office, case):
    do(case, "ask_reasons", date(2026, 11, 12), note="一月四十件")
    sent = {"event_date": "2026-11-16", "note": "做研究。"}
    first, second = twice(office, f"/admin/cases/{case.pk}/acts/reasons_received/", sent)
    assert first.status_code == second.status_code == 302
    assert second.url == first.url
    assert case.events.filter(act="reasons_received").count() == 1
    assert "刚才已经提交过，没有再办一次" in told(office, second)


def test_a_search_is_recorded_once(office, case):
    twice(office, f"/admin/cases/{case.pk}/papers/search/", SEARCH)
    assert case.searchrecords.count() == 1


def test_a_page_gives_its_forms_a_number_and_another_page_another(office, case):
    address = f"/admin/cases/{case.pk}/"
    numbers = {token_on(office.get(address)) for _ in range(2)}
    assert len(numbers) == 2
    for number in numbers:  # the same words from a page that was asked for anew are said again on purpose
        office.post(f"{address}papers/note/", {**NOTE, "once": number})
    assert case.notes.count() == 2


def test_other_words_from_the_same_page_are_another_form(office, case):
    number = new_token()
    for words in ("甲", "乙"):
        office.post(f"/admin/cases/{case.pk}/papers/note/", {"text": words, "once": number})
    assert case.notes.count() == 2


def test_what_was_refused_may_be_sent_again(office, case):
    sent = {"text": "", "once": new_token()}
    assert {office.post(f"/admin/cases/{case.pk}/papers/note/", sent).status_code for _ in range(2)} == {400}
    assert not SentForm.objects.exists()


def test_what_ended_in_an_error_may_be_sent_again(office, case, monkeypatch):
    sent, address = {**NOTE, "once": new_token()}, f"/admin/cases/{case.pk}/papers/note/"
    with monkeypatch.context() as patched:
        patched.setattr("gongkai.cases.working_views.keep_paper", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            office.post(address, sent)
    assert office.post(address, sent).status_code == 302
    assert case.notes.count() == 1


def test_what_is_still_being_done_is_not_done_beside_it(office, case, monkeypatch):
    monkeypatch.setattr(sent_once, "_LOOKS", (0,))
    sent, address = {**NOTE, "once": new_token()}, f"/admin/cases/{case.pk}/papers/note/"
    office.post(address, sent)
    SentForm.objects.update(location="")  # as it is before the first has its answer
    again = office.post(address, sent)
    assert "正在办理，没有再办一次" in told(office, again)
    assert case.notes.count() == 1


def test_the_same_words_of_somebody_else_are_his_own(office, case, client):
    number = new_token()
    office.post(f"/admin/cases/{case.pk}/papers/note/", {**NOTE, "once": number})
    client.force_login(who(case.agency, HEAD))
    client.post(f"/admin/cases/{case.pk}/papers/note/", {**NOTE, "once": number})
    assert case.notes.count() == 2


def test_a_preview_may_be_asked_for_again(office, case):
    sent = {"event_date": "2026-11-27", "note": "请写明年度。", "period_workdays": "15", "preview": "1"}
    first, second = twice(office, f"/admin/cases/{case.pk}/acts/request_correction/", sent)
    assert first["Content-Type"] == second["Content-Type"] == "application/pdf"


def test_a_case_is_split_once(office, case):
    twice(office, f"/admin/cases/{case.pk}/split/", {"parts": "2024年度的计划\n2025年度的计划"})
    assert case.parts.count() == 1


def test_every_form_of_the_office_is_behind_the_guard():
    assert all(hasattr(pattern.callback, "__wrapped__") for pattern in urlpatterns)
    folder = Path(gongkai.cases.__file__).parent / "templates/cases/office"
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        own = text.count("{% csrf_token %}") if page.name == "register.html" else 0  # has a number of its own
        assert text.count("{% csrf_token %}") == text.count("{{ once }}") + own, page.name
