"""A citizen reads a report: on a phone, by keyboard, without JavaScript, on paper."""

from itertools import pairwise

import pytest

from tests.journeys.pressing import press
from tests.journeys.reports import a_report_file

PLACES = [
    "/", "/shizuishan/", "/shizuishan/disclosure/annual-reports/", "/check/",
    "/check/compare/", "/check/rules/", "/apply/shizuishan/", "/apply/shizuishan/organization/", "/track/",
    "/no-such-page/",
]  # fmt: skip


def report_of(page, agency):
    page.goto(f"/{agency}/disclosure/annual-reports/")
    press(page, "main .section-list a")
    return page


def test_from_the_home_page_to_the_figures_by_links_alone(page):
    page.goto("/")
    press(page, "text=石嘴山市住房公积金管理中心")
    press(page, "main >> text=政府信息公开年报")
    press(page, "main >> text=2023年政府信息公开工作年度报告")
    assert page.locator("h1").inner_text() == "石嘴山市住房公积金管理中心2023年政府信息公开工作年度报告"
    assert "演示数据，非该中心发布" in page.locator(".document-head").inner_text()
    row = page.locator("#at-applications-denied_state_secret")
    assert row.locator("th[scope=row]").inner_text() == "1.属于国家秘密"
    assert row.locator("td").all_inner_texts() == ["0"] * 7
    assert "没有发现错误" in page.locator(".verdict").inner_text()


def test_the_2020_report_has_the_tables_of_its_own_form(page):
    report_of(page, "yiyang")
    assert page.locator("#at-article_20_9-government_centralized_procurement td").all_inner_texts() == ["20", "4987097"]
    assert page.locator("#at-applications-other_processing").count() == 1
    assert page.locator("#at-applications-other_misc").count() == 0
    assert "需要核实" in page.locator(".verdict").inner_text()


def test_a_mark_in_the_text_leads_to_its_finding_and_back(page):
    report_of(page, "yiyang")
    press(page.locator(".prose .flag").first)
    assert page.locator(".finding:target").count() == 1
    press(page.locator(".finding:target dd a"))
    assert page.locator("h2:target").inner_text() == "一、总体情况"


def test_the_first_key_leads_past_the_header(page):
    page.goto("/shizuishan/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_link_shows_where_the_keyboard_is(page):
    page.goto("/")
    for _ in range(4):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"


def test_on_a_phone_a_table_scrolls_inside_itself_and_keeps_the_row_label(page):
    page.set_viewport_size({"width": 360, "height": 800})
    report_of(page, "shizuishan")
    region = page.locator(".table-scroll", has=page.locator("#at-applications"))
    label = page.locator("#at-applications-denied_state_secret th[scope=row]")
    region.evaluate("region => { region.scrollLeft = 10000 }")
    assert region.evaluate("region => region.scrollLeft") > 100
    box, label_box = region.bounding_box(), label.bounding_box()
    assert label_box["x"] >= box["x"] - 1
    last = page.locator("#at-applications-denied_state_secret-total").bounding_box()
    assert last["x"] + last["width"] <= box["x"] + box["width"] + 1


def test_pages_ask_no_other_host_and_raise_no_error(page):
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for place in PLACES[:-1]:
        page.goto(place)
    report_of(page, "shizuishan")
    origin = page.evaluate("location.origin")
    assert [url for url in asked if not url.startswith(origin)] == []
    assert errors == []


def test_without_javascript_a_report_is_read_and_a_file_checked(page_without_script):
    page = page_without_script
    report_of(page, "shizuishan")
    assert page.locator("table.statutory").count() == 6
    page.goto("/check/")
    page.set_input_files("#id_file", {"name": "r.html", "mimeType": "text/html", "buffer": a_report_file()})
    press(page, "main button[type=submit]")
    assert "没有发现错误" in page.locator(".verdict").inner_text()
    page.locator("details.trace summary").first.click()
    assert page.locator("details.trace[open] table").first.is_visible()


def test_on_paper_only_the_document_is_left(page):
    report_of(page, "shizuishan")
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible()
    assert not page.locator(".footer").is_visible()
    assert page.locator("#at-applications").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_data_can_be_downloaded(page):
    report_of(page, "yiyang")
    with page.expect_download() as download:
        page.click("text=JSON 数据")
    assert download.value.suggested_filename == "益阳市住房公积金管理中心2020年政府信息公开工作年度报告（演示）.json"


@pytest.mark.parametrize("words", ["Word 文档", "PDF/A 文档", "网页文件", "Markdown 文本", "CSV 表格"])
def test_the_report_can_be_taken_along_in_every_format(page, words):
    report_of(page, "shizuishan")
    with page.expect_download() as download:
        page.click(f"text={words}")
    assert download.value.path().stat().st_size > 1000
    assert "2023年" in download.value.suggested_filename


def test_a_leader_sees_the_year_and_the_one_before_without_a_script(page_without_script):
    report_of(page_without_script, "shizuishan")
    assert page_without_script.locator(".chart").count() == 4
    assert page_without_script.locator(".chart svg").first.is_visible()
    page_without_script.click("summary >> text=逐格对照")
    assert page_without_script.locator(".compared tbody", has_text="（一）予以公开").locator("text=总计").is_visible()
    page_without_script.click("summary >> text=“申请人”的数据")
    assert page_without_script.locator(".chart-data[open] th >> text=自然人").is_visible()


@pytest.mark.parametrize("width", [320, 1440])
def test_no_word_of_a_chart_is_cut_off_or_covers_another(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    report_of(page, "shizuishan")
    for picture in page.locator(".chart-drawing").all():
        frame = picture.bounding_box()
        boxes = [words.bounding_box() for words in picture.locator("text").all()]
        for box in boxes:
            assert box["x"] >= frame["x"] - 1
            assert box["x"] + box["width"] <= page.viewport_size["width"]
        for one, other in pairwise(boxes):
            apart = one["y"] + one["height"] <= other["y"] + 3 or one["x"] + one["width"] <= other["x"] + 1
            assert apart, (one, other)
