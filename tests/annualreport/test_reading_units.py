"""Figures as printed: units, signs, separators, marks. Each case is one cell of an otherwise plain report."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import Cell, Place
from tests.annualreport.manners.catalogue import MANNERS
from tests.annualreport.manners.paper import set_paper
from tests.annualreport.manners.values import truth

FEES = Place("article_20_8", "administrative_institutional_fees", "fees_collected_this_year")
PROCUREMENT = Place("article_20_9", "government_centralized_procurement", "procurement_amount")
CHANGE = Place("article_20_5", "administrative_licensing", "change_this_year")
COUNT = Place("article_20_6", "administrative_penalty", "decisions_this_year")
NEW = Place("applications", "new_received", "natural_person")


def read_one(place: Place, printed: str, manner: str = "html_official", header: str = "") -> Cell:
    """Return the cell at `place` read from a report that prints `printed` there."""
    rng = Random(7)
    form_id = "format_2019_trial" if place in (PROCUREMENT, CHANGE) else "format_2021"
    paper = set_paper(truth(rng, form_id), rng)
    next(cell for cell in paper.cells() if cell.place == place).text = printed
    if header:
        block = paper.block(place.table)
        block.columns = [(id_, header if id_ == place.column else label, g) for id_, label, g in block.columns]
    return annualreport.read(MANNERS[manner].render(paper, rng)).cell(*place)


MANY = ("html_official", "browser_copy", "trailing_bars")


@pytest.mark.parametrize("manner", MANY)
@pytest.mark.parametrize(
    ("place", "printed", "value"),
    [
        (COUNT, "3个", 3),
        (COUNT, "２０１８", 2018),
        (COUNT, "1,036", 1036),
        (COUNT, "１，０３６件", 1036),
        (COUNT, "12 件", 12),
        (COUNT, "007", 7),
        (CHANGE, "+1036", 1036),
        (CHANGE, "减4", -4),
        (CHANGE, "-3", -3),
        (CHANGE, "－3", -3),
        (CHANGE, "−3", -3),
        (CHANGE, "增加5", 5),
        (CHANGE, "减少 12", -12),
        (CHANGE, "增加12项", 12),
        (CHANGE, "↑12", 12),
        (CHANGE, "↓4", -4),
        (PROCUREMENT, "4987097元", Decimal(4987097)),
        (PROCUREMENT, "52.15万元", Decimal(521500)),
        (PROCUREMENT, "251000", Decimal(251000)),
        (PROCUREMENT, "4,987,097.50元", Decimal("4987097.50")),
        (PROCUREMENT, "￥251000", Decimal(251000)),
        (PROCUREMENT, "1.2亿元", Decimal(120000000)),
        (FEES, "18651.06", Decimal("18651.06")),
        (FEES, "52.15万元", Decimal("52.15")),
        (FEES, "521500元", Decimal("52.15")),
        (FEES, "1,234.5", Decimal("1234.5")),
        (FEES, "0.00", Decimal(0)),
    ],
)
def test_a_figure_is_read_with_its_unit_and_sign(manner: str, place: Place, printed: str, value: int | Decimal) -> None:
    assert read_one(place, printed, manner).value == value


@pytest.mark.parametrize("manner", MANY)
@pytest.mark.parametrize("mark", ["-", "/", "—", "无", "——", "\\", "－", "*", "…", "暂无", "／", "N/A"])
def test_a_mark_for_nothing_is_not_a_zero(manner: str, mark: str) -> None:
    assert read_one(COUNT, mark, manner).value is None


@pytest.mark.parametrize("manner", MANY)
@pytest.mark.parametrize(
    "printed",
    ["3/4", "约20", "3-5", "12.5", "20余", "三", "2023年", "1 2", "3（其中1件撤回）", "O", "l2", "-3", "8%", "见附件3"],
)
def test_what_is_not_plainly_one_count_is_never_read_as_another(manner: str, printed: str) -> None:
    # A negative or broken count may be read as it stands: that it is none is for a check to say.
    allowed = {"三": 3, "1 2": 12, "3（其中1件撤回）": 3, "-3": -3, "12.5": Decimal("12.5")}
    assert read_one(COUNT, printed, manner).value in {None, allowed.get(printed)}


def test_no_change_is_a_nought_only_where_a_change_is_asked_for() -> None:
    assert read_one(CHANGE, "持平").value == 0
    assert read_one(COUNT, "持平").value is None
    assert read_one(COUNT, "↑12").value is None


@pytest.mark.parametrize("sign", ["￥", "¥"])
def test_a_yuan_sign_below_ten_thousands_of_yuan_leaves_the_amount_open(sign: str) -> None:
    assert read_one(FEES, f"{sign}521,500.00").value is None
    assert read_one(FEES, f"{sign}521500元").value == Decimal("52.15")
    assert read_one(FEES, f"{sign}0.00").value == 0


def test_a_header_that_changes_the_unit_changes_the_figure() -> None:
    cell = read_one(FEES, "521500", header="本年收费金额（单位：元）")
    assert cell.value in (None, Decimal("52.15"))
    cell = read_one(PROCUREMENT, "52.15", header="采购总金额（万元）")
    assert cell.value in (None, Decimal("521500"))


def test_a_blank_is_never_zero() -> None:
    for blank in ("", " ", "&nbsp;", "\u3000"):
        assert read_one(NEW, blank).value is None


def test_the_printed_text_is_kept_beside_the_figure() -> None:
    cell = read_one(PROCUREMENT, "52.15万元")
    assert (cell.raw, cell.unit) == ("52.15万元", "万元")
