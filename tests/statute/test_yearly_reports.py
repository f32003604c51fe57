"""Which form a yearly report takes, when it is due, and when it is late."""

from datetime import date

import pytest

from gongkai.statute import LawUnknown, LocalDue, LocalDueInvalid, is_late, report_due, report_format

HUAIHUA = LocalDue(  # a city circular of 2021
    2021, "怀化市通知", submit_date=date(2022, 1, 26), publish_date=date(2022, 1, 28)
)


@pytest.mark.parametrize(
    ("report_year", "form"),
    [
        (2019, "format_2019_trial"),
        (2020, "format_2019_trial"),
        (2021, "format_2021"),
        (2025, "format_2021"),
        (2035, "format_2021"),
    ],
)
def test_the_report_year_decides_the_form(report_year, form):
    assert report_format(report_year).id == form


@pytest.mark.parametrize("report_year", [2018, 2008, 0])
def test_a_report_from_before_the_uniform_forms_is_refused(report_year):
    with pytest.raises(LawUnknown, match=f"没有{report_year}年度报告适用的格式：统一格式自2019年度"):
        report_format(report_year)


def test_an_agencys_report_is_submitted_and_published_by_31_january():
    due = report_due(2025)
    assert (due.submit_date, due.publish_date) == (date(2026, 1, 31), date(2026, 1, 31))
    assert due.laws == ("《政府信息公开条例》第四十九条第一款",)


def test_31_january_2026_is_a_saturday_and_nothing_is_rolled_forward():
    due = report_due(2025).publish_date
    assert due.weekday() == 5
    assert not is_late(date(2026, 1, 30), due)
    assert not is_late(date(2026, 1, 31), due)
    assert is_late(date(2026, 2, 2), due), "the Monday after is late"


def test_the_competent_department_publishes_the_governments_report_by_31_march():
    due = report_due(2025, "government_annual_report")
    assert (due.submit_date, due.publish_date) == (None, date(2026, 3, 31))


def test_the_provident_fund_report_is_another_document_with_its_own_date():
    due = report_due(2025, "provident_fund_report").publish_date
    assert not is_late(date(2026, 3, 31), due)
    assert is_late(date(2026, 4, 1), due)


def test_pf_2_on_1_february_only_the_disclosure_report_is_missing():
    asked_on = date(2026, 2, 1)
    assert is_late(asked_on, report_due(2025).publish_date)
    assert not is_late(asked_on, report_due(2025, "provident_fund_report").publish_date)


@pytest.mark.parametrize("report_year", [2018, 2007, 9999, -1])
def test_a_year_whose_due_date_the_rows_do_not_know_is_refused(report_year):
    with pytest.raises(LawUnknown, match="政府信息公开工作年度报告"):
        report_due(report_year)


def test_a_report_the_rows_do_not_know_is_refused():
    with pytest.raises(LawUnknown, match="weather_report"):
        report_due(2025, "weather_report")


def test_a_local_rule_may_ask_for_the_report_earlier():
    due = report_due(2021, local=[HUAIHUA])
    assert (due.submit_date, due.publish_date) == (date(2022, 1, 26), date(2022, 1, 28))
    assert due.laws[-1] == "怀化市通知"
    assert is_late(date(2022, 1, 29), due.publish_date)


def test_a_local_rule_holds_for_its_own_year_only():
    assert report_due(2022, local=[HUAIHUA]) == report_due(2022)


def test_of_several_local_rules_the_earliest_day_counts():
    province = LocalDue(2021, "省通知", publish_date=date(2022, 1, 20))
    due = report_due(2021, local=[HUAIHUA, province])
    assert (due.submit_date, due.publish_date) == (date(2022, 1, 26), date(2022, 1, 20))
    assert report_due(2021, local=[province, HUAIHUA])[:2] == due[:2]


@pytest.mark.parametrize("field", ["submit_date", "publish_date"])
def test_a_local_rule_cannot_put_the_date_off(field):
    later = LocalDue(2021, "某市通知", **{field: date(2022, 2, 1)})
    with pytest.raises(LocalDueInvalid, match="某市通知规定的2022-02-01晚于法定期限2022-01-31"):
        report_due(2021, local=[later])


def test_a_local_rule_may_ask_the_competent_department_to_submit_as_well():
    rule = LocalDue(2025, "constructed", submit_date=date(2026, 3, 20))
    assert report_due(2025, "government_annual_report", local=[rule]).submit_date == date(2026, 3, 20)
