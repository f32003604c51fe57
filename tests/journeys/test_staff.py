"""Staff sign in to the editor of the demonstration."""

from tests.journeys.pressing import press


def test_staff_sign_in_and_find_the_report_without_a_publish_button(page, site):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/admin/")
    page.fill("input[name=username]", "demo")
    page.fill("input[name=password]", site.password)
    press(page, "button[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto("/admin/pages/search/?q=石嘴山")
    press(page, "main >> text=石嘴山市住房公积金管理中心2023年政府信息公开工作年度报告")
    page.wait_for_selector("text=保存草稿")
    assert page.locator("[name=action-publish]").count() == 0
    assert errors == []


def test_a_wrong_password_is_refused(page):
    page.goto("/admin/")
    page.fill("input[name=username]", "demo")
    page.fill("input[name=password]", "wrong")
    press(page, "button[type=submit]")
    assert "/admin/login/" in page.url
