"""A page as it is seen: the quick way through a table's markup and the way node by node read the same."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai.annualreport.document import Grid
from gongkai.annualreport.sources.encodings import decode
from gongkai.annualreport.sources.html import html_document
from gongkai.annualreport.sources.html_markup import cells_in_markup
from gongkai.annualreport.sources.html_table import TableReader
from tests.annualreport.manners.catalogue import MANNERS, make

HTML = [name for name in MANNERS if name.startswith("html_")]


def cells(inside: str) -> Any:
    """Return what the quick way makes of one row's cells; None where it leaves them to the other."""
    tree = LexborHTMLParser(f"<table><tr>{inside}</tr></table>".encode())
    rows = cells_in_markup(tree.css_first("table").html)
    return rows and [tuple(cell) for cell in rows[0]]


def words(page: str) -> list[str]:
    """Return the texts of all cells of a page."""
    blocks = html_document(page).blocks
    return [slot.text for block in blocks if isinstance(block, Grid) for row in block.rows for slot in row.slots]


@pytest.mark.parametrize("blemishes", [(), ("units", "page_numbers")], ids=["clean", "blemished"])
@pytest.mark.parametrize("manner", HTML)
def test_both_ways_read_the_same(manner: str, blemishes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    page = decode(make(manner, 77, blemishes).data)
    quick = html_document(page).blocks
    monkeypatch.setattr(TableReader, "_rows", TableReader._rows_by_nodes)
    assert html_document(page).blocks == quick


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<td>7</td><th colspan=2 rowspan='3'>总计</th>", [("7", 1, 1), ("总计", 2, 3)]),
        ("<td>&nbsp;</td><td>1&lt;2 &amp;lt;</td>", [("", 1, 1), ("1<2 &lt;", 1, 1)]),
        ("<td><p>行政</p>\n<p>许可</p></td><td>a<br>b</td>", [("行政\n许可", 1, 1), ("a\nb", 1, 1)]),
        ("<td>1<span lang=EN-US>0</span>\n3<o:p></o:p></td><!--x--><td></td>", [("10 3", 1, 1), ("", 1, 1)]),
    ],
)
def test_plain_cells_are_read_from_the_markup(inside: str, expected: list[tuple[str, int, int]]) -> None:
    assert cells(inside) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<td><!-- a > 9 --></td>",
        "<td>5<sup>1</sup></td>",
        "<td>5<img src=x></td>",
        "<td>5<span style='DISPLAY : NONE'>1</span></td>",
        "<td>5<span hidden>1</span></td>",
        "<td>5</td></tr><tr hidden><td>9</td>",
        "<td>5</td></tr></tbody><tbody style='visibility:hidden'><tr><td>9</td>",
        "<td>1<span style='display:block'>0</span></td>",
    ],
)
def test_what_is_not_plain_is_left_to_the_way_by_nodes(inside: str) -> None:
    assert cells(inside) is None
    assert words(f"<table><tr>{inside}</tr></table>")[0].split("\n")[0].rstrip("〓") in ("5", "", "1")


def test_an_element_whose_name_only_begins_like_a_cell_s_is_none() -> None:
    assert words("<table><tr><td>5<tdx>6</tdx></td></tr></table>") == ["56"]


@pytest.mark.parametrize(
    "inside",
    ["<td><span title='a>b'>5</span></td>", "<td title='<td>9'>5</td>", "<td><i title='a>b<c'>5</i></td>"],
)
def test_a_bracket_in_an_attribute_is_no_tag(inside: str) -> None:
    assert words(f"<table><tr>{inside}</tr></table>") == ["5"]


def test_markup_that_was_written_with_brackets_in_attributes_is_left_to_the_way_by_nodes() -> None:
    for tag in ('<td title="<td>9">5</td>', '<td><i title="a>b<c">5</i></td>', '<td><i title="</td>">5</i></td>'):
        assert cells_in_markup(f"<table><tbody><tr>{tag}</tr></tbody></table>") is None
