"""An application that is not sent yet: kept as it was typed, found by its code alone, gone when sent or old."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from gongkai.cases import form_tokens
from gongkai.cases.door import Case, forget_old_unsent
from gongkai.cases.models import UnsentApplication
from tests.cases.applications import IDENTITY_NUMBER, code_on, filled_in
from tests.yearend.examples import a_place

PERSON, RESUME = "/apply/yunhu/person/", "/apply/yunhu/resume/"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def place(db):
    return a_place("yunhu")


def kept(client, **changes):
    """Keep a form half filled in; return the code."""
    said = {"telephone": "", "identity_number": "1101", **changes}
    return code_on(client.post(PERSON, filled_in(step="keep", **said)))


def test_half_a_form_is_kept_wrong_fields_and_all_and_is_no_case(client, place):
    code = kept(client)
    answer = client.post(RESUME, {"code": code.lower().replace("-", " ")})
    text = answer.content.decode()
    assert 'value="1101"' in text
    assert "2025年度住房公积金归集使用计划</textarea>" in text
    assert not answer.context["form"].is_bound
    assert not Case.objects.exists()


def test_nothing_of_it_stands_readable_in_the_database(client, place):
    code = kept(client, identity_number=IDENTITY_NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, code_hash FROM cases_unsentapplication")
        stored = " ".join(cursor.fetchone())
    assert IDENTITY_NUMBER not in stored
    assert "甲某某" not in stored
    assert code.replace("-", "") not in stored


def test_keeping_again_keeps_one_under_the_same_code_and_sending_removes_it(client, place):
    code = kept(client)
    assert kept(client, kept=code, applicant_name="乙某某") == code
    assert UnsentApplication.objects.get().typed()["applicant_name"] == "乙某某"
    client.post(PERSON, filled_in(kept=code))
    assert Case.objects.count() == 1
    assert not UnsentApplication.objects.exists()


@pytest.mark.parametrize("code", ["", "00000-00000-00000-00000", "x" * 61])
def test_an_unknown_code_reveals_nothing(client, place, code):
    kept(client)
    answer = client.post(RESUME, {"code": code})
    assert answer.status_code == 400
    assert 'id="id_code_error"' in answer.content.decode()
    assert "甲某某" not in answer.content.decode()


def test_another_agencys_page_does_not_open_it(client, place):
    a_place("other")
    assert client.post("/apply/other/resume/", {"code": kept(client)}).status_code == 400


def test_it_is_gone_after_its_last_day_and_when_its_writer_wants(client, place, settings):
    code, today = kept(client), timezone.localdate()
    assert forget_old_unsent(today=today + timedelta(settings.UNSENT_DAYS)) == 0
    assert forget_old_unsent(today=today + timedelta(settings.UNSENT_DAYS + 1)) == 1
    assert client.post(RESUME, {"code": code}).status_code == 400
    code = kept(client)
    client.post("/apply/yunhu/forget/", {"kept": code})
    assert not UnsentApplication.objects.exists()


def test_too_much_is_told_and_still_on_the_page(client, place):
    answer = client.post(PERSON, filled_in(step="keep", description="长" * 20_001))
    assert answer.status_code == 400
    assert re.search("长{20001}</textarea>", answer.content.decode())
    assert not UnsentApplication.objects.exists()
