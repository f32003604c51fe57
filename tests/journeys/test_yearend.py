"""January: the draft is opened, a figure followed, findings answered; three rounds, signed, published; then a drift."""

from __future__ import annotations

import re

import pytest

from tests.journeys.pressing import press

YEAR = 2025
DRAFT = f"/admin/yearend/reports/shizuishan/{YEAR}/"
LIFE = f"{DRAFT}life/"
TALLIES = ("licensing_decisions", "penalty_decisions", "compulsion_decisions", "fees_collected_yuan")


@pytest.fixture
def signed_in(browser, site):
    """Return a function that gives a browser page on which somebody of the demonstration has signed in."""
    contexts = []

    def sign_in(username):
        context = browser.new_context(base_url=site.address, locale="zh-CN", java_script_enabled=False)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.fill("input[name=username]", f"shizuishan-{username}")
        page.fill("input[name=password]", site.password)
        press(page, "button[type=submit]")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def register(page, kind, value, *, source="业务系统年度统计", corrects=""):
    page.goto("/admin/yearend/shizuishan/tallies/new/")
    page.select_option("select[name=kind]", f"oversight.{kind}")
    page.fill("input[name=since]", f"{YEAR}-01-01")
    page.fill("input[name=day]", f"{YEAR}-12-31")
    page.fill("input[name=value]", value)
    page.fill("input[name=source]", source)
    if corrects:
        page.select_option("select[name=corrects]", label=corrects)
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


def test_a_year_closes_from_its_draft_to_a_drift(signed_in):
    clerk = signed_in("clerk")
    for kind in TALLIES:
        register(clerk, kind, "380" if kind == "fees_collected_yuan" else "2")
    note(clerk, "problem", "解读形式还不够多样，图解、视频解读偏少，群众看不懂、不爱看。")

    clerk.goto(DRAFT)
    press(clerk, "#at-article_20_8-administrative_institutional_fees-fees_collected_this_year a.evidence")
    assert "业务系统年度统计" in clerk.locator("#records ~ *").first.inner_text()

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

    clerk.goto(f"{DRAFT}versions/1/")
    assert "记录没有影响报告的变化" in clerk.content()
    register(clerk, "penalty_decisions", "3", source="复核", corrects=clerk_choice(clerk))
    clerk.goto(f"{DRAFT}versions/1/")
    drifted = clerk.locator("tr:has-text('行政处罚处理决定数量')")
    assert "多出 1 条" in drifted.inner_text()
    assert "减少 1 条" in drifted.inner_text()


def clerk_choice(page):
    """Return the words by which the form offers the tally to be corrected."""
    page.goto("/admin/yearend/shizuishan/tallies/new/")
    offered = page.locator("select[name=corrects] option").all_inner_texts()
    return next(words for words in offered if words.startswith("行政处罚处理决定数量") and str(YEAR) in words)
