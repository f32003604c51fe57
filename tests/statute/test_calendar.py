"""The yearly tables: what each day is, and how many working days a year has."""

from datetime import date, datetime, timedelta

import pytest

from gongkai.statute import Calendar, Day, DayKind, LocalHoliday, Notice, NoticeInvalid, YearUnknown

CALENDAR = Calendar()

# The table of the yearly notices: year, worked weekend days, weekdays off, working days.
YEARS = {
    2023: (
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
        "01-02 01-23..27 04-05 05-01..03 06-22 06-23 09-29 10-02..06",
        249,
    ),
    2024: (
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        "01-01 02-12..16 04-04 04-05 05-01..03 06-10 09-16 09-17 10-01..04 10-07",
        251,
    ),
    2025: (
        "01-26 02-08 04-27 09-28 10-11",
        "01-01 01-28..31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01..03 10-06..08",
        248,
    ),
    2026: (
        "01-04 02-14 02-28 05-09 09-20 10-10",
        "01-01 01-02 02-16..20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05..07",
        248,
    ),
}

NOTICE_2027 = Notice(  # constructed: no real notice is meant
    2027,
    rest_days={
        date(2026, 12, 31): "元旦",
        date(2027, 1, 1): "元旦",
        date(2027, 2, 8): "春节",
        date(2027, 10, 1): "国庆节",
    },
    worked_weekends=frozenset({date(2027, 1, 10)}),
    law="constructed",
)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def listed(year: int, days: str) -> set[date]:
    found = set()
    for item in days.split():
        first, _, last = item.partition("..")
        start = date.fromisoformat(f"{year}-{first}")
        found |= {start.replace(day=day) for day in range(start.day, int(last or start.day) + 1)}
    return found


@pytest.mark.parametrize("year", YEARS)
def test_the_weekend_days_worked_are_those_of_the_notice(year):
    worked = {day for day in days_of(year) if CALENDAR.kind(day) is DayKind.WORKED_WEEKEND}
    assert worked == listed(year, YEARS[year][0])


@pytest.mark.parametrize("year", YEARS)
def test_the_weekdays_off_are_those_of_the_notice(year):
    off = {day for day in days_of(year) if day.weekday() < 5 and not CALENDAR.is_workday(day)}
    assert off == listed(year, YEARS[year][1])


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_as_many_working_days_as_counted_by_hand(year):
    counted = CALENDAR.count_workdays(date(year - 1, 12, 31), date(year, 12, 31))
    assert counted == (YEARS[year][2], False)


@pytest.mark.parametrize("year", [2004, 2009, 2015, 2020, 2026])
def test_every_day_from_2004_to_2026_is_known(year):
    assert CALENDAR.covers(year)
    assert not any(CALENDAR.day(day).provisional for day in days_of(year))


def test_new_years_eve_of_the_lunar_year_2024_was_a_working_day():
    assert CALENDAR.kind(date(2024, 2, 9)) is DayKind.WORKDAY


def test_holidays_for_part_of_the_people_are_working_days():
    assert CALENDAR.is_workday(date(2024, 3, 8)), "妇女节"
    assert CALENDAR.is_workday(date(2023, 5, 4)), "青年节"


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2025, 10, 9), DayKind.WORKDAY, ""),
        (date(2025, 10, 6), DayKind.HOLIDAY, "中秋"),
        (date(2025, 10, 4), DayKind.HOLIDAY, "国庆节"),
        (date(2025, 10, 12), DayKind.REST, ""),
        (date(2025, 10, 11), DayKind.WORKED_WEEKEND, ""),
    ],
)
def test_a_day_says_what_it_is_and_which_holiday(day, kind, name):
    known = CALENDAR.day(day)
    assert known.kind is kind
    assert (known.name == name) or (kind is DayKind.HOLIDAY and known.name)
    assert not known.provisional


def test_a_year_without_its_notice_is_refused_in_chinese():
    with pytest.raises(YearUnknown, match="尚未载入2027年的节假日安排") as refusal:
        CALENDAR.is_workday(date(2027, 3, 1))
    assert refusal.value.facts == {"year": 2027}
    with pytest.raises(YearUnknown):
        CALENDAR.kind(date(2027, 3, 6))


