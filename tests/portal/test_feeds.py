"""Feeds, site map and robots: what is new is told, what may be found is listed, a demonstration asks not to be."""

import time
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.http import http_date

from gongkai.pages.door import BasePage, take_down
from gongkai.publishing.door import publish_imported
from tests.publishing.examples import AT, a_draft, a_public_page, a_section, body, information, staff
from tests.yearend.examples import a_place, an_importer

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def place():
    return a_place("yiyang", name="益阳市住房公积金管理中心", short_name="益阳公积金中心")


@pytest.fixture
def section(place):
    return a_section(place, "notice", title="通知公告", slug="notices")


def a_notice(section, title, day=date(2023, 5, 4), text="正文。", **changes):
    facts = {"title": title, "slug": f"item-{BasePage.objects.count()}", "body": body(text), "summary": "概述。"}
    page = section.add_child(instance=information(**{**facts, **changes}))
    return publish_imported(page, publication_date=day, batch="测试批次", by=an_importer(), at=AT)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return ElementTree.fromstring(answer.content)


def titles(feed):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def test_a_section_is_followed_newest_first_with_what_is_below_it(client, section):
    a_notice(section, "旧公告", date(2022, 1, 1))
    a_notice(a_section(section, "notice", title="招聘", slug="jobs"), "新公告", date(2024, 1, 1))
    a_notice(a_section(section.get_parent().specific, "dynamics", title="动态", slug="news"), "别处的动态")
    feed = read(client, f"/feeds/sections/{section.pk}.atom")
    assert titles(feed) == ["新公告", "旧公告"]
    assert feed.findtext("a:entry/a:published", namespaces=ATOM) == "2024-01-01T00:00:00+08:00"


def test_an_entry_keeps_its_id_when_it_is_corrected_and_says_when_that_was(client, section):
    people = staff(section.get_parent().specific.agency)
    page = a_public_page(a_draft(section, by=people["clerk"], title="旧标题"), people)
    address = f"/feeds/{section.get_parent().slug}.atom"
    before = read(client, address).find("a:entry", ATOM)
    page.title = "新标题"
    page.save_revision(user=people["clerk"])
    a_public_page(page, people, correction="标题有误。")
    after = read(client, address).find("a:entry", ATOM)
    assert after.findtext("a:id", namespaces=ATOM) == before.findtext("a:id", namespaces=ATOM)
    assert after.findtext("a:title", namespaces=ATOM) == "新标题"
    assert after.findtext("a:updated", namespaces=ATOM) > before.findtext("a:updated", namespaces=ATOM)


def test_a_search_can_be_followed_and_is_always_by_date(client, section):
    a_notice(section, "贷款公告", date(2022, 1, 1))
    a_notice(section, "公告", date(2024, 1, 1), text="贷款。")
    a_notice(section, "放假公告")
    assert titles(read(client, "/search/feed.atom?q=贷款")) == ["公告", "贷款公告"]
    assert client.get("/search/feed.atom").status_code == 404
    assert client.get("/search/feed.atom?q=贷款&year=x").status_code == 404
    assert client.get(f"/search/feed.atom?section={2**63}").status_code == 404
    assert "栏目应为编号" in client.get(f"/search/?section={2**63}").content.decode()


def test_what_is_unchanged_is_not_sent_again(client, section):
    a_notice(section, "公告")
    address = f"/feeds/sections/{section.pk}.atom"
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    a_notice(section, "另一公告")
    assert client.get(address, headers=known).status_code == 200


def test_a_withdrawal_is_news_for_whoever_asks_since_when(client, section):
    page, _ = a_notice(section, "撤下的公告"), a_notice(section, "公告")
    address = f"/feeds/sections/{section.pk}.atom"
    since = {"If-Modified-Since": http_date(time.time() + 60)}
    take_down(page)
    answer = client.get(address, headers=since)
    assert (answer.status_code, titles(ElementTree.fromstring(answer.content))) == (200, ["公告"])


def test_what_was_taken_down_and_an_empty_section_have_no_feed(client, section):
    page = a_notice(section, "公告")
    take_down(page)
    assert client.get(f"/feeds/sections/{section.pk}.atom").status_code == 404
    assert client.get(f"/feeds/sections/{page.pk}.atom").status_code == 404
    assert titles(read(client, "/feeds/yiyang.atom")) == []


def test_the_site_map_lists_all_that_is_public_and_no_empty_section(client, place, section):
    page = a_notice(section, "公告")
    empty = a_section(place, "dynamics", title="动态", slug="news")
    parts = [node.text for node in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", MAP)]
    listed = [node.text for part in parts for node in read(client, part.removeprefix("http://127.0.0.1:8000")).iter()]
    for shown in (page, section, place):
        assert f"http://127.0.0.1:8000{shown.url}" in listed
    assert f"http://127.0.0.1:8000{empty.url}" not in listed
    assert client.get("/sitemap-999.xml").status_code == 404
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_demonstration_says_so_in_its_feeds_and_stands_in_no_site_map(client):
    section = a_section(a_place("demo", demonstration=True))
    a_notice(section, "演示公告")
    for address in ("/feeds/demo.atom", f"/feeds/sections/{section.pk}.atom", "/search/feed.atom?q=演示"):
        answer = client.get(address)
        assert answer.content.decode().count("演示数据，非该中心发布") >= 3, address
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert read(client, "/sitemap.xml").findall("s:sitemap", MAP) == []
    assert "Sitemap" not in client.get("/robots.txt").content.decode()


def test_words_that_look_like_markup_are_words_to_a_reader_of_the_feed(client, section):
    a_notice(section, "公告", text="&lt;img src=x onerror=alert(1)&gt;")
    summary = read(client, f"/feeds/sections/{section.pk}.atom").find("a:entry/a:summary", ATOM)
    assert summary.get("type") == "html"
    assert "&lt;img src=x" in summary.text and "<" not in summary.text
