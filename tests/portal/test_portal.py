"""The home page, and the pages for when something goes wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Site

from gongkai.portal.door import HomePage
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db


def test_the_home_page_lists_agencies_with_their_newest_report(client):
    place = a_place("yiyang", name="益阳市住房公积金管理中心")
    a_published_report(place, 2021)
    newest = a_published_report(place, 2022)
    a_published_report(place, 2020, "format_2019_trial")
    text = client.get("/").content.decode()
    assert f'href="{newest.url}"' in text
    assert "益阳市住房公积金管理中心" in text
    assert 'href="/check/"' in text


def test_an_agency_without_reports_says_so(client):
    a_place("yiyang")
    assert "还没有公开的年度报告" in client.get("/").content.decode()


def test_an_empty_site_says_what_to_do_next(client):
    assert "先登记机关" in client.get("/").content.decode()


def test_the_home_page_is_the_root_of_the_only_site():
    site = Site.objects.get()
    assert site.is_default_site
    assert isinstance(site.root_page.specific, HomePage)
    assert "Welcome" not in site.root_page.title


def test_the_agency_page_tells_whom_to_ask(client):
    agency = a_place("yiyang").agency
    agency.disclosure_office.change_on(timezone.localdate(), by=None, name="政务公开科", telephone="0000-1234567")
    text = client.get("/yiyang/").content.decode()
    assert "政务公开科" in text
    assert "0000-1234567" in text


def test_a_wrong_address_gets_a_page_in_chinese(client, settings):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_the_page_for_our_own_faults_needs_nothing_to_be_shown():
    assert "系统出错" in render_to_string("500.html")


def test_a_refusal_says_why():
    text = render_to_string("403.html", {"exception": "内容未经审核，不能公开。"}, RequestFactory().get("/"))
    assert "内容未经审核" in text


def test_search_engines_are_kept_out_of_the_staff_entrance_only(client):
    answer = client.get("/robots.txt")
    assert answer.content.decode() == "User-agent: *\nDisallow: /admin/\n"


@pytest.mark.parametrize("address", ["/api/", "/api/v2/pages/", "/api/v3/pages/", "/documents/1/x.pdf", "/media/x.jpg"])
def test_neither_an_api_nor_the_media_folder_is_public(client, address):
    assert client.get(address, follow=True).status_code == 404
