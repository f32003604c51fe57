"""The text against itself: totals and their parts, one thing with two figures, years, dates, leftovers."""

import pytest

from tests.annualreport.building import clean_report, errors_in, found_in, saying, with_text

# -- a total and its parts -------------------------------------------------------------------------

PARTS = "{0}条，政务动态类信息{1}条，政策类信息58条，解读信息5条，通知公告类8条，处理网民留言信息10条"


def _published(total: int, *parts: int) -> str:
    """Return a sentence in the manner of a housing fund centre: a total, then what it consists of."""
    return f"依托门户网站对外公开信息 {total} 条。其中概况类信息 " + PARTS.format(*parts) + "。"


def test_parts_that_add_up_to_their_total_are_in_order() -> None:
    assert found_in(saying(_published(386, 11, 294))) == {}


def test_parts_that_do_not_add_up_are_told_with_both_sums() -> None:
    found = found_in(saying(_published(386, 11, 249)))
    (warning,) = found["TEXT-BREAKDOWN"]
    assert (warning.facts["total"], warning.facts["sum"], warning.facts["difference"]) == (386, 341, 45)
    assert warning.facts["parts"] == [11, 249, 58, 5, 8, 10]
    assert not errors_in(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "共收到建议36件（主办20件，协办16件），均已办结。",
        "主动公开政府信息505条，其中网站297条，专栏133条，互动74条，调查征集1条，另发布微博30条、微信30条。",
        "发布信息2224篇，其中省级以上媒体227篇，市级媒体518篇。",
        "发布信息100条，其中政策解读40条，图解35条等。",
        "发布信息386条，较上年增加20条，其中网站300条，微信86条。",
        "发布信息18439条，其中：概况类69条、政务动态类8043条、目录类10327条。",
        "发布信息约400条，其中网站300条，微信86条。",
        "网站发布信息300条（其中动态200条，公告100条），微信86条，阅读量2万次。",
        "公开规章13件（含新制定5件，修改4件，废止2件）。",
        "公开信息133条，其中水质月报12条、停水通知50条、其他20条。",
        "公开信息30条，其中点击最多的一条阅读40条、转发35条。",
        "共收到8份建议，均为自然人建议。其中采纳2件，部分采纳2件，说明解释1件，留作参考2件，其他1件。",
    ],
)
def test_examples_comparisons_and_lists_that_go_on_are_no_contradiction(sentence: str) -> None:
    assert "TEXT-BREAKDOWN" not in found_in(saying(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "公开信息671条，其中网站65条（公告公示3条），微信497条，抖音157条。",
        "共收到建议36件（主办20件，协办15件）。",
        "发布信息386条，其中网站300条，微信80条，微博16条。",
        "共收到8份建议，均为自然人建议。其中采纳2件，部分采纳2件，说明解释1件，留作参考2件，其他2件。",
        "公开信息30条，其中动态12条、公告10条、政策20条。",
        "举办培训3次，其中线上1次、线下1次。",
        "举办培训3次，其中线上1次、线下1次、外出2次。",
        "公开信息133条，其中水质12条、停水90条、其他80条。",
    ],
)
def test_lists_that_are_meant_to_be_complete_are_added_up(sentence: str) -> None:
    assert "TEXT-BREAKDOWN" in found_in(saying(sentence))


# -- one thing, two figures ------------------------------------------------------------------------


def test_two_figures_for_the_messages_answered_on_one_channel_are_a_warning() -> None:
    sentence = (
        "二是重点推广微信公众号，全年推送消息46条，回复咨询留言10622条。"
        "三是通过服务热线接听电话22536通，回复微信公众号咨询留言11870条。"
    )
    found = found_in(saying(sentence))
    (warning,) = found["TEXT-TWO-FIGURES"]
    assert {warning.facts["one"], warning.facts["other"]} == {10622, 11870}
    assert warning.facts["also_at"].startswith("text.overall_situation[")
    assert not errors_in(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "微信公众号回复咨询留言10622条，门户网站回复咨询留言11870条。",
        "微信公众号上半年回复咨询留言10622条。微信公众号全年回复咨询留言21870条。",
        "2022年微信公众号回复咨询留言10622条。2023年微信公众号回复咨询留言11870条。",
        "门户网站总访问量100931次，门户网站独立用户访问总量39255次。",
        "门户网站发布信息227条。微信公众号发布信息46条。",
        "在电视台发布政策动态10期，日报发布政策公告12期。",
        "微信公众号回复咨询留言10622条。微信公众号共回复咨询留言10622条。",
    ],
)
def test_other_channels_other_times_and_other_things_may_differ(sentence: str) -> None:
    assert "TEXT-TWO-FIGURES" not in found_in(saying(sentence))


# -- years and dates -------------------------------------------------------------------------------


def test_a_sentence_that_opens_with_last_year_s_number_may_be_last_year_s_text() -> None:
    found = found_in(saying("2022年，中心党组听取政务公开工作汇报2次。"))
    (warning,) = found["TEXT-YEAR"]
    assert (warning.facts["found"], warning.facts["year"]) == (2022, 2023)
    assert not errors_in(found)


def test_a_title_or_a_closing_day_of_another_year_is_found() -> None:
    titled = with_text(clean_report(), preamble=clean_report(year=2022).preamble)
    assert "TEXT-YEAR" in found_in(titled)
    assert "TEXT-YEAR" in found_in(saying("截至2022年12月31日，中心门户网站设有栏目36个。"))


def test_a_site_s_list_of_every_year_s_reports_is_no_wrong_title() -> None:
    own = clean_report().preamble
    menu = "\n".join(f"{year}年政府信息公开工作年度报告" for year in range(2019, 2025))
    assert "TEXT-YEAR" not in found_in(with_text(clean_report(), preamble=f"{menu}\n{own}"))


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年，中心党组听取政务公开工作汇报2次。",
        "2022年收到来信3件，2023年收到来信5件。",
        "较2022年增加3件。",
        "2024年，中心将进一步拓展公开渠道。",
        "2021年9月印发的年度报告格式得到严格执行。",
        "根据《清河市2022年政务公开工作要点》，中心梳理了公开事项。",
        "2022年以来，中心持续优化栏目。",
        "截至2023年12月31日，中心门户网站设有栏目36个。",
    ],
)
def test_comparisons_plans_and_titles_may_name_another_year(sentence: str) -> None:
    assert "TEXT-YEAR" not in found_in(saying(sentence))


@pytest.mark.parametrize(
    ("day", "known"), [("11月31日", False), ("2月29日", True), ("2023年2月29日", False), ("6月30日", True)]
)
def test_a_date_that_no_calendar_has_is_found(day: str, known: bool) -> None:
    assert ("DATE-IMPOSSIBLE" not in found_in(saying(f"{day}举办政府开放日活动。"))) is known


# -- leftovers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["XX局高度重视。", "收到来信××件。", "（文字描述）中心高度重视。", "培训____次。"])
def test_words_of_a_template_that_were_left_standing_are_found(words: str) -> None:
    assert "TEXT-PLACEHOLDER" in found_in(saying(words))


@pytest.mark.parametrize("words", ["制作H5作品3个。", "利用手机APP发布信息。", "APPXX", "上线3.0版本。"])
def test_latin_letters_are_not_a_template(words: str) -> None:
    assert "TEXT-PLACEHOLDER" not in found_in(saying(words))
