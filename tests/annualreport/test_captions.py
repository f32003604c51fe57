"""What stands above a table decides about it: the unit of its amounts, the year it is of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import annualreport
from gongkai.annualreport.captions import lines_above, other_year, unit_in
from gongkai.annualreport.checks import check, status
from gongkai.annualreport.model import How, Place, Report
from tests.annualreport.manners.catalogue import make

FEES = Place("article_20_8", "administrative_institutional_fees", "fees_collected_this_year")
PROCUREMENT = Place("article_20_9", "government_centralized_procurement", "procurement_amount")
TABLE = "<table"


def official(form_id: str = "format_2021") -> str:
    """Return a made report as the official template has it."""
    return make("html_official", 4, form_id=form_id).data.decode()


def with_line(line: str, page: str, table: int, *, ends: str = "p") -> Report:
    """Read the page with a line right above its nth table (from 1)."""
    parts = page.split(TABLE)
    parts[table - 1] += f"<{ends}>{line}</{ends}>"
    return annualreport.read(TABLE.join(parts).encode())


def with_amount(page: str, place: Place, printed: str) -> str:
    """Return the page with another amount at `place`."""
    cell = annualreport.read(page.encode()).cell(*place)
    assert cell.raw
    head, _, tail = page.partition("采购总金额" if place == PROCUREMENT else "本年收费金额")
    return head + _ + tail.replace(f">{cell.raw}<", f">{printed}<", 1) if head != page else page


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：元", "元"),
        ("（单位：万元）", "万元"),
        ("计量单位：件、万元", "万元"),
        ("表三 收费情况 单 位：元", "元"),
        ("单位:千件", "千件"),
        ("单位：元、万元", ""),
        ("责任单位：元宝区人民政府", ""),
        ("联系单位及电话", ""),
    ],
)
def test_a_unit_is_known_from_the_line_that_names_it(line: str, unit: str) -> None:
    assert unit_in(line) == unit


def test_a_unit_above_the_table_is_that_of_its_amounts() -> None:
    page = with_amount(official("format_2019_trial"), PROCUREMENT, "52.15")
    tables = page.count(TABLE)
    found = [with_line("单位：万元", page, table).cell(*PROCUREMENT).value for table in range(1, tables + 1)]
    assert found.count(Decimal(521500)) == 1  # above the table that has the amount
    assert set(found) == {Decimal(521500), Decimal("52.15")}


def test_a_unit_in_a_row_of_the_table_is_that_of_the_rows_below() -> None:
    page = with_amount(official("format_2019_trial"), PROCUREMENT, "52.15")
    head, heading, tail = page.rpartition('<tr><td nowrap="nowrap" style="width:49px;"><p align="center">信息内容')
    row = "<tr><td colspan='4'>单位：万元</td></tr>"
    report = annualreport.read(f"{head}{row}{heading}{tail}".encode())
    assert report.cell(*PROCUREMENT).value == Decimal(521500)


def test_a_unit_above_the_table_that_its_heading_contradicts_leaves_the_amount_open() -> None:
    page = with_amount(official(), FEES, "521500")
    table = page[: page.index("本年收费金额")].count(TABLE)
    report = with_line("单位：元", page, table)
    assert (report.cell(*FEES).value, report.cell(*FEES).how) == (None, How.UNREAD)
    (finding,) = [finding for finding in report.findings if finding.rule == "READ-UNIT-TWICE"]
    assert (finding.where, finding.facts["above"], finding.facts["heading"]) == (str(FEES), "元", "万元")
    assert status(check(report)) != "clean"


@pytest.mark.parametrize("line", ["单位：万元", "单位：件", "制表单位：某某市住房公积金管理中心"])
def test_a_unit_above_the_table_that_agrees_or_is_none_of_money_changes_nothing(line: str) -> None:
    page = with_amount(official(), FEES, "52.15")
    table = page[: page.index("本年收费金额")].count(TABLE)
    report = with_line(line, page, table)
    assert report.cell(*FEES).value == Decimal("52.15")
    assert report.tables == annualreport.read(page.encode()).tables


def test_nothing_is_nothing_in_any_unit() -> None:
    page = with_amount(official(), FEES, "0")
    table = page[: page.index("本年收费金额")].count(TABLE)
    assert with_line("单位：元", page, table).cell(*FEES).value == 0


# -- the year --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caption", "told"),
    [
        ("2022年政府信息公开申请情况表", "2022年"),
        ("附：2022年度统计数据", "2022年度"),
        ("（2022年）", "2022年"),
        ("二〇二二年度申请办理情况", "2022年度"),
        ("上年度统计表", "上年度"),
        ("三、2022年收到和处理政府信息公开申请情况", "2022年"),
        ("2023年政府信息公开申请情况表", ""),
        ("2022年、2023年申请情况对照表", ""),
        ("上年结转情况", ""),
        ("上一年项目数量", ""),
        ("与2022年相比，申请情况如下", ""),
        ("根据2022年印发的格式填报", ""),
        ("2022年", "2022年"),
        ("2022年12月", ""),
    ],
)
def test_a_caption_tells_of_what_year_its_table_is(caption: str, told: str) -> None:
    assert other_year(caption, 2023) == told


def test_last_year_s_table_in_words_beside_this_year_s_as_a_picture_does_not_pass() -> None:
    page = official()
    year = annualreport.read(page.encode()).year
    assert year is not None
    report = with_line(f"{year}年申请情况<img src='t.png'></p><p>{year - 1}年政府信息公开申请情况表", page, 2)
    assert [finding.facts["found"] for finding in report.findings if finding.rule == "READ-TABLE-YEAR"] == [
        f"{year - 1}年"
    ]
    assert status(check(report)) != "clean"


def test_this_year_s_table_under_its_own_caption_passes() -> None:
    page = official()
    year = annualreport.read(page.encode()).year
    report = with_line(f"{year}年政府信息公开申请情况表", page, 2)
    assert report.findings == annualreport.read(page.encode()).findings


def test_only_short_lines_right_above_a_table_are_its_captions() -> None:
    assert lines_above("与2022年相比有所增加。\n\n 2023 年情况 \n单位：元\n") == ("单位：元", "2023年情况")
    assert lines_above("一\n二\n三") == ("三", "二")
