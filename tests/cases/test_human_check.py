"""The human check: worth one form, never asked for, and only the page that has it runs a script."""

from __future__ import annotations

import base64
import json

import pytest
from django.core.cache import cache

from gongkai.cases import form_tokens, human_check
from gongkai.cases.door import Case
from gongkai.cases.human_check import is_solved, new_challenge, solve
from tests.cases.applications import filled_in
from tests.yearend.examples import a_place

PERSON = "/apply/yunhu/person/"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    monkeypatch.setattr(human_check, "HARDEST", 200)
    cache.clear()


@pytest.fixture
def place(db):
    return a_place("yunhu")


def test_the_answer_to_a_challenge_is_good_for_its_own_form_alone():
    answer = solve(new_challenge("one"))
    assert is_solved(answer, "one")
    assert not is_solved(answer, "another")


def told(**changes):
    said = json.loads(base64.b64decode(solve(new_challenge("one"))))
    return base64.b64encode(json.dumps({**said, **changes}).encode()).decode()


@pytest.mark.parametrize(
    "answer",
    ["", "no base 64", base64.b64encode(b"[]").decode(), base64.b64encode(b"{}").decode(), "A" * 3000],
)
def test_what_is_no_answer_is_none(answer):
    assert not is_solved(answer, "one")


@pytest.mark.parametrize("changes", [{"number": -1}, {"signature": "0" * 64}, {"salt": "x"}, {"algorithm": "MD5"}])
def test_a_changed_answer_is_none(changes):
    assert not is_solved(told(**changes), "one")


def test_without_the_check_fewer_may_be_sent_and_with_it_as_many_as_ever(client, place, settings):
    settings.APPLY_UNPROVEN_PER_HOUR, settings.APPLY_PER_HOUR = 1, 3
    assert client.post(PERSON, filled_in()).status_code == 200
    assert client.post(PERSON, filled_in()).status_code == 429
    review = client.post(PERSON, filled_in(step="review"))
    sent = filled_in(token=review.context["token"], altcha=solve(review.context["challenge"]))
    assert client.post(PERSON, sent).status_code == 200
    assert Case.objects.count() == 2


def test_only_the_form_may_run_a_script_and_only_our_own(client, place):
    assert "script-src 'self'" in client.get(PERSON).headers["Content-Security-Policy"]
    assert "script-src" not in client.get("/apply/yunhu/").headers["Content-Security-Policy"]
