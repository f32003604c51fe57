"""Acting on a case: the law is asked, one event is recorded, and what follows is derived."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from gongkai.agencies.door import LogEntry
from gongkai.cases.door import Case, CaseEvent, Refused, record_lapses
from gongkai.statute import State
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, a_case, do

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return an_agency("yunhu")


def test_numbers_of_a_year_have_no_gap_and_each_agency_its_own(agency):
    numbers = [a_case(agency, date(2025, 3, day)).number for day in (3, 4)]
    assert [*numbers, a_case(an_agency("other"), date(2025, 3, 3)).number] == ["2025-0001", "2025-0002", "2025-0001"]


def test_a_refused_registration_takes_no_number(agency):
    with pytest.raises(Refused):
        a_case(agency, date(2025, 3, 3), channel="internet", confirmed_date=date(2025, 3, 1))
    assert a_case(agency, date(2025, 3, 3)).number == "2025-0001"


def test_an_internet_application_is_received_when_both_sides_confirm(agency):
    case = a_case(agency, date(2025, 9, 17), channel="internet", confirmed_date=date(2025, 9, 19))
    assert case.receipt_date == date(2025, 9, 19)
    assert case.clock(today=date(2025, 9, 22)).due.date == date(2025, 10, 23)


def test_an_unconfirmed_one_is_not_received_yet_and_is_by_a_later_act(agency):
    case = a_case(agency, date(2025, 9, 17), channel="internet")
    assert case.receipt_date is None
    assert do(case, "receive", date(2025, 9, 19)).receipt_date == date(2025, 9, 19)


def test_what_the_law_does_not_allow_is_refused_and_leaves_no_trace(agency):
    case = a_case(agency, date(2025, 3, 3))
    with pytest.raises(Refused) as refused:
        do(case, "extend", date(2025, 3, 4), workdays=21, approved_by="王主任")
    assert refused.value.finding.rule.startswith("CLOCK-")
    assert not CaseEvent.objects.exists()
    assert LogEntry.objects.filter(act="case_act").count() == 0


def test_a_reply_closes_the_case_with_its_outcome(agency):
    case = do(
        a_case(agency, date(2025, 3, 3)), "reply", date(2025, 3, 20), outcome="R3_refuse", ground="personal_privacy"
    )
    assert (case.closed_date, case.outcome, case.ground) == (date(2025, 3, 20), "R3_refuse", "personal_privacy")


def test_service_after_the_reply_does_not_move_the_day_of_closing(agency):
    case = do(a_case(agency, date(2025, 3, 3)), "reply", date(2025, 3, 20), outcome="R2_provide")
    assert do(case, "serve", date(2025, 3, 24), method="direct").closed_date == date(2025, 3, 20)


def test_an_unanswered_correction_ends_the_case_the_day_after_the_period(agency):
    case = a_case(agency, date(2025, 9, 19))
    do(case, "request_correction", date(2025, 9, 26), received_by_applicant=date(2025, 9, 28), period_workdays=15)
    assert record_lapses(agency, at=AT, today=date(2025, 10, 24)) == []
    (event,) = record_lapses(agency, at=AT, today=date(2025, 11, 3))
    case.refresh_from_db()
    assert event.event_date == date(2025, 10, 25)
    assert (case.closed_date, case.outcome) == (date(2025, 10, 25), "R14_corr_overdue")
    assert case.clock(today=date(2025, 11, 3)).state is State.ABANDONED_CORRECTION_OVERDUE
    assert record_lapses(agency, at=AT, today=date(2025, 11, 4)) == []


def test_a_withdrawn_application_ends_as_other(agency):
    assert do(a_case(agency, date(2025, 3, 3)), "withdraw", date(2025, 3, 5)).outcome == "R16_other"


def test_each_act_is_on_the_log_without_personal_data(agency):
    case = a_case(agency, date(2025, 3, 3), applicant_name="甲某某", identity_number="11010519491231002X")
    do(case, "withdraw", date(2025, 3, 20))
    entries = list(LogEntry.objects.filter(subject=f"cases.case:{case.pk}").order_by("seq"))
    assert [entry.act for entry in entries] == ["case_register", "case_act"]
    assert "甲某某" not in str([entry.facts for entry in entries])
    assert "11010519491231002X" not in str([entry.facts for entry in entries])


def test_identity_and_contact_are_not_readable_in_the_database(agency):
    case = a_case(
        agency, date(2025, 3, 3), applicant_name="甲某某", identity_number="11010519491231002X", telephone="13800000000"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT applicant_name, identity_number, telephone FROM cases_case WHERE id = %s", [case.pk])
        stored = cursor.fetchone()
    assert not any(value in text for value in ("甲某某", "11010519491231002X", "13800000000") for text in stored)
    assert Case.objects.get(pk=case.pk).applicant_name == "甲某某"


def test_an_event_is_never_changed_or_removed(agency):
    do(a_case(agency, date(2025, 3, 3)), "reply", date(2025, 3, 20), outcome="R2_provide")
    with pytest.raises(Exception, match="append-only"):
        CaseEvent.objects.update(event_date=date(2025, 3, 1))


def test_fees_noticed_and_paid_keep_their_amounts(agency):
    case = a_case(agency, date(2025, 4, 1))
    do(case, "issue_fee_notice", date(2025, 4, 24), received_by_applicant=date(2025, 4, 25), amount_yuan=Decimal("380"))
    do(case, "fee_paid", date(2025, 5, 12), amount_yuan=Decimal("380"))
    assert case.clock(today=date(2025, 5, 13)).due.date == date(2025, 6, 10)
    assert list(CaseEvent.objects.values_list("amount_yuan", flat=True)) == [380, 380]
