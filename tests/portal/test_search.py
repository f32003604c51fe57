"""Searching: what is found, by what, in which order, and what never is."""

from datetime import date

import pytest
from django.utils import timezone

from gongkai.pages.door import BasePage, Question, fill_empty_index, find, index_everything, take_down
from gongkai.pages.models import SearchEntry
from gongkai.publishing.door import Attribute, InformationPage, publish_imported
from tests.publishing.examples import AT, a_document, a_draft, a_public_page, a_section, body, information, staff
from tests.yearend.examples import a_place, a_published_report, an_importer

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return a_place("yiyang", name="益阳市住房公积金管理中心", short_name="益阳公积金中心")


@pytest.fixture
def section(place):
    return a_section(place, "notice", title="通知公告", slug="notices")


@pytest.fixture
def publish(section):
    def act(title, *, text="正文。", day=date(2023, 5, 4), into=None, **changes):
        number = BasePage.objects.count()
        facts = {"title": title, "slug": f"item-{number}", "body": body(text), "summary": "概述。", **changes}
        page = (into or section).add_child(instance=information(**facts))
        return publish_imported(page, publication_date=day, batch="测试批次", by=an_importer(), at=AT)

    return act


def found(words="", **only):
    return find(Question(words, only)).numbers


def test_two_characters_in_the_text_or_title_are_enough(publish):
    titled = publish("关于异地转移接续的公告")
    told = publish("公告", text="办理转移接续，材料齐全的当场受理。")
    publish("关于放假的公告")
    assert found("转移") == [titled.pk, told.pk]


def test_all_words_must_be_there_in_any_order(publish):
    page = publish("公告", text="提取住房公积金的条件有三项。")
    publish("公告", text="提取材料。")
    assert found("公积金提取条件") == [page.pk]


def test_the_document_with_the_number_asked_for_comes_first(publish):
    mentions = [publish(f"关于贯彻石公积金规〔2023〕7号的通知（{at}）") for at in range(3)]
    page = publish("某某办法", document_number="石公积金规〔2023〕7号")
    assert found("石公积金规[2023]7号")[0] == page.pk
    assert set(found("石公积金规〔2023〕7号")) == {page.pk, *(one.pk for one in mentions)}


def test_an_index_number_is_found_exactly(publish):
    page = publish("某某办法", index_number="yiyang/2023-C00012")
    publish("另一办法", index_number="yiyang/2023-C000121")
    assert found("yiyang/2023-C00012")[0] == page.pk


def test_a_word_in_the_title_counts_for_more_and_of_equals_the_newer_leads(publish):
    old = publish("公告", text="贷款。", day=date(2022, 1, 1))
    new = publish("公告", text="贷款。", day=date(2023, 1, 1))
    titled = publish("贷款公告", text="正文。", day=date(2021, 1, 1))
    assert found("贷款") == [titled.pk, new.pk, old.pk]
    assert find(Question("贷款", by_date=True)).numbers == [new.pk, old.pk, titled.pk]


@pytest.mark.parametrize(
    "words", ['"', "'", "OR", "NEAR(公积金)", "公*", "a:b", "\\", "%", "公积金 -", "''", "&|!()", "\x00"]
)
def test_signs_of_a_query_language_are_words_like_others(publish, words):
    publish("住房公积金")
    find(Question(words))


def test_a_search_is_narrowed_and_counted_by_facets(publish, place, section):
    news = a_section(place, "dynamics", title="工作动态", slug="news")
    other = publish("贷款动态", into=news, day=date(2022, 3, 1), subject="贷款")
    mine = publish("贷款公告", day=date(2023, 3, 1))
    hits = find(Question("贷款"))
    assert hits.facets["section"] == {news.pk: 1, section.pk: 1}
    assert hits.facets["year"] == {2022: 1, 2023: 1}
    assert hits.facets["statistical_class"] == {"dynamics": 1, "notice": 1}
    assert hits.facets["subject"] == {"贷款": 1}
    assert found("贷款", year=2022) == found("贷款", section=news.pk) == found("贷款", subject="贷款") == [other.pk]
    assert found("贷款", statistical_class="notice", agency=place.agency.pk) == [mine.pk]


