"""What a cell prints is a figure, a blank, words, or a doubt; a doubt is never made a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.annualreport.numbers import Kind, in_unit, is_page_number, understand


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("３个", 3),
        (" 1,036 ", 1036),
        ("1 036", 1036),
        ("+1036", 1036),
        ("减4", -4),
        ("增加5项", 5),
        ("-3", -3),
        ("￥251000", 251000),
    ],
)
def test_a_figure_is_read_in_every_dress(printed: str, value: int) -> None:
    token = understand(printed)
    assert (token.kind, token.value) == (Kind.NUMBER, value)


@pytest.mark.parametrize("printed", ["", "\u00a0", "-", "—", "/", "无", "\u3000"])
def test_a_blank_or_a_dash_is_no_nought(printed: str) -> None:
    token = understand(printed)
    assert (token.kind, token.value) == (Kind.BLANK, None)


@pytest.mark.parametrize("printed", ["约20", "〓", "1\n2", "12?", "2020年"])
def test_what_is_not_certainly_one_figure_is_a_doubt(printed: str) -> None:
    assert understand(printed).kind is Kind.DOUBTFUL


@pytest.mark.parametrize("printed", ["1.属于国家秘密", "②重复申请", "5.属", "（一）予以公开", "- 3 -"])
def test_a_label_with_a_number_is_no_figure(printed: str) -> None:
    assert understand(printed).kind is Kind.TEXT


@pytest.mark.parametrize(
    ("printed", "unit", "amount"),
    [
        ("52.15万元", "元", "521500"),
        ("380元", "万元", "0.038"),
        ("4987097元", "元", "4987097"),
        ("18651.06", "万元", "18651.06"),
    ],
)
def test_money_is_given_in_the_form_s_unit(printed: str, unit: str, amount: str) -> None:
    assert in_unit(understand(printed), unit) == Decimal(amount)
    assert str(in_unit(understand(printed), unit)) == amount


def test_a_page_number_is_known() -> None:
    assert is_page_number("- 3 -")
    assert is_page_number("第 3 页 共 5 页")
    assert not is_page_number("-3")
