"""The annual report as the public meets it."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from gongkai import annualreport
from gongkai.pages.door import take_down
from gongkai.yearend.door import import_report, open_section
from tests.yearend.examples import BATCH, a_place, a_published_report, a_report, an_importer

pytestmark = pytest.mark.django_db


def page_of(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.content)


def test_the_page_names_agency_year_form_and_date(client):
    page = a_published_report()
    head = page_of(client, page).css_first(".document-head").text()
    for words in (page.agency.name, "2023", "2024-01-25", "国办公开办函〔2021〕30号"):
        assert words in head


def test_every_table_has_a_caption_and_every_cell_its_headers(client):
    tree = page_of(client, a_published_report())
    tables = tree.css("table.statutory")
    assert len(tables) == 6
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    for table in tables:
        assert table.css_first("caption").text(strip=True)
        for td in table.css("td"):
            assert set(td.attributes["headers"].split()) <= ids
    statutory = annualreport.form("format_2021").tables.values()
    assert len(tree.css("table.statutory td")) == sum(len(one.rows) * len(one.columns) for one in statutory)


def test_no_id_stands_twice(client):
    ids = [node.attributes["id"] for node in page_of(client, a_published_report()).css("[id]")]
    assert len(ids) == len(set(ids))


def test_there_is_no_script_no_inline_style_and_nothing_from_elsewhere(client):
    page = a_published_report()
    answer = client.get(page.url)
    text = answer.content.decode()
    assert "<script" not in text
    assert " style=" not in text
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_the_engine_reads_our_own_page_back_without_one_wrong_cell(client):
    place = a_place(name="平畅市住房公积金管理中心")
    report = a_report(place.agency.name)
    cells = report["tables"]["applications"]
    for row in ("new_received", "granted", "processed_total"):
        cells[row] |= {"natural_person": 12, "total": 12}
    report["tables"]["article_20_1"]["administrative_normative_documents"] |= {
        "issued_this_year": 3,
        "repealed_this_year": 1,
        "currently_effective": 8,
    }
    report["tables"]["article_20_8"]["administrative_institutional_fees"]["fees_collected_this_year"] = "0.038"
    page = import_report(
        open_section(place),
        report,
        publication_date=date(2024, 1, 25),
        batch=BATCH,
        by=an_importer(),
        at=timezone.now(),
    )
    read = annualreport.read(client.get(page.url).content, "page.html")
    assert read.form.id == "format_2021"
    for place_, one in read.cells():
        expected = report["tables"].get(place_.table, {}).get(place_.row, {}).get(place_.column)
        assert one.value is None or str(one.value) == str(expected), (place_, one)
    assert read.value("applications", "granted", "total") == 12
    assert read.value("article_20_1", "administrative_normative_documents", "currently_effective") == 8


def test_what_the_checks_find_is_shown_beside_the_report(client):
    place = a_place()
    report = a_report(place.agency.name)
    report["tables"]["applications"]["new_received"] |= {"natural_person": 5, "total": 5}
    page = a_published_report(place, tables=report["tables"])
    tree = page_of(client, page)
    assert "错误" in tree.css_first(".verdict").text()
    rules = {node.text() for node in tree.css(".rule-id")}
    assert "T3-BALANCE" in rules
    for link in tree.css(".finding dd a"):
        assert tree.css_first(f'[id="{link.attributes["href"][1:]}"]') is not None


def test_last_years_report_is_checked_against(client):
    place = a_place()
    before = a_report(place.agency.name, 2022)
    for row in ("new_received", "carried_over_out"):
        before["tables"]["applications"][row] |= {"natural_person": 2, "total": 2}
    a_published_report(place, 2022, tables=before["tables"])
    tree = page_of(client, a_published_report(place, 2023))
    assert "T3-CARRY" in {node.text() for node in tree.css(".rule-id")}


def test_a_demonstration_says_so_and_asks_not_to_be_found(client):
    page = a_published_report(a_place("demo", demonstration=True))
    for address in (page.url, "/demo/", "/demo/disclosure/annual-reports/"):
        text = client.get(address).content.decode()
        assert "演示数据，非该中心发布" in text
        assert '<meta name="robots" content="noindex' in text


def test_a_real_agency_is_not_called_a_demonstration(client):
    text = client.get(a_published_report().url).content.decode()
    assert "演示" not in text
    assert "noindex" not in text


def test_the_report_is_open_data(client):
    page = a_published_report(a_place("yiyang"))
    answer = client.get("/open-data/annual-reports/yiyang/2023.json")
    assert answer.status_code == 200
    assert answer.json() == page.report
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/open-data/annual-reports/yiyang/2022.json").status_code == 404
    assert client.post("/open-data/annual-reports/yiyang/2023.json").status_code == 405


def test_a_withdrawn_report_is_no_open_data(client):
    page = a_published_report(a_place("yiyang"))
    take_down(page)
    assert client.get("/open-data/annual-reports/yiyang/2023.json").status_code == 404


def test_the_section_lists_reports_newest_first(client):
    place = a_place("yiyang")
    for year in (2021, 2023, 2022):
        a_published_report(place, year)
    listed = [entry["title"] for entry in client.get("/yiyang/disclosure/annual-reports/").context["reports"]]
    assert [title[-17:-13] for title in listed] == ["2023", "2022", "2021"]


@pytest.mark.parametrize(
    "changes",
    [{"agency": "另一个中心"}, {"year": 2022}, {"format": "format_2019_trial"}],
    ids=["agency", "year", "form"],
)
def test_a_report_that_is_not_this_pages_is_refused(changes):
    page = a_published_report()
    page.report = {**page.report, **changes}
    with pytest.raises(ValidationError):
        page.full_clean()


def test_a_year_has_one_report():
    place = a_place()
    a_published_report(place)
    with pytest.raises(ValidationError):
        a_published_report(place)
    assert place.agency.annual_reports.count() == 1


ADDRESSES = [
    "/", "/yiyang/", "/yiyang/disclosure/annual-reports/", "report", "/check/", "/check/compare/", "/check/rules/",
    "/open-data/annual-reports/yiyang/2023.md",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_asks_the_database_more_than_twelve_times_or_weighs_more_than_100_kilobytes(
    client, django_assert_max_num_queries, address
):
    place = a_place("yiyang")
    pages = [a_published_report(place, year) for year in (2021, 2022, 2023)]
    a_published_report(a_place("shizuishan"))
    address = pages[-1].url if address == "report" else address
    with django_assert_max_num_queries(12):
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) <= 100 * 1024


def tables_full_of_figures(agency):
    """Return tables in which every cell holds a large figure and all sums agree."""
    tables = a_report(agency)["tables"]
    for rows in tables.values():
        for cells in rows.values():
            cells.update({column: "1234.5" if isinstance(value, str) else 1234 for column, value in cells.items()})
    for (one,) in map(annualreport.form("format_2021").identities_of, ("T3-PROCESSED-SUM", "T3-BALANCE")):
        for column in tables["applications"]["granted"]:
            left, right = (sum(tables["applications"][row][column] for row in side) for side in (one.left, one.right))
            tables["applications"][one.left[0]][column] += right - left
    for cells in tables["applications"].values():
        cells["total"] = sum(value for column, value in cells.items() if column != "total")
    for one in annualreport.form("format_2021").identities_of("T4-SUM"):
        cells = tables["review_litigation"]["cases"]
        cells[one.left[0]] = sum(cells[column] for column in one.right)
    return tables


def test_a_report_in_which_every_figure_changed_is_still_a_light_page(client):
    place = a_place()
    a_published_report(place, 2022)
    page = a_published_report(place, 2023, tables=tables_full_of_figures(place.agency.name))
    answer = client.get(page.url)
    assert "200 格有变化" in answer.content.decode()
    assert len(answer.content) <= 100 * 1024


def test_the_charts_and_the_year_before_stand_on_the_page(client):
    place = a_place()
    before = a_report(place.agency.name, 2022)["tables"]
    before["applications"]["new_received"] |= {"natural_person": 4, "total": 4}
    before["applications"]["granted"] |= {"natural_person": 4, "total": 4}
    first = a_published_report(place, 2022, tables=before)
    tree = page_of(client, a_published_report(place, 2023))
    assert [node.text() for node in tree.css(".chart-title")] == [
        "申请的办理结果", "申请人", "行政复议和行政诉讼", "规章和规范性文件",
    ]  # fmt: skip
    assert "全年没有收到申请，比上年少 4 件（100%）" in tree.css_first(".chart-reading").text()
    assert "4 → 0（少 4，-100.0%）" in tree.css_first(".changes").text()
    assert tree.css_first("#year-before") is not None
    assert page_of(client, first).css_first("#year-before") is None


def test_the_section_draws_the_years_from_the_second_on(client):
    place = a_place("yiyang")
    a_published_report(place, 2022)
    assert LexborHTMLParser(client.get("/yiyang/disclosure/annual-reports/").content).css_first(".chart") is None
    a_published_report(place, 2023)
    drawn = LexborHTMLParser(client.get("/yiyang/disclosure/annual-reports/").content).css_first(".chart")
    assert "历年新收申请" in drawn.text()
