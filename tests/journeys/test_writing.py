"""A section of the report is written in the editor: a live figure is put in, copied, and leads to its records."""

from __future__ import annotations

import pytest

from tests.journeys.pressing import press

Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe

SECTION = "/admin/yearend/reports/yiyang/2020/sections/other_matters/"
WIDTHS = (360, 1280)


def test_a_live_figure_is_put_into_the_text_and_stored_as_its_token(page, site):
    page.goto(f"/admin/login/?next={SECTION}")
    page.fill("input[name=username]", "yiyang-clerk")
    page.fill("input[name=password]", site.password)
    press(page, "button[type=submit]")
    editor = page.locator("[role=textbox]")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("1. 全年主动公开政府信息")
    page.click("text=插入活数字")
    page.fill("dialog input[type=search]", "主动公开政府信息")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.getAttribute('role') === 'textbox'")
    page.keyboard.type("条。")
    value = editor.locator(".live-figure").inner_text()
    assert int(value)
    line = f"1. 全年主动公开政府信息{value}条。"
    assert editor.inner_text().strip() == line
    for key in ("Control+a", "Control+c", "Control+End", "Enter", "Control+v", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    records = page.get_by_role("link", name="查看依据").get_attribute("href")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    press(page, "main form button:has-text('保存')")
    page.goto(SECTION)
    assert page.locator("[role=textbox]").inner_text().split("\n") == [line, line]
    assert page.locator("[role=textbox] .live-figure").all_inner_texts() == [value, value]
    page.goto(records)
    assert value in page.inner_text("main")
