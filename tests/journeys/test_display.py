"""Every page type fits every screen, passes axe in the 关怀版 with high contrast, and needs no script for it."""

import pytest

from tests.journeys.test_accessibility import violations

PAGES = [
    "/", "/yiyang/", "/yiyang/disclosure/", "/policies/yiyang/", "/normative-documents/yiyang/?all=1", "document",
    "/site-map/yiyang/", "/site-errors/yiyang/", "/visits/yiyang/", "/search/?q=公积金&agency=yiyang", "/display/",
]  # fmt: skip
NARROW, WIDE = 320, 2560


def document_address(page):
    page.goto("/policies/yiyang/")
    return page.locator(".policies h2 a").first.get_attribute("href")


def sticks_out(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_fits_and_can_be_read_by_everybody(page, site, address):
    address = document_address(page) if address == "document" else address
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(address)
    assert not sticks_out(page)
    page.context.add_cookies([{"name": "display", "value": "elder.high", "url": site.address}])
    page.set_viewport_size({"width": NARROW, "height": 900})
    page.goto(address)
    assert not sticks_out(page)
    assert violations(page) == []


def test_the_elder_mode_is_turned_on_by_a_button_without_a_script_and_stays(page_without_script):
    page = page_without_script
    page.goto("/yiyang/disclosure/")
    with page.expect_navigation():
        page.get_by_role("button", name="关怀版", exact=True).click()
    assert page.url.endswith("/yiyang/disclosure/")
    page.goto("/policies/yiyang/")
    assert page.get_by_role("button", name="退出关怀版").is_visible()
    assert page.get_by_role("button", name="关怀版", exact=True).is_hidden()
