"""A form whose session or token is gone comes back with all that was typed, to be sent again."""

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from gongkai.agencies.door import Person

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver", "Referer": "http://testserver/admin/reviews/"}
ADDRESS = "/admin/reviews/withdraw/1/"
TYPED = {"reason": "第一行\n第二行 <b>", "mates": "keep"}


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True, headers=HERE)


@pytest.fixture
def root():
    return Person.objects.create_superuser("root")


def token_of(client):
    return (
        LexborHTMLParser(client.get("/admin/login/").content)
        .css_first("[name=csrfmiddlewaretoken]")
        .attributes["value"]
    )


def fields_of(answer):
    form = LexborHTMLParser(answer.content).css_first("main form")
    hidden = form.css("input[type=hidden]") if form else []
    return {one.attributes["name"]: one.attributes["value"] for one in hidden}


def test_what_was_typed_after_the_session_ended_waits_until_one_is_signed_in_again(strict, root):
    answer = strict.post(ADDRESS, TYPED | {"csrfmiddlewaretoken": token_of(strict)})
    assert answer.status_code == 403
    assert "登录已失效" in answer.content.decode()
    assert fields_of(answer).items() >= TYPED.items()
    assert "no-store" in answer.headers["Cache-Control"]

    strict.force_login(root)  # in another window; signing in gives new tokens
    token = fields_of(answer)["csrfmiddlewaretoken"]
    assert strict.post(ADDRESS, TYPED | {"csrfmiddlewaretoken": token}).status_code != 403


def test_a_form_with_an_old_token_is_sent_again_with_a_new_one(strict, root):
    strict.force_login(root)
    answer = strict.post(ADDRESS, TYPED | {"csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    again = strict.post(ADDRESS, fields_of(answer))
    assert again.status_code != 403


def test_another_sites_form_is_neither_taken_nor_shown(root):
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "https://elsewhere.example"})
    strict.force_login(root)
    answer = strict.post(ADDRESS, TYPED)
    assert answer.status_code == 403
    assert fields_of(answer) == {}
    assert "第一行" not in answer.content.decode()


def test_a_password_is_never_shown_again(strict):
    told = strict.post("/admin/login/", {"username": "root", "password": "secret-word"})
    assert told.status_code == 403
    assert "secret-word" not in told.content.decode()
    kept = strict.post("/admin/account/", {"password-old_password": "secret-word", "name": "某人"})
    assert "secret-word" not in kept.content.decode()


def test_the_public_form_comes_back_too_with_the_way_to_its_own_page():
    strict = Client(enforce_csrf_checks=True, headers=HERE | {"Referer": "http://testserver/apply/"})
    answer = strict.post("/check/compare/", {"note": "某地的报告"})
    assert fields_of(answer)["note"] == "某地的报告"
    assert 'href="/apply/"' in answer.content.decode()


def test_no_page_leads_to_another_host_by_a_path_that_looks_like_one():
    strict = Client(enforce_csrf_checks=True, headers=HERE | {"Referer": "http://testserver//elsewhere.example/x"})
    told = strict.post("/check/compare/", {"note": "某地的报告"}).content.decode()
    assert "elsewhere.example" not in told
