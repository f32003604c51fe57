"""The 关怀版, dark and high contrast: chosen without an account or a script, while every page stays the same file."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from gongkai.portal.display import COLOURS, TEXT
from tests.yearend.examples import a_place


def style(client):
    answer = client.get("/display.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    return answer.content.decode()


def test_nobody_is_given_anything_but_the_usual(client):
    assert style(client) == ":root{}\n"


@pytest.mark.parametrize("cookie", ["", "x", "elder", "x.y.z", ".dark", "elder.<script>", "}{.}"])
def test_a_cookie_chooses_and_never_writes(client, cookie):
    client.cookies["display"] = cookie
    assert re.fullmatch(r":root\{[^{}<>]*\}\n", style(client))


def test_the_button_turns_it_on_everywhere_and_leads_back(client):
    answer = client.post("/display/", {"text": "elder"}, headers={"Referer": "http://testserver/yunhu/12/"})
    assert (answer.status_code, answer.url) == (303, "http://testserver/yunhu/12/")
    assert "--touch" in style(client)
    client.post("/display/", {"text": "usual"})
    assert style(client) == ":root{}\n"


def test_size_and_colours_are_chosen_apart(client):
    client.post("/display/", {"text": "large", "colours": "dark"})
    client.post("/display/", {"text": "elder"})
    assert "--dark:initial" in style(client)
    assert "--touch" in style(client)
    form = client.get("/display/").context["form"]
    assert form.initial == {"text": "elder", "colours": "dark"}


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "/display/"])
def test_one_is_never_led_to_another_site(client, away):
    assert client.post("/display/", {"text": "elder", "back": away}).url == "/"
    assert client.post("/display/", {"text": "elder"}, headers={"Referer": away}).url == "/"


def test_an_unknown_choice_changes_nothing(client):
    client.post("/display/", {"text": "elder"})
    assert client.post("/display/", {"colours": "pink"}).status_code == 400
    assert "--touch" in style(client)


def test_the_style_sheet_is_kept_by_nobody_else_and_answered_from_memory(client):
    answer = client.get("/display.css")
    assert "private" in answer.headers["Cache-Control"]
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]
    again = client.get("/display.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_choice_sets_properties_that_the_one_style_sheet_reads(client):
    sheet = Path(finders.find("pages/gongkai.css")).read_text("utf-8")
    for text in TEXT:
        for colours in COLOURS:
            client.post("/display/", {"text": text, "colours": colours})
            for name in re.findall(r"(--[\w-]+):", style(client)):
                assert f"var({name}, " in sheet


@pytest.mark.django_db
def test_a_page_is_the_same_for_everybody(client):
    address = a_place("yunhu").url
    before = client.get(address)
    client.post("/display/", {"text": "elder", "colours": "high"})
    after = client.get(address)
    assert before.content == after.content
    assert b"/display.css" in after.content
    assert b"csrfmiddlewaretoken" not in after.content
