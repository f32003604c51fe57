"""The clock of an application: the worked cases of the law page, in its order."""

import pytest

from gongkai.statute import State
from tests.statute.test_counting import EXAMPLES
from tests.statute.written import due, limits, on, rules

WORKED = [line.split() for line in EXAMPLES.strip().splitlines()]


@pytest.mark.parametrize(("received", "first", "seventh", "twentieth", "fortieth"), WORKED, ids=[w[0] for w in WORKED])
def test_day_1_the_seventh_the_twentieth_and_the_fortieth_day_are_those_of_the_worked_example(
    received, first, seventh, twentieth, fortieth
):
    found = on(received, received)
    assert (found.state, due(found)) == (State.RECEIVED, twentieth)
    assert found.correction_notice_due.date.isoformat() == seventh
    assert next(traced.date.isoformat() for traced in found.trace if traced.number == 1) == first
    assert [traced.number for traced in found.trace if traced.number][-1] == 20
    if fortieth != "-":
        assert due(on(received, received, f"{received} extend workdays=20 approved_by=head")) == fortieth


def test_the_twentieth_working_day_after_30_september_2022_is_2_november():
    assert due(on("2022-10-10", "2022-09-30")) == "2022-11-02"


def test_a_due_date_in_a_year_without_notice_is_provisional():
    extended = on("2026-12-03", "2026-12-03", "2026-12-03 extend workdays=20 approved_by=head")
    assert extended.due.provisional
    assert not on("2026-12-03", "2026-12-03").due.provisional
    assert extended.trace[-1].provisional


# -- composite cases -------------------------------------------------------------------------------

NOTICE = "2025-09-26 request_correction received_by_applicant=2025-09-28 period_workdays=15"


def test_a_correction_notice_on_the_fifth_day_is_in_time_and_its_period_ends_on_24_october():
    found = on("2025-10-10", "2025-09-19", NOTICE)
    assert found.state is State.CORRECTION_REQUESTED
    assert limits(found) == {"correction": "2025-10-24"}
    assert found.correction_notice_due.date.isoformat() == "2025-09-29"
    assert (found.due, found.days_left, found.trace, rules(found)) == (None, None, (), [])


def test_a_corrected_application_starts_the_clock_again():
    found = on("2025-10-15", "2025-09-19", NOTICE, "2025-10-13 correction_received")
    assert (found.state, due(found), found.days_left) == (State.PROCESSING, "2025-11-10", 18)
    assert [str(part) for part in found.ended_runs[0][:3]] == ["2025-09-19", "2025-09-26", "request_correction"]
    assert found.trace[0].date.isoformat() == "2025-10-14"
    extended = on(
        "2025-10-15",
        "2025-09-19",
        NOTICE,
        "2025-10-13 correction_received",
        "2025-10-14 extend workdays=20 approved_by=head",
    )
    assert due(extended) == "2025-12-08"


def test_without_a_correction_the_application_is_abandoned_on_the_day_after_the_period():
    assert on("2025-10-24", "2025-09-19", NOTICE).state is State.CORRECTION_REQUESTED
    found = on("2025-10-25", "2025-09-19", NOTICE)
    assert (found.state, found.due) == (State.ABANDONED_CORRECTION_OVERDUE, None)
    recorded = on("2025-10-25", "2025-09-19", NOTICE, "2025-10-25 correction_overdue")
    assert recorded.state is State.ABANDONED_CORRECTION_OVERDUE


THIRD_PARTY = "2024-09-14 consult_third_party received_by_other=2024-09-18"


def test_the_days_spent_consulting_a_third_party_are_not_counted():
    found = on("2024-10-08", "2024-09-10", THIRD_PARTY, "2024-09-30 third_party_replied")
    assert (due(found), found.excluded_workdays, found.state) == ("2024-10-28", 10, State.PROCESSING)
    assert sum(traced.kind == "excluded" for traced in found.trace) == 10
    assert due(on("2024-09-10", "2024-09-10")) == "2024-10-14"


@pytest.mark.parametrize("recorded", [(), ("2024-10-15 third_party_silent",)], ids=["passing of time", "recorded"])
def test_after_a_third_partys_silence_the_organ_must_decide_itself(recorded):
    found = on("2024-10-15", "2024-09-10", THIRD_PARTY, *recorded)
    assert (due(found), found.excluded_workdays, found.state) == ("2024-11-05", 16, State.PROCESSING)
    assert limits(found) == {"third_party": "2024-10-14"}
    assert rules(found) == ["CLOCK-THIRD-PARTY-SILENT"]


def test_while_the_third_partys_period_runs_the_clock_shows_the_latest_due_date():
    found = on("2024-10-14", "2024-09-10", THIRD_PARTY)
    assert (found.state, due(found), found.is_paused) == (State.CONSULTING, "2024-11-05", True)


