"""A normative document from its draft to its repeal, by six people at their own browsers."""

import re
from contextlib import contextmanager

from playwright.sync_api import expect

from tests.journeys.pressing import press
from tests.journeys.signing_in import sign_in

ID_NUMBER = "11010519491231002X"
DOCUMENT = "住房公积金提取管理办法（演示）"
EXPLAINER = "《住房公积金提取管理办法（演示）》解读"
FACTS = {"summary": "规定提取的条件、材料和程序。", "issue_date": "2026-11-20"}
PHONE = 360  # px: reviewers and leaders read and decide on one
ACTS = ("secrecy_cleared", "sensitivity_cleared", "personal_data_cleared")


@contextmanager
def signed_in(browser, site, role, width=1440):
    """Give a page of a browser where the person of `role` in the centre of Shizuishan has signed in."""
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 800}, locale="zh-CN")
    sign_in(context, site, f"shizuishan-{role}")
    yield context.new_page()
    context.close()


def section_number(page, title):
    page.goto(f"/admin/pages/search/?q={title}&content_type=publishing.sectionpage")
    return re.search(r"/(\d+)/", page.locator(f"main a:has-text('{title}')").first.get_attribute("href"))[1]


def drafted(page, kind, section, text, **fields):
    """Fill in a new page of `kind` in the editor, save it, and return its number."""
    page.goto(f"/admin/pages/add/publishing/{kind}/{section}/")
    for name, value in (FACTS | fields).items():
        if name == "explains":
            page.select_option("[name=explains]", label=value)
        else:
            page.fill(f"[name={name}]", value)
    page.locator(".c-sf-add-button").first.click()
    page.locator("[role=option]:has-text('正文')").first.click()
    written(page, text)
    saved(page)
    return re.search(r"/pages/(\d+)/edit/", page.url)[1]


def written(page, text):
    """Put `text` in place of what stands in the first paragraph."""
    page.locator(".Draftail-Editor [contenteditable=true]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    kept = page.locator("[name^=body-][name$=-value]").first  # the editor hands its text to the form a moment later
    expect(kept).to_have_value(re.compile(re.escape(text)))


def saved(page):
    press(page, "button:has-text('保存草稿')")
    page.wait_for_url("**/edit/")
    page.wait_for_selector("#proof-panel")


def proofread(browser, site, *numbers):
    """Let three readers end a round each for every page."""
    for role in ("clerk", "proofreader", "clerk"):
        with signed_in(browser, site, role) as page:
            for number in numbers:
                page.goto(f"/admin/proofs/{number}/")
                press(page, "button:has-text('校完成')")
                page.wait_for_selector("text=校完成。")


def read_on_a_phone(page):
    """See that findings, difference and decision are there, and that the page does not scroll sideways."""
    for heading in ("校对", "内容", "意见"):
        assert page.locator(f"main h2:has-text('{heading}')").first.is_visible(), heading
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE
    for button in page.locator("main form.review-form button").all():
        box = button.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE and box["height"] >= 24, box


def reviewed(browser, site, title, *rounds):
    for number in rounds:
        role = ("first-reviewer", "second-reviewer", "third-reviewer")[number - 1]
        with signed_in(browser, site, role, width=PHONE) as page:
            page.goto("/admin/reviews/")
            press(page, f"main >> text={title}")
            read_on_a_phone(page)
            for act in ACTS if number == 1 else ():
                page.check(f"[name={act}]")
            press(page, "button[value=approve]")
            page.wait_for_url("**/admin/reviews/")


def test_a_document_is_stopped_reviewed_edited_reviewed_again_published_and_repealed(browser, site):
    with signed_in(browser, site, "clerk") as page:
        section = section_number(page, "政策文件")
        facts = {"maker": "石嘴山市住房公积金管理中心", "document_number": "石公积金〔2026〕3号"}
        document = drafted(
            page,
            "normativedocumentpage",
            section,
            f"经办人身份证号{ID_NUMBER}。",
            title=DOCUMENT,
            effective_date="2026-11-26",
            **facts,
        )
        assert "须改正" in page.inner_text("#proof-panel")
        assert ID_NUMBER not in page.inner_text("#proof-panel")
        page.goto(f"/admin/reviews/submit/{document}/")
        press(page, "button:has-text('送审')")
        assert "没有办成" in page.inner_text("main")

        page.goto(f"/admin/pages/{document}/edit/")
        written(page, "提取住房公积金的，按照本办法办理。")
        saved(page)
        explainer = drafted(
            page, "explainerpage", section, "说明制定的背景和依据。", title=EXPLAINER, explains=DOCUMENT
        )

    proofread(browser, site, document, explainer)
    with signed_in(browser, site, "clerk") as page:
        page.goto(f"/admin/reviews/submit/{document}/")
        assert EXPLAINER in page.inner_text("main")
        press(page, "button:has-text('送审')")
        page.wait_for_url("**/admin/reviews/")
    reviewed(browser, site, DOCUMENT, 1, 2)

    with signed_in(browser, site, "clerk") as page:  # the third reviewer has not seen this
        page.goto(f"/admin/pages/{document}/edit/")
        page.fill("[name=summary]", "规定提取的条件和材料。")
        saved(page)
    with signed_in(browser, site, "third-reviewer") as page:
        page.goto("/admin/reviews/")
        assert DOCUMENT not in page.inner_text("main")

    with signed_in(browser, site, "clerk") as page:
        page.goto(f"/admin/proofs/{document}/")
        press(page, "button:has-text('三校完成')")
        page.wait_for_selector("text=三校完成。")
        page.goto(f"/admin/reviews/submit/{document}/")
        press(page, "button:has-text('送审')")
        page.wait_for_url("**/admin/reviews/")
    reviewed(browser, site, DOCUMENT, 1, 2, 3)

    public = browser.new_page(base_url=site.address)
    public.goto(f"/shizuishan/{document}/")
    assert DOCUMENT in public.inner_text("h1")
    press(public, f"text={EXPLAINER}")
    assert public.url.endswith(f"/shizuishan/{explainer}/")

    with signed_in(browser, site, "disclosure-office-head") as page:
        page.goto(f"/admin/reviews/validity/{document}/")
        page.select_option("[name=act]", label="废止")
        page.fill("[name=effective_date]", "2026-11-26")
        page.fill("[name=by_text]", "石公积金〔2026〕9号")
        press(page, "button:has-text('看公众将读到什么')")
        assert "自2026年11月26日起废止，依据：石公积金〔2026〕9号。" in page.inner_text("main")
        press(page, "button:has-text('确认登记')")
        page.wait_for_selector("text=已登记")
    public.goto(f"/shizuishan/{document}/")
    assert "已废止" in public.inner_text("h1")
    assert "石公积金〔2026〕9号" in public.inner_text("main")
    public.close()
