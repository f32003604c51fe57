"""Somebody has a report checked."""

import pytest

from tests.journeys.pressing import press
from tests.journeys.reports import AGENCY, a_report_file


def check(page, data, name="report.html", previous=None):
    page.goto("/check/")
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    if previous:
        page.set_input_files("#id_previous", {"name": "2022.html", "mimeType": "text/html", "buffer": previous})
    press(page, "main button[type=submit]")
    return page.locator(".verdict").inner_text()


def test_a_good_report_is_called_good(page):
    assert "没有发现错误" in check(page, a_report_file())
    assert AGENCY in page.locator(".document-head").inner_text()
    assert page.locator("#at-applications-granted-total").inner_text() == "12"


def test_an_error_leads_to_its_cell_and_the_cell_back_to_it(page):
    assert "发现 2 处错误" in check(page, a_report_file(granted=11))
    press(page.locator("#finding-1 dd a"))
    cell = page.locator("td:target")
    assert cell.count() == 1
    press(cell.locator("a"))
    assert page.locator("#finding-1:target").count() == 1


def test_each_cell_says_where_it_was_read(page):
    check(page, a_report_file())
    page.click("summary >> text=三、收到和处理政府信息公开申请情况")
    line = page.locator("details[open] .trace-table tr", has_text="（一）予以公开 / 总计")
    assert line.locator("td").all_inner_texts()[:3] == ["12", "读出", "12"]
    assert "第" in line.locator("td").last.inner_text()


def test_what_was_not_read_is_not_passed(page):
    verdict = check(page, a_report_file(unread=True))
    assert "未能读出" in verdict
    assert "没有发现错误" not in verdict


def test_a_file_that_is_no_report_is_answered_with_a_reason(page):
    assert "未能读出这份文件" in check(page, b"\x89PNG not a report" * 99, "photo.png")
    assert page.locator(".finding-message").first.inner_text()
    assert page.locator("#id_file").is_visible()


def test_a_file_that_is_too_large_gets_an_answer_and_no_broken_connection(page, tmp_path):
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"0" * (64 * 1024 * 1024))
    page.goto("/check/")
    page.set_input_files("#id_file", large)
    with page.expect_navigation() as answer:
        page.click("main button[type=submit]")
    assert answer.value.status == 413
    assert "超过 20 MB" in page.locator("[role=alert]").inner_text()


def test_sending_nothing_is_explained_beside_the_field(page):
    page.goto("/check/")
    press(page, "main button[type=submit]")
    assert "还没有选择文件" in page.locator("#id_file-error").inner_text()


def test_last_years_report_is_set_beside_this_years(page):
    before = a_report_file().replace("2023年".encode(), "2022年".encode())
    check(page, a_report_file(), previous=before)
    assert "2022.html" in page.locator(".document-head").inner_text()
    assert page.locator(".passages summary").count() >= 1


def test_the_mended_form_is_taken_along(page):
    wrong = a_report_file().replace(
        b"<td>12</td></tr>", b"<td>10</td></tr>", 1
    )  # the total of the first row with applications
    check(page, wrong)
    assert "原件是 10，按勾稽关系只能是 12" in page.locator(".mended").inner_text()
    for button, ending in (("Word", ".docx"), ("Excel", ".xlsx"), ("CSV（改后）", ".csv"), ("CSV（照原样", ".csv")):
        with page.expect_download() as download:
            page.click(f".buttons button:has-text('{button}')")
        assert download.value.suggested_filename.startswith(AGENCY)
        assert download.value.suggested_filename.endswith(ending)


def test_the_tables_are_copied_by_keyboard_alone(page):
    check(page, a_report_file())
    page.locator(".pasted summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    assert "（一）予以公开\t\t12" in page.evaluate("getSelection().toString()")


def test_a_finding_leads_to_its_rule(page):
    check(page, a_report_file(granted=11))
    press(page, "#finding-1 a.rule-id")
    assert page.locator(".rule:target h3").inner_text() == "收到与办理不平衡"


def test_two_reports_are_set_beside_each_other(page_without_script):
    page = page_without_script
    page.goto("/check/")
    press(page, "text=比较两份报告")
    for name, data in (("before", a_report_file(granted=11)), ("after", a_report_file())):
        page.set_input_files(f"#id_{name}", {"name": f"{name}.html", "mimeType": "text/html", "buffer": data})
    press(page, "main button[type=submit]")
    assert "11 → 12" in page.locator(".changes").inner_text()
    assert page.locator(".compared").first.is_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_the_result_is_not_wider_than_the_screen(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for data in (a_report_file(granted=11), a_report_file(unread=True), b"no report"):
        check(page, data, "a-rather-long-file-name-" * 4 + ".html")
        assert page.locator("html").evaluate("page => page.scrollWidth") <= width


def test_a_keyboard_is_enough(page):
    page.goto("/check/")
    page.set_input_files("#id_file", {"name": "r.html", "mimeType": "text/html", "buffer": a_report_file(granted=11)})
    page.focus("#id_previous")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "开始检查"
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict")
    page.focus("#finding-1 dd a")
    page.keyboard.press("Enter")
    assert page.locator("td:target").count() == 1
