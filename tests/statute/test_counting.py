"""Adding and counting working days: worked examples, hand counts, and a brute-force counter beside them."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute import Calendar, DayKind, DueDate, Notice, YearUnknown

CALENDAR = Calendar()

# Constructed receipts: receipt, day 1, 7th, 20th and 40th working day; None where the 40th was not counted.
EXAMPLES = """
    2023-04-28 2023-05-04 2023-05-11 2023-05-30 2023-06-28
    2023-06-21 2023-06-25 2023-07-03 2023-07-20 2023-08-17
    2023-09-15 2023-09-18 2023-09-26 2023-10-19 2023-11-16
    2023-09-28 2023-10-07 2023-10-13 2023-11-01 2023-11-29
    2024-01-19 2024-01-22 2024-01-30 2024-02-21 2024-03-20
    2024-02-09 2024-02-18 2024-02-26 2024-03-14 2024-04-12
    2024-09-13 2024-09-14 2024-09-25 2024-10-17 2024-11-14
    2024-09-30 2024-10-08 2024-10-15 2024-11-01 2024-11-29
    2025-01-10 2025-01-13 2025-01-21 2025-02-13 2025-03-13
    2025-01-26 2025-01-27 2025-02-11 2025-02-28 2025-03-28
    2025-04-25 2025-04-27 2025-05-08 2025-05-27 2025-06-25
    2025-09-19 2025-09-22 2025-09-29 2025-10-23 2025-11-20
    2025-09-27 2025-09-28 2025-10-13 2025-10-30 2025-11-27
    2025-10-01 2025-10-09 2025-10-16 2025-11-04 2025-12-02
    2026-01-16 2026-01-19 2026-01-27 2026-02-13 2026-03-19
    2026-02-13 2026-02-14 2026-03-02 2026-03-19 -
    2026-02-14 2026-02-24 2026-03-03 2026-03-20 2026-04-20
    2026-04-30 2026-05-06 2026-05-13 2026-06-01 2026-06-30
    2026-09-18 2026-09-20 2026-09-29 2026-10-22 2026-11-19
    2026-09-20 2026-09-21 2026-09-30 2026-10-23 2026-11-20
    2026-09-30 2026-10-08 2026-10-15 2026-11-03 2026-12-01
    2026-12-03 2026-12-04 2026-12-14 2026-12-31 -
