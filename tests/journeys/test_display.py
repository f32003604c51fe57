"""The 关怀版 is turned on and off without a script; that every page fits it is tried in test_every_page.py."""


def test_the_elder_mode_is_turned_on_by_a_button_without_a_script_and_stays(page_without_script):
    page = page_without_script
    page.goto("/yiyang/disclosure/")
    with page.expect_navigation():
        page.get_by_role("button", name="关怀版", exact=True).click()
    assert page.url.endswith("/yiyang/disclosure/")
    page.goto("/policies/yiyang/")
    assert page.get_by_role("button", name="退出关怀版").is_visible()
    assert page.get_by_role("button", name="关怀版", exact=True).is_hidden()
