"""January: the draft is opened, a figure followed, findings answered; three rounds, signed, published; then a drift."""

from __future__ import annotations

import re

import pytest

from tests.journeys.pressing import press
from tests.journeys.signing_in import sign_in

YEAR = 2024
DRAFT = f"/admin/yearend/reports/shizuishan/{YEAR}/"
LIFE = f"{DRAFT}life/"
TALLIES = ("licensing_decisions", "penalty_decisions", "compulsion_decisions", "fees_collected_yuan")


@pytest.fixture
def signed_in(browser, site):
    """Return a function that gives a browser page on which somebody of the demonstration has signed in."""
    contexts = []

    def open_page(username):
        context = browser.new_context(base_url=site.address, locale="zh-CN", java_script_enabled=False)
        contexts.append(context)
        sign_in(context, site, f"shizuishan-{username}")
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def register(page, kind, value):
    page.goto("/admin/yearend/shizuishan/tallies/new/")
    page.select_option("select[name=kind]", f"oversight.{kind}")
    page.fill("input[name=since]", f"{YEAR}-01-01")
    page.fill("input[name=day]", f"{YEAR}-12-31")
    page.fill("input[name=value]", value)
    page.fill("input[name=source]", "业务系统年度统计")
    press(page, "main button:has-text('登记')")


def note(page, part, text):
    page.goto("/admin/yearend/shizuishan/notes/new/")
    page.fill("input[name=reference]", f"{YEAR}-{part}")
    page.select_option("select[name=part]", part)
    page.fill("input[name=day]", f"{YEAR}-11-20")
    page.fill("textarea[name=text]", text)
    page.fill("input[name=source]", "年终总结")
    press(page, "main button:has-text('登记')")


def act(page, words):
    page.goto(LIFE)
    press(page, f"main button:has-text('{words}')")


def state(page):
    page.goto(LIFE)
    return page.locator(".office-head strong").inner_text()


def approve(page, *, first=False):
    page.goto(LIFE)
    for box in page.locator("main input[type=checkbox]").all() if first else ():
        box.check()
    press(page, "main button[value=approve]")


def an_application(page):
    """Register an application that was handed in on paper in the year; return the address of its case."""
    page.goto("/admin/cases/register/")
    page.fill("#id_arrival_date", f"{YEAR}-12-20")
    page.fill("#id_applicant_name", "演示乙")
    page.fill("#id_address", "演示路1号")
    page.fill("#id_telephone", "0952-0000000")
    page.fill("#id_description", "上一年度的归集使用计划")
    press(page, "main button[type=submit]")
    press(page, "text=打开办件")
    return page.url


def test_a_year_closes_from_its_draft_to_a_drift(signed_in):
    clerk = signed_in("clerk")
    case = an_application(clerk)
    for kind in TALLIES:
        register(clerk, kind, "380" if kind == "fees_collected_yuan" else "2")
    note(clerk, "problem", "解读形式还不够多样，图解、视频解读偏少，群众看不懂、不爱看。")

    clerk.goto(DRAFT)
    press(clerk, "#at-article_20_8-administrative_institutional_fees-fees_collected_this_year a.evidence")
    assert "业务系统年度统计" in clerk.locator("#records ~ *").first.inner_text()
    clerk.goto(DRAFT)
    press(clerk, "#at-applications-new_received-natural_person a.evidence")
    press(clerk, "#records ~ * a")
    assert clerk.url == case

    clerk.goto(DRAFT)
    while clerk.locator("textarea[name=justification]").count():
        clerk.locator("textarea[name=justification]").first.fill("已核对原始材料，情况属实。")
        press(clerk.locator("button:has-text('记下说明')").first)
    assert clerk.locator(".office-finding--error").count() == 0

    act(clerk, "送审")
    assert state(clerk) == "待一审"
    approve(signed_in("first-reviewer"), first=True)
    approve(signed_in("second-reviewer"))
    approve(signed_in("third-reviewer"))
    assert state(clerk) == "三审通过，待签发"
    act(signed_in("leader"), "签发")
    act(clerk, "公开")
    assert state(clerk) == "已公开"
    press(clerk, "text=公开的报告")
    assert re.search(r"/shizuishan/\d+/$", clerk.url)
    assert "0.038" in clerk.content()
    clerk.locator("section:has(#year-before) summary").first.click()
    compared = clerk.locator("section:has(#year-before)").inner_text()
    assert re.search(r"自然人\s+0\s+1\s+\+1", compared)  # the year before nobody had applied

    clerk.goto(f"{DRAFT}versions/1/")
    assert "记录没有影响报告的变化" in clerk.content()
    clerk.goto(case)
    clerk.click("summary >> text=申请人撤回申请")
    clerk.fill("#id_withdraw_event_date", f"{YEAR}-12-30")
    clerk.fill("#id_withdraw_note", "来电撤回，有通话记录。")
    press(clerk, "button:has-text('登记“申请人撤回申请”')")
    clerk.goto(f"{DRAFT}versions/1/")
    drifted = clerk.locator("tr:has-text('四、结转下年度继续办理 · 总计')")
    assert re.search(r"1\s+0\s+减少 1 条", drifted.inner_text())
    assert clerk.locator("tr:has-text('其他处理 · 3.其他 · 总计')").count()
    press(drifted.locator("a"))
    assert clerk.url == case
