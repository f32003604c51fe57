"""The open data: what it gives, of what day, in which parts, and never what is not public."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openapi_spec_validator import validate

from gongkai.annualreport import from_dict
from gongkai.pages.door import take_down
from gongkai.publishing.door import Attribute, InformationPage
from tests.portal.test_feeds import a_notice
from tests.publishing.examples import AT, a_document, a_draft, a_public_page, a_section, staff
from tests.yearend.examples import a_place, a_published_report

pytestmark = pytest.mark.django_db

LISTS = ("agencies", "sections", "annual-reports", "catalogue", "documents")


@pytest.fixture
def place():
    return a_place("yiyang", name="益阳市住房公积金管理中心", short_name="益阳公积金中心")


@pytest.fixture
def section(place):
    return a_section(place, "notice", title="通知公告", slug="notices")


def read(client, address, status=200):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def lines(client, address):
    answer = client.get(f"/api/v1/{address}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_long_list_is_read_part_by_part_without_gap_or_double(client, section):
    made = [a_notice(section, f"公告{at}", date(2023, 5, 1 + at // 2)).pk for at in range(7)]
    address, numbers = "/api/v1/documents?limit=3&agency=yiyang", []
    while address:
        part = client.get(address).json()
        numbers += [row["number"] for row in part["items"]]
        address = part["next"] and part["next"].removeprefix("http://127.0.0.1:8000")
    assert numbers == made[::-1]
    assert [int(row["信息编号"]) for row in lines(client, "documents.csv")] == made[::-1]


def test_a_new_document_moves_nothing_behind_a_place_to_go_on_from(client, section):
    made = [a_notice(section, f"公告{at}", date(2023, 5, 1 + at)).pk for at in range(4)]
    further = read(client, "documents?limit=2")["next"].removeprefix("http://127.0.0.1:8000/api/v1/")
    a_notice(section, "新公告", date(2024, 1, 1))
    assert [row["number"] for row in read(client, further)["items"]] == [made[1], made[0]]


def test_a_document_tells_its_validity_on_the_day_asked_about(client, place):
    people = staff(place.agency)
    page = a_public_page(
        a_document(a_section(place), by=people["clerk"], effective_date=date(2026, 3, 1), last_date=date(2199, 1, 1)),
        people,
    )
    event = {"by_text": "某号", "recorded_at": timezone.now(), "recorded_by": people["head"]}
    page.validity_events.create(act="repealed", effective_date=date(2026, 3, 5), **event)
    for day, validity in (("2026-02-28", "尚未生效"), ("2026-03-04", "有效"), ("2026-03-05", "已废止")):
        assert read(client, f"documents/{page.pk}?on={day}")["validity"] == validity
    assert read(client, "documents?state=in_force&on=2026-03-04")["items"][0]["number"] == page.pk
    assert read(client, "documents?state=in_force&on=2026-03-05")["items"] == []
    assert read(client, f"documents/{page.pk}")["content_hash"] == page.cleared_hash


def test_the_catalogue_has_what_article_12_asks_for(client, section):
    people = staff(section.get_parent().specific.agency)
    page = a_public_page(a_draft(section, by=people["clerk"]), people)
    (row,) = read(client, "catalogue")["items"]
    assert (row["index_number"], row["title"], row["summary"]) == (page.index_number, page.title, page.summary)
    assert row["issue_date"] == "2026-02-26"
    assert row["publication_date"] == f"{timezone.localtime(AT):%Y-%m-%d}"
    assert lines(client, "catalogue.csv")[0]["索引号"] == page.index_number


def test_an_annual_report_is_given_as_it_was_published(client, place):
    page = a_published_report(place, 2023)
    told = read(client, "annual-reports/yiyang/2023")
    assert told == page.report
    assert from_dict(told).year == 2023
    assert read(client, "annual-reports")["items"][0]["data"].endswith("/api/v1/annual-reports/yiyang/2023")
    assert read(client, "annual-reports/yiyang/2019", 404)["detail"] == "没有公开的这一年年度报告。"


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"go_live_at": timezone.now() + timedelta(days=1)},
        {"expire_at": AT},
        {"attribute": Attribute.ON_APPLICATION},
        {"attribute": Attribute.WITHHELD},
    ],
    ids=["withdrawn", "scheduled", "expired", "on application", "withheld"],
)
def test_what_is_not_public_is_in_no_list(client, section, columns):
    page = a_notice(section, "缓缴审批琐事")
    if columns:
        InformationPage.objects.filter(pk=page.pk).update(**columns)
    else:
        take_down(page)
    for name in LISTS:
        assert "缓缴" not in json.dumps(read(client, name), ensure_ascii=False), name
        assert all("缓缴" not in str(line) for line in lines(client, f"{name}.csv")), name
    read(client, f"documents/{page.pk}", 404)


def test_every_answer_of_a_demonstration_says_so(client):
    place = a_place("demo", demonstration=True)
    read(client, "documents?agency=none", 404)
    assert client.get(f"/api/v1/documents/{'9' * 30}").status_code == 404
    assert read(client, "documents?agency=demo")["notice"] == "演示数据，非该中心发布。"
    page = a_notice(a_section(place), "演示公告", index_number="demo/2023-B00001")
    a_published_report(place, 2023)
    for name in (*LISTS, f"documents/{page.pk}", "annual-reports/demo/2023"):
        answer = client.get(f"/api/v1/{name}")
        assert "演示数据，非该中心发布" in answer.content.decode(), name
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    for name in LISTS:
        assert [line["说明"] for line in lines(client, f"{name}.csv")] == ["演示数据，非该中心发布。"]


@pytest.mark.parametrize("address", ["documents", "documents.csv"])
def test_what_is_unchanged_is_not_sent_again(client, section, address):
    a_notice(section, "公告")
    known = {"If-None-Match": client.get(f"/api/v1/{address}").headers["ETag"]}
    assert client.get(f"/api/v1/{address}", headers=known).status_code == 304
    a_notice(section, "另一公告")
    assert client.get(f"/api/v1/{address}", headers=known).status_code == 200


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("documents?limit=0", "limit"),
        ("documents?on=2026-02-30", "on"),
        ("documents?state=old", "state"),
        ("documents?after=2026-02-30.1", "after"),
        ("catalogue?after=x", "after"),
    ],
)
def test_what_was_not_understood_is_named(client, address, named):
    assert named in read(client, address, 422)["detail"]


def test_an_address_that_asks_too_often_has_to_wait(client, settings):
    settings.OPEN_DATA_PER_HOUR = 1
    read(client, "agencies")
    answer = client.get("/api/v1/agencies")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")


def test_a_title_that_looks_like_a_formula_is_no_formula_in_a_table(client, section):
    a_notice(section, "=1+1")
    assert lines(client, "documents.csv")[0]["名称"] == "'=1+1"


def test_nothing_can_be_written(client):
    for act in (client.post, client.put, client.delete, client.patch):
        assert act("/api/v1/documents").status_code == 405
    assert client.head("/api/v1/documents").status_code == 200


def test_the_description_is_valid_and_the_page_tells_every_address_of_it(client, section):
    described = client.get("/api/v1/openapi.json").json()
    validate(described)
    page = client.get("/open-data/").content.decode()
    assert [address for address in described["paths"] if address not in page] == []


def test_a_part_of_a_list_asks_the_database_few_times_however_long_it_is(
    client, section, django_assert_max_num_queries
):
    for at in range(12):
        a_notice(section, f"公告{at}")
    client.get("/api/v1/documents")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/documents")
