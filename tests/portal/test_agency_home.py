"""An agency's home, its sections and its documents, as a citizen gets them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.portal import agency_home
from gongkai.publishing.door import DisclosureRulesPage, SectionPage, StatutoryContentPage, open_disclosure
from tests.publishing.examples import a_document, a_draft, a_public_page, a_section, body, staff
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MOST_BYTES = 100_000


@pytest.fixture
def place():
    return a_place("yiyang", name="益阳市住房公积金管理中心")


@pytest.fixture
def people(place):
    return staff(place.agency)


@pytest.fixture
def publish(people):
    def act(section, title, slug, make=a_draft, **changes):
        return a_public_page(make(section, by=people["clerk"], title=title, slug=slug, **changes), people)

    return act


@pytest.fixture
def full(place, publish):
    """A place with two sections, a disclosure section with three parts, and a report."""
    a_published_report(place)
    news = a_section(place, "dynamics", title="工作动态", slug="news")
    policies = a_section(place, "policy", title="政策文件", slug="policies")
    for number in range(1, 4):
        publish(news, f"动态之{number}", f"news-{number}")
    publish(policies, "提取管理办法", "withdrawal", a_document)
    budget = StatutoryContentPage.objects.descendant_of(place).get()
    duty = a_section(budget, "overview", title="财政预决算", slug="budget", duty="art20_07_budget")
    publish(duty, "2025年部门预算", "budget-2025")
    publish(DisclosureRulesPage.objects.descendant_of(place).get(), "政府信息公开工作制度", "own-rules")
    return place


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def label(text, name):
    return re.findall(rf'<meta name="{name}" content="([^"]*)">', text)


@pytest.mark.parametrize("looked_through", [150, 1], ids=["all", "one"])
def test_the_home_shows_sections_with_their_newest_and_the_parts_of_the_disclosure_section(
    client, full, monkeypatch, looked_through
):
    monkeypatch.setattr(agency_home, "LOOKED_THROUGH", looked_through)
    text = shown(client, full.url)
    for title in (
        "工作动态",
        "动态之3",
        "政策文件",
        "提取管理办法",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
    ):
        assert title in text
    assert '<span class="tag tag--notice">尚未生效</span>' in text or "有效</span>" in text


def test_a_section_shows_at_most_six_at_home_however_deep_they_stand(client, place, publish):
    news = a_section(place, "dynamics", title="工作动态", slug="news")
    below = a_section(news, "dynamics", title="会议", slug="meetings")
    for number in range(1, 9):
        publish(below if number > 4 else news, f"动态之{number}", f"news-{number}")
    (section,) = client.get(place.url).context["sections"]
    assert [entry.title for entry in section["entries"]] == [f"动态之{number}" for number in range(8, 2, -1)]


def test_the_statutory_content_is_listed_by_duty(client, full):
    text = shown(client, StatutoryContentPage.objects.descendant_of(full).get().url)
    assert "财政预决算" in text
    assert "财政预算、决算信息" in text
    assert "2025年部门预算" not in text


def test_the_disclosure_section_says_what_its_parts_are_for(client, full):
    text = shown(client, open_disclosure(full).url)
    assert "每年的政府信息公开工作情况" in text
    assert "政府信息公开工作制度" in text


BELOW = ["", "news/", "policies/", "disclosure/", "disclosure/statutory/"]
BESIDE_THE_TREE = ["/site-map/yiyang/", "/site-errors/yiyang/", "/visits/yiyang/", "/normative-documents/yiyang/"]


def test_a_page_takes_few_queries_and_bytes(client, full):
    document = SectionPage.objects.get(slug="policies").get_children().get()
    addresses = [*(full.url + address for address in BELOW), document.url, *BESIDE_THE_TREE]
    taken = {address: taken_by(client, address) for address in addresses}
    assert {address: took for address, took in taken.items() if took[0] > MOST_QUERIES or took[1] >= MOST_BYTES} == {}


def taken_by(client, address):
    """Return how many queries and bytes a page takes that was asked for before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert (address, answer.status_code) == (address, 200)
    return len(queries), len(answer.content)


