"""The catalogue (Reg. art. 12, REQ-12): index number, title, summary and the day it was made, from the records."""

from datetime import date

import pytest

from gongkai.publishing.door import InformationPage, open_disclosure, watched
from tests.publishing.examples import a_draft, a_public_page, a_section

pytestmark = pytest.mark.django_db

CATALOGUE = "/pingchang/disclosure/catalogue/"
TODAY = date(2026, 3, 20)


@pytest.fixture
def public(place, people):
    open_disclosure(place)
    changes = {"title": "关于缴存基数的通知", "issue_date": date(2026, 2, 20)}
    return a_public_page(a_draft(a_section(place), by=people["clerk"], **changes), people)


def defects(agency):
    return [one.finding.rule for one in watched(agency, TODAY) if one.finding.rule.startswith("CATALOGUE")]


def test_it_lists_the_four_fields_with_the_day_it_was_made_not_the_day_of_publication(public, client):
    shown = client.get(CATALOGUE).content.decode()
    assert public.index_number in shown
    assert public.summary in shown
    assert '<time datetime="2026-02-20">' in shown
    assert f"{public.publication_date:%Y-%m-%d}" not in shown
    assert "政府信息公开目录" in client.get("/pingchang/disclosure/").content.decode()


def test_an_item_without_a_summary_is_not_listed_and_is_a_finding(public, client):
    assert defects(public.agency) == []
    InformationPage.objects.filter(pk=public.pk).update(summary="")
    assert client.get(CATALOGUE).status_code == 404
    assert defects(public.agency) == ["CATALOGUE-DEFECT"]


def test_it_can_be_narrowed_to_a_class_and_has_no_other_pages(public, client):
    assert client.get(f"{CATALOGUE}policy/").status_code == 200
    for address in ("news/", "notice/", "policy/x/", "page-7/"):
        assert client.get(CATALOGUE + address).status_code == 404


def test_what_is_not_public_is_not_in_it(place, people, draft, client):
    open_disclosure(place)
    assert client.get(CATALOGUE).status_code == 404