def test_the_days_another_organ_takes_to_answer_are_not_counted():
    asked = "2026-04-24 consult_other_organ id=a"
    found = on("2026-05-12", "2026-04-20", asked, "2026-05-11 other_organ_replied id=a")
    assert (due(found), found.excluded_workdays) == ("2026-06-02", 9)
    assert "2026-05-09" in {traced.date.isoformat() for traced in found.trace if traced.kind == "excluded"}
    assert due(on("2026-04-20", "2026-04-20")) == "2026-05-20"


def test_while_another_organ_has_not_answered_every_working_day_moves_the_due_date():
    asked = "2026-04-24 consult_other_organ"
    assert due(on("2026-04-24", "2026-04-20", asked)) == "2026-05-20"
    assert due(on("2026-04-27", "2026-04-20", asked)) == "2026-05-21"
    assert [on(f"2026-04-{n}", "2026-04-20", asked).days_left for n in (24, 27, 28)] == [16, 16, 16]


def test_overlapping_consultations_are_united_not_added():
    first = ("2026-03-09 consult_other_organ id=a", "2026-03-16 consult_other_organ id=b")
    answers = ("2026-03-20 other_organ_replied id=a", "2026-03-27 other_organ_replied id=b")
    found = on("2026-03-30", "2026-03-04", *first, *answers)
    assert (due(found), found.excluded_workdays) == ("2026-04-22", 14)
    still = on("2026-03-23", "2026-03-04", *first, answers[0])
    assert still.state is State.CONSULTING, "the other letter is still out"


EXTENDED = "2026-01-09 extend workdays=10 approved_by=head"


def test_an_extension_of_ten_days_granted_before_the_due_date():
    found = on("2026-01-09", "2025-12-15", EXTENDED)
    assert (found.state, due(found), found.extension) == (State.EXTENDED, "2026-01-27", 10)


def test_a_second_extension_is_refused_by_default_and_twenty_days_are_the_ceiling_where_an_agency_allows_it():
    second = "2026-01-15 extend workdays=10 approved_by=head"
    refused = on("2026-01-15", "2025-12-15", EXTENDED, second)
    assert (refused.refusal.rule, due(refused)) == ("CLOCK-EXTEND-TWICE", "2026-01-27")
    assert due(on("2026-01-15", "2025-12-15", EXTENDED, second, extensions=2)) == "2026-02-10"
    beyond = on("2026-01-15", "2025-12-15", EXTENDED, second.replace("=10", "=11"), extensions=2)
    assert beyond.refusal.rule == "CLOCK-EXTEND-TOO-LONG"


def test_an_extension_after_the_due_date_is_refused():
    refused = on("2026-01-14", "2025-12-15", "2026-01-14 extend workdays=10 approved_by=head")
    assert (refused.refusal.rule, refused.refusal.where) == ("CLOCK-EXTEND-LATE", "events[0].date")
    assert (refused.state, due(refused)) == (State.RECEIVED, "2026-01-13")
    last_day = on("2026-01-13", "2025-12-15", "2026-01-13 extend workdays=10 approved_by=head")
    assert last_day.refusal is None


FEE = "2025-04-24 issue_fee_notice received_by_applicant=2025-04-25"


def test_a_fee_is_payable_within_twenty_days_and_payment_starts_the_clock_again():
    waiting = on("2025-05-27", "2025-04-01", FEE)
    assert (waiting.state, waiting.due, limits(waiting)) == (State.FEE_PENDING, None, {"fee_payment": "2025-05-27"})
    paid = on("2025-05-12", "2025-04-01", FEE, "2025-05-12 fee_paid")
    assert (paid.state, due(paid)) == (State.PROCESSING, "2025-06-10")
    assert on("2025-05-28", "2025-04-01", FEE).state is State.ABANDONED_FEE_OVERDUE


def test_signed_post_on_a_worked_sunday_and_an_ordinary_letter_confirmed_the_day_after():
    assert due(on("2024-04-28", "signed_post 2024-04-28")) == "2024-05-28"
    letter = on("2024-04-29", "ordinary_post 2024-04-28 confirmed 2024-04-29")
    assert (due(letter), rules(letter)) == ("2024-05-29", ["CLOCK-SAME-DAY"])


def test_pf_10_what_a_branch_took_by_signed_post_runs_from_that_day_not_from_when_it_was_forwarded():
    assert due(on("2026-03-04", "signed_post 2026-03-02")) == "2026-03-30"


def test_a_co_makers_silence_is_consent_after_the_last_day():
    asked = "2026-04-27 consult_co_maker received_by_other=2026-04-27"
    last_day = on("2026-05-20", "2026-04-20", asked)
    assert (last_day.state, rules(last_day)) == (State.CONSULTING, [])
    after = on("2026-05-21", "2026-04-20", asked)
    assert (after.state, rules(after)) == (State.PROCESSING, ["CLOCK-CO-MAKER-CONSENTS"])
    assert limits(after) == {"co_maker": "2026-05-20"}
