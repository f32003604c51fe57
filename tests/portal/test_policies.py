"""The policy library, the register of normative documents and the site map of an agency."""

from datetime import date

import pytest

from gongkai.pages.door import BasePage, take_down
from gongkai.portal import policies
from gongkai.publishing.door import publish_imported
from tests.publishing.examples import AT, a_document, a_draft, a_section, a_service_guide, an_explainer, staff
from tests.yearend.examples import a_place, an_importer

pytestmark = pytest.mark.django_db
LIBRARY, REGISTER = "/policies/yiyang/", "/normative-documents/yiyang/"


@pytest.fixture
def place():
    return a_place("yiyang", name="益阳市住房公积金管理中心", short_name="益阳公积金中心")


@pytest.fixture
def section(place):
    return a_section(place)


def public(page):
    return publish_imported(page, publication_date=page.issue_date, batch="测试批次", by=an_importer(), at=AT)


@pytest.fixture
def document(section):
    def act(title="提取管理办法", **changes):
        facts = {"slug": f"document-{BasePage.objects.count()}", "effective_date": date(2026, 3, 1), **changes}
        return public(a_document(section, title=title, **facts))

    return act


def happened(page, act, day, **more):
    by = staff(page.agency)["head"]
    page.validity_events.create(
        act=act, effective_date=day, by_text="平公积金〔2026〕9号", recorded_at=AT, recorded_by=by, **more
    )


def titles(answer):
    return [one["standing"].document.title for one in answer.context["policies"]]


def test_the_library_knows_the_five_states_on_any_day(client, document):
    document("有效的")
    happened(document("修改过的"), "amended", date(2026, 4, 1))
    happened(document("废止的"), "repealed", date(2026, 5, 1))
    document("到期的", last_date=date(2026, 6, 30))
    document("将来的", effective_date=date(2030, 1, 1))

    def counts(day):
        return {one.label: one.count for one in client.get(LIBRARY, {"day": day}).context["states"]}

    assert counts("2026-07-01") == {"全部": 5, "有效": 1, "已修改": 1, "已废止": 1, "已失效": 1, "尚未生效": 1}
    assert counts("2026-06-30") == {"全部": 5, "有效": 2, "已修改": 1, "已废止": 1, "已失效": 0, "尚未生效": 1}
    assert counts("2026-03-31") == {"全部": 5, "有效": 4, "已修改": 0, "已废止": 0, "已失效": 0, "尚未生效": 1}
    assert titles(client.get(LIBRARY, {"day": "2026-07-01", "state": "已失效"})) == ["到期的"]


def test_a_document_is_not_in_the_library_before_it_was_made(client, document):
    document(issue_date=date(2026, 2, 26))
    assert client.get(LIBRARY, {"day": "2026-02-25"}).context["total"] == 0
    assert client.get(LIBRARY, {"day": "2026-02-26"}).context["total"] == 1


def test_the_library_is_narrowed_by_year_subject_words_and_number(client, document):
    document("提取办法", subject="提取", document_number="平公积金〔2026〕3号")
    document("贷款办法", subject="贷款", issue_date=date(2025, 5, 6), document_number="平公积金〔2025〕8号")
    assert titles(client.get(LIBRARY)) == ["提取办法", "贷款办法"]
    for asked in ({"year": "2025"}, {"subject": "贷款"}, {"q": "贷款"}, {"q": "平公积金[2025]8号"}):
        assert titles(client.get(LIBRARY, asked)) == ["贷款办法"]
    assert client.get(LIBRARY).context["years"] == [2026, 2025]
    assert "没有符合这些条件的文件" in client.get(LIBRARY, {"q": "缴存"}).content.decode()


def test_policy_explainer_and_service_stand_side_by_side_where_they_are_public(client, document, section):
    page = document()
    public(an_explainer(page, title="一图读懂提取"))
    an_explainer(page, title="还没有公开的解读", slug="draft-explainer")
    public(a_service_guide(page, section))
    (one,) = client.get(LIBRARY).context["policies"]
    assert [companion.title for companion in one["explainers"]] == ["一图读懂提取"]
    assert [companion.title for companion in one["guides"]] == ["租房提取住房公积金"]


