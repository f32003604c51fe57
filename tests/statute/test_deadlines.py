"""The periods of the law, and the dated rows they are read from."""

from datetime import date

import pytest

from gongkai.statute import (
    Calendar,
    DueDate,
    LawUnknown,
    deadline,
    deadline_row,
    deadlines,
    disclosure_deadline,
    workdays_for,
)
from gongkai.statute.notices import FixedHoliday
from gongkai.statute.rows import Row, read_rows, row_in_force
from gongkai.statute.yearly_reports import ReportDueRow, ReportFormat

CALENDAR = Calendar()
TODAY = date(2026, 11, 22)

ALL_ROWS: list[Row] = [
    *deadlines(),
    *read_rows(FixedHoliday, "holiday", "fixed_holidays.toml"),
    *read_rows(ReportFormat, "report_format", "report_formats.toml"),
    *read_rows(ReportDueRow, "report_due", "report_due_dates.toml"),
]


@pytest.mark.parametrize(
    ("act", "workdays", "mark"),
    [
        ("reply", 20, "V"),
        ("extension", 20, "V"),
        ("correction_notice", 7, "V"),
        ("correction", 15, "D"),
        ("third_party", 15, "V"),
        ("co_maker", 15, "V"),
        ("proactive_disclosure", 20, "V"),
        ("fee_payment", 20, "V"),
        ("reconsideration_defence", 5, "V"),
    ],
)
def test_the_law_gives_each_act_its_working_days(act, workdays, mark):
    assert workdays_for(act, on=TODAY) == workdays
    assert deadline_row(act, on=TODAY).mark == mark


def test_every_act_has_one_row_in_force_at_a_time():
    acts = [row.act for row in deadlines() if row.in_force(TODAY)]
    assert len(acts) == len(set(acts))


def test_every_row_names_its_law_and_the_day_it_was_checked():
    for row in ALL_ROWS:
        assert row.law, row
        assert row.text, row
        assert row.since <= row.checked, row


def test_no_law_is_applied_before_its_day():
    with pytest.raises(LawUnknown, match="没有2019-05-14施行的“reply”期限"):
        workdays_for("reply", on=date(2019, 5, 14))
    assert workdays_for("reply", on=date(2019, 5, 15)) == 20


def test_an_act_the_law_does_not_limit_is_refused():
    with pytest.raises(LawUnknown):
        workdays_for("thinking_it_over", on=TODAY)


def test_an_old_case_is_judged_by_the_row_of_its_day():
    def row(since: date, until: date | None = None) -> Row:
        return Row(law="constructed", text="", mark="D", since=since, until=until, checked=TODAY)

    old, new = row(date(2008, 5, 1), date(2019, 5, 14)), row(date(2019, 5, 15))
    assert row_in_force([old, new], date(2019, 5, 14)) is old
    assert row_in_force([old, new], date(2019, 5, 15)) is new
    assert row_in_force([old, new], date(2008, 4, 30)) is None
    assert row_in_force([row(date(2010, 1, 1)), new], TODAY) is new, "the later law prevails where both are open"


@pytest.mark.parametrize("changes", [{"mark": "X"}, {"until": date(2019, 1, 1)}])
def test_a_malformed_row_is_refused(changes):
    sound = {"law": "constructed", "text": "", "mark": "V", "since": date(2020, 1, 1), "checked": TODAY}
    with pytest.raises(ValueError, match="row of constructed"):
        Row(**{**sound, **changes})


def test_the_correction_notice_for_a_receipt_of_19_september_2025_is_due_on_the_29th():
    assert deadline("correction_notice", date(2025, 9, 19), CALENDAR) == DueDate(date(2025, 9, 29))


def test_a_third_party_that_got_the_letter_on_18_september_2024_has_until_14_october():
    assert deadline("third_party", date(2024, 9, 18), CALENDAR) == DueDate(date(2024, 10, 14))


def test_a_co_maker_that_got_the_letter_on_27_april_2026_has_until_20_may():
    assert deadline("co_maker", date(2026, 4, 27), CALENDAR) == DueDate(date(2026, 5, 20))


@pytest.mark.parametrize(
    ("received", "due"), [(date(2025, 4, 25), date(2025, 5, 27)), (date(2026, 9, 30), date(2026, 11, 3))]
)
def test_a_fee_is_paid_within_twenty_working_days_of_the_day_after_the_notice(received, due):
    assert deadline("fee_payment", received, CALENDAR) == DueDate(due)


def test_a_defence_in_the_simple_procedure_has_five_working_days():
    assert deadline("reconsideration_defence", date(2026, 9, 29), CALENDAR) == DueDate(date(2026, 10, 12))


@pytest.mark.parametrize(
    ("formed", "due"),
    [
        (date(2025, 9, 25), date(2025, 10, 29)),
        (date(2026, 2, 10), date(2026, 3, 16)),
        (date(2026, 3, 20), date(2026, 4, 20)),
    ],
)
def test_information_is_published_within_twenty_working_days_of_being_formed(formed, due):
    assert disclosure_deadline(formed, CALENDAR) == DueDate(due)


def test_a_date_fixed_by_another_law_prevails_over_the_twenty_working_days():
    special = date(2026, 3, 31)
    assert disclosure_deadline(date(2026, 3, 20), CALENDAR, special_date=special) == DueDate(special)
