"""Days, years, sums, amounts. Dates and figures are constructed unless a test says otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongkai.proofing import Text
from gongkai.proofing.checks.amounts import amount_of
from tests.proofing.writing import found_in, in_paragraphs


@pytest.mark.parametrize(
    "words", ["2月30日", "2025年2月29日", "13月1日", "2025年13月", "4月31日", "2025-02-30", "2025.4.31", "5月32日"]
)
def test_a_day_that_no_calendar_has_is_found(words: str) -> None:
    assert "DATE-IMPOSSIBLE" in found_in(f"截至{words}")


@pytest.mark.parametrize(
    "words",
    [
        "2月29日",
        "2024年2月29日",
        "满13月龄",
        "1—12月",
        "2025年12月",
        "标准GB/T2025.13.45",
        "12月31日24时",
        "版本2025-13-45-01",
    ],
)
def test_days_periods_and_numbers_of_other_kinds_are_right(words: str) -> None:
    assert "DATE-IMPOSSIBLE" not in found_in(words)


def test_a_wrong_weekday_is_found_and_the_right_one_is_named() -> None:
    (finding,) = found_in("会议定于2025年11月10日（星期二）召开")["DATE-WEEKDAY"]
    assert finding.facts["right"] == "星期一"
    assert found_in("会议定于2025年11月10日（周一）召开") == {}
    assert found_in("2025年11月9日（星期天）、11月9日（星期日）") == {}


def test_a_date_without_a_year_takes_the_year_before_it_in_its_line() -> None:
    assert "DATE-WEEKDAY" in found_in("2025年2月8日放假，2月9日（星期六）上班", on=date(2019, 1, 1))
    assert found_in("2月9日（星期六）上班", on=date(2019, 1, 1)) == {}


def test_a_date_without_any_year_is_wrong_only_in_no_near_year() -> None:
    assert found_in("2月14日（星期六）上班", on=date(2025, 12, 30)) == {}  # 2026
    assert "DATE-WEEKDAY" in found_in("2月14日（星期三）上班", on=date(2026, 1, 30))


@pytest.mark.parametrize(
    ("words", "backwards"),
    [
        ("2024年5月1日至2024年3月1日", True),
        ("2024年5月10日至5月1日", True),
        ("2024年5月10日—9日", True),
        ("2024年5月1日至2025年3月1日", False),
        ("2024年12月1日至2025年1月31日", False),
        ("2024年5月1日至5月31日", False),
    ],
)
def test_a_period_does_not_end_before_it_begins(words: str, backwards: bool) -> None:
    assert ("DATE-BACKWARDS" in found_in(f"自{words}止")) is backwards


def test_a_text_that_never_names_its_titles_year_is_a_warning() -> None:
    text = Text.of("2023年，中心公开信息386条。2023年未收到申请。", title="2024年政府信息公开工作年度报告")
    (finding,) = found_in(text)["YEAR-UNLIKE-TITLE"]
    assert (finding.facts["year"], finding.facts["other"]) == ("2024", "2023")
    for body in ("2024年，公开386条；2023年365条。", "根据2019年修订的条例，公开386条。", "公开386条。"):
        assert "YEAR-UNLIKE-TITLE" not in found_in(Text.of(body, title="2024年年度报告"))


def test_chinese_year_numerals_use_the_right_zero() -> None:
    for words in ("二零二四年", "二○二四年", "二O二四年"):
        assert "YEAR-NUMERALS" in found_in(words), words
    assert found_in("二〇二四年") == {}


@pytest.mark.parametrize(
    "words",
    [
        "公开信息386条，其中政策58条、动态249条、公告78条。",
        "支出2,136.48万元，其中：人员经费1,412.35万元，公用经费203.13万元，项目支出520.00万元。",
        "三个管理部分别为12人、15人、18人。共计46人，分别为12人、15人、18人。",
    ],
)
def test_parts_that_do_not_add_up_are_a_warning(words: str) -> None:
    assert "SUM-PARTS" in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "公开信息386条，其中政策58条、动态250条、公告78条。",
        "公开信息386条，其中政策58条、动态249条、公告58条等。",
        "公开信息386条，其中主要是政策58条、动态200条、公告58条。",
        "公开信息386条，其中政策58条、动态20条、公告8条。",
        "公开信息386条，其中政策186条、动态200条；通过网站发布250条、微信120条。",
        "公开信息386条，其中网站380条、微信4条，阅读量120次、300次、420次。",
        "发放贷款1,245笔、5.37亿元，其中首套1,000笔、4亿元，二套245笔、1.37亿元。",
    ],
)
def test_parts_that_add_up_or_are_only_some_are_right(words: str) -> None:
    assert "SUM-PARTS" not in found_in(words)


def test_shares_of_a_whole_make_a_hundred_but_for_rounding() -> None:
    assert "SUM-SHARES" in found_in("国有占42.6%，城镇集体占28.1%，其他占22.4%。")
    for words in (
        "甲占33.3%，乙占33.3%，丙占33.3%。",
        "甲占40%，乙占35%，丙占25%。",
        "甲占40%，乙占35%。",
        "甲占20%，乙占5%，丙占4%。",
    ):
        assert found_in(words) == {}, words


def test_a_growth_follows_from_its_two_figures() -> None:
    assert "SUM-GROWTH" in found_in("由1,200元提高到1,500元，增长20%")
    assert "SUM-GROWTH" in found_in("从10.12万人增加到10.97万人，增长9.4%")
    for words in (
        "由1,200元提高到1,500元，增长25%",
        "由10.12万人增加到10.97万人，增长8.4%",
        "由0件增加到5件，增长100%",
    ):
        assert found_in(words) == {}, words


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("壹万贰仟元整", "12000"),
        ("叁拾陆万伍仟元整", "365000"),
        ("壹仟零伍拾元贰角叁分", "1050.23"),
        ("拾元整", "10"),
        ("壹亿零叁万元", "100030000"),
        ("伍佰万圆正", "5000000"),
        ("贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元", "23456789"),
        ("壹万亿元", "1000000000000"),
    ],
)
def test_capital_numerals_say_an_amount(words: str, yuan: str) -> None:
    assert amount_of(words) == Decimal(yuan)


@pytest.mark.parametrize(
    "words",
    [
        "人民币壹万贰仟元整（¥12,300.00）",
        "人民币壹万贰仟元整（1.3万元）",
        "12,300元（大写：壹万贰仟元整）",
        "¥12300.00（人民币壹万贰仟元整）",
        "罚款贰万元整（小写：2000元）",
    ],
)
def test_an_amount_in_words_unlike_its_figures_is_found(words: str) -> None:
    assert "AMOUNT-WORDS" in found_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "人民币壹万贰仟元整（¥12,000.00）",
        "罚款人民币贰万元整（2万元）",
        "20,000元（大写：贰万元整）",
        "罚款人民币贰万元整，并没收违法所得500元",
        "人民币叁拾陆万伍仟元整（365,000元）",
        "单位：万元（2021年）",
    ],
)
def test_an_amount_in_words_like_its_figures_is_right(words: str) -> None:
    assert found_in(words) == {}


def test_a_text_in_blocks_is_read_like_one_in_lines() -> None:
    text = in_paragraphs("2024年工作要点\n2024年2月30日前完成\n（二）其他")
    assert [finding.where for finding in found_in(text)["DATE-IMPOSSIBLE"]] == ["body.0[0:10]"]
