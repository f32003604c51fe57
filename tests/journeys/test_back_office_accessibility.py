"""axe finds nothing to object to in the back office: a page of each kind, on a phone in light, on a desk in dark."""

import pytest

from tests.journeys.signing_in import sign_in

Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe

ADDRESSES = [
    "/admin/",
    "/admin/desk/workload/",
    "/admin/reviews/",
    "/admin/reviews/withheld/",
    "/admin/reviews/together/",
    "/admin/cases/",
    "/admin/cases/lateness/",
    "/admin/cases/disputes/",
    "/admin/cases/issue/",
    "/admin/cases/settings/",
    "/admin/cases/templates/",
    "/admin/reviews/watched/",
    "/admin/supplies/",
    "/admin/supplies/1/",
    "/admin/yearend/figures/",
    "/admin/snippets/publishing/flaggedterm/",
    "/admin/snippets/publishing/flaggedterm/add/",
]
OF_AN_ADMINISTRATOR = ["/admin/desk/staffing/", "/admin/platform/shizuishan/"]
COLLECTION = "/admin/yearend/collections/demo-office/2023/"
OF_A_DEPARTMENT = [
    f"{COLLECTION}{one}" for one in ("", "receive/", "rollup/", "years/", "due/", "agencies/shizuishan/")
]
SCREENS = [(360, "light"), (1440, "dark")]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_kind_of_page_passes_and_fits(page, site, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found = seen_by(page, site, "shizuishan-disclosure-office-head", ADDRESSES)
    for username, addresses in (
        ("shizuishan-administrator", OF_AN_ADMINISTRATOR),
        ("demo-office-supervisor", OF_A_DEPARTMENT),
    ):
        found |= seen_by(page, site, username, addresses)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def seen_by(page, site, username, addresses):
    """Return by address what is wrong with the pages that somebody sees."""
    sign_in(page.context, site, username)
    found = {}
    for address in addresses:
        answer = page.goto(address)
        assert (address, answer.status, page.url.endswith(address)) == (address, 200, True)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[address] = violations(page) + ([("too wide", "")] if wide else [])
    return found
