"""The report as HTML: headers that say what they head, nothing that depends on style, nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai import annualreport
from gongkai.annualreport.writers import html_fragment, write
from tests.annualreport.building import clean_report, with_text

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>&'"


def tree() -> LexborHTMLParser:
    return LexborHTMLParser(html_fragment(clean_report()))


def all_of(selector: str) -> list[Any]:
    return list(tree().css(selector))


def test_every_header_cell_says_what_it_heads() -> None:
    scopes = {cell.attributes.get("scope") for cell in all_of("th")}
    assert scopes == {"col", "colgroup", "row", "rowgroup"}


def test_every_table_has_a_caption_a_head_and_a_body() -> None:
    for table in all_of("table"):
        assert [part.tag for part in table.iter()] == ["caption", "thead", "tbody"]
        assert not table.css("thead td")


def test_group_labels_span_their_rows_and_columns() -> None:
    spans = {cell.text(): (cell.attributes.get("rowspan"), cell.attributes.get("colspan")) for cell in all_of("th")}
    assert spans["三、本年度办理结果"] == ("22", None)
    assert spans["法人或其他组织"] == (None, "5")
    assert spans["四、结转下年度继续办理"] == (None, "3")


def test_the_figures_stand_in_plain_cells_under_the_headers_of_the_form() -> None:
    assert len(all_of("td")) == 200


@pytest.mark.parametrize("level", [1, 3])
def test_headings_follow_the_page_they_stand_on(level: int) -> None:
    found = LexborHTMLParser(html_fragment(clean_report(), level))
    assert len(found.css(f"h{level}")) == 1
    assert len(found.css(f"h{level + 1}")) == 6


def test_a_fragment_has_no_style_no_class_and_no_id() -> None:
    assert not re.search(r"\s(?:style|class|id|on\w+)=", html_fragment(clean_report()))


def test_no_word_of_a_report_is_ever_markup() -> None:
    report = replace(with_text(clean_report(), other_matters=HOSTILE, preamble=HOSTILE), agency=f"某局{HOSTILE}")
    for page in (html_fragment(report), write(report, "html").decode()):
        found = LexborHTMLParser(page)
        assert not found.css("script, img")
        assert HOSTILE in found.css_first("article section:last-of-type p").text()


def test_a_whole_page_carries_the_particulars_in_its_head() -> None:
    page = LexborHTMLParser(write(replace(clean_report(), publication_date=date(2024, 1, 30)), "html").decode())
    said = {meta.attributes["name"]: meta.attributes["content"] for meta in page.css("meta[name]")}
    assert said["ArticleTitle"] == "清河市住房公积金管理中心2023年政府信息公开工作年度报告"
    assert (said["PubDate"], said["ContentSource"]) == ("2024-01-30", "清河市住房公积金管理中心")
    assert page.css_first("html").attributes["lang"] == "zh-CN"


def test_a_fragment_alone_is_read_as_a_report() -> None:
    found = annualreport.read(html_fragment(clean_report()).encode())
    assert (found.agency, found.year, found.tables["applications"]["granted"]["total"].value) == (
        "清河市住房公积金管理中心",
        2023,
        0,
    )
