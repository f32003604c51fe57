"""Every page of the public is small, asks the database little, fits every screen and is read by everybody.

Each is opened once, in the demonstration; every_page.py tells how one comes to it.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

import pytest

from tests.journeys.beside import AGENCY
from tests.journeys.counting import ASKED, DRAWN
from tests.journeys.every_page import DRAWN_ELSEWHERE, Row, articles, every_row, public_templates

Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe

MOST_QUERIES = 12
MOST_QUERIES_OF_AN_ACT = 30  # where a form was sent and something was registered
MOST_BYTES = 100_000
SCREENS = (320, 768, 2560)
LARGE_PRINT = (320, 768)  # what fits there with large print fits wherever there is more room
TABS = 12  # real presses of the key; the rest of a page is asked in one go
MODES = {"elder": "elder.system", "high contrast": "usual.high"}
drawn: dict[str, list[str]] = {}  # by which templates each row was drawn

# What the keyboard can reach, in order; where the focus would not be seen; what would come out of order.
REACHED = """() => {
    const kinds = "a[href], button, input, select, textarea, summary, audio, video, [tabindex]";
    const all = [...document.querySelectorAll(kinds)];
    const shown = one => one.checkVisibility({visibilityProperty: true});
    const stops = all.filter(one => one.tabIndex >= 0 && !one.disabled && shown(one)
        && !(one.type == "radio" && !one.checked && one.form?.querySelector(`[name="${one.name}"]:checked`)));
    const unseen = stops.filter(one => {
        one.focus({focusVisible: true});
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        const ringed = style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2;
        return document.activeElement != one || !ringed || box.width < 1 || box.height < 1;
    });
    stops[0].focus();
    window.stops = stops;
    window.order = [];
    document.addEventListener("focusin", one => window.order.push(stops.indexOf(one.target)));
    const tell = one => one.outerHTML.slice(0, 120);
    return {unseen: unseen.map(tell), ordered: all.filter(one => one.tabIndex > 0).map(tell)};
}"""
# What axe objects to: the rule, and the first place. Of what comes again and again it looks at the first few.
REPEATED = ["tbody tr:nth-child(n+5)", "article.rule:nth-of-type(n+4)", "li:nth-child(n+9)"]
OBJECTIONS = """([exclude, options]) => axe.run({include: ["html"], exclude: exclude.map(one => [one])}, options).then(
    found => found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)]))"""
# Text that stands out too little from what is behind it (WCAG 1.4.3), each pair of colours once. axe takes a second
# for it; what changes with the colours of the page is looked for by this, and everything else by axe, once.
TOO_FAINT = """() => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d");
    const read = new Map();
    const channels = colour => {
        if (!read.has(colour)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, alpha] = canvas.getImageData(0, 0, 1, 1).data;
            read.set(colour, [r, g, b, alpha / 255]);
        }
        return read.get(colour);
    };
    const over = ([r, g, b, alpha], [x, y, z]) => [r, g, b].map((one, at) => alpha * one + (1 - alpha) * [x, y, z][at]);
    const behind = one => {
        const layers = [];
        for (; one; one = one.parentElement) {
            const layer = channels(getComputedStyle(one).backgroundColor);
            if (layer[3]) layers.unshift(layer);
            if (layer[3] == 1) break;
        }
        return layers.reduce((below, layer) => over(layer, below), channels("Canvas"));
    };
    const luminance = colour => colour.map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Map();
    while (texts.nextNode()) {
        const one = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !one.checkVisibility({visibilityProperty: true})) continue;
        if (one.closest(".visually-hidden, .skip, :disabled, script, style, option")) continue;
        const style = getComputedStyle(one), size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
        const colour = one.closest("svg") ? style.fill : style.color, ground = behind(one);
        const key = [colour, ground, least].join();
        if (!seen.has(key)) seen.set(key, [one, over(channels(colour), ground), ground, least]);
    }
    return [...seen.values()].flatMap(([one, ink, ground, least]) => {
        const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
        const ratio = (light + 0.05) / (dark + 0.05);
        return ratio < least ? [`${ratio.toFixed(2)}: ${one.outerHTML.slice(0, 120)}`] : [];
    });
}"""
# What is pressed and is smaller than a finger (关怀版: 44 px high, links within a text left out).
TOO_SMALL = """() => [
    ...document.querySelectorAll("button, select, input:not([type=hidden]), .button, .nav a, .chips a")
].filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0
    && !["radio", "checkbox"].includes(one.type)
).filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 120))"""
LABELS = """() => [
    [...document.querySelectorAll("meta[name]")].filter(one => one.content).map(one => one.name),
    document.querySelector("footer").textContent.includes("网站标识码")]"""
OF_THE_SITE, OF_A_COLUMN = {"SiteName", "SiteDomain"}, {"ColumnName", "ColumnType"}
OF_AN_ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Url", "description"}
WITHOUT_A_COLUMN = {"not found", "form out of date"}
STANDS_ON = "() => window.stops.indexOf(document.activeElement)"


@pytest.fixture(scope="module")
def page(browser, site):
    """One page of a browser for all of them: what is kept from page to page is a citizen's too."""
    context = browser.new_context(base_url=site.address, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    context.add_init_script(Axe().axe_script)
    page.answers = []
    page.on("response", lambda one: page.answers.append(one) if one.request.is_navigation_request() else None)
    for address in ("/", f"/{AGENCY}/"):  # what a server learns by its first answers is not counted
        page.goto(address)
    yield page
    context.close()


@cache
def sheet(request_context, value: str) -> str:
    """Return the style sheet that this site gives to somebody with this cookie."""
    return request_context.get("/display.css", headers={"Cookie": f"display={value}"}).text()


def objections(page):
    return page.evaluate(OBJECTIONS, [REPEATED, {"resultTypes": ["violations"]}])


def sticks_out(page, widths=SCREENS):
    wide = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(width)
    return wide


def lost_by_the_keyboard(page):
    told = page.evaluate(REACHED)
    for _ in range(min(TABS, page.evaluate("window.stops.length") - 1)):
        page.keyboard.press("Tab")
    order = page.evaluate("window.order")
    if order != list(range(1, len(order) + 1)):
        told["ordered"].append(order)
    page.evaluate("window.stops.at(-1).focus()")
    page.keyboard.press("Tab")
    if page.evaluate(STANDS_ON) == page.evaluate("window.stops.length - 1"):
        told["trapped"] = page.evaluate("window.stops.at(-1).outerHTML")
    page.evaluate("document.activeElement.blur()")
    first = page.evaluate("window.stops[0].textContent")
    return [f"{name}: {one}" for name, ones in told.items() for one in ones] + [first] * (first != "跳到正文")


def labels_missing(page, row: Row):
    """Return the national page labels (国办发〔2017〕47号) that the page of a row should have, and has not."""
    told, has_code = page.evaluate(LABELS)
    wanted = OF_THE_SITE | (set() if row.name in WITHOUT_A_COLUMN else OF_A_COLUMN)
    if row.name in articles():
        wanted |= OF_AN_ARTICLE
    if has_code:
        wanted |= {"SiteIDCode"}
    return sorted(wanted - set(told))


def problems_of(page, answer, row: Row):
    """Yield what is wrong with the page that stands in the browser."""
    yield from (("no label", name) for name in labels_missing(page, row))
    asked, most = int(answer.headers[ASKED.lower()]), MOST_QUERIES
    if answer.request.method == "POST":
        most = MOST_QUERIES_OF_AN_ACT
    if asked > most:
        yield "queries", asked
    if len(answer.body()) > MOST_BYTES:
        yield "bytes", len(answer.body())
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    yield from (("too wide at", width) for width in sticks_out(page))
    yield from (("keyboard", one) for one in lost_by_the_keyboard(page))
    page.set_viewport_size({"width": 360, "height": 900})
    yield from (("light", one) for one in objections(page))
    page.emulate_media(color_scheme="dark")
    yield from (("dark", one) for one in page.evaluate(TOO_FAINT))
    page.emulate_media(color_scheme="light")
    for mode, cookie in MODES.items():
        style = page.add_style_tag(content=sheet(page.context.request, cookie))
        yield from ((mode, one) for one in page.evaluate(TOO_FAINT))
        if mode == "elder":
            yield from (("too small", one) for one in page.evaluate(TOO_SMALL))
            yield from ((f"{mode}, too wide at", width) for width in sticks_out(page, LARGE_PRINT))
            page.set_viewport_size({"width": 360, "height": 900})
        style.evaluate("one => one.remove()")


def answer_of(page, site, row: Row):
    """Come to the page of a row; return the answer that brought it."""
    row.come(page, site)
    answer = page.answers[-1]
    drawn[row.name] = answer.headers[DRAWN.lower()].split()
    return answer


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in every_row()])
def test_every_page_is_small_and_fits_and_is_read_by_everybody(page, site, row: Row):
    assert list(problems_of(page, answer_of(page, site, row), row)) == []


def test_every_template_of_a_public_page_is_drawn_by_a_row(page, site):
    """A new type of page needs a row in every_page.py."""
    for row in (row for row in every_row() if row.name not in drawn):
        answer_of(page, site, row)
    assert public_templates() - set(chain.from_iterable(drawn.values())) - DRAWN_ELSEWHERE == set()


def test_text_that_is_too_faint_and_what_is_too_small_to_press_are_found(browser):
    page = browser.new_page()
    page.set_content(
        '<body style="background: #fff"><p style="color: #777">faint</p><p style="color: #767676">just enough</p>'
        '<p style="background: #000"><span style="color: rgb(255 255 255 / 40%)">faint too</span></p>'
        '<button style="height: 30px">small</button><button style="height: 48px">large</button>'
    )
    assert [one.partition(">")[2][:5] for one in page.evaluate(TOO_FAINT)] == ["faint", "faint"]
    assert [one.partition(">")[2][:5] for one in page.evaluate(TOO_SMALL)] == ["small"]
    page.close()
