"""What the clock refuses, and what it says without refusing; each beside its neighbour that passes."""

import pytest

from gongkai.statute import RULES, CaseFacts, Event, Receipt, State, clock, possible_acts, refusal_of
from tests.statute.written import CALENDAR, a_case, day, due, on, rules

R = "2025-09-19"  # due 2025-10-23
NOTICE = "2025-09-26 request_correction received_by_applicant=2025-09-28 period_workdays=15"
CORRECTED = "2025-10-13 correction_received"
EXTEND = "2025-09-25 extend workdays=10 approved_by=head"
ASKED = "2025-09-22 consult_third_party id=a received_by_other=2025-09-23"
FEE = "2025-09-24 issue_fee_notice received_by_applicant=2025-09-24"

# What is refused: the rule, where, and the events; the last one is what the law does not allow.
REFUSED = [
    ("CLOCK-ACT-UNKNOWN", "events[0].act", ["2025-09-22 think_it_over"]),
    ("CLOCK-DATE-ORDER", "events[1].date", [EXTEND, "2025-09-24 reply"]),
    ("CLOCK-BEFORE-RECEIPT", "events[0].date", ["2025-09-18 reply"]),
    ("CLOCK-FUTURE", "events[0].date", ["2025-12-31 reply"]),
    (
        "CLOCK-LETTER-ORDER",
        "events[0].received_by_applicant",
        ["2025-09-26 request_correction received_by_applicant=2025-09-25"],
    ),
    (
        "CLOCK-LETTER-ORDER",
        "events[0].received_by_other",
        ["2025-09-26 consult_third_party received_by_other=2025-09-25"],
    ),
    ("CLOCK-PERIOD-LENGTH", "events[0].period_workdays", ["2025-09-26 request_correction period_workdays=0"]),
    ("CLOCK-CORRECTION-TWICE", "events[1].act", [NOTICE, "2025-09-28 request_correction"]),
    ("CLOCK-CORRECTION-TWICE", "events[2].act", [NOTICE, CORRECTED, "2025-10-14 request_correction"]),
    ("CLOCK-CORRECTION-NOT-LATE", "events[0].act", ["2025-09-29 late_correction_notice"]),
    ("CLOCK-CORRECTION-OVER", "events[1].date", [NOTICE, "2025-10-25 correction_received"]),
    ("CLOCK-CORRECTION-RUNNING", "events[1].date", [NOTICE, "2025-10-24 correction_overdue"]),
    (
        "CLOCK-CORRECTION-RUNNING",
        "events[1].date",
        ["2025-09-26 request_correction", "2025-11-20 correction_overdue"],
    ),
    ("CLOCK-UNCORRECTED", "events[1].act", [EXTEND, "2025-09-26 correction_unclear"]),
    ("CLOCK-NOT-ALLOWED", "events[0].act", ["2025-09-22 correction_received"]),
    ("CLOCK-NOT-ALLOWED", "events[0].act", ["2025-09-22 fee_paid"]),
    ("CLOCK-NOT-ALLOWED", "events[0].act", ["2025-09-22 serve"]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", [EXTEND, "2025-09-26 request_correction"]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", [EXTEND, "2025-09-26 answer_on_spot"]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", ["2025-09-22 reply", "2025-09-23 reply"]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", ["2025-09-22 reply", EXTEND]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", ["2025-09-22 withdraw", "2025-09-23 reply"]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", [NOTICE, "2025-10-26 extend workdays=5 approved_by=head"]),
    ("CLOCK-CONSULTATION-UNKNOWN", "events[0].act", ["2025-09-22 third_party_replied"]),
    ("CLOCK-CONSULTATION-UNKNOWN", "events[1].id", [ASKED, "2025-09-30 third_party_replied id=b"]),
    ("CLOCK-CONSULTATION-UNKNOWN", "events[1].id", [ASKED, "2025-09-30 other_organ_replied id=a"]),
    ("CLOCK-OPINION-UNKNOWN", "events[1].opinion", [ASKED, "2025-09-30 third_party_replied id=a opinion=perhaps"]),
    ("CLOCK-CONSULTATION-DOUBLED", "events[1].id", [ASKED, "2025-09-23 consult_other_organ id=a"]),
    ("CLOCK-CONSULTATION-RUNNING", "events[1].date", [ASKED, "2025-10-19 third_party_silent"]),
    (
        "CLOCK-CONSULTATION-RUNNING",
        "events[1].date",
        ["2025-09-22 consult_co_maker", "2025-11-20 co_maker_silent"],
    ),
    ("CLOCK-EXTEND-LATE", "events[0].date", ["2025-10-24 extend workdays=5 approved_by=head"]),
    ("CLOCK-EXTEND-TOO-LONG", "events[0].workdays", ["2025-09-25 extend workdays=21 approved_by=head"]),
    ("CLOCK-EXTEND-TWICE", "events[1].act", [EXTEND, "2025-09-26 extend workdays=5 approved_by=head"]),
    ("CLOCK-EXTEND-LENGTH", "events[0].workdays", ["2025-09-25 extend approved_by=head"]),
    ("CLOCK-EXTEND-LENGTH", "events[0].workdays", ["2025-09-25 extend workdays=0 approved_by=head"]),
    ("CLOCK-EXTEND-UNAPPROVED", "events[0].approved_by", ["2025-09-25 extend workdays=10"]),
    ("CLOCK-EXTEND-UNTOLD", "events[0].notified", ["2025-09-25 extend workdays=10 approved_by=head notified=no"]),
    (
        "CLOCK-EXTEND-DELAYED",
        "events[2].act",
        ["2025-09-22 ask_reasons", "2025-09-24 set_delayed_date due_date=2025-12-01", EXTEND],
    ),
    ("CLOCK-REASONS-UNASKED", "events[0].act", ["2025-09-22 reasons_received"]),
    ("CLOCK-REASONS-UNASKED", "events[0].act", ["2025-09-22 set_delayed_date due_date=2025-12-01"]),
    ("CLOCK-DELAY-DATE", "events[1].due_date", ["2025-09-22 ask_reasons", "2025-09-24 set_delayed_date"]),
    (
        "CLOCK-DELAY-DATE",
        "events[1].due_date",
        ["2025-09-22 ask_reasons", "2025-09-24 set_delayed_date due_date=2025-09-24"],
    ),
    (
        "CLOCK-DELAY-EARLY",
        "events[1].due_date",
        ["2025-09-22 ask_reasons", "2025-09-24 set_delayed_date due_date=2025-10-23"],
    ),
    (
        "CLOCK-DELAY-TWICE",
        "events[2].act",
        [
            "2025-09-22 ask_reasons",
            "2025-09-24 set_delayed_date due_date=2025-12-01",
            "2025-09-24 set_delayed_date due_date=2025-12-31",
        ],
    ),
    (
        "CLOCK-DELAY-FAR",
        "events[1].due_date",
        ["2025-09-22 ask_reasons", "2025-09-24 set_delayed_date due_date=2062-12-01"],
    ),
    ("CLOCK-FEE-LATE", "events[0].date", ["2025-10-24 issue_fee_notice"]),
    ("CLOCK-FEE-TWICE", "events[1].act", [FEE, "2025-09-25 issue_fee_notice"]),
    ("CLOCK-FEE-TWICE", "events[2].act", [FEE, "2025-09-25 fee_paid", "2025-09-26 issue_fee_notice"]),
    ("CLOCK-FEE-OVER", "events[1].act", [FEE, "2025-11-20 fee_paid"]),
    ("CLOCK-FEE-REASON", "events[1].reason", [FEE, "2025-09-25 fee_waived approved_by=head"]),
    ("CLOCK-FEE-REASON", "events[1].reason", [FEE, "2025-09-25 fee_reduced approved_by=head"]),
    ("CLOCK-FEE-UNAPPROVED", "events[1].approved_by", [FEE, "2025-09-25 fee_waived reason=错算"]),
    ("CLOCK-NOT-ALLOWED", "events[1].act", [FEE, "2025-11-20 fee_waived reason=错算 approved_by=head"]),
    ("CLOCK-FEE-RUNNING", "events[1].date", [FEE, "2025-09-28 fee_overdue"]),
    ("CLOCK-REPLY-UNPAID", "events[1].act", [FEE, "2025-09-25 reply"]),
    ("CLOCK-REASONS-UNASKED", "events[0].outcome", ["2025-09-22 reply outcome=R12_excessive"]),
    ("CLOCK-UNCORRECTED", "events[0].outcome", ["2025-09-22 reply outcome=R9_unclear"]),
    ("CLOCK-OUTCOME-UNKNOWN", "events[0].outcome", ["2025-09-22 reply outcome=R99"]),
    ("CLOCK-OUTCOME-STATE", "events[0].outcome", ["2025-09-22 reply outcome=R14_corr_overdue"]),
    ("CLOCK-OUTCOME-STATE", "events[1].outcome", [NOTICE, "2025-10-27 reply"]),
    ("CLOCK-OUTCOME-STATE", "events[1].outcome", [NOTICE, "2025-10-27 reply outcome=R15_fee_overdue"]),
    ("CLOCK-METHOD-UNKNOWN", "events[1].method", ["2025-09-25 reply", "2025-09-25 serve method=pigeon"]),
    ("CLOCK-METHOD-UNLAWFUL", "events[1].method", ["2025-09-25 reply", "2025-09-25 serve method=courier"]),
    ("CLOCK-ARCHIVE-UNSERVED", "events[1].act", ["2025-09-25 reply", "2025-09-26 archive"]),
]