def test_years_before_the_data_are_refused_even_provisionally():
    with pytest.raises(YearUnknown, match="节假日数据从2004年开始"):
        CALENDAR.add_workdays(date(2003, 12, 1), 5)
    with pytest.raises(YearUnknown):
        CALENDAR.count_workdays(date(2003, 12, 1), date(2004, 2, 1))


def test_a_day_of_a_year_without_notice_is_provisional():
    assert CALENDAR.day(date(2027, 3, 1)) == Day(date(2027, 3, 1), DayKind.WORKDAY, "", True)
    assert CALENDAR.day(date(2027, 3, 6)).kind is DayKind.REST


@pytest.mark.parametrize("day", ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"])
def test_not_even_a_provisional_count_makes_a_fixed_public_holiday_a_working_day(day):
    known = CALENDAR.day(date.fromisoformat(f"2027-{day}"))
    assert known.kind is DayKind.HOLIDAY
    assert known.provisional


def test_a_moment_is_refused_since_its_day_depends_on_the_place():
    with pytest.raises(TypeError, match="not a datetime"):
        CALENDAR.is_workday(datetime(2026, 10, 1, 9, 0))  # noqa: DTZ001 - a moment without a zone is the point


def test_a_loaded_notice_turns_provisional_days_into_certain_ones():
    loaded = Calendar([NOTICE_2027])
    assert loaded.kind(date(2027, 2, 8)) is DayKind.HOLIDAY
    assert loaded.kind(date(2027, 1, 10)) is DayKind.WORKED_WEEKEND
    assert loaded.is_workday(date(2027, 3, 1))
    assert not loaded.covers(2028)


def test_a_notice_may_change_the_december_before_its_year():
    assert CALENDAR.is_workday(date(2026, 12, 31))
    assert not Calendar([NOTICE_2027]).is_workday(date(2026, 12, 31))


def test_a_given_notice_takes_the_place_of_the_known_one_of_its_year():
    corrected = Notice(2026, dict.fromkeys(listed(2026, "01-01 05-01 10-01..02"), "国庆节"))
    calendar = Calendar([corrected])
    assert calendar.is_workday(date(2026, 2, 16)), "the known Spring Festival of 2026 is replaced as well"
    assert calendar.kind(date(2025, 10, 1)) is DayKind.HOLIDAY


def test_calendars_do_not_share_their_notices():
    Calendar([NOTICE_2027])
    assert not Calendar().covers(2027)


def test_a_local_holiday_counts_only_where_it_is_ordered():
    order = LocalHoliday(date(2026, 3, 20), "肉孜节", "constructed")
    assert Calendar(local_holidays=[order]).kind(order.day) is DayKind.HOLIDAY
    assert CALENDAR.is_workday(order.day)


def test_a_local_holiday_in_a_year_without_notice_stays_provisional():
    order = LocalHoliday(date(2027, 3, 10), "开斋节", "constructed")
    assert Calendar(local_holidays=[order]).day(order.day) == Day(order.day, DayKind.HOLIDAY, "开斋节", True)


FIXED_2027 = {date(2027, 1, 1): "元旦", date(2027, 10, 1): "国庆节"}


@pytest.mark.parametrize(
    ("rest_days", "worked", "sentence"),
    [
        ({}, set(), "没有列出任何放假日期"),
        ({**FIXED_2027, date(2028, 5, 1): "劳动节"}, set(), "含有2028-05-01"),
        (FIXED_2027, {date(2027, 3, 1)}, "不是星期六或星期日"),
        ({**FIXED_2027, date(2027, 3, 6): "x"}, {date(2027, 3, 6)}, "既列为放假日，又列为上班日"),
        ({date(2027, 1, 1): "元旦"}, set(), "没有让2027-10-01（国庆节）放假"),
        (FIXED_2027, {date(2027, 5, 1)}, "没有让2027-05-01（劳动节）放假"),
    ],
)
def test_a_notice_with_a_slip_of_the_pen_is_refused(rest_days, worked, sentence):
    with pytest.raises(NoticeInvalid, match=sentence):
        Notice(2027, rest_days, frozenset(worked))