"""
PERIODS = (1, 7, 20, 40)
PERIOD_ENDS = [
    pytest.param(date.fromisoformat(receipt), workdays, date.fromisoformat(end), id=f"{receipt}+{workdays}")
    for receipt, *ends in map(str.split, EXAMPLES.strip().splitlines())
    for workdays, end in zip(PERIODS, ends, strict=True)
    if end != "-"
]

# Every working day of the period, counted by hand.
HAND_COUNTS = {
    "2026-09-18": "09-20 09-21 09-22 09-23 09-24 09-28 09-29 09-30 10-08 09 10 12 13 14 15 16 19 20 21 22",
    "2025-09-19": "09-22 23 24 25 26 28 29 30 10-09 10 11 13 14 15 16 17 20 21 22 23",
    "2024-01-19": "01-22 23 24 25 26 29 30 31 02-01 02 04 05 06 07 08 09 18 19 20 21",
    "2025-01-10": "01-13 14 15 16 17 20 21 22 23 24 26 27 02-05 06 07 08 10 11 12 13",
    "2026-02-13": "02-14 24 25 26 27 28 03-02 03 04 05 06 09 10 11 12 13 16 17 18 19",
}


def dates(year: str, written: str) -> list[date]:
    month, found = "", []
    for item in written.split():
        month = item[:2] if "-" in item else month
        found.append(date.fromisoformat(f"{year}-{month}-{item[-2:]}"))
    return found


@pytest.mark.parametrize(("receipt", "workdays", "end"), PERIOD_ENDS)
def test_a_period_ends_where_the_worked_example_says(receipt, workdays, end):
    assert CALENDAR.add_workdays(receipt, workdays) == DueDate(end, provisional=False)


@pytest.mark.parametrize("receipt", HAND_COUNTS)
def test_the_days_counted_are_those_counted_by_hand(receipt):
    counted = [day.date for day in islice(CALENDAR.workdays_after(date.fromisoformat(receipt)), 20)]
    assert counted == dates(receipt[:4], HAND_COUNTS[receipt])


def test_the_twentieth_day_after_30_september_2022_is_2_november():
    assert CALENDAR.add_workdays(date(2022, 9, 30), 20).date == date(2022, 11, 2)


def test_the_fortieth_day_of_a_late_receipt_needs_next_years_notice_and_is_provisional():
    assert CALENDAR.add_workdays(date(2026, 12, 3), 20) == DueDate(date(2026, 12, 31), provisional=False)
    assert CALENDAR.add_workdays(date(2026, 12, 3), 40).provisional


def test_a_provisional_date_is_counted_again_when_the_notice_is_loaded():
    provisional = CALENDAR.add_workdays(date(2026, 12, 31), 3)
    assert provisional == DueDate(date(2027, 1, 6), provisional=True)
    constructed = Notice(2027, {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦", date(2027, 10, 1): "国庆节"})
    assert Calendar([constructed]).add_workdays(date(2026, 12, 31), 3) == DueDate(date(2027, 1, 7), provisional=False)


def test_a_period_over_a_year_without_notice_is_provisional_even_where_it_ends_in_a_loaded_one():
    fixed = ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")
    constructed = Notice(2028, {date.fromisoformat(f"2028-{day}"): "节日" for day in fixed})
    assert Calendar([constructed]).add_workdays(date(2026, 12, 31), 300).provisional


# Periods other than the reply: constructed cases of letters, explainers, payments and opinions.
OTHER_PERIODS = [
    (date(2026, 4, 29), 5, date(2026, 5, 9), "an ordinary letter, or a hotline ticket of five days"),
    (date(2026, 4, 30), 3, date(2026, 5, 8), "an explainer of a file published that day"),
    (date(2026, 9, 29), 5, date(2026, 10, 12), "a defence in the simple procedure"),
    (date(2025, 9, 28), 15, date(2025, 10, 24), "a correction period of fifteen days"),
    (date(2025, 10, 13), 20, date(2025, 11, 10), "a corrected application starts again"),
    (date(2025, 10, 13), 40, date(2025, 12, 8), "the same with the full extension"),
    (date(2024, 9, 10), 20, date(2024, 10, 14), "the reply before a consultation"),
    (date(2024, 9, 10), 30, date(2024, 10, 28), "ten days excluded"),
    (date(2024, 9, 10), 36, date(2024, 11, 5), "sixteen days excluded"),
    (date(2026, 4, 20), 20, date(2026, 5, 20), "the reply before another organ is asked"),
    (date(2026, 4, 20), 29, date(2026, 6, 2), "nine days excluded"),
    (date(2026, 3, 4), 34, date(2026, 4, 22), "fourteen days of two overlapping consultations"),
    (date(2025, 12, 15), 20, date(2026, 1, 13), "over the turn of the year"),
    (date(2025, 12, 15), 30, date(2026, 1, 27), "extended by ten"),
    (date(2025, 12, 15), 40, date(2026, 2, 10), "extended to the ceiling"),
    (date(2025, 4, 25), 20, date(2025, 5, 27), "payment of a fee"),
    (date(2025, 5, 12), 20, date(2025, 6, 10), "the reply after payment"),
    (date(2024, 4, 28), 20, date(2024, 5, 28), "signed post on a worked Sunday"),
    (date(2024, 4, 29), 20, date(2024, 5, 29), "an ordinary letter confirmed the day after"),
    (date(2026, 5, 6), 20, date(2026, 6, 2), "confirmed on the first day after the holiday"),
]


@pytest.mark.parametrize(
    ("start", "workdays", "end"), [case[:3] for case in OTHER_PERIODS], ids=[c[3] for c in OTHER_PERIODS]
)
def test_other_periods_end_where_their_case_says(start, workdays, end):
    assert CALENDAR.add_workdays(start, workdays) == DueDate(end, provisional=False)


@pytest.mark.parametrize(
    ("after", "until", "workdays"),
    [
        (date(2025, 9, 19), date(2025, 9, 26), 5),  # the notice of correction went out on the fifth day
        (date(2024, 9, 14), date(2024, 9, 30), 10),
        (date(2024, 9, 14), date(2024, 10, 14), 16),
        (date(2026, 4, 24), date(2026, 5, 11), 9),
        (date(2026, 3, 9), date(2026, 3, 27), 14),
        (date(2025, 10, 15), date(2025, 11, 10), 18),
    ],
)
def test_working_days_between_two_days_leave_out_the_first_and_count_the_last(after, until, workdays):
    assert CALENDAR.count_workdays(after, until) == (workdays, False)


def test_days_left_turn_negative_when_the_due_date_is_past():
    due = date(2026, 9, 24)
    assert CALENDAR.count_workdays(date(2026, 9, 23), due).workdays == 1
    assert CALENDAR.count_workdays(due, due).workdays == 0
    assert CALENDAR.count_workdays(date(2026, 9, 25), due).workdays == 0, "Mid-Autumn is no working day"
    assert CALENDAR.count_workdays(date(2026, 9, 29), due).workdays == -2


def test_a_count_that_reaches_a_year_without_notice_is_provisional():
    assert CALENDAR.count_workdays(date(2026, 12, 30), date(2026, 12, 31)) == (1, False)
    assert CALENDAR.count_workdays(date(2026, 12, 31), date(2026, 12, 31)) == (0, False)
    assert CALENDAR.count_workdays(date(2026, 12, 31), date(2027, 1, 1)) == (0, True)


@pytest.mark.parametrize("workdays", [0, -1])
def test_a_period_without_a_day_is_refused(workdays):
    with pytest.raises(ValueError, match="at least one working day"):
        CALENDAR.add_workdays(date(2026, 1, 5), workdays)


def test_a_period_beyond_the_last_year_is_refused():
    with pytest.raises(OverflowError):
        CALENDAR.add_workdays(date(9999, 12, 1), 100)


def test_walking_into_years_before_the_data_is_refused():
    with pytest.raises(YearUnknown):
        next(CALENDAR.workdays_after(date(2003, 12, 31) - timedelta(1)))


# Brute force beside it: a list of every working day, read from the package itself and not from our Calendar.
def every_workday() -> list[date]:
    import chinese_calendar

    day, found = date(2004, 1, 1), []
    while day < date(2027, 1, 1):
        if chinese_calendar.is_workday(day):
            found.append(day)
        day += timedelta(1)
    return found


WORKDAYS = every_workday()
known_days = st.dates(date(2004, 1, 1), date(2026, 6, 30))


@given(day=known_days, workdays=st.integers(1, 90))
def test_adding_agrees_with_a_list_of_every_working_day(day, workdays):
    expected = [later for later in WORKDAYS if later > day][workdays - 1]
    assert CALENDAR.add_workdays(day, workdays) == DueDate(expected, provisional=False)


@given(after=known_days, until=known_days)
def test_counting_agrees_with_a_list_of_every_working_day(after, until):
    expected = sum(after < day <= until for day in WORKDAYS) - sum(until < day <= after for day in WORKDAYS)
    assert CALENDAR.count_workdays(after, until).workdays == expected


@given(day=st.dates(date(2004, 1, 1), date(2040, 1, 1)), workdays=st.integers(1, 120))
def test_counting_gives_back_what_was_added(day, workdays):
    due = CALENDAR.add_workdays(day, workdays)
    assert CALENDAR.day(due.date).is_workday
    assert CALENDAR.count_workdays(day, due.date) == (workdays, due.provisional)
    assert due.provisional == (due.date.year > 2026)


@given(day=known_days, first=st.integers(1, 40), second=st.integers(1, 40))
def test_a_period_in_two_parts_ends_where_the_whole_ends(day, first, second):
    middle = CALENDAR.add_workdays(day, first).date
    assert CALENDAR.add_workdays(middle, second) == CALENDAR.add_workdays(day, first + second)


@given(day=known_days)
def test_every_day_is_exactly_one_kind(day):
    kind = CALENDAR.kind(day)
    weekend = day.weekday() >= 5
    assert kind is DayKind.HOLIDAY or (kind in (DayKind.REST, DayKind.WORKED_WEEKEND)) == weekend
    assert CALENDAR.is_workday(day) == (day in set(WORKDAYS))