def test_an_information_page_carries_the_labels_a_government_site_must_have(client, place, publish, settings):
    settings.PUBLIC_ADDRESS = "https://gjj.example.gov.cn"
    place.site_code = "4309000001"
    place.save()
    section = a_section(place, "notice", title="通知公告", slug="notices")
    page = publish(section, "放假公告", "holidays", keywords="放假；办公时间", summary="国庆节期间的办公时间。")
    text = shown(client, page.url)
    assert label(text, "SiteName") == ["益阳市住房公积金管理中心"]
    assert label(text, "SiteDomain") == ["gjj.example.gov.cn"]
    assert label(text, "SiteIDCode") == ["4309000001"]
    assert label(text, "ColumnName") == ["通知公告"]
    assert label(text, "ColumnType") == ["通知公告类"]
    assert label(text, "ArticleTitle") == ["放假公告"]
    assert label(text, "PubDate") == ["2026-03-02 10:00"]
    assert label(text, "ContentSource") == ["益阳市住房公积金管理中心"]
    assert label(text, "Keywords") == ["放假；办公时间"]
    assert label(text, "description") == ["国庆节期间的办公时间。"]
    assert label(text, "Url") == [f"https://gjj.example.gov.cn{page.url}"]


def test_every_kind_of_page_carries_the_labels_and_says_to_machines_what_it_is(client, place, publish, settings):
    section = a_section(place, "notice", title="通知公告", slug="notices")
    publish(section, "放假公告", "holidays")
    report = a_published_report(place)
    expected = {
        section.url: ("通知公告", "通知公告类", "CollectionPage"),
        report.url: ("政府信息公开年报", "政府信息公开类", "Report"),
        report.get_parent().url: ("政府信息公开年报", "政府信息公开类", "CollectionPage"),
        f"{place.url}disclosure/": ("政府信息公开", "政府信息公开类", "CollectionPage"),
    }
    for address, (column, kind, schema) in expected.items():
        text = shown(client, address)
        assert (label(text, "ColumnName"), label(text, "ColumnType")) == ([column], [kind]), address
        assert label(text, "ContentSource") == [place.agency.name], address
        assert f'<main id="main" class="bar" tabindex="-1" itemscope itemtype="https://schema.org/{schema}">' in text
        assert '<li><a href="/">首页</a></li><li>' in text, address
    text = shown(client, report.url)
    assert (label(text, "ArticleTitle"), label(text, "PubDate")) == ([report.title], ["2024-01-25"])


def test_an_information_page_says_to_machines_what_it_is(client, place, publish):
    section = a_section(place)
    notice = shown(client, publish(section, "放假公告", "holidays").url)
    document = shown(client, publish(section, "提取管理办法", "withdrawal", a_document).url)
    assert 'itemtype="https://schema.org/Article"' in notice
    assert 'itemtype="https://schema.org/Legislation"' in document
    assert 'itemprop="legislationIdentifier">平公积金〔2026〕3号' in document


def test_an_information_page_has_its_address_as_a_code_and_no_script(client, place, publish):
    text = shown(client, publish(a_section(place), "放假公告", "holidays", body=body("正文")).url)
    assert 'class="code-drawing"' in text
    assert "<script" not in text
    assert "style=" not in text


def test_the_footer_tells_who_runs_the_site(client, place):
    place.organizer, place.icp_number, place.police_number = (
        "益阳市人民政府",
        "湘ICP备00000000号",
        "湘公网安备00000000号",
    )
    place.save()
    text = shown(client, place.url)
    assert "主办单位：益阳市人民政府" in text
    assert "湘ICP备00000000号" in text
    assert "湘公网安备00000000号" in text
    assert "不是真实编号" not in text
    place.agency.demonstration = True
    place.agency.save()
    assert "以上编号为演示，不是真实编号" in shown(client, place.url)


def test_a_repealed_document_says_so_on_its_page_and_in_its_list(client, place, publish, people):
    section = a_section(place)
    page = publish(section, "提取管理办法", "withdrawal", a_document, effective_date=date(2026, 3, 1))
    page.validity_events.create(
        act="repealed",
        effective_date=date(2026, 3, 5),
        by_text="平公积金〔2026〕9号",
        recorded_at=page.published_at,
        recorded_by=people["head"],
    )
    for address in (page.url, section.url, place.url):
        assert "已废止</span>" in shown(client, address)


def test_the_parts_of_the_disclosure_section_stand_in_the_notices_order(client, full):
    for address in ("/yiyang/", "/yiyang/disclosure/"):
        told = re.findall(r'href="[^"]*/disclosure/([\w-]+)/"', client.get(address).content.decode())
        assert list(dict.fromkeys(told))[:3] == ["rules", "statutory", "annual-reports"]