def test_a_document_is_found_by_whether_it_is_in_force(place, client):
    people = staff(place.agency)
    page = a_public_page(
        a_document(a_section(place), by=people["clerk"], effective_date=date(2026, 3, 1), last_date=date(2199, 1, 1)),
        people,
    )
    assert found("提取", state="in_force") == [page.pk]
    assert find(Question("提取")).facets["state"] == {"in_force": 1}
    event = {"by_text": "某号", "recorded_at": timezone.now(), "recorded_by": people["head"]}
    page.validity_events.create(act="amended", effective_date=date(2026, 3, 4), **event)
    assert found("提取", state="amended") == found("提取", state="in_force") == [page.pk]
    assert find(Question("提取")).facets["state"] == {"in_force": 1, "amended": 1}
    page.validity_events.create(act="repealed", effective_date=date(2026, 3, 5), **event)
    assert found("提取", state="in_force") == []
    assert found("提取", state="ended") == found("提取", state="repealed") == [page.pk]
    assert found("提取", state="lapsed") == found("提取", state="amended") == []
    text = client.get("/search/?q=提取").content.decode()
    assert text.index("规范性文件的有效性") < text.index('class="results"'), "one click above the hits"
    assert "已废止</span>" in text


def test_what_was_withdrawn_is_found_no_more(publish):
    page = publish("贷款公告")
    take_down(page)
    assert found("贷款") == []
    assert not SearchEntry.objects.exists()


@pytest.mark.parametrize("change", [{"attribute": Attribute.ON_APPLICATION}, {"expire_at": AT}])
def test_the_index_does_not_decide_what_is_public(publish, change):
    page = publish("贷款公告")
    InformationPage.objects.filter(pk=page.pk).update(**change)
    hits = find(Question("贷款"))
    assert (hits.numbers, sum(map(len, hits.facets.values()))) == ([], 0)


def test_a_draft_is_not_found(section):
    a_draft(section, title="贷款公告")
    assert found("贷款") == []


def test_a_corrected_text_is_found_by_what_it_says_now(place, client):
    people = staff(place.agency)
    page = a_public_page(a_draft(a_section(place), by=people["clerk"], title="旧标题甲乙"), people)
    page.title = "新标题丙丁"
    page.save_revision(user=people["clerk"])
    a_public_page(page, people, correction="标题有误。")
    assert found("甲乙") == []
    assert found("丙丁") == [page.pk]


def test_a_moved_page_is_found_in_its_new_section(publish, place, section):
    page = publish("贷款公告")
    other = a_section(place, "notice", title="公示", slug="public")
    page.move(other, pos="last-child")
    assert find(Question("贷款")).facets["section"] == {other.pk: 1}


def test_a_report_is_found_by_its_text(place):
    report = a_published_report(place)
    assert found("年度报告") == [report.pk]


def test_the_index_can_be_written_anew(publish):
    page = publish("贷款公告")
    SearchEntry.objects.all().delete()
    fill_empty_index()
    assert found("贷款") == [page.pk]
    assert index_everything() == 1


def test_the_page_marks_the_words_and_escapes_the_text(client, publish):
    publish("贷款<b>公告", text="关于贷款的说明。")
    text = client.get("/search/?q=贷款").content.decode()
    assert "<mark>贷款</mark>&lt;b&gt;公告" in text
    assert "关于<mark>贷款</mark>的说明" in text
    assert "找到 <strong>1</strong> 条" in text


def test_a_hit_does_not_say_its_summary_twice(client, publish):
    publish("开展缴存核查的公告", text="规定缴存核查的办法。请各单位配合。", summary="规定缴存核查的办法")
    publish("缴存核查的说明", text="请各单位配合。", summary="缴存核查怎么做。")
    text = client.get("/search/?q=公告").content.decode()
    assert text.count("规定缴存核查的办法") == 1
    assert "缴存核查怎么做" in client.get("/search/?q=说明").content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_a_number_that_nothing_has_is_told_before_what_only_mentions_it(place, client, publish):
    document = a_public_page(a_document(a_section(place)), staff(place.agency))
    publish("贯彻文件的通知", text="根据石公积金发〔2024〕1号，通知如下。")
    told = client.get("/search/", {"q": "石公积金发〔2024〕1号"}).content.decode()
    assert "没有文号或者索引号是“石公积金发〔2024〕1号”的内容" in told
    assert "贯彻文件的通知" in told
    for asked in (document.document_number, "通知"):
        assert "没有文号或者索引号是" not in client.get("/search/", {"q": asked}).content.decode()


