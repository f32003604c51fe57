"""An application from the citizen's screen to the reply, through the hands of clerk, head and leader."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.cases.seals import with_seal
from tests.journeys.pressing import press
from tests.journeys.signing_in import sign_in

AGENCY = "shizuishan"
HELD = {"所申请的信息是否由本机关负责公开？": "是", "经检索，本机关是否有这一信息？": "是"}
EXEMPT = "依照第十四条至第十六条，有多少内容不予公开？"
IDENTITY_NUMBER = "110101199003071006"


@pytest.fixture
def somebody(browser, site):
    """Open a window of one's own: a citizen without script, or staff signed in by the role's account."""
    contexts = []

    def open_window(role: str = ""):
        context = browser.new_context(base_url=site.address, locale="zh-CN", java_script_enabled=bool(role))
        contexts.append(context)
        if role:
            sign_in(context, site, f"{AGENCY}-{role}")
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def apply_for(page, wanted):
    """Apply as a person; return number and code."""
    page.goto(f"/{AGENCY}/")
    press(page, "main a.button >> text=申请公开")
    press(page, "text=以个人名义申请")
    page.fill("#id_applicant_name", "演示甲")
    page.fill("#id_identity_number", IDENTITY_NUMBER)
    page.fill("#id_telephone", "0952-0000000")
    page.fill("#id_description", wanted)
    page.wait_for_timeout(2200)  # nobody reads a form faster
    press(page, "text=下一步")
    press(page, "text=提交申请")
    return page.locator(".receipt dd").first.inner_text(), page.locator(".tracking-code").inner_text()


def follow(page, code):
    page.goto("/track/")
    page.fill("#id_code", code)
    press(page, "button:has-text('查询')")


def open_case(page, number):
    page.goto(f"/admin/cases/all/?q={number}")
    press(page, f"table >> text={number}")


@contextmanager
def act_of(page, name):
    """Unfold the form of an act, and send it when it is filled in."""
    page.click(f"summary >> text={name}")
    yield
    press(page, f"button:has-text('登记“{name}”')")
    page.wait_for_selector(f"text=已登记：{name}。")


def draft(page, answers, text, facts):
    """Answer the questions that lead to the kind of reply, and write the draft."""
    press(page, "text=判断答复种类")
    while (question := page.locator("legend")).count():
        page.get_by_label(answers.get(question.inner_text(), "否"), exact=True).check()
        press(page, "button:has-text('下一步')")
    press(page, "text=按此拟稿")
    page.fill("#id_text", text)
    if page.locator("summary:has-text('第三方和其他情况') >> xpath=.. >> select:visible").count() == 0:
        page.click("summary >> text=第三方和其他情况")
    for name, words in facts.items():
        field = page.locator(f"#id_{name}")
        if words is True:
            field.check()
        else:
            is_choice = field.evaluate("one => one.localName") == "select"
            field.select_option(label=words) if is_choice else field.fill(words)
    press(page, "text=存为新稿")
    page.wait_for_selector("text=已存为新稿")


def approve(page, number):
    page.goto("/admin/cases/")
    press(page, f"#approve ~ ul >> text={number}")
    press(page, "button:has-text('同意')")
    page.wait_for_selector("text=审批意见已登记")


def send_out(page):
    """Give the approved reply its number, seal it outside, bring the sealed copy back, and send it out."""
    press(page, "button:has-text('成文取号')")
    pdf = page.locator("a:has-text('.pdf')").first.get_attribute("href")
    copy = {"name": "扫描.pdf", "mimeType": "application/pdf", "buffer": with_seal(page.request.get(pdf).body())}
    page.set_input_files("#id_sealed", copy)
    page.check("#id_is_compared")
    press(page, "button:has-text('登记盖章件')")
    press(page, "button:has-text('发出文书')")
    assert "已发出" in page.locator("main").inner_text()
    press(page, "a:has-text('返回办件')")


def test_from_the_application_by_correction_and_consultation_to_a_partial_release_and_its_reconsideration(somebody):
    citizen = somebody()
    number, code = apply_for(citizen, "贵中心的一些计划文件")
    follow(citizen, code)
    assert "已收到" in citizen.locator(".document-head").inner_text()

    clerk = somebody("clerk")
    open_case(clerk, number)
    with act_of(clerk, "告知补正"):
        clerk.fill("#id_request_correction_note", "请写明需要哪一年度的计划。")
    assert clerk.locator("summary >> text=延长答复期限").count() == 0

    follow(citizen, code)
    press(citizen, "text=查看《政府信息公开申请补正告知书》")
    assert "请写明需要哪一年度的计划。" in citizen.locator("article").inner_text()
    citizen.goto("/track/case/correction/")
    citizen.fill("#id_text", "2025年度归集使用计划。")
    press(citizen, "text=提交补正")
    assert "收到您的补正" in citizen.locator(".timeline").inner_text()

    clerk.reload()
    with act_of(clerk, "征求第三方意见"):
        clerk.fill("#id_consult_third_party_recipient_name", "演示担保公司")
        clerk.fill("#id_consult_third_party_note", "附表第三列的个人账号。")
    with act_of(clerk, "第三方提出意见"):
        clerk.select_option("#id_third_party_replied_opinion", label="不同意公开")
        clerk.fill("#id_third_party_replied_note", "不同意公开账号。")

    clerk.click("summary >> text=建议延长答复期限")
    clerk.fill("#id_extension_workdays", "10")
    clerk.fill("#id_extension_reason", "需要逐项核对")
    press(clerk, "button:has-text('提交建议')")
    head = somebody("disclosure-office-head")
    head.goto("/admin/cases/")
    press(head, f"#extensions ~ ul >> text={number}")
    press(head, "button:has-text('同意延期')")
    head.wait_for_selector("text=已同意延期")

    clerk.reload()
    facts = {
        "text_is_release": True,
        "fact_provision": "随附可以公开的部分。",
        "parts-0-part": "附表第三列的个人账号",
        "parts-0-ground": "个人隐私（第15条）",
        "parts-0-reason": "公开会损害他人隐私。",
    }
    draft(clerk, {**HELD, EXEMPT: "部分", "不予公开的部分能否区分处理？": "是"}, "向您提供可以公开的部分。", facts)
    assert clerk.locator("button:has-text('成文取号')").count() == 0
    approve(head, number)
    press(head, "a:has-text('核对提供的内容')")
    head.check("#nothing_left")
    press(head, "button:has-text('确认核对')")
    approve(somebody("leader"), number)
    clerk.reload()
    send_out(clerk)
    assert "已送达" in clerk.locator("main").inner_text()  # it was wanted on this site

    follow(citizen, code)
    told = citizen.locator("main").inner_text()
    assert "作出答复：部分公开。" in told
    assert "延长 10 个工作日" in told
    assert "先向演示市人民政府申请行政复议" in told
    press(citizen, "text=查看《政府信息公开申请答复书》")
    assert "附表第三列的个人账号" in citizen.locator("article").inner_text()

    press(clerk, "text=登记复议或者诉讼")
    clerk.fill("#id_reference", f"演复〔{number[:4]}〕88号")
    clerk.fill("#id_body", "演示市人民政府")
    clerk.fill("#id_filed_date", datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat())
    press(clerk, "button:text-is('登记')")
    open_case(clerk, number)
    press(clerk, f"text=演复〔{number[:4]}〕88号")
    assert number in clerk.locator("main").inner_text()


def test_a_refusal_cannot_go_out_without_the_leader(somebody):
    number, _ = apply_for(somebody(), "某处室的内部值班安排表")
    clerk, head = somebody("clerk"), somebody("disclosure-office-head")
    open_case(clerk, number)
    facts = {
        "fact_reasons": "属于内部工作流程。",
        "fact_discretion": "公开会妨碍内部管理。",
        "subclass": "内部事务信息：内部工作流程",
    }
    answers = {**HELD, EXEMPT: "全部", "不予公开的主要依据是哪一项？": "内部事务信息"}
    draft(clerk, answers, "您申请的内容不予公开。", facts)
    approve(head, number)
    clerk.reload()
    assert "还要审批：分管领导。" in clerk.locator("main").inner_text()
    assert clerk.locator("button:has-text('成文取号')").count() == 0
    sent = clerk.evaluate(
        """async () => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const answer = await fetch(location.pathname + "draft/issue/", {
                method: "POST", body: new URLSearchParams({csrfmiddlewaretoken: token})});
            return [answer.status, await answer.text()];
        }"""
    )
    assert sent[0] == 409
    assert "答复没有发出" in sent[1]
    leader = somebody("leader")
    approve(leader, number)
    clerk.reload()
    send_out(clerk)