@pytest.mark.parametrize(("rule", "where", "events"), REFUSED, ids=[f"{row[0]}-{row[2][-1]}" for row in REFUSED])
def test_what_the_law_does_not_allow_is_refused_and_the_case_stands_as_if_it_had_not_been_told(rule, where, events):
    found, before = on("2025-12-01", R, *events), on("2025-12-01", R, *events[:-1])
    assert (found.refusal.rule, found.refusal.where) == (rule, where)
    assert RULES[rule].severity == "error"
    assert RULES.tell(found.refusal)["message"]
    assert before.refusal is None
    assert (found.state, found.due, found.ended_runs) == (before.state, before.due, before.ended_runs)
    assert (found.extension, found.sub_deadlines) == (before.extension, before.sub_deadlines)


ALLOWED = [
    [NOTICE, CORRECTED, EXTEND.replace("09-25", "10-14")],
    [NOTICE, "2025-10-24 correction_received"],
    [NOTICE, "2025-10-28 correction_received reason=住院"],
    [NOTICE, CORRECTED, "2025-10-20 correction_unclear", "2025-10-21 serve", "2025-10-22 archive"],
    [NOTICE, "2025-10-25 correction_overdue", "2025-10-27 reply outcome=R14_corr_overdue", "2025-10-28 serve"],
    [ASKED, "2025-09-30 third_party_replied id=a"],
    [ASKED, "2025-10-21 third_party_silent"],
    ["2025-09-22 consult_co_maker id=a", "2025-09-30 other_organ_replied id=a"],
    [EXTEND, ASKED.replace("09-22", "09-26").replace("09-23", "09-26"), FEE.replace("09-24", "09-28")],
    ["2025-10-23 issue_fee_notice", "2025-10-30 fee_paid"],
    [FEE, "2025-09-25 withdraw", "2025-09-26 archive"],
    ["2025-09-22 ask_reasons", "2025-09-23 reasons_received", "2025-09-24 set_delayed_date due_date=2025-12-19"],
    ["2025-10-30 reply", "2025-10-30 serve method=post", "2025-11-30 archive"],
    ["2025-09-19 answer_on_spot", "2025-09-19 serve method=direct"],
    ["2025-09-19 receive", "2025-09-22 reply"],
    ["2025-09-22 ask_reasons", "2025-09-24 reply outcome=R12_excessive"],
    [NOTICE, CORRECTED, "2025-10-20 reply outcome=R9_unclear"],
]


