"""A chart is one picture that says the same as its table, and keeps to the content security policy."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from selectolax.lexbor import LexborHTMLParser

from gongkai.pages.door import Bar, Group, bar_chart, year_chart


def chart(*bars, heading="", series=("2023 年",), **more):
    return bar_chart("c", "题", "一句话。", [Group(heading, bars), *more.get("groups", ())], unit="件", series=series)


def shapes(drawn, selector):
    return LexborHTMLParser(drawn.drawing).css(selector)


def widths(drawn, selector="rect.chart-bar"):
    return [float(node.attributes["width"].rstrip("%")) for node in shapes(drawn, selector)]


def test_bars_begin_at_zero_and_are_as_long_as_their_figures():
    drawn = chart(Bar("甲", 20), Bar("乙", 5), Bar("丙", Decimal("10")))
    longest, quarter, half = widths(drawn)
    assert quarter == pytest.approx(longest / 4)
    assert half == pytest.approx(longest / 2)
    assert len({node.attributes["x"] for node in shapes(drawn, "rect")}) == 1


def test_every_bar_bears_its_own_figure_with_thousands_marked_off():
    assert [node.text() for node in shapes(chart(Bar("甲", 3119), Bar("乙", 0)), ".chart-figure")] == ["3,119", "0"]


def test_a_missing_figure_is_said_and_not_drawn_as_zero():
    drawn = chart(Bar("甲", 2), Bar("乙", None))
    assert len(widths(drawn)) == 1
    assert drawn.rows == (("甲", "2"), ("乙", "未填"))
    assert [node.text() for node in shapes(drawn, ".chart-figure")] == ["2", "未填"]


def test_nothing_above_zero_is_no_picture_but_still_a_table():
    drawn = chart(Bar("甲", 0), Bar("乙", None))
    assert not drawn.drawing
    assert drawn.rows == (("甲", "0"), ("乙", "未填"))


def test_a_group_that_is_zero_throughout_takes_one_line():
    silent = Group("丁组", (Bar("丙", 0), Bar("丁", 0)))
    drawn = chart(Bar("甲", 2), heading="甲组", groups=[silent])
    assert [node.text() for node in shapes(drawn, ".chart-heading")] == ["甲组", "丁组：各栏都是 0"]
    assert [node.text() for node in shapes(drawn, ".chart-label")] == ["甲"]
    assert ("丁组：丙", "0") in drawn.rows


def test_the_year_before_stands_beneath_in_the_same_measure():
    drawn = chart(Bar("甲", 10, 5), series=("2023 年", "2022 年"))
    now, before = widths(drawn)
    assert before == pytest.approx(now / 2)
    assert [node.text() for node in shapes(drawn, ".chart-before")] == ["上年 5"]
    assert drawn.headings == ("", "2023 年（件）", "2022 年（件）")


def test_a_figure_below_zero_has_words_and_no_bar():
    drawn = chart(Bar("甲", -3), Bar("乙", 6))
    assert len(widths(drawn)) == 1
    assert "-3" in [node.text() for node in shapes(drawn, ".chart-figure")]


def test_columns_stand_year_by_year_and_the_last_eight_are_drawn():
    drawn = year_chart("y", "题", "一句话。", [Bar(str(year), year - 2010) for year in range(2011, 2024)], unit="件")
    assert [node.text() for node in shapes(drawn, ".chart-year")] == [str(year) for year in range(2016, 2024)]
    heights = [int(node.attributes["height"]) for node in shapes(drawn, "rect")]
    assert heights == sorted(heights)
    assert len(drawn.rows) == 13


@pytest.mark.parametrize("hostile", ["<script>x</script>", '" onload="x', "a & b", "</svg>"])
def test_words_from_elsewhere_are_words(hostile):
    drawn = bar_chart("c", hostile, hostile, [Group(hostile, (Bar(hostile, 1),))], unit="件", series=("年",))
    page = render_to_string("pages/chart.html", {"chart": drawn})
    tree = LexborHTMLParser(page)
    assert not tree.css("script")
    assert not tree.css("[onload]")
    assert tree.css_first(".chart-label").text() == hostile
    assert tree.css_first("svg").attributes["aria-label"] == f"{hostile}：{hostile}"


def test_a_chart_is_an_image_with_a_name_a_sentence_and_a_table_and_no_style_of_its_own():
    page = render_to_string("pages/chart.html", {"chart": chart(Bar("甲", 2), series=("2023 年",))})
    tree = LexborHTMLParser(page)
    assert tree.css_first("svg").attributes["role"] == "img"
    assert tree.css_first("svg").attributes["aria-label"] == "题：一句话。"
    assert tree.css_first("figcaption h3").text() == "题"
    assert tree.css_first("figcaption p").text() == "一句话。"
    assert [node.text() for node in tree.css("tbody tr > *")] == ["甲", "2"]
    assert "style" not in page
    assert not tree.css("[fill]")
