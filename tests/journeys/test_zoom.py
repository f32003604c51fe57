"""Public pages enlarged to 200 %, as people with weak sight read them (PLAT C test 4)."""


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
