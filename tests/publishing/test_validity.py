"""Whether a normative document is in force on a day (platform rules F; constructed unless a case is named)."""

from datetime import date

import pytest

from gongkai.publishing.rows import months_after
from gongkai.publishing.validity import (
    Act,
    Event,
    Lifetime,
    Validity,
    contradictions,
    count_in_force,
    last_date_of,
    names_a_source,
    usual_months,
)

TRIAL = Lifetime(date(2024, 7, 1), last_date_of(date(2024, 7, 1), usual_months("提取管理办法（试行）")))


def repealed(day):
    return Event(Act.REPEALED, day)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 6, 30), "尚未生效"),
        (date(2024, 7, 1), "有效"),
        (date(2026, 6, 30), "有效"),
        (date(2026, 7, 1), "已失效"),
    ],
)
def test_plat_f_1_a_trial_rule_lapses_after_two_years_unless_extended(day, state):
    assert TRIAL.status_on(day) == state


def test_plat_f_1_its_end_is_announced_half_a_year_before():
    assert TRIAL.warning_date(date(2025, 1, 1)) == date(2026, 1, 1)


def test_an_extension_in_time_keeps_it_in_force_to_its_new_last_day():
    extended = Lifetime(
        TRIAL.effective_date, TRIAL.last_date, (Event(Act.EXTENDED, date(2026, 6, 1), date(2027, 6, 30)),)
    )
    assert extended.status_on(date(2027, 6, 30)) is Validity.IN_FORCE
    assert extended.status_on(date(2027, 7, 1)) is Validity.LAPSED
    assert extended.last_date_on(date(2026, 5, 31)) == date(2026, 6, 30)


def test_an_extension_after_it_has_lapsed_does_not_bring_it_back():
    late = Lifetime(TRIAL.effective_date, TRIAL.last_date, (Event(Act.EXTENDED, date(2026, 8, 1), date(2028, 6, 30)),))
    assert late.status_on(date(2026, 9, 1)) is Validity.LAPSED


def test_an_extension_without_a_new_last_day_ends_the_limit():
    free = Lifetime(TRIAL.effective_date, TRIAL.last_date, (Event(Act.EXTENDED, date(2026, 6, 1)),))
    assert free.status_on(date(2050, 1, 1)) is Validity.IN_FORCE
    assert free.warning_date(date(2026, 6, 2)) is None


def test_a_repeal_counts_from_the_day_it_takes_effect():
    lifetime = Lifetime(date(2020, 1, 1), None, (repealed(date(2026, 3, 5)),))
    assert lifetime.status_on(date(2026, 3, 4)) is Validity.IN_FORCE
    assert lifetime.status_on(date(2026, 3, 5)) is Validity.REPEALED


def test_a_document_that_lapsed_first_stays_lapsed_when_it_is_repealed_later():
    lifetime = Lifetime(date(2020, 1, 1), date(2021, 12, 31), (repealed(date(2026, 3, 5)),))
    assert lifetime.status_on(date(2026, 4, 1)) is Validity.LAPSED


def test_a_document_repealed_before_it_took_effect_was_never_in_force():
    lifetime = Lifetime(date(2026, 7, 1), None, (repealed(date(2026, 6, 1)),))
    assert lifetime.status_on(date(2026, 6, 15)) is Validity.REPEALED
    assert lifetime.status_on(date(2026, 8, 1)) is Validity.REPEALED


def test_an_amended_document_is_in_force_and_says_so():
    lifetime = Lifetime(date(2020, 1, 1), None, (Event(Act.AMENDED, date(2023, 5, 1)),))
    assert lifetime.status_on(date(2023, 4, 30)) is Validity.IN_FORCE
    assert lifetime.status_on(date(2023, 5, 1)) is Validity.AMENDED
    assert lifetime.status_on(date(2023, 5, 1)).holds


def test_a_clean_up_that_keeps_it_changes_nothing_and_one_that_ends_it_does():
    kept = Lifetime(date(2020, 1, 1), None, (Event(Act.KEPT, date(2024, 1, 1)),))
    ended = Lifetime(date(2020, 1, 1), None, (Event(Act.LAPSED, date(2024, 1, 1)),))
    assert kept.status_on(date(2024, 2, 1)) is Validity.IN_FORCE
    assert ended.status_on(date(2024, 2, 1)) is Validity.LAPSED


def test_plat_f_3_in_force_on_31_december_are_those_valid_or_amended():
    stock = [
        Lifetime(date(2020, 1, 1)),
        Lifetime(date(2020, 1, 1), None, (Event(Act.AMENDED, date(2023, 5, 1)),)),
        Lifetime(date(2020, 1, 1), None, (repealed(date(2025, 12, 31)),)),
        Lifetime(date(2020, 1, 1), date(2025, 12, 31)),
        Lifetime(date(2026, 1, 1)),
    ]
    assert count_in_force(stock, date(2025, 12, 31)) == 3
    assert count_in_force(stock, date(2026, 1, 1)) == 3


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2025, 3, 10), 12, date(2026, 3, 10)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 31), -6, date(2025, 7, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(start, months, day):
    assert months_after(start, months) == day


MADE = date(2024, 3, 11)


def wrong_in(act, day, last_date=None, *, basis=None, lifetime=TRIAL):
    return sorted(contradictions(MADE, lifetime, Event(act, day, last_date), basis))


def test_nothing_happens_to_a_document_before_it_was_made():
    assert wrong_in(Act.REPEALED, date(2023, 1, 1)) == ["effective_date"]
    assert wrong_in(Act.REPEALED, date(2024, 3, 11)) == []


def test_what_is_not_in_force_yet_is_amended_or_repealed_but_neither_extended_nor_cleaned_up():
    before = date(2024, 5, 1)
    assert wrong_in(Act.AMENDED, before) == wrong_in(Act.REPEALED, before) == []
    assert wrong_in(Act.KEPT, before) == wrong_in(Act.LAPSED, before) == ["effective_date"]


def test_no_document_is_repealed_by_an_older_one():
    assert wrong_in(Act.REPEALED, date(2025, 1, 1), basis=date(2020, 1, 1)) == ["by_document"]
    assert wrong_in(Act.REPEALED, date(2025, 1, 1), basis=date(2024, 12, 1)) == []


def test_an_extension_lengthens_a_validity_that_has_an_end():
    day, endless = date(2026, 6, 1), Lifetime(date(2024, 7, 1))
    assert wrong_in(Act.EXTENDED, day, date(2026, 6, 30)) == ["last_date"]
    assert wrong_in(Act.EXTENDED, day, date(2026, 7, 1)) == []
    assert wrong_in(Act.EXTENDED, day, date(2030, 1, 1), lifetime=endless) == ["last_date"]


@pytest.mark.parametrize(
    ("text", "now", "past"),
    [
        ("x", False, False),
        ("平公积金〔2026〕9号", True, True),
        ("中心公告2025年第3号", True, True),
        ("规范性文件清理结果公告", True, False),
        ("规范性文件清理结果公告（2022年6月30日公布）", True, True),
    ],
)
def test_the_words_for_a_source_lead_to_it_and_for_the_past_name_number_or_day(text, now, past):
    assert (names_a_source(text, past_end=False), names_a_source(text, past_end=True)) == (now, past)
