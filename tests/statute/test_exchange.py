"""A case as JSON, and what is said of one with another shape."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.statute import ACTS, RULES, Calendar, CaseMalformed, case_from_dict, clock, clock_to_dict

CASE = {
    "received": {"channel": "internet", "date": "2025-09-17", "confirmed": "2025-09-19"},
    "today": "2025-10-15",
    "events": [
        {
            "act": "request_correction",
            "date": "2025-09-26",
            "received_by_applicant": "2025-09-28",
            "period_workdays": 15,
        },
        {"act": "correction_received", "date": "2025-10-13"},
    ],
}


def changed(path: str, value: object, case: dict = CASE) -> dict:
    """The case with the value at ``events.0.date`` replaced."""
    case = json.loads(json.dumps(case))
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = case
    for part in way:
        place = place[part]
    place[last] = value
    return case


def told(data: dict) -> dict:
    read = case_from_dict(data)
    return clock_to_dict(clock(read.case, Calendar(), today=read.today, chosen=read.chosen))


def test_the_example_of_the_contract():
    shown = told(CASE)
    assert shown["state"] == "processing"
    assert (shown["receipt_date"], shown["due_date"], shown["provisional"]) == ("2025-09-19", "2025-11-10", False)
    assert (shown["days_left"], shown["correction_notice_due"]) == (18, "2025-09-29")
    assert shown["sub_deadlines"] == [{"kind": "correction", "due_date": "2025-10-24"}]
    first, last = shown["trace"][0], shown["trace"][-1]
    assert (first["date"], first["kind"], first["number"]) == ("2025-10-14", "counted", 1)
    assert (last["date"], last["number"]) == ("2025-11-10", 20)
    assert {day["kind"] for day in shown["trace"]} == {"counted", "rest"}
    assert all(day["law"].startswith("《") for day in shown["trace"])
    assert json.loads(json.dumps(shown)) == shown


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("received", None, "received没有填写"),
        ("received", "counter", "received应当是一个对象"),
        ("received.channel", "", "received.channel没有填写"),
        ("received.channel", ["fax"], "received.channel应当是文字"),
        ("received.date", None, "received.date没有填写"),
        ("received.date", "2025年9月17日", "received.date应当是形如 2025-09-19 的日期"),
        ("received.confirmed", "2025-02-30", "received.confirmed应当是形如"),
        ("received.unreachable", "maybe", "received.unreachable应当是 true、false 或者日期"),
        ("today", 20251015, "today应当是形如"),
        ("events", {}, "events应当是一个列表"),
        ("events.1", "reply", r"events\[1\]应当是一个对象"),
        ("events.0.date", "20250926", r"events\[0\].date应当是形如"),
        ("events.0.received_by_applicant", "soon", r"events\[0\].received_by_applicant应当是形如"),
        ("events.0.period_workdays", "15", r"events\[0\].period_workdays应当是整数"),
        ("events.0.workdays", 1.5, r"events\[0\].workdays应当是整数"),
        ("events.0.period_workdays", True, r"events\[0\].period_workdays应当是"),
        ("events.0.act", 3.5, r"events\[0\].act应当是文字"),
        ("settings", [], "settings应当是一个对象"),
        ("settings", {"extensions": "two"}, "settings.extensions应当是"),
    ],
)
def test_a_case_with_another_shape_is_refused_with_the_place(path, value, sentence):
    with pytest.raises(CaseMalformed, match=sentence):
        case_from_dict(changed(path, value))


@pytest.mark.parametrize("data", [[], "case", 7, None])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(CaseMalformed, match="全文应当是一个对象"):
        case_from_dict(data)


@pytest.mark.parametrize("key", ["act", "date"])
def test_an_event_without_act_or_date_stops_the_reading_there(key):
    read = case_from_dict(changed(f"events.1.{key}", None))
    assert (read.stopped.rule, read.stopped.where) == ("CLOCK-KEY-MISSING", f"events[1].{key}")
    assert len(read.case.events) == 1


def test_keys_nobody_knows_are_left_aside_unless_they_look_like_a_slip_of_the_pen():
    assert case_from_dict(changed("events.1.note", "收发室转来")).remarks == ()
    (remark,) = case_from_dict(changed("events.0.recieved_by_applicant", "2025-09-28")).remarks
    assert (remark.rule, remark.facts["known"]) == ("CLOCK-KEY-UNKNOWN", "received_by_applicant")


def test_what_is_left_out_or_null_is_as_if_it_were_not_there():
    read = case_from_dict({"received": {"channel": "in_person", "date": "2025-09-19", "confirmed": None}})
    assert (read.today, read.case.events, read.chosen) == (None, (), {})
    assert read.latest_date.isoformat() == "2025-09-19"
    assert case_from_dict(changed("events.0.period_workdays", None)).case.events[0].period_workdays is None


def test_a_good_cause_and_a_delayed_date_may_be_told_in_other_words():
    assert case_from_dict(changed("events.1.good_cause", True)).case.events[1].reason == "有正当理由"
    assert case_from_dict(changed("events.1.delayed_date", "2025-12-01")).case.events[1].due_date.month == 12
    assert case_from_dict(changed("events.1.notified", "2025-10-13")).case.events[1].notified is True


def test_a_sub_deadline_says_which_consultation_and_whether_it_is_provisional():
    shown = told(
        {
            "received": {"channel": "in_person", "date": "2026-12-01"},
            "today": "2026-12-20",
            "events": [
                {"act": "consult_third_party", "date": "2026-12-18", "received_by_other": "2026-12-18", "id": "a"}
            ],
        }
    )
    (sub,) = shown["sub_deadlines"]
    assert (sub["kind"], sub["id"], sub["provisional"]) == ("third_party", "a", True)
    assert shown["provisional"]


DAYS = ["2025-10-20", "2025-02-30", "0001-01-01", "9999-12-31", "2018-01-01"]
ODD = [None, True, 0, -1, 2.5, "", "x", [], {}, 10**30, *DAYS]
KEYS = ["act", "date", "id", "workdays", "period_workdays", "received_by_applicant", "due_date", "channel", "confirmed"]
PLACES = [
    *(f"events.{number}.{key}" for number in (0, 1) for key in KEYS),
    "today",
    "received.date",
    "received.channel",
]


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(PLACES), st.sampled_from([*ODD, *ACTS]), max_size=4))
def test_whatever_the_json_says_it_is_refused_in_words_or_has_a_clock(odd):
    case = CASE
    for path, value in odd.items():
        case = changed(path, value, case)
    try:
        read = case_from_dict(case)
    except CaseMalformed as refusal:
        assert str(refusal)
        return
    found = clock(read.case, Calendar(), today=read.today or read.latest_date)
    assert json.dumps(clock_to_dict(found))
    assert all(RULES.tell(finding)["message"] for finding in (*found.findings, *read.remarks))
