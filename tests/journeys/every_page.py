"""Every page the public meets, and how one comes there in the demonstration that is served for these tests.

A row for each type of page is made from the models; for what stands beside the page tree, and for what only an act
leads to, a row is written here. test_every_page.py finds a template or a type of page that has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from playwright.sync_api import Page

import gongkai
from gongkai.pages.door import BasePage
from tests.journeys.beside import AGENCY, ANSWERED_CODE, REASONS_CODE, WAITING_CODE
from tests.journeys.demonstration import Site
from tests.journeys.pressing import press
from tests.journeys.reports import a_report_file

PACKAGE = Path(gongkai.__file__).parent
LAYOUT = "pages/layout.html"
NOBODY_READS_FASTER = 2200  # milliseconds between a form and its sending

Way = Callable[[Page, Site], object]


class Row(NamedTuple):
    """A page: what it is called here, and how to come there."""

    name: str
    come: Way


def at(address: str) -> Way:
    """Return the way to a fixed address."""
    return lambda page, site: page.goto(address)


def found(name: str) -> Way:
    """Return the way to what beside.py found or made."""
    return lambda page, site: page.goto(site.found[name])


def _upload(page: Page, address: str, **files: bytes) -> None:
    page.goto(address)
    for field, data in files.items():
        page.set_input_files(f"#id_{field}", {"name": "r.html", "mimeType": "text/html", "buffer": data})
    press(page, "main form:has(input[type=file]) button[type=submit]")


def _ask_for_no_kind(page: Page, site: Site) -> None:
    _upload(page, "/check/", file=a_report_file())
    page.evaluate("document.querySelector('button[name=kind]').value = 'x'")
    press(page.locator("button[name=kind]").first)


def _fill_in(page: Page, site: Site) -> None:
    page.goto(f"/apply/{AGENCY}/person/")
    for field, value in {
        "applicant_name": "演示甲",
        "identity_number": "110101199003071006",
        "telephone": "0952-0000000",
        "description": "2025年度住房公积金归集使用计划",
    }.items():
        page.fill(f"#id_{field}", value)


def _send_empty(page: Page, site: Site) -> None:
    page.goto(f"/apply/{AGENCY}/person/")
    press(page, "text=下一步")


def _keep(page: Page, site: Site) -> None:
    _fill_in(page, site)
    press(page, "button[value=keep]")


def _review(page: Page, site: Site) -> None:
    _fill_in(page, site)
    press(page, "button:has-text('下一步')")


def _send(page: Page, site: Site) -> None:
    _fill_in(page, site)
    page.wait_for_timeout(NOBODY_READS_FASTER)
    press(page, "button:has-text('下一步')")
    press(page, "button:has-text('提交申请')")


def _follow(code: str, name: str = "") -> Way:
    def come(page: Page, site: Site) -> None:
        page.goto("/track/")
        page.fill("#id_code", code)
        press(page, "main button:has-text('查询')")
        if name:
            page.goto(site.found.get(name, name))

    return come


def _say_opinion(page: Page, site: Site) -> None:
    page.goto(site.found["opinions"])
    page.fill("main textarea", "建议放宽租房提取的次数。")
    page.wait_for_timeout(NOBODY_READS_FASTER)
    press(page, "main button[type=submit]")


def _report_error(page: Page, site: Site) -> None:
    page.goto(f"/site-errors/{AGENCY}/")
    page.fill("main textarea", "首页的电话号码少了一位。")
    page.wait_for_timeout(NOBODY_READS_FASTER)
    press(page, "main button[type=submit]")


def _posted(address: str, **values: str) -> Way:
    """Return the way to what answers a form that no page of ours would send so."""

    def come(page: Page, site: Site) -> None:
        page.goto("/")
        send = """([address, values]) => {
            const form = Object.assign(document.createElement("form"), {method: "post", action: address});
            for (const [name, value] of Object.entries(values))
                form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
            document.body.append(form);
            form.submit();
        }"""
        with page.expect_navigation():
            page.evaluate(send, [address, values])

    return come


BESIDE_THE_TREE = (
    Row("section, long", found("long section")),
    Row("section, an older page", lambda page, site: page.goto(f"{site.found['long section']}page-1/")),
    Row("catalogue", at(f"/{AGENCY}/disclosure/catalogue/")),
    Row("withdrawn", found("withdrawn")),
    Row("policy library", at(f"/policies/{AGENCY}/")),
    Row("document register", at(f"/normative-documents/{AGENCY}/?all=1")),
    Row("search, empty", at("/search/")),
    Row("search", at(f"/search/?q=公积金&agency={AGENCY}")),
    Row("search, nothing found", at("/search/?q=公基金")),
    Row("site map", at(f"/site-map/{AGENCY}/")),
    Row("report a site error", at(f"/site-errors/{AGENCY}/")),
    Row("site error, its status", _report_error),
    Row("opinions wanted", at(f"/comments/{AGENCY}/")),
    Row("opinion", found("opinions")),
    Row("opinion, received", _say_opinion),
    Row("visits", at(f"/visits/{AGENCY}/")),
    Row("display", at("/display/")),
    Row("open data", at("/open-data/")),
    Row("verify", at("/verify/")),
    Row("verify, does not match", lambda page, site: _upload(page, "/verify/", file=b"?")),
    Row("check", at("/check/")),
    Row("check, refused", lambda page, site: _upload(page, "/check/")),
    Row("check, clean", lambda page, site: _upload(page, "/check/", file=a_report_file())),
    Row("check, errors", lambda page, site: _upload(page, "/check/", file=a_report_file(granted=11))),
    Row("check, unread", lambda page, site: _upload(page, "/check/", file=a_report_file(unread=True))),
    Row("check, no report", lambda page, site: _upload(page, "/check/", file=b"?")),
    Row("check, nothing to take away", _ask_for_no_kind),
    Row("rules", at("/check/rules/")),
    Row("compare", at("/check/compare/")),
    Row(
        "compare, result",
        lambda page, site: _upload(page, "/check/compare/", before=a_report_file(granted=11), after=a_report_file()),
    ),
    Row(
        "compare, no report",
        lambda page, site: _upload(page, "/check/compare/", before=a_report_file(granted=11), after=b"?"),
    ),
    Row("apply", at(f"/apply/{AGENCY}/")),
    Row("apply, person", at(f"/apply/{AGENCY}/person/")),
    Row("apply, organization", at(f"/apply/{AGENCY}/organization/")),
    Row("apply, refused", _send_empty),
    Row("apply, paper form", at(f"/apply/{AGENCY}/paper-form/")),
    Row("apply, review", _review),
    Row("apply, receipt", _send),
    Row("apply, kept", _keep),
    Row("apply, resume", at(f"/apply/{AGENCY}/resume/")),
    Row("track", at("/track/")),
    Row("track, case", _follow(ANSWERED_CODE)),
    Row("track, letter", _follow(ANSWERED_CODE, "letter")),
    Row("track, correction", _follow(WAITING_CODE, "/track/case/correction/")),
    Row("track, reasons", _follow(REASONS_CODE, "/track/case/reasons/")),
    Row("track, withdrawal", _follow(WAITING_CODE, "/track/case/withdrawal/")),
    Row("not found", at("/no-such-page/")),
    Row("form out of date", _posted("/track/", code="x")),
)
# Drawn for what no browser of ours can do here, and tried where it is made.
DRAWN_ELSEWHERE = {
    "pages/base_page.html",  # what a type without a template of its own would be drawn by; each has one
    "cases/too_large.html",  # an upload of more than the server takes (tests/cases/test_applying.py)
    "403.html",  # an address of staff alone
}


def page_types() -> list[str]:
    """Return the name of each type of page that an installation may hold."""
    return sorted(model.__name__ for model in _kinds())


def _kinds() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage) and model is not BasePage]


def articles() -> set[str]:
    """Return the names of the types whose pages are articles: government information that was reviewed."""
    return {model.__name__ for model in _kinds() if model.reviewed}


def every_row() -> list[Row]:
    """Return a row for each type of page, and those beside the tree."""
    return [*(Row(name, found(name)) for name in page_types()), *BESIDE_THE_TREE]


def public_templates() -> set[str]:
    """Return the templates of whole public pages: those that extend the layout, straight or by another."""
    parents = dict(_templates())
    return {name for name in parents if LAYOUT in _line(name, parents) and name not in parents.values()}


def _templates() -> Iterator[tuple[str, str]]:
    """Yield each template that extends another, by name."""
    for folder in PACKAGE.glob("*/templates"):
        for path in folder.rglob("*.html"):
            name = path.relative_to(folder).as_posix()
            extended = re.search(r'{% extends "([^"]+)" %}', path.read_text("utf-8"))
            if extended and extended[1] != name:  # one of Wagtail's own under the same name
                yield name, extended[1]


def _line(name: str, parents: dict[str, str]) -> list[str]:
    line = [name]
    while line[-1] in parents:
        line.append(parents[line[-1]])
    return line[1:]
