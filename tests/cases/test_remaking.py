"""A reply that is annulled and ordered anew: the case has a duty and a day again, and counts once (Reg. art. 50)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.annualreport import form
from gongkai.cases.approvals import obstacles
from gongkai.cases.archiving import archive, take_out, to_archive
from gongkai.cases.disposals import ended
from gongkai.cases.dispute_acts import record_result, register_dispute
from gongkai.cases.door import ApplicationsTable, Case, Dispute, approve_draft, issue_reply, verify_cases, write_draft
from gongkai.cases.due import cases_due
from gongkai.cases.models import Archive
from gongkai.cases.remedies_told import reply_remedies
from gongkai.statute import State
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, CLERK, HEAD, TODAY, a_case, do, leading_to, sealed, who
from tests.cases.test_archiving import unpacked

pytestmark = pytest.mark.django_db
AFTER = date(2027, 1, 4)  # the decision came in the next year
MUCH_LATER = AT.replace(year=2027, month=1, day=5)


@pytest.fixture
def archived(db):
    agency = an_agency("yunhu")
    case = a_case(agency, date(2026, 11, 9), description="归集使用计划")
    do(case, "reply", date(2026, 11, 20), outcome="R4_not_exist")
    do(case, "serve", date(2026, 11, 20), method="electronic")
    archive(case.pk, note="", by=who(agency, CLERK), at=AT, today=TODAY)
    return Case.objects.get(pk=case.pk)


def disputed(case, clerk):
    said = {"route": "reconsideration", "body": "云湖市人民政府", "reference": "云湖复〔2026〕8号"}
    dispute = Dispute(agency=case.agency, case=case, filed_date=TODAY, **said)
    return register_dispute(dispute, by=clerk, at=AT.replace(hour=3), today=TODAY)


def ordered(case, clerk, due=None):
    dispute = disputed(case, clerk)
    said = {"begun_date": TODAY, "result": "ordered_to_redo", "closed_date": date(2026, 12, 28)}
    days = {"received_date": AFTER, "remake_due": due}
    record_result(dispute.pk, {**said, **days}, by=clerk, at=AT.replace(hour=4), today=AFTER)
    return Case.objects.get(pk=case.pk)


def answered_anew(case, clerk):
    said = {"answers": leading_to("R2_provide"), "recorded": {"provision": "随附"}, "text": "随附。"}
    draft = write_draft(case.pk, said, by=clerk, at=MUCH_LATER, today=AFTER)
    head = {"seen_digest": draft.digest, "reason": "", "by": who(case.agency, HEAD)}
    approve_draft(draft.pk, HEAD, approve=True, at=MUCH_LATER, today=AFTER, **head)
    sealed(case, clerk, today=AFTER)
    return issue_reply(case.pk, by=clerk, at=MUCH_LATER, today=AFTER)


def counted(agency, year):
    return ApplicationsTable(agency, year, form("format_2021")).counts


def test_the_case_has_to_be_answered_anew_by_the_day_that_is_set_or_twenty_working_days(archived):
    clerk = who(archived.agency, CLERK)
    before = counted(archived.agency, 2026)
    case = ordered(archived, clerk)
    clock = case.clock(today=AFTER)
    assert (clock.state, clock.due.date, case.remake_due) == (State.PROCESSING, date(2027, 2, 1), date(2027, 2, 1))
    (due,) = cases_due([case.agency], MUCH_LATER)
    assert due.due_date == date(2027, 2, 1)
    assert "REPLY-ANNULLED" in {one.rule for one in obstacles(case.drafts.get(), on=AFTER)}
    assert reply_remedies(case) == []
    answered_anew(case, clerk)
    assert Case.objects.get(pk=case.pk).remake_due is None
    assert counted(archived.agency, 2026) == before  # it counts by its first reply, and once
    assert not any(counted(archived.agency, 2027)["processed_total"].values())
    (due,) = cases_due([case.agency], MUCH_LATER)
    assert "送达答复" in due.what
    do(case, "serve", AFTER, today=AFTER, method="electronic")
    assert list(to_archive([case.agency])) == [case]
    archive(case.pk, note="", by=clerk, at=MUCH_LATER, today=AFTER)
    assert [one.keep_until for one in Archive.objects.get().supplements.all()] == [date(2056, 12, 31)] * 3
    assert list(to_archive([case.agency])) == []
    assert list(verify_cases()) == []


def test_a_day_that_the_decision_sets_counts(archived):
    assert ordered(archived, who(archived.agency, CLERK), date(2027, 1, 15)).remake_due == date(2027, 1, 15)


def test_a_dispute_after_archiving_is_a_supplement_and_the_package_stands(archived):
    clerk = who(archived.agency, CLERK)
    row = Archive.objects.get()
    assert row.keep_until == date(2036, 12, 31)
    disputed(archived, clerk)
    (part,) = row.supplements.all()
    assert part.keep_until == date(2056, 12, 31)
    taking = {"reason": "核对", "by": clerk, "at": MUCH_LATER, "today": TODAY}
    assert take_out(row, **taking).digest == row.digest
    assert take_out(row, part=part, **taking).digest == part.digest != row.digest
    read = [unpacked(take_out(row, part=one, **taking).data)["卷内目录和办理单.html"].decode() for one in (None, part)]
    assert ["云湖复〔2026〕8号" in page for page in read] == [False, True]
    assert not ended([archived.agency], today=date(2037, 1, 1))
    assert ended([archived.agency], today=date(2057, 1, 1)).get() == row
