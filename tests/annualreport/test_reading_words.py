"""Agency, year, period, day of publication and the six sections, as printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from gongkai import annualreport
from gongkai.annualreport.model import Report
from tests.annualreport.manners.catalogue import MANNERS
from tests.annualreport.manners.paper import Paper, set_paper
from tests.annualreport.manners.values import truth

MANY = ("html_official", "html_from_word", "docx_typed", "browser_copy", "markdown", "trailing_bars")
SECTIONS = (
    "overall_situation",
    "proactive_disclosure",
    "applications",
    "review_litigation",
    "problems_and_improvements",
    "other_matters",
)


def printed(change: Callable[[Paper], None], manner: str = "html_official", year: int = 2022) -> Report:
    """Read a plain report after `change` has been made to its words."""
    rng = Random(11)
    figures = truth(rng, "format_2021" if year > 2020 else "format_2019_trial")
    figures.year, figures.agency = year, "云泽市财政局"
    paper = set_paper(figures, rng)
    paper.dateline = ""
    change(paper)
    return annualreport.read(MANNERS[manner].render(paper, rng))


TITLES = [
    (["云泽市财政局2022年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局2022年度政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["2022年云泽市财政局政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["2022年度云泽市财政局政府信息公开年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局 2022 年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局政府信息公开工作年度报告（2022年）"], "云泽市财政局", 2022),
    (["云泽市财政局政府信息公开工作2022年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局", "2022年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局", "政府信息公开工作年度报告", "（2022年度）"], "云泽市财政局", 2022),
    (["云泽市财政局关于2022年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局关于2022年度政府信息公开工作情况的报告"], "云泽市财政局", 2022),
    (["云泽市财政局二〇二二年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局二○二二年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["云泽市财政局２０２２年政府信息公开工作年度报告"], "云泽市财政局", 2022),
    (["2022年度政府信息公开工作年度报告", "云泽市财政局"], "云泽市财政局", 2022),
    (["云泽市财政局2022年政府信息公开工作报告"], "云泽市财政局", 2022),
    (["关于印发《云泽市财政局2022年政府信息公开工作年度报告》的通知"], "云泽市财政局", 2022),
    (["云泽市水利局（云泽市湖泊管理局）2022年政府信息公开工作年度报告"], "云泽市水利局（云泽市湖泊管理局）", 2022),
    (["中共云泽市委宣传部2022年政府信息公开工作年度报告"], "中共云泽市委宣传部", 2022),
    (["青岚镇人民政府2022年政府信息公开工作年度报告"], "青岚镇人民政府", 2022),
    (["云泽市12345热线服务中心2022年政府信息公开工作年度报告"], "云泽市12345热线服务中心", 2022),
]


@pytest.mark.parametrize("manner", ["html_official", "docx_typed", "browser_copy"])
@pytest.mark.parametrize(("lines", "agency", "year"), TITLES, ids=range(len(TITLES)))
def test_the_title_names_agency_and_year(manner: str, lines: list[str], agency: str, year: int) -> None:
    report = printed(lambda paper: setattr(paper, "title", lines), manner)
    assert (report.agency, report.year) == (agency, year)


def test_an_agency_that_is_named_nowhere_is_not_made_up() -> None:
    def nameless(paper: Paper) -> None:
        paper.title = ["2022年政府信息公开工作年度报告"]
        paper.preamble = "现将2022年度政府信息公开工作情况报告如下。"

    report = printed(nameless)
    assert (report.agency, report.year) == (None, 2022)


def test_a_year_that_the_title_lacks_comes_from_the_period() -> None:
    report = printed(lambda paper: setattr(paper, "title", ["云泽市财政局政府信息公开工作年度报告"]))
    assert report.year == 2022


def test_another_year_in_the_text_is_not_the_report_s() -> None:
    def busy(paper: Paper) -> None:
        paper.texts["overall_situation"].insert(
            0, "2023年将继续努力，2021年、2020年和2019年的情况见往年报告，2023年计划已定。"
        )

    assert printed(busy).year == 2022


PERIODS = [
    "本报告中所列数据统计期限为2022年1月1日至12月31日。",
    "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
    "统计数据从 2022 年 1 月 1 日至 12 月 31 日。",
    "数据统计时间：2022年1月1日—2022年12月31日。",
    "统计期限为2022年1月1日到12月31日止。",
    "统计期限为二〇二二年一月一日至二〇二二年十二月三十一日。",
]


@pytest.mark.parametrize("line", PERIODS)
def test_the_statistical_period_is_read(line: str) -> None:
    report = printed(lambda paper: setattr(paper, "preamble", line))
    assert report.period == (date(2022, 1, 1), date(2022, 12, 31))


def test_a_period_that_is_not_a_whole_year_is_read_as_it_stands() -> None:
    report = printed(lambda paper: setattr(paper, "preamble", "本报告统计期限为2022年1月1日至2022年11月30日。"))
    assert report.period == (date(2022, 1, 1), date(2022, 11, 30))


DATELINES = [
    "发布日期：2023-01-25",
    "发布时间： 2023年1月25日",
    "发布时间：2023-01-25 10:24    来源：云泽市财政局    浏览次数：118",
    "日期：2023/01/25 字号：【大 中 小】",
    "时间: 2023-1-25 9:05:00 来源: 云泽市财政局",
    "发文日期：2023.01.25",
    "索引号：00123456-7/2023-00012 发布机构：云泽市财政局 发布日期：2023年01月25日",
]


@pytest.mark.parametrize("manner", ["html_official", "browser_copy"])
@pytest.mark.parametrize("line", DATELINES)
def test_the_day_of_publication_is_read_from_the_dateline(manner: str, line: str) -> None:
    report = printed(lambda paper: setattr(paper, "dateline", line), manner)
    assert report.publication_date == date(2023, 1, 25)


def test_a_day_in_the_text_is_not_the_day_of_publication() -> None:
    report = printed(lambda paper: paper.texts["other_matters"].append("2022年5月15日召开专题会议。"))
    assert report.publication_date is None


@pytest.mark.parametrize("manner", MANY)
def test_the_six_sections_keep_their_headings_and_their_words(manner: str) -> None:
    report = printed(lambda paper: paper.texts["applications"].append("全年未收到涉外申请。"), manner)
    assert tuple(section.id for section in report.sections) == SECTIONS
    assert [s.title for s in report.sections][4:] == ["五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
    assert "三审三校" in report.text("overall_situation")
    assert "全年未收到涉外申请。" in report.text("applications")
    assert "解读形式较为单一" in report.text("problems_and_improvements")
    assert "需要报告的事项。" in report.text("other_matters") or "无。" in report.text("other_matters")


@pytest.mark.parametrize("manner", MANY)
def test_a_section_s_text_holds_nothing_of_its_tables(manner: str) -> None:
    report = printed(lambda paper: None, manner)
    text = "".join(section.text for section in report.sections)
    for word in ("信息内容", "本年制发件数", "属于国家秘密", "商业企业", "尚未审结", "第二十条"):
        assert word not in text


def test_paragraphs_of_a_section_stay_apart() -> None:
    lines = [line for line in printed(lambda paper: None).text("overall_situation").splitlines() if line.strip()]
    assert len(lines) == 5
    assert lines[0].startswith("（一）主动公开情况")


@pytest.mark.parametrize(
    ("five", "six"),
    [
        ("五、存在问题及改进情况", "六、其他需要报告的事项。"),
        ("五、政府信息公开工作存在的主要问题和改进措施", "六、其他报告事项"),
        ("五、存在不足及下一步工作打算", "六、需要报告的其他事项"),
        ("六、存在的主要问题及改进情况", "七、其他需要报告的事项"),
        ("（五）存在的主要问题及改进情况", "（六）其他需要报告的事项"),
        ("5.存在的主要问题及改进情况", "6.其他需要报告的事项"),
        ("第五部分 存在的主要问题及改进情况", "第六部分 其他需要报告的事项"),
        ("存在的主要问题及改进情况", "其他需要报告的事项"),
        ("五 、存在的主要问题及 改进情况", "六、 其他需要报告的\u3000事项"),
    ],
)
@pytest.mark.parametrize("manner", ["html_official", "browser_copy"])
def test_sections_five_and_six_are_known_under_varied_titles(manner: str, five: str, six: str) -> None:
    def retitle(paper: Paper) -> None:
        paper.headings["problems_and_improvements"], paper.headings["other_matters"] = five, six
        paper.texts["other_matters"] = ["本年度没有需要报告的其他情况。"]

    report = printed(retitle, manner)
    assert "解读形式较为单一" in report.text("problems_and_improvements")
    assert "没有需要报告的其他情况" in report.text("other_matters")
    assert "没有需要报告的其他情况" not in report.text("problems_and_improvements")


def test_a_heading_on_the_line_of_its_text_still_begins_the_section() -> None:
    def run_on(paper: Paper) -> None:
        paper.headings["other_matters"] = "六、其他需要报告的事项。本机关2022年度未发出收费通知，收取信息处理费0元。"
        paper.texts["other_matters"] = []

    assert "收取信息处理费0元" in printed(run_on).text("other_matters")


def test_a_sentence_that_mentions_a_section_does_not_begin_it() -> None:
    def overview(paper: Paper) -> None:
        paper.preamble += (
            "全文包括总体情况、主动公开政府信息情况、存在的主要问题及改进情况、其他需要报告的事项等六个部分。"
        )

    report = printed(overview)
    assert tuple(section.id for section in report.sections) == SECTIONS
    assert "三审三校" in report.text("overall_situation")


def test_words_before_section_one_are_kept_as_the_preamble() -> None:
    assert "编制本报告" in printed(lambda paper: None).preamble


def test_menus_and_footers_of_the_site_are_not_the_report_s_text() -> None:
    rng = Random(3)
    paper = set_paper(truth(rng, "format_2021"), rng)
    page = MANNERS["html_official"].render(paper, rng).decode()
    page = page.replace(
        "<body>", "<body><div class='nav'><ul><li>首页</li><li>政务公开</li></ul></div><script>var 总计=5;</script>"
    )
    page = page.replace(
        "</body>", "<div class='footer'>版权所有：云泽市 网站标识码：4200000000 ICP备12345678号</div></body>"
    )
    text = "".join(section.text for section in annualreport.read(page.encode()).sections)
    assert "首页" not in text
    assert "var 总计" not in text
