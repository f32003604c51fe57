"""A competent department's year: who is missing, a file taken in, returned, sent again, cleared, added up."""

from __future__ import annotations

import io

import pytest

from gongkai import annualreport
from tests.annualreport.building import clean_report, with_cells
from tests.journeys.pressing import press
from tests.journeys.signing_in import sign_in

YEAR = 2025  # nothing else in these tests is about this year
COLLECTIONS = "/admin/yearend/collections/demo-office/"
COLLECTION = f"{COLLECTIONS}{YEAR}/"
YIYANG, SHIZUISHAN = "益阳市住房公积金管理中心", "石嘴山市住房公积金管理中心"
NEW, CARRIED = "applications.new_received", "applications.carried_over_out"
FEES = "article_20_8.administrative_institutional_fees.fees_collected_this_year"


@pytest.fixture
def signed_in(browser, site):
    """Return a function that gives a browser page on which somebody of the demonstration has signed in."""
    contexts = []

    def open_page(username):
        context = browser.new_context(base_url=site.address, locale="zh-CN", java_script_enabled=False)
        contexts.append(context)
        sign_in(context, site, username)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def a_file(agency, kind, year=YEAR, **cells):
    """Return a report of a year in which 12 natural persons applied, as another software may have written it."""
    received = {f"{row}.{column}": 12 for row in (NEW, CARRIED) for column in ("natural_person", "total")}
    told = with_cells(clean_report(year=year, agency=agency), {**received, **cells})
    return {"name": f"报告.{kind}", "mimeType": "application/octet-stream", "buffer": annualreport.write(told, kind)}


def take_in(page, agency, file, day, year=YEAR):
    page.goto(f"{COLLECTIONS}{year}/receive/")
    page.select_option("select[name=agency]", agency)
    page.fill("input[name=day]", day)
    page.set_input_files("input[name=file]", file)
    press(page, "main button:has-text('读取并收存')")


def row_of(page, agency):
    page.goto(COLLECTION)
    return page.locator(f"tr:has-text('{agency}')").inner_text()


def downloaded(page, address):
    answer = page.request.get(address)
    assert answer.status == 200
    return answer.body()


def test_a_departments_year_from_who_is_missing_to_the_sum(signed_in):
    officer = signed_in("demo-office-supervisor")
    assert "逾期未报送" in row_of(officer, YIYANG)
    officer.goto(f"{COLLECTION}due/")
    officer.fill("input[name=submit_date]", "2026-01-26")
    officer.fill("input[name=basis]", "演示政办〔2025〕9号")
    press(officer, "main button:has-text('登记')")
    assert "最迟 2026年1月26日报送、2026年1月31日公开" in officer.content()

    take_in(officer, "shizuishan", a_file(YIYANG, "html"), "2026-01-27")  # the wrong agency is chosen
    assert "文件写明是“益阳市住房公积金管理中心”的报告" in officer.locator(".error-message").inner_text()
    take_in(officer, "yiyang", a_file(YIYANG, "html", **{f"{NEW}.total": 13}), "2026-01-27")
    assert "迟报 1 天" in officer.locator(".office-head strong").inner_text()
    assert officer.locator("text=错误").count()

    press(officer, "button[value=returned]")
    assert "请写明退回意见" in officer.locator(".error-message").inner_text()
    officer.fill("textarea[name=note]", "表三“总计”与各栏之和不符，请核对。")
    press(officer, "button[value=returned]")
    assert "已退回" in row_of(officer, YIYANG)

    clerk = signed_in("yiyang-clerk")
    clerk.goto(f"/admin/yearend/reports/yiyang/{YEAR}/life/")
    assert "表三“总计”与各栏之和不符" in clerk.locator("#returned").inner_text()
    assert clerk.request.get(COLLECTION).url.endswith("/admin/")  # a collection is the department's alone

    take_in(officer, "yiyang", a_file(YIYANG, "docx"), "2026-01-28")
    assert "13 → 12" in officer.locator("section:has(#resent)").inner_text()
    press(officer, "button[value=cleared]")
    clerk.reload()
    assert clerk.locator("#returned").count() == 0
    assert "审核通过" in clerk.locator("section:has(#received)").inner_text()

    officer.goto(f"{COLLECTION}rollup/")
    assert "1 个机关的报告，还缺 1 个：石嘴山公积金中心" in officer.locator("section:has(#worth)").inner_text()
    take_in(officer, "shizuishan", a_file(SHIZUISHAN, "md", YEAR - 1, **{FEES: "3.8"}), "2025-01-20", YEAR - 1)
    take_in(officer, "shizuishan", a_file(SHIZUISHAN, "pdf", **{FEES: "38000"}), "2026-01-20")
    officer.goto(f"{COLLECTION}rollup/")
    assert "2 个机关的报告，一个不缺" in officer.locator("section:has(#worth)").inner_text()
    assert "24" in officer.locator("#at-applications-new_received").inner_text()
    officer.goto(f"{COLLECTION}conspicuous/")
    assert "38000" in officer.locator("li:has-text('OUT-YUAN')").inner_text()
    assert officer.locator("section:has(#shared) details").count()  # the two texts are one text

    assert YIYANG in downloaded(officer, f"{COLLECTION}cells.csv").decode()
    import polars

    cells = polars.read_parquet(io.BytesIO(downloaded(officer, f"{COLLECTION}cells.parquet")))
    assert set(cells["agency"]) == {YIYANG, SHIZUISHAN}