@pytest.mark.parametrize("events", ALLOWED, ids=[events[-1] for events in ALLOWED])
def test_what_the_law_allows_is_not_refused(events):
    assert on("2025-12-01", R, *events).refusal is None


def test_every_refusal_of_the_clock_has_a_case_here():
    elsewhere = {"CLOCK-KEY-MISSING", "CLOCK-MALFORMED", "CLOCK-SETTING"}  # of the JSON, not of the clock
    receipts = {"CLOCK-CHANNEL-UNKNOWN", "CLOCK-CONFIRMED-EARLY", "CLOCK-LAW-UNKNOWN", "CLOCK-DATE-FAR"}
    errors = {rule.id for rule in RULES.rules.values() if rule.severity == "error" and rule.id.startswith("CLOCK-")}
    assert errors - elsewhere - receipts == {row[0] for row in REFUSED}


# -- receipt ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "rule"),
    [
        ("wechat 2025-09-19", "CLOCK-CHANNEL-UNKNOWN"),
        ("internet 2025-09-19 confirmed 2025-09-18", "CLOCK-CONFIRMED-EARLY"),
        ("in_person 2018-09-19", "CLOCK-LAW-UNKNOWN"),
        ("in_person 2025-12-02", "CLOCK-FUTURE"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(received, rule):
    found = on("2025-12-01", received, "2025-09-22 reply")
    assert (found.refusal.rule, found.state, found.due) == (rule, State.REGISTERED, None)


def test_a_case_at_the_end_of_time_is_refused():
    assert on("9999-12-31", "9999-12-30").refusal.rule == "CLOCK-DATE-FAR"
    far = on("9999-12-31", R, "2025-09-22 consult_other_organ")
    assert (far.refusal.rule, far.refusal.where) == ("CLOCK-DATE-FAR", "today")
    assert on("2060-12-31", R).refusal is None


def test_our_own_portal_and_the_counter_need_no_confirmation_and_the_office_cannot_put_it_off():
    for channel in ("portal", "in_person", "signed_post"):
        assert due(on(R, f"{channel} {R}")) == "2025-10-23"
    assert due(on("2025-09-26", f"portal {R} confirmed 2025-09-26")) == "2025-10-23"


def test_a_web_form_confirmed_after_the_holiday_is_received_on_the_day_of_confirmation():
    found = on("2026-05-06", "internet 2026-05-05 confirmed 2026-05-06")
    assert found.receipt_date.isoformat() == "2026-05-06"
    assert rules(found) == []


def test_a_web_form_of_new_years_eve_confirmed_on_the_worked_sunday_after_belongs_to_the_new_year():
    found = on("2026-01-04", "internet 2025-12-31 confirmed 2026-01-04")
    assert found.receipt_date.year == 2026


@pytest.mark.parametrize("channel", ["internet", "fax", "hotline"])
def test_what_is_not_confirmed_has_a_safe_date_counted_from_its_arrival(channel):
    fresh, old = on("2025-09-22", f"{channel} {R}"), on("2025-09-23", f"{channel} {R}")
    assert (fresh.state, fresh.due, rules(fresh)) == (State.REGISTERED, None, ["CLOCK-UNCONFIRMED"])
    assert rules(old) == ["CLOCK-UNCONFIRMED-OVERDUE"]
    assert old.safe_date.isoformat() == "2025-10-23"
    assert [(sub.kind, sub.due.date, sub.is_over) for sub in old.sub_deadlines] == [
        ("confirmation", day("2025-09-22"), True)
    ]


def test_what_is_not_confirmed_can_be_confirmed_answered_or_taken_back_but_nothing_else():
    confirmed = on("2025-09-24", f"internet {R}", "2025-09-24 receive")
    assert (confirmed.state, confirmed.receipt_date) == (State.RECEIVED, day("2025-09-24"))
    assert on("2025-09-24", f"internet {R}", "2025-09-24 reply").state is State.REPLIED
    assert on("2025-09-24", f"internet {R}", "2025-09-24 withdraw").state is State.WITHDRAWN
    assert on("2025-09-25", f"internet {R}", EXTEND).refusal.rule == "CLOCK-NOT-ALLOWED"


def test_an_ordinary_letter_is_confirmed_the_day_it_comes_unless_nobody_can_be_reached():
    assert rules(on(R, f"ordinary_post {R} confirmed {R}")) == []
    assert rules(on("2025-09-22", f"ordinary_post {R}")) == ["CLOCK-UNCONFIRMED-OVERDUE"]
    away = on("2025-09-30", f"ordinary_post {R} confirmed 2025-09-30 unreachable")
    assert (rules(away), away.receipt_date) == (["CLOCK-UNREACHABLE"], day("2025-09-30"))


def test_a_case_from_before_the_law_is_refused_and_the_law_of_the_first_day_holds():
    early = CaseFacts(receipt=Receipt(channel="in_person", arrival_date=day("2019-05-15")))
    assert clock(early, CALENDAR, today=day("2019-05-15")).due.date == day("2019-06-13")


# -- what is said without refusing -----------------------------------------------------------------


def test_a_late_correction_notice_leaves_the_original_due_date_as_the_safe_one():
    late = "2025-09-30 request_correction received_by_applicant=2025-09-30"
    found = on("2025-10-09", R, late)
    assert (found.state, due(found)) == (State.CORRECTION_REQUESTED, "2025-10-23")
    assert rules(found) == ["CLOCK-CORRECTION-LATE-NOTICE"]
    corrected = on("2025-10-13", R, late, CORRECTED)
    assert (corrected.state, due(corrected)) == (State.PROCESSING, "2025-10-23")
    assert due(on("2025-10-13", R, late, CORRECTED, late_notice_restarts=1)) == "2025-11-10"
    assert due(on("2025-10-13", R, late.replace("request_correction", "late_correction_notice"))) == "2025-10-23"
    assert rules(on("2025-09-29", R, "2025-09-29 request_correction")) == []


def test_a_late_correction_with_a_good_cause_reopens_the_case():
    found = on("2025-10-28", R, NOTICE, "2025-10-28 correction_received reason=住院证明")
    assert (found.state, due(found)) == (State.PROCESSING, "2025-11-25")


def test_a_correction_by_e_mail_is_received_when_both_sides_have_confirmed():
    confirmed = "2025-10-10 correction_received channel=internet confirmed_date=2025-10-13"
    assert due(on("2025-10-13", R, NOTICE, confirmed)) == "2025-11-10"


def test_a_correction_period_nobody_received_never_ends_and_the_default_is_fifteen_days_unless_the_agency_sets_it():
    unserved = on("2025-12-01", R, "2025-09-26 request_correction")
    assert (unserved.state, unserved.sub_deadlines) == (State.CORRECTION_REQUESTED, ())
    served = "2025-09-26 request_correction received_by_applicant=2025-09-28"
    assert on("2025-10-10", R, served).sub_deadlines[0].due.date == day("2025-10-24")
    assert on("2025-10-10", R, served, correction=10).sub_deadlines[0].due.date == day("2025-10-17")


def test_a_case_past_its_due_date_is_overdue_and_stays_open():
    found = on("2025-10-27", R)
    assert (found.state, found.days_left, rules(found)) == (State.RECEIVED, -2, ["CLOCK-OVERDUE"])
    on_the_day = on("2025-10-23", R)
    assert (on_the_day.days_left, rules(on_the_day)) == (0, [])


@pytest.mark.parametrize(
    ("served", "late"),
    [
        ("2025-10-27 serve method=post", False),
        ("2025-10-27 serve method=direct", True),
        ("2025-10-23 serve method=direct", False),
        ("2025-10-23 serve method=direct received_by_applicant=2025-10-24", True),
        ("2025-10-24 serve", False),
    ],
)
def test_a_reply_in_person_counts_when_signed_and_one_by_post_when_posted(served, late):
    replied = "2025-10-23 reply"
    if "post" in served:
        served, replied = served.replace("10-27", "10-23"), "2025-10-22 reply"
    found = on("2025-11-30", R, replied, served)
    assert (rules(found) == ["CLOCK-REPLIED-LATE"]) is late
    assert found.days_left is None


def test_posting_after_the_due_date_is_late():
    assert rules(on("2025-11-30", R, "2025-10-23 reply", "2025-10-24 serve method=post")) == ["CLOCK-REPLIED-LATE"]


def test_an_answer_after_the_period_excludes_no_more_than_the_period():
    silent = on("2025-11-20", R, ASKED)
    late = on("2025-11-20", R, ASKED, "2025-10-24 third_party_replied id=a")
    assert due(late) == due(silent)
    assert rules(late)[0] == "CLOCK-ANSWER-LATE"


def test_of_a_letter_that_is_out_when_a_fee_is_paid_only_the_days_of_the_new_run_are_left_out():
    asked, answered = "2025-09-22 consult_other_organ", "2025-09-28 other_organ_replied"
    found = on("2025-09-29", R, asked, "2025-09-23 issue_fee_notice", "2025-09-26 fee_paid", answered)
    assert (due(found), found.excluded_workdays) == ("2025-10-31", 1)
    waiting = on("2025-09-26", R, asked, "2025-09-23 issue_fee_notice", "2025-09-26 fee_paid")
    assert waiting.state is State.CONSULTING


def test_a_reply_while_a_third_party_may_still_object_is_remarked():
    assert rules(on("2025-09-30", R, ASKED, "2025-09-30 reply")) == ["CLOCK-REPLY-EARLY"]
    assert rules(on("2025-09-30", R, ASKED, "2025-09-29 third_party_replied", "2025-09-30 reply")) == []


def test_a_letter_sent_after_the_due_date_does_not_bring_the_time_back():
    found = on("2025-10-27", R, "2025-10-24 consult_other_organ")
    assert (due(found), found.state) == ("2025-10-23", State.CONSULTING)
    assert "CLOCK-CONSULTATION-LATE" in rules(found)
    last_day = on("2025-10-27", R, "2025-10-23 consult_other_organ")
    assert (due(last_day), rules(last_day)) == ("2025-10-27", [])


def test_asking_for_reasons_does_not_stop_the_clock_and_a_delayed_date_takes_its_place():
    asked = on("2025-09-22", R, "2025-09-22 ask_reasons")
    assert (asked.state, due(asked)) == (State.REASONS_REQUESTED, "2025-10-23")
    delayed = on("2025-09-24", R, "2025-09-22 ask_reasons", "2025-09-24 set_delayed_date due_date=2025-12-17")
    assert (delayed.state, due(delayed)) == (State.PROCESSING, "2025-12-17")
    too_late = on("2025-11-24", R, "2025-09-22 ask_reasons", "2025-10-24 set_delayed_date due_date=2025-12-17")
    assert rules(too_late) == ["CLOCK-DELAY-LATE"]


def test_where_an_agency_does_not_restart_after_a_fee_the_wait_is_only_left_out():
    fee = "2025-04-25 issue_fee_notice received_by_applicant=2025-04-25"
    paid = on("2025-05-12", "2025-04-01", fee, "2025-05-12 fee_paid", fee_payment_restarts=0)
    assert (due(paid), paid.excluded_workdays) == ("2025-05-15", 9)


def test_a_fee_that_is_given_up_leaves_the_wait_out_and_the_time_goes_on():
    """Constructed: nobody paid, so the time is not counted anew unless the agency has set that."""
    fee = "2025-04-25 issue_fee_notice received_by_applicant=2025-04-25"
    waived = "2025-05-12 fee_waived reason=件数错算 approved_by=head"
    found = on("2025-05-12", "2025-04-01", fee, waived)
    assert (found.state, due(found), found.excluded_workdays, found.ended_runs) == ("processing", "2025-05-15", 9, ())
    assert due(on("2025-05-12", "2025-04-01", fee, waived, fee_payment_restarts=0)) == "2025-05-15"
    assert due(on("2025-05-12", "2025-04-01", fee, waived, fee_waiver_restarts=1)) == "2025-06-10"


def test_a_fee_that_is_reduced_is_still_waited_for_and_lapses_on_the_day_of_its_notice():
    fee = "2025-04-25 issue_fee_notice received_by_applicant=2025-04-25"
    reduced = "2025-05-12 fee_reduced reason=件数错算 approved_by=head"
    waiting, lapsed = (on(day, "2025-04-01", fee, reduced) for day in ("2025-05-27", "2025-05-28"))
    assert (waiting.state, waiting.due) == ("fee_pending", None)
    assert lapsed.state == "abandoned_fee_overdue"


def test_a_delayed_date_stands_again_when_the_fee_is_given_up():
    delayed = ["2025-09-22 ask_reasons", "2025-09-24 set_delayed_date due_date=2025-12-19"]
    fee = "2025-09-25 issue_fee_notice received_by_applicant=2025-09-25"
    waived = "2025-09-26 fee_waived reason=件数错算 approved_by=head"
    assert due(on("2025-09-26", R, *delayed, fee, waived)) == "2025-12-19"


def test_the_ends_of_a_consultation_are_counted_as_the_agency_sets():
    asked, answered = "2026-04-24 consult_other_organ", "2026-05-11 other_organ_replied"
    counted = [
        on("2026-05-12", "2026-04-20", asked, answered, excluded_first_day=first, excluded_last_day=last)
        for first, last in ((0, 1), (1, 1), (0, 0), (1, 0))
    ]
    assert [found.excluded_workdays for found in counted] == [9, 10, 8, 9]


# -- which acts are offered ------------------------------------------------------------------------


def offered(today: str, *events: str) -> set[str]:
    return set(possible_acts(a_case(R, *events), CALENDAR, today=day(today)))


def test_only_legal_acts_are_offered():
    fresh = offered(R)
    assert {"request_correction", "extend", "reply", "answer_on_spot", "withdraw", "issue_fee_notice"} <= fresh
    assert not {"fee_paid", "serve", "archive", "correction_received", "receive", "set_delayed_date"} & fresh
    assert offered("2025-09-27", NOTICE) == {"correction_received", "reply", "withdraw"}
    assert offered("2025-09-25", FEE) == {"fee_paid", "fee_waived", "fee_reduced", "withdraw"}
    assert offered("2025-09-25", "2025-09-25 reply") == {"serve"}
    assert offered("2025-09-25", "2025-09-25 reply", "2025-09-25 serve") == {"archive"}
    assert "extend" not in offered("2025-10-24")
    assert "extend" not in offered("2025-09-26", EXTEND)
    assert "request_correction" in offered("2025-10-09"), "late, but not forbidden"
    assert "late_correction_notice" not in offered("2025-10-09"), "one act is offered under one name"


def test_an_act_may_be_asked_for_before_it_is_recorded():
    case = a_case(R)
    late = Event(act="extend", event_date=day("2025-10-24"), workdays=5, approved_by="head")
    assert refusal_of(late, case, CALENDAR, today=day("2025-10-24")).rule == "CLOCK-EXTEND-LATE"
    reply = Event(act="reply", event_date=day("2025-10-24"))
    assert refusal_of(reply, case, CALENDAR, today=day("2025-10-24")) is None
