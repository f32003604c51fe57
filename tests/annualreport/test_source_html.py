"""A page as it is seen: the quick way through a table's markup and the way node by node read the same."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from gongkai.annualreport.document import Grid
from gongkai.annualreport.sources.encodings import decode
from gongkai.annualreport.sources.html import html_document
from gongkai.annualreport.sources.html_markup import cells_in_markup, height_of, span
from gongkai.annualreport.sources.html_table import TableReader
from gongkai.annualreport.sources.limits import MAX_SPAN
from gongkai.annualreport.unreadable import Unreadable
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


# -- what nobody sees, or not certainly as it stands -------------------------------------------------

HIDDEN = [
    ("td .x {display:none}", '<span class="x">9</span>5'),
    ("#x{visibility : hidden}", '<span id="x">9</span>5'),
    ("tr > td i{opacity:0}", "<i>9</i>5"),
    ("i{font-size:0.0px}", "<i>9</i>5"),
    ("@media screen{i{position:absolute;left:-9999px}}", "<i>9</i>5"),
    ("i{position:absolute;top:-100em}", "<i>9</i>5"),
    ("i{width:0;overflow:hidden;display:inline-block}", "<i>9</i>5"),
    ("i{clip:rect(0 0 0 0)}", "<i>9</i>5"),
    ("/* a{} */ b, i{display:none}", "<i>9</i>5"),
    ("", "<span\nhidden>9</span>5"),
    ("", '<span style="font-size:1px">9</span>5'),
    ("", '<span style="clip-path:inset(100%)">9</span>5'),
    ("", '<span style="display:/**/none">9</span>5'),
    ("", r'<span style="d\69 splay:none">9</span>5'),
    ("", r'<span style="di\splay:none">9</span>5'),
    (r".x{d\69splay:none}", '<span class="x">9</span>5'),
    ("", '<span style="filter:opacity(0)">9</span>5'),
    ("", '<span style="zoom:0.0001">9</span>5'),
    ("", "<span popover>9</span>5"),
    (".a{& i{display:none}}", '<span class="a"><i>9</i>5</span>'),
    ("i{@media screen{display:none}}", "<i>9</i>5"),
    ('.x{content:"/*"} i{display:none}', "<i>9</i>5"),
    (".x{background:url(a/*b)} i{display:none}", "<i>9</i>5"),
    ('[data-x="a,b"]{display:none}', '<i data-x="a,b">9</i>5'),
    ("@media (max-width:9999px){i{display:none}}", "<i>9</i>5"),
    ("i:not(:hover){display:none}", "<i>9</i>5"),
]
# What a browser may show another way than it is written; each was seen in one.
VEILS = (
    "font:0/0 a; font-size:.01em; font-size:calc(0px); display:var(--n); visibility:var(--n); "
    "opacity:calc(0); opacity:-1; opacity:2%; color:hwb(0 100% 0%); color:var(--a); color:oklch(1 0 0); "
    "color:rgb(255 255 255); color:Canvas; color:/**/#fff; -webkit-text-fill-color:#fff; "
    "position:absolute;left:9999px; inset:-999px auto auto -999px; margin-inline-start:-9999px; "
    "transform:translateX(-9999px); translate:-9999px; scale:0; rotate:180deg; clip-path:polygon(0 0); "
    "width:1px;overflow:hidden; inline-size:0;overflow:clip; width:0;contain:paint; animation:k 9s; "
    "background:linear-gradient(red,red); content:url(a.svg); font-family:Wingdings; filter:blur(9px); "
    "background:#000"
)
DOUBTFUL = [
    *(("", f'<b style="{style.strip()}">9</b>5') for style in VEILS.replace("; ", "\n").split("\n")),
    *((f"@media ({query}){{i{{display:none}}}}", "<i>9</i>5") for query in ("hover", "width>1px", "min-width:1400px")),
    ("@media not print{i{display:none}}", "<i>9</i>5"),
    (":lang(en){display:none}", '<i lang="en">9</i>5'),
    (":is(i,u)::before{content:'1'}", "<i>5</i>"),
    (r"i::\62 efore{content:'1'}", "<i>5</i>"),
    ("i{&::before{content:'1'}}", "<i>5</i>"),
    ('q{quotes:"1" ""}', "<q>5</q>"),
    ("i{display:list-item;list-style:inside '1'}", "<i>5</i>"),
    ("", '<b style="float:right">8</b>1'),
    ("", '<b style="order:2">8</b><i>1</i>'),
    ("", '<b>8</b><b style="margin-left:-1.2em">1</b>'),
    ("", '<b style="position:relative;left:1em">8</b><b>1</b>'),
    ("", '<p dir="rtl"><bdi>8</bdi><bdi>1</bdi></p>'),
    ("", '<font color="ffffff">9</font>5'),
    ("", '<b hidden style="display:inline">1</b>8'),
    ("i{display:inline}", "<i hidden>1</i>8"),
    ("", "<sup>18</sup>"),
    ("", "<s>18</s>"),
    ("", "1<sub>8</sub>"),
    ("", "<button>18</button>"),
    ("", "<details><summary>18</summary></details>"),
    ("", "<select><option>18</option></select>"),
    ("", '<span style="color:#fff">5</span>'),
    ("td{color:white}", "5"),
    ("td{background:#eee;color:rgb(238, 238, 238)}", "5"),
    ("", '<font color="#fefefe">9</font>5'),
    ("", '<span style="color:rgba(0,0,0,0)">5</span>'),
    ("", '<span style="background-color:red"><b style="color:#f00">5</b></span>'),
    ("td::before{content:'1'}", "5"),
    ('td:after{content:"\\30"}', "5"),
    ("i::after{content:attr(title)}", '<i title="3">5</i>'),
    ("td::before{content:'-'}", "5"),
    ("i{direction:rtl;unicode-bidi:bidi-override}", "<i>15</i>"),
    ("", '<span style="direction:rtl;unicode-bidi:bidi-override">15</span>'),
    ("i{transform:scaleX(-1)}", "<i>15</i>"),
    ("", '<span style="-webkit-text-security:disc">15</span>'),
    ("", '<b style="display:flex;flex-direction:row-reverse"><i>1</i><i>5</i></b>'),
    ("", '<span style="mask:linear-gradient(transparent,transparent)">9</span>5'),
    ("", "<div><template shadowrootmode=open>9</template>15</div>"),
    ("i{display:none} i.on{display:inline}", '<i class="on">5</i>'),
    ("td::first-letter{font-size:0}", "15"),
    ('</style><link rel="stylesheet" href="/site.css"><style>', '<span class="sr-only">5</span>'),
    ('</style><link rel="stylesheet" href="/site.css"><style>', '<span class="k1">9</span><span class="k2">5</span>'),
]
# How Word, WPS and browsers write the cells of real reports: nothing of it changes a figure.
WRITTEN_BY_PROGRAMS = (
    "font-size:10.5pt;font-family:\\5B8B\\4F53;color:windowtext;mso-bidi-font-size:12.0pt;letter-spacing:-.1pt",
    "position:relative;top:-3.0pt;mso-text-raise:3.0pt",
    "margin:0cm -5.4pt 0pt -5.4pt;text-align:center;line-height:150%;text-indent:0cm;layout-grid-mode:char",
    "-webkit-text-stroke-width:0px;orphans:2;widows:2;float:none;display:inline !important;white-space:normal",
    "background:white;mso-highlight:white;text-decoration:none;vertical-align:baseline;zoom:1;opacity:1",
    "overflow:hidden;text-overflow:ellipsis;width:49px;max-width:100%;border:none;padding:0 5.4pt",
    "color:rgb(51, 51, 51);background-color:rgb(255, 255, 255);font:14px/28px 宋体;word-break:break-all",
    "writing-mode:horizontal-tb;unicode-bidi:embed;direction:ltr;visibility:visible;transition:all .3s",
)
SEEN = [
    *(("", f'<p style="{style}"><span>5</span></p>') for style in WRITTEN_BY_PROGRAMS),
    ("@media print{i{display:none}}", "<i>5</i>"),
    ("::-webkit-scrollbar{display:none} input::-ms-clear{display:none} .a:-moz-ui-invalid{display:none}", "5"),
    (".menu{position:absolute;left:-9px;float:left} .menu i{order:2}", "<i>5</i>"),
    ("", '<div style="float:left">5</div>'),
    ("", "<dialog>9</dialog>5"),
    ("", "5<sup>①</sup>"),
    ("@media print{td{display:none}}", "5"),
    ("@media (max-width:600px){td::before{content:attr(data-label)}}", '<span data-label="1">5</span>'),
    (".nav a{display:none;color:#fff}", "5"),
    ("td::before{content:''} td::after{content:'\\201C'}", "5"),
    ("td{background:#036;color:#fff}", "5"),
    ("td{color:#333} body{background:#fff}", '<span style="color:#000">5</span>'),
    ("body{color:#fff} table{color:#222}", "5"),
    ("a:hover{display:none}", '<a href="#">5</a>'),
    ("@keyframes k{from{opacity:0}}", "5"),
    (".x{display:none", "5"),
    ('</style><link rel="stylesheet" href="/site.css"><style>', '<p class="MsoNormal"><span class="num">5</span></p>'),
    ("i{direction:rtl}", "<i>5</i>"),
    ("html{filter:grayscale(100%)} .menu{zoom:1}", "5"),
    ("", '<span style="filter:opacity(0.5);zoom:1">5</span>'),
]


def one_cell(style: str, inside: str) -> str:
    """Return what is read of a cell on a page with that style sheet."""
    return words(f"<style>{style}</style><body><table><tr><td>{inside}</td></tr></table></body>")[0]


@pytest.mark.parametrize(("style", "inside"), HIDDEN)
def test_what_a_style_hides_is_no_part_of_a_figure_and_is_told(style: str, inside: str) -> None:
    assert one_cell(style, inside) == "5"
    page = f"<style>{style}</style><body><table><tr><td>{inside}</td></tr></table></body>"
    assert html_document(page).remarks == ("READ-HIDDEN-TEXT",)


@pytest.mark.parametrize(("style", "inside"), DOUBTFUL)
def test_a_figure_that_may_look_otherwise_is_illegible(style: str, inside: str) -> None:
    assert one_cell(style, inside).endswith("〓")


@pytest.mark.parametrize(("style", "inside"), SEEN)
def test_what_is_seen_is_read_whatever_else_the_style_sheet_says(style: str, inside: str) -> None:
    assert one_cell(style, inside) == "5"
    assert html_document(f"<style>{style}</style><table><tr><td>{inside}</td></tr></table>").remarks == ()


def test_a_style_sheet_for_printers_hides_nothing_on_a_screen() -> None:
    page = '<style media="print">i{display:none}</style><body><table><tr><td><i>1</i>5</td></tr></table></body>'
    assert words(page)[0] == "15"


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ('<td>1</td><td style="visibility:hidden">2</td><td>3</td>', ["1", "", "3"]),
        ('<td>1</td><td style="display:none">2</td><td>3</td>', ["1", "3"]),
        ('<td style="order:3">1</td><td>2</td>', ["1〓", "2"]),
    ],
)
def test_a_cell_stands_where_it_is_seen(row: str, read: list[str]) -> None:
    assert words(f"<body><table><tr>{row}</tr></table></body>") == read


def test_a_column_that_is_put_away_leaves_no_figure_certain() -> None:
    page = '<body><table><col style="visibility:collapse"><tr><td>1</td><td>2</td></tr></table></body>'
    assert words(page) == ["1〓", "2〓"]


@pytest.mark.parametrize(("said", "columns"), [("2px", 2), (" +2", 2), ("0", 1), ("-2", 1), ("x", 1), ("", 1)])
def test_a_cell_covers_as_many_columns_as_a_browser_reads(said: str, columns: int) -> None:
    assert span(said) == columns


def test_a_cell_whose_rows_are_0_covers_all_that_are_left() -> None:
    assert (height_of("0"), height_of("3"), height_of(None)) == (MAX_SPAN, 3, 1)


def test_a_blank_cell_to_which_a_style_adds_a_figure_is_no_blank() -> None:
    assert one_cell("td::before{content:'7'}", "") == "〓"
    assert one_cell(r"td::before{c\6fntent:'7'}", "") == "〓"


def test_labels_in_white_on_a_ground_that_the_page_does_not_give_are_read() -> None:
    assert one_cell("", '<span style="color:#fff">总计</span>') == "总计"


def test_more_rules_of_style_than_a_page_can_need_are_refused() -> None:
    rules = "".join(f".x{number}{{display:none}}" for number in range(30_000))
    with pytest.raises(Unreadable):
        html_document(f"<style>{rules}</style>" + "<p>1</p>" * 2_000)
