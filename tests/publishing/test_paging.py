"""Long lists are counted from the oldest, so that a new entry leaves the older pages as they are."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from gongkai.publishing.door import InformationPage
from gongkai.publishing.history import Arrival, bring_in
from gongkai.publishing.paging import A_PAGE, number_in, part_of
from tests.publishing.examples import AT, a_section, body, information
from tests.yearend.examples import a_place, an_importer


class Numbers:
    """Stands for a queryset of so many entries, the newest first."""

    def __init__(self, count):
        self.rows = list(range(count, 0, -1))

    def count(self):
        return len(self.rows)

    def __getitem__(self, part):
        return self.rows[part]


@pytest.mark.parametrize("count", [0, 1, A_PAGE, 2 * A_PAGE - 1])
def test_a_list_of_less_than_two_pages_has_one(count):
    part = part_of(Numbers(count))
    assert part.entries == Numbers(count).rows
    assert (part.older, part.newer, part.last) == (None, None, 0)
    with pytest.raises(Http404):
        part_of(Numbers(count), 1)


@pytest.mark.parametrize("count", range(2 * A_PAGE, 5 * A_PAGE))
def test_every_entry_is_on_exactly_one_page(count):
    newest = part_of(Numbers(count))
    others = [part_of(Numbers(count), number) for number in range(newest.last, 0, -1)]
    assert [entry for part in (newest, *others) for entry in part.entries] == Numbers(count).rows
    assert A_PAGE <= len(newest.entries) < 2 * A_PAGE


def test_the_older_pages_stay_when_something_is_added():
    for number in (1, 2, 3):
        assert part_of(Numbers(100), number).entries == part_of(Numbers(119), number).entries


def test_the_pages_lead_to_each_other():
    count = 5 * A_PAGE
    assert [part_of(Numbers(count), number).newer for number in (None, 4, 3, 1)] == [None, 0, 4, 2]
    assert [part_of(Numbers(count), number).older for number in (None, 4, 2, 1)] == [4, 3, 1, None]


def test_the_first_and_the_near_pages_are_offered():
    assert part_of(Numbers(20 * A_PAGE), 10).numbers == [12, 11, 10, 9, 8, 1]
    assert part_of(Numbers(20 * A_PAGE)).numbers == [19, 18, 17, 1]
    assert part_of(Numbers(20 * A_PAGE)).gap
    assert not part_of(Numbers(3 * A_PAGE)).gap


@pytest.mark.parametrize(
    ("component", "number"),
    [("page-7", 7), ("page-0", None), ("page-07", None), ("page-", None), ("7", None), ("page-７", None)],
)
def test_an_address_names_its_page(component, number):
    assert number_in(component) == number


@pytest.fixture
def long_section(db):
    section = a_section(a_place(), "dynamics", title="工作动态", slug="news")
    arrivals = [
        Arrival(
            information(title=f"第{day + 1}条", slug=f"item-{day}", body=body(), agency=section.agency),
            section,
            date(2024, 1, 1) + timedelta(days=day),
        )
        for day in range(2 * A_PAGE + 3)
    ]
    bring_in(arrivals, batch="测试批次", by=an_importer(), at=AT)
    return section


def test_a_section_shows_the_newest_and_leads_to_the_oldest(client, long_section):
    text = client.get(long_section.url).content.decode()
    assert "第43条<" in text
    assert "第20条<" not in text
    assert f'href="{long_section.url}page-1/"' in text
    answer = client.get(f"{long_section.url}page-1/")
    older = answer.content.decode()
    assert "第20条<" in older
    assert "第1条<" in older
    assert "第21条<" not in older
    assert answer.context["canonical"].endswith("/news/page-1/")


def test_a_page_that_is_not_there_is_not_found(client, long_section):
    for wrong in ("page-2/", "page-0/", "page-99999999/"):
        assert client.get(long_section.url + wrong).status_code == 404


def test_what_stands_in_a_section_below_is_listed_above_too(client, long_section):
    below = a_section(long_section, "dynamics", title="会议", slug="meetings")
    page = InformationPage.objects.child_of(long_section).order_by("pk").last()
    page.move(below, pos="last-child")
    text = client.get(long_section.url).content.decode()
    assert page.title in text
    assert f'href="{below.url}"' in text


def test_a_list_takes_few_queries_however_long_it_is(client, long_section, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        answer = client.get(long_section.url)
    assert len(answer.content) < 100_000
