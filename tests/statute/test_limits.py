"""Periods other than those of an application: natural days, working days, months, and where the last day rolls."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute import (
    Calendar,
    DueDate,
    LawUnknown,
    Length,
    SettingInvalid,
    disclosure_deadline,
    due_date,
    limit_row,
    limits,
)
from gongkai.statute.limits import UNITS, add_months

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("limit", "start", "last"),
    [
        ("explainer", "2026-04-30", "2026-05-08"),
        ("explainer", "2025-10-29", "2025-11-03"),
        pytest.param("letter_ordinary", "2026-04-29", "2026-05-09", id="plat_g_1, pf_9"),  # a worked Saturday
        pytest.param("petition_told", "2026-04-29", "2026-05-14", id="plat_g_2"),
        ("petition_done", "2026-04-29", "2026-06-28"),
        ("penalty_withdrawal", "2026-05-08", "2026-05-11"),
        pytest.param("budget_publication", "2026-02-06", "2026-02-26", id="plat_h_5"),
        pytest.param("balance_objection", "2026-05-06", "2026-05-11", id="pf_6"),
        ("withheld_review", "2025-03-10", "2026-03-10"),
        ("withheld_review", "2024-02-29", "2025-02-28"),
        ("letter_veto", "2025-10-08", "2026-01-08"),
        ("comment_major_decision", "2026-03-02", "2026-04-01"),
        ("reconsideration", "2026-08-06", "2026-10-08"),
        ("reconsideration", "2025-08-05", "2025-10-09"),
        ("reconsideration", "2026-03-31", "2026-06-01"),
        ("litigation", "2026-03-31", "2026-09-30"),
        ("litigation", "2025-08-31", "2026-02-28"),  # a worked Saturday: nothing moves
        ("litigation_after_reconsideration", "2025-09-22", "2025-10-09"),
        ("reconsideration_untold", "2024-05-01", "2025-05-06"),
    ],
)
def test_a_period_ends_on_the_day_the_case_says(limit, start, last):
    assert due_date(limit, date.fromisoformat(start), CALENDAR) == DueDate(date.fromisoformat(last))


def test_pf_8_a_committee_resolution_and_its_explainer():
    published = disclosure_deadline(date(2025, 9, 25), CALENDAR).date
    assert published == date(2025, 10, 29)
    assert due_date("explainer", published, CALENDAR).date == date(2025, 11, 3)


def test_a_duty_of_the_agency_does_not_roll_where_its_law_does_not_say_so():
    assert due_date("budget_publication", date(2026, 2, 8), CALENDAR).date == date(2026, 2, 28)
    assert due_date("petition_told", date(2026, 4, 18), CALENDAR).date == date(2026, 5, 3), "in the holiday"


def test_a_last_day_in_a_year_without_notice_is_provisional_where_it_may_roll():
    assert due_date("reconsideration", date(2026, 12, 1), CALENDAR).provisional
    five_years = due_date("reconsideration_absolute", date(2024, 4, 5), CALENDAR)
    assert five_years == DueDate(date(2029, 4, 5), provisional=True)
    assert not due_date("petition_told", date(2026, 12, 31), CALENDAR).provisional


def test_an_agency_may_choose_another_length_where_the_default_is_ours_but_not_where_the_law_fixes_it():
    start = date(2026, 4, 30)
    assert due_date("explainer", start, CALENDAR, chosen=Length(5, "natural_day")).date == date(2026, 5, 5)
    assert due_date("explainer", start, CALENDAR, chosen=Length(1, "month")).date == date(2026, 5, 30)
    with pytest.raises(SettingInvalid, match="法律已有规定的期限不能改变"):
        due_date("penalty_withdrawal", start, CALENDAR, chosen=Length(10, "natural_day"))
    same = limit_row("penalty_withdrawal", on=start)
    assert due_date(same.id, start, CALENDAR, chosen=Length(same.amount, same.unit)).date == date(2026, 5, 3)


@pytest.mark.parametrize("length", [Length(0, "workday"), Length(1201, "month"), Length(3, "week")])
def test_an_impossible_length_is_refused(length):
    with pytest.raises(SettingInvalid, match="不在允许的范围内"):
        due_date("explainer", date(2026, 4, 30), CALENDAR, chosen=length)


def test_a_period_nobody_knows_or_from_before_its_law_is_refused():
    with pytest.raises(LawUnknown, match="没有2026-01-01施行的“tea_break”期限"):
        due_date("tea_break", date(2026, 1, 1), CALENDAR)
    with pytest.raises(LawUnknown):
        due_date("penalty_withdrawal", date(2021, 7, 14), CALENDAR)
    assert due_date("penalty_withdrawal", date(2021, 7, 15), CALENDAR).date == date(2021, 7, 18)


def test_the_old_act_limits_reconsideration_before_2024():
    assert "2017" in limit_row("reconsideration", on=date(2023, 12, 31)).law
    assert limit_row("reconsideration", on=date(2024, 1, 1)).law == "《行政复议法》第二十条第一款"


def test_every_period_has_a_unit_and_one_row_a_day():
    today = date(2026, 11, 27)
    assert {row.unit for row in limits()} <= set(UNITS)
    ids = [row.id for row in limits() if row.in_force(today)]
    assert len(ids) == len(set(ids))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_the_corresponding_day_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    is_last_of_month = (found + timedelta(1)).day == 1
    assert found.day == day.day or (found.day < day.day and is_last_of_month)
