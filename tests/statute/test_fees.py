"""The processing fee: the worked cases of the law page, the brackets, and what keeps a notice from going out."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute import (
    RULES,
    Charge,
    CountInvalid,
    LawUnknown,
    charge_findings,
    deadline,
    fee_brackets,
    fee_schemes,
    item_fee,
    month_fee,
    volume_fee,
)
from tests.statute.written import CALENDAR, due, on

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("applications", "yuan"),
    [
        (0, 0),
        (10, 0),
        (11, 100),
        (13, 300),  # eight papers, one of them split into six
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (45, 5500),
        (60, 11000),
        (100, 37000),
    ],
)
def test_the_applications_of_a_month_cost_what_the_worked_case_says(applications, yuan):
    assert month_fee(applications, on=MARCH).amount_yuan == yuan


@pytest.mark.parametrize(("number", "yuan"), [(1, 0), (10, 0), (11, 100), (30, 100), (31, 200), (41, 300), (51, 400)])
def test_each_application_costs_the_rate_of_its_own_bracket(number, yuan):
    assert item_fee(number, on=MARCH) == yuan


def test_ten_applications_on_31_march_and_ten_on_1_april_cost_nothing_as_months_are_separate():
    assert month_fee(10, on=date(2026, 3, 31)).amount_yuan + month_fee(10, on=date(2026, 4, 1)).amount_yuan == 0


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (68, 380), (100, 700), (120, 1100), (150, 1700), (200, 2700), (201, 2740), (250, 4700)],
)
def test_the_pages_of_an_application_cost_what_the_worked_case_says(pages, yuan):
    assert volume_fee(pages, on=MARCH).amount_yuan == yuan


def test_two_applications_of_25_pages_are_not_added_together():
    assert 2 * volume_fee(25, on=MARCH).amount_yuan == 0
    assert volume_fee(50, on=MARCH).amount_yuan == 200


def test_a_fee_tells_its_brackets_and_its_article():
    fee = month_fee(45, on=MARCH)
    assert [(part.first, part.last, part.yuan, part.amount_yuan) for part in fee.brackets] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 40, 200, 2000),
        (41, 45, 300, 1500),
    ]
    assert fee.law.endswith("第四条")
    assert volume_fee(31, on=MARCH).law.endswith("第五条")


@given(st.integers(0, 2000))
def test_the_brackets_give_what_the_formulas_of_the_law_page_give(number):
    def rate(k: int) -> int:
        return 0 if k <= 10 else 100 if k <= 30 else 100 * ((k - 31) // 10 + 2)

    assert month_fee(number, on=MARCH).amount_yuan == sum(rate(k) for k in range(1, number + 1))
    pages = 10 * min(max(number - 30, 0), 70) + 20 * min(max(number - 100, 0), 100) + 40 * max(number - 200, 0)
    assert volume_fee(number, on=MARCH).amount_yuan == pages


def test_the_brackets_of_a_scheme_leave_no_gap():
    for scheme in fee_schemes():
        rows = [row for row in fee_brackets() if row.scheme == scheme]
        assert rows[0].first == 1
        assert rows[-1].last is None
        assert all(next_row.first == row.last + 1 for row, next_row in pairwise(rows))


def test_before_2021_there_is_no_fee():
    assert month_fee(11, on=date(2021, 1, 1)).amount_yuan == 100
    with pytest.raises(LawUnknown, match="2020-12-31没有施行的信息处理费标准"):
        month_fee(11, on=date(2020, 12, 31))


@pytest.mark.parametrize("count", [-1, 100_001])
def test_a_number_that_cannot_be_is_refused(count):
    with pytest.raises(CountInvalid, match="超出范围"):
        month_fee(count, on=MARCH)
    with pytest.raises(CountInvalid):
        volume_fee(count, on=MARCH)
    with pytest.raises(CountInvalid):
        item_fee(0, on=MARCH)


# -- the notice ------------------------------------------------------------------------------------


def charged(**changes) -> list[str]:
    """The rules that keep a notice for the 12th application of March, 100 yuan, from going out."""
    complete = {"basis": "条例第四十二条", "standard": "按件", "payment": "非税缴款", "amount_yuan": 100}
    values = {"schemes": ("per_item",), "number": 12, "received_date": MARCH, **complete, **changes}
    return [finding.rule for finding in charge_findings(Charge(**values))]


def test_a_complete_notice_by_one_scheme_may_go_out_also_for_a_refusal():
    assert charged() == []
    assert charged(schemes=("per_volume",), pages=120, amount_yuan=1100) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"schemes": ("per_item", "per_volume"), "pages": 120}, "FEE-ONE-SCHEME"),
        ({"schemes": ()}, "FEE-ONE-SCHEME"),
        ({"schemes": ("per_day",)}, "FEE-SCHEME-UNKNOWN"),
        ({"schemes": ("per_volume",)}, "FEE-NO-PAGES"),
        ({"schemes": ("per_volume",), "pages": 120, "is_public": True, "amount_yuan": 1100}, "FEE-PUBLIC-BY-VOLUME"),
        ({"amount_yuan": 1200}, "FEE-AMOUNT"),
        ({"number": 8}, "FEE-NONE-DUE"),
        ({"payment": ""}, "FEE-NOTICE-INCOMPLETE"),
        ({"basis": ""}, "FEE-NOTICE-INCOMPLETE"),
        ({"standard": ""}, "FEE-NOTICE-INCOMPLETE"),
        ({"amount_yuan": None}, "FEE-NOTICE-INCOMPLETE"),
    ],
)
def test_a_notice_that_breaks_a_rule_may_not_go_out(changes, rule):
    assert charged(**changes) == [rule]
    assert RULES.rules[rule].severity == "error"


# -- its time --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "last_day"), [(date(2025, 4, 25), date(2025, 5, 27)), (date(2026, 9, 30), date(2026, 11, 3))]
)
def test_the_fee_is_due_twenty_working_days_after_the_notice_is_received(received, last_day):
    assert deadline("fee_payment", received, CALENDAR).date == last_day


def test_a_notice_on_the_twenty_first_day_without_extension_is_refused_and_with_one_it_is_not():
    notice = "2025-04-30 issue_fee_notice"
    assert on("2025-04-30", "2025-04-01", notice).refusal.rule == "CLOCK-FEE-LATE"
    extended = "2025-04-28 extend workdays=5 approved_by=head"
    assert on("2025-04-30", "2025-04-01", extended, notice).refusal is None


def test_after_payment_on_12_may_2025_the_new_due_date_is_10_june():
    paid = on("2025-05-12", "2025-04-01", "2025-04-25 issue_fee_notice", "2025-05-12 fee_paid")
    assert due(paid) == "2025-06-10"