def test_a_word_that_is_nowhere_is_answered_by_the_likest_one(client, publish):
    publish("关于住房公积金提取的通知")
    text = client.get("/search/?q=公基金").content.decode()
    assert "没有找到" in text
    assert ">公积金</a>" in text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("?q=" + "长" * 101, "不超过 100 个字"),
        ("?q=贷款&agency=nowhere", "没有这个机关"),
        ("?q=贷款&year=x", "年份应为四位数字"),
        ("?q=贷款&state=x", "没有这种有效性"),
        ("?q=贷款&p=x", "页码应为数字"),
    ],
)
def test_a_wrong_filter_is_told(client, publish, address, said):
    publish("贷款公告")
    answer = client.get("/search/" + address)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_long_results_come_in_pages(client, publish):
    for at in range(21):
        publish(f"贷款公告之{at}")
    first, second = (client.get(f"/search/?q=贷款&p={p}") for p in (1, 2))
    assert len(first.context["results"]) == 20
    assert len(second.context["results"]) == 1
    assert len(client.get("/search/?q=贷款&p=99").context["results"]) == 1


def test_a_search_takes_few_queries(client, publish, django_assert_max_num_queries):
    for at in range(21):
        publish(f"贷款公告之{at}")
    client.get("/search/?q=贷款")
    with django_assert_max_num_queries(12):
        answer = client.get("/search/?q=贷款&agency=yiyang")
    assert len(answer.content) < 100_000


def test_browsers_get_suggestions(client, publish):
    publish("贷款公告")
    assert client.get("/search/suggestions/?q=贷款").json()[:2] == ["贷款", ["贷款公告"]]
    assert client.get("/search/suggestions/").json() == ["", [], []]
    assert "{searchTerms}" in client.get("/search/description.xml").content.decode()


def test_while_somebody_types_the_newest_public_titles_are_offered(client, publish, section):
    publish("贷款公告")
    a_draft(section, title="没有公开的")
    take_down(publish("下线的"))
    text = client.get("/search/").content.decode()
    assert '<option value="贷款公告">' in text
    assert "没有公开的" not in text
    assert "下线的" not in text


def test_of_a_common_word_the_newest_are_counted_and_the_years_before_are_offered_all_the_same(
    publish, client, monkeypatch
):
    for module in ("gongkai.pages.searching", "gongkai.portal.search"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    pages = [publish(f"公积金公告{year}", day=date(year, 3, 1)) for year in (2019, 2021, 2022, 2023)]
    hits = find(Question("公积金", by_date=True))
    assert hits.is_capped and hits.numbers == [page.pk for page in reversed(pages)][:3]
    text = client.get("/search/?q=公积金").content.decode()
    assert "2+" in text and "2019 年" in text
    assert found("公积金", year=2019) == [pages[0].pk]
    for day in (2, 3):
        publish(f"公积金公告2023之{day}", day=date(2023, 3, day))
    chosen = client.get("/search/?q=公积金&year=2023").content.decode()
    assert "2+" in chosen and "2019 年" not in chosen, "a year that was not chosen is not shown as chosen"


def test_what_is_narrowed_is_looked_for_beyond_the_newest_hits_of_the_words(publish, place, monkeypatch):
    monkeypatch.setattr("gongkai.pages.searching.MOST_COUNTED", 2)
    documents = a_section(place, "policy", title="文件", slug="documents")
    old = publish("公积金办法", day=date(2019, 1, 1), into=documents)
    for day in range(1, 6):
        publish(f"公积金公告{day}", day=date(2023, 1, day))
    assert found("公积金", section=documents.pk) == [old.pk]
