"""The charts of a report: every bar a figure of the form, every sentence true of the figures."""

import pytest

from gongkai import annualreport
from gongkai.yearend.charting import received_by_year, report_charts
from tests.yearend.examples import a_report

AGENCY = "平畅市住房公积金管理中心"


def report(year=2023, form_id="format_2021", **figures):
    """Return a report whose rows of applications have these figures for natural persons and the total."""
    data = a_report(AGENCY, year, form_id)
    for row, figure in figures.items():
        data["tables"]["applications"][row] |= {"natural_person": figure, "total": figure}
    return annualreport.from_dict(data)


def charts(*reports):
    return {chart.id: chart for chart in report_charts(*reports)}


def test_the_results_add_up_their_several_grounds():
    told = report(new_received=9, denied_state_secret=2, denied_internal_affairs=1, granted=6, processed_total=9)
    rows = dict(charts(told)["results"].rows)
    assert rows == {
        "予以公开": "6",
        "部分公开": "0",
        "不予公开": "3",
        "无法提供": "0",
        "不予处理": "0",
        "其他处理": "0",
    }
    assert charts(told)["results"].reading == "全年收到申请 9 件；办结 9 件，其中予以公开最多，6 件，占 67%。"


def test_the_sentence_names_the_change_from_the_year_before():
    now, before = report(new_received=3119, processed_total=0), report(2022, new_received=2785)
    assert charts(now, before)["results"].reading == "全年收到申请 3,119 件，比上年多 334 件（12%）。"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(5, 5, "，与上年相同"), (0, 5, "，比上年少 5 件（100%）"), (5, 0, "，上年没有"), (0, 0, "")],
)
def test_no_change_all_and_nothing_are_said_as_they_are(now, before, said):
    head = f"全年收到申请 {now} 件" if now else "全年没有收到申请"
    assert charts(report(new_received=now), report(2022, new_received=before))["results"].reading == f"{head}{said}。"


def test_a_figure_that_was_not_given_makes_no_sentence_about_it():
    data = a_report(AGENCY)
    data["tables"]["applications"]["new_received"]["total"] = None
    data["tables"]["applications"]["granted"]["total"] = None
    told = charts(annualreport.from_dict(data))["results"]
    assert told.reading == "收到申请的件数没有填写，或者没有读出。"
    assert dict(told.rows)["予以公开"] == "未填"


def test_the_applicants_are_those_of_what_was_newly_received():
    data = a_report(AGENCY)
    data["tables"]["applications"]["new_received"] |= {"natural_person": 3, "other_organization": 1, "total": 4}
    told = charts(annualreport.from_dict(data))["applicants"]
    assert told.reading == "新收申请中自然人最多，3 件，占 75%。"
    assert [label for label, _ in told.rows] == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他",
    ]  # fmt: skip


def test_the_disputes_leave_out_the_totals_that_would_count_them_twice():
    data = a_report(AGENCY)
    data["tables"]["review_litigation"]["cases"] |= {
        "reconsideration_upheld": 2, "reconsideration_pending": 1, "reconsideration_total": 3,
        "litigation_direct_corrected": 1, "litigation_direct_total": 1,
    }  # fmt: skip
    told = charts(annualreport.from_dict(data))["disputes"]
    assert told.reading == "行政复议 3 件，未经复议直接起诉 1 件。"
    assert len(told.rows) == 12


def test_the_form_of_2019_has_its_own_documents_and_results():
    told = charts(report(2020, "format_2019_trial", new_received=1, other_processing=1, processed_total=1))
    assert dict(told["results"].rows)["其他处理"] == "1"
    assert told["documents"].headings[-1] == "2020 年（项）"
    assert "规范性文件：对外公开总数量" in dict(told["documents"].rows)


def test_a_year_before_on_another_form_is_not_drawn_beside():
    told = charts(report(2021, new_received=2), report(2020, "format_2019_trial", new_received=1))
    assert told["results"].headings == ("", "2021 年（件）")


def test_years_are_drawn_from_the_second_on():
    assert received_by_year([(2023, 4)]) is None
    told = received_by_year([(2023, 4), (2022, 9)])
    assert told.rows == (("2022", "9"), ("2023", "4"))
    assert told.reading == "2022 年最多，9 件。"
    assert received_by_year([(2025, 4), (2023, 9)]).rows == (("2023", "9"), ("2024", "无年报"), ("2025", "4"))
    assert received_by_year([(2023, 0), (2022, None)]).reading == "各年都没有收到申请。"
