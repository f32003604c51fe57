"""What is conspicuous in a collection: jumps, 元 for 万元, far from sister agencies, copied texts, sums below."""

from __future__ import annotations

import pytest

from gongkai.annualreport.copying import copied
from gongkai.annualreport.covering import below_children, sum_balances
from gongkai.annualreport.outlying import apart, jumps, limits, middles
from gongkai.annualreport.rollup import roll_up
from gongkai.annualreport.rules import RULES
from gongkai.annualreport.summands import summand
from tests.annualreport.building import clean_report, with_cells, with_text

NEW = "applications.new_received.total"
FEES = "article_20_8.administrative_institutional_fees.fees_collected_this_year"
PERMITS = "article_20_5.administrative_licensing.decisions_this_year"
WORK = (
    "中心围绕归集、提取、贷款三项业务梳理公开事项，逐条明确责任科室和更新时限。"
    "针对职工反映较多的异地贷款办理问题，组织业务骨干走进二十家企业开展现场解读。"
    "门户网站新增办事流程图解专栏，把办理材料由九项压减到五项并同步更新指南。"
)
OTHER = (
    "财政部门公开年度预算和决算，部门所属单位的报表同时上网，便于群众对照查询。"
    "对专项资金的分配结果按季公示，接受人大代表和服务对象的监督评议。"
    "政府采购的意向、公告和合同集中在一个页面发布，供应商不必分头查找。"
)


def report_of(name: str, cells=None, text: str = "", **about):
    report = with_cells(clean_report(agency=f"云泽市{name}", **about), cells or {})
    return with_text(report, overall_situation=text) if text else report


def rules(findings) -> dict[str, str]:
    """Return the rule found at each place; each sentence is told on the way."""
    found = list(findings)
    assert all(RULES.tell(one)["message"] for one in found)
    return {one.where: one.rule for one in found}


@pytest.mark.parametrize(
    ("place", "before", "now", "rule"),
    [
        (NEW, 31, 310, "OUT-TENFOLD"),
        (NEW, 310, 31, "OUT-TENFOLD"),
        (NEW, 31, 309, None),
        (NEW, 1, 19, None),  # small counts move easily
        (NEW, 0, 400, None),  # from nothing there is no factor
        (FEES, "52.15", "521500", "OUT-YUAN"),
        (FEES, "521500", "52.15", "OUT-YUAN"),
        (FEES, "0.5", "6", "OUT-TENFOLD"),
        (FEES, "52.15", "60", None),
    ],
)
def test_a_figure_stands_out_beside_last_years(place, before, now, rule):
    found = rules(jumps(report_of("水务局", {place: now}), report_of("水务局", {place: before}, year=2022)))
    assert found == ({place: rule} if rule else {})


def test_of_a_row_with_a_total_only_the_total_is_told():
    cells = {"applications.new_received.natural_person": 310, NEW: 310}
    before = {"applications.new_received.natural_person": 31, NEW: 31}
    assert list(rules(jumps(report_of("水务局", cells), report_of("水务局", before, year=2022)))) == [NEW]


def test_a_figure_stands_out_beside_the_middle_of_the_sister_agencies():
    sisters = [report_of(f"第{number}局", {PERMITS: 90 + number, FEES: "40"}) for number in range(6)]
    middle = middles(sisters)
    assert rules(apart(report_of("大局", {PERMITS: 98000, FEES: "400000"}), middle)) == {
        PERMITS: "OUT-SISTERS",
        FEES: "OUT-YUAN-SISTERS",
    }
    assert not rules(apart(sisters[0], middle))
    large, kept = report_of("大局", {PERMITS: 98000, FEES: "400000"}), [summand(one) for one in sisters]
    assert middles(kept) == middle
    assert list(apart(summand(large), middles(kept))) == list(apart(large, middle))  # from what is kept of them
    assert list(jumps(summand(large), kept[0])) == list(jumps(large, sisters[0])) != []
    few = middles(sisters[: limits()["outlying"]["sisters"] - 1])
    assert not rules(apart(report_of("大局", {PERMITS: 98000}), few))


def test_a_text_copied_from_another_agency_is_found_though_names_and_figures_differ():
    mine = report_of("水务局", text=f"云泽市水务局今年公开信息120条。{WORK}")
    theirs = report_of("财政局", text=f"云泽市财政局今年公开信息98条。{WORK}")
    alone = report_of("林业局", text=OTHER)
    (one,) = (one for one in copied([mine, alone, theirs]) if one.section == "overall_situation")
    assert {one.one, one.other} == {0, 2}
    assert one.percent > 90
    assert any("异地贷款" in passage.text for passage in one.passages)


def test_texts_of_one_subject_in_other_words_are_no_copies():
    pair = [report_of("水务局", text=WORK), report_of("财政局", text=OTHER)]
    assert not [one for one in copied(pair) if one.section == "overall_situation"]


def test_what_everybody_copied_is_found_without_holding_each_against_each():
    reports = [report_of(f"第{number}局", text=WORK) for number in range(40)]
    found = [one for one in copied(reports) if one.section == "overall_situation"]
    assert {number for one in found for number in (one.one, one.other)} == set(range(40))
    assert len(found) == 39


def test_a_superiors_figure_below_the_sum_of_those_below_is_an_error():
    total = roll_up([report_of("水务局", {NEW: 70}), report_of("财政局", {NEW: 50})])
    (finding,) = below_children(report_of("政府办", {NEW: 110}), total)
    assert (finding.rule, finding.where) == ("ROLLUP-BELOW", NEW)
    assert (finding.facts["own"], finding.facts["sum"], finding.facts["count"]) == (110, 120, 2)
    assert not rules(below_children(report_of("政府办", {NEW: 120}), total))
    assert not rules(below_children(report_of("政府办", {NEW: "?"}), total))


def test_another_years_form_is_not_held_against_the_sum():
    total = roll_up([report_of("水务局", {NEW: 70})])
    assert not rules(below_children(report_of("政府办", form_id="format_2019_trial", year=2020), total))


def test_the_sum_is_checked_like_a_report():
    one = {NEW: 3, "applications.new_received.natural_person": 2}
    assert "T3-ROW-SUM" in {finding.rule for finding in sum_balances(roll_up([report_of("水务局", one)]))}
    assert not rules(sum_balances(roll_up([report_of("水务局")])))
