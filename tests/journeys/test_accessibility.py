"""axe finds nothing to object to, in light and dark, on a phone and on a desk."""

import pytest

from tests.journeys.pressing import press
from tests.journeys.reports import a_report_file

Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe

ADDRESSES = [
    "/", "/shizuishan/", "/shizuishan/disclosure/annual-reports/", "report", "report with the year before", "/check/",
    "/check/compare/", "/check/rules/", "/no-such-page/",
    "/apply/shizuishan/", "/apply/shizuishan/person/", "/apply/shizuishan/organization/",
    "/apply/shizuishan/paper-form/", "/track/",
]  # fmt: skip
UPLOADS = {
    "clean": a_report_file(),
    "errors": a_report_file(granted=11),
    "unread": a_report_file(unread=True),
    "none": b"?",
}
SCREENS = [(360, "light"), (1440, "light"), (360, "dark"), (1440, "dark")]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def unfold(page):
    for folded in page.locator("details").all():
        folded.evaluate("one => { one.open = true }")


@pytest.fixture(params=SCREENS, ids=[f"{width}-{scheme}" for width, scheme in SCREENS])
def screen(request, page):
    """A page in one width and colour scheme."""
    width, scheme = request.param
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    return page


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_passes(screen, address):
    if address.startswith("report"):
        screen.goto(
            "/yiyang/disclosure/annual-reports/" if address == "report" else "/shizuishan/disclosure/annual-reports/"
        )
        press(screen, "main .section-list a")
        unfold(screen)
    else:
        screen.goto(address)
    assert violations(screen) == []


@pytest.mark.parametrize("upload", UPLOADS)
def test_every_result_passes_with_everything_unfolded(screen, upload):
    screen.goto("/check/")
    screen.set_input_files("#id_file", {"name": "r.html", "mimeType": "text/html", "buffer": UPLOADS[upload]})
    press(screen, "main button[type=submit]")
    unfold(screen)
    assert violations(screen) == []


@pytest.mark.parametrize("second", ["clean", "none"])
def test_every_comparison_passes(screen, second):
    screen.goto("/check/compare/")
    for name, upload in (("before", "errors"), ("after", second)):
        screen.set_input_files(f"#id_{name}", {"name": "r.html", "mimeType": "text/html", "buffer": UPLOADS[upload]})
    press(screen, "main button[type=submit]")
    unfold(screen)
    assert violations(screen) == []


def test_a_refused_form_passes(screen):
    screen.goto("/check/")
    press(screen, "main button[type=submit]")
    assert violations(screen) == []


def test_plat_c_4_at_200_percent_all_can_be_read_and_reached_by_keyboard(browser, site):
    """A window of 1280 px at 200 % shows what one of 640 px does: nothing is cut off, and Tab goes through it."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": 640, "height": 400}, device_scale_factor=2, locale="zh-CN"
    )
    page = context.new_page()
    for address in ("/", "/shizuishan/", "/shizuishan/disclosure/", "/apply/shizuishan/person/"):
        page.goto(address)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 640, address
        reached = set()
        for _ in range(12):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(() => { const one = document.activeElement, box = one.getBoundingClientRect();"
                " return [one.outerHTML.slice(0, 120), box.width > 0 && box.left < 640 && box.right > 0] })()"
            )
            assert focused[1], (address, focused[0])
            reached.add(focused[0])
        assert len(reached) > 8, address
    context.close()
