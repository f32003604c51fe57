"""A page's address is its agency and its number: a move breaks no link."""

import pytest

from gongkai.pages.door import BasePage, take_down
from gongkai.portal.door import HomePage
from gongkai.yearend.door import open_section
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db


def test_an_agency_is_found_under_its_slug(client):
    place = a_place("yiyang")
    assert place.url == "/yiyang/"
    assert client.get("/yiyang/").status_code == 200


def test_a_report_is_found_under_its_agency_and_number(client):
    page = a_published_report(a_place("yiyang"))
    assert page.url == f"/yiyang/{page.pk}/"
    assert client.get(page.url).status_code == 200


def test_the_address_is_the_same_asked_from_the_base_row():
    page = a_published_report(a_place("yiyang"))
    assert BasePage.objects.get(pk=page.pk).url == page.url


def test_the_way_through_the_sections_leads_to_the_number(client):
    page = a_published_report(a_place("yiyang"))
    answer = client.get("/yiyang/disclosure/annual-reports/2023/")
    assert (answer.status_code, answer.headers["Location"]) == (301, page.url)


def test_a_number_is_not_found_under_another_agency(client):
    page = a_published_report(a_place("yiyang"))
    a_place("shizuishan")
    assert client.get(f"/shizuishan/{page.pk}/").status_code == 404


def test_a_page_that_is_not_public_is_not_found_by_its_number(client):
    page = a_published_report(a_place("yiyang"))
    take_down(page)
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "９", "9" * 40, "-1"])
def test_a_number_that_is_none_of_ours_is_not_found(client, number):
    a_place("yiyang")
    assert client.get(f"/yiyang/{number}/").status_code == 404


def test_a_structural_page_is_not_found_by_its_number(client):
    place = a_place("yiyang")
    section = open_section(place)
    assert client.get(f"/yiyang/{section.pk}/").status_code == 404


def test_the_trail_leads_home(client):
    page = a_published_report(a_place("yiyang"))
    trail = client.get(page.url).context["trail"]
    assert [step["address"] for step in trail] == [
        "/",
        "/yiyang/",
        "/yiyang/disclosure/",
        "/yiyang/disclosure/annual-reports/",
    ]


def test_the_home_page_stands_where_the_site_begins(client):
    assert HomePage.objects.get().url == "/"
    assert client.get("/").status_code == 200