def test_a_document_with_its_bundle_takes_few_queries(client, document, section, django_assert_max_num_queries):
    page = document()
    for number in range(3):
        public(an_explainer(page, title=f"解读之{number}", slug=f"explainer-{number}"))
        public(a_service_guide(page, section, slug=f"guide-{number}"))
    client.get(page.url)
    with django_assert_max_num_queries(12):
        answer = client.get(page.url)
    assert "解读之2" in answer.content.decode()
    assert len(answer.content) < 100_000


def test_what_is_not_public_is_in_neither_list(client, section, document):
    a_document(section, title="草稿")
    take_down(document("下线的"))
    for address in (LIBRARY, REGISTER):
        answer = client.get(address)
        assert answer.context["total"] == 0
        assert "还没有公开" in answer.content.decode() or "没有公开过" in answer.content.decode()


def test_the_register_lists_what_the_agency_made_and_what_holds(client, document):
    document("本机关的")
    document("转载的", is_ours=False, document_number="")
    happened(document("废止的"), "repealed", date(2026, 5, 1))
    now = client.get(REGISTER, {"day": "2026-06-01"})
    assert [one.document.title for one, _ in now.context["lines"]] == ["本机关的"]
    assert (now.context["in_force"], now.context["total"]) == (1, 2)
    before = client.get(REGISTER, {"day": "2026-04-30"})
    assert before.context["in_force"] == 2
    everything = client.get(REGISTER, {"day": "2026-06-01", "all": "1"}).content.decode()
    assert "已废止</span>" in everything


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"day": "昨天"}, "日期应写成"), ({"year": "x"}, "年份应为四位数字"), ({"state": "x"}, "没有这种有效性")],
)
def test_a_wrong_filter_is_told_and_the_list_is_still_there(client, document, asked, said):
    document()
    answer = client.get(LIBRARY, asked)
    assert said in answer.content.decode()
    assert len(answer.context["policies"]) == 1


def test_a_long_library_comes_in_pages_and_takes_few_queries(
    client, document, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(policies, "A_PAGE", 4)
    for number in range(5):
        public(an_explainer(document(f"办法之{number}"), slug=f"explainer-{number}"))
    client.get(LIBRARY)
    with django_assert_max_num_queries(12):
        answer = client.get(LIBRARY, {"q": "办法"})
    assert len(answer.content) < 100_000
    assert len(answer.context["policies"]) == 4
    assert len(client.get(LIBRARY, {"p": "2"}).context["policies"]) == 1
    with django_assert_max_num_queries(12):
        client.get(REGISTER)


@pytest.mark.parametrize("address", [LIBRARY, REGISTER, "/site-map/yiyang/"])
def test_an_agency_without_a_place_has_none_of_these_pages(client, place, address):
    assert client.get(address.replace("yiyang", "nowhere")).status_code == 404
    assert client.get(address).status_code == 200


def test_the_site_map_shows_sections_with_content_where_they_stand(client, place, section):
    below = a_section(section, title="解读", slug="explained")
    a_section(place, "notice", title="空的栏目", slug="empty")
    public(a_draft(below, title="一条信息"))
    answer = client.get("/site-map/yiyang/")
    (spot,) = answer.context["spots"]
    assert (spot.title, [one.title for one in spot.below]) == ("政策文件", ["解读"])
    text = answer.content.decode()
    assert "空的栏目" not in text
    assert "一条信息" not in text
    assert 'href="/policies/yiyang/"' in text


def test_every_page_of_an_agency_leads_to_its_site_map(client, place, section):
    page = public(a_draft(section))
    for address in (place.url, section.url, page.url, LIBRARY):
        assert 'href="/site-map/yiyang/"' in client.get(address).content.decode()
