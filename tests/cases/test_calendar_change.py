"""Loading a new year's notice: first what it moves, then one act on the log; afterwards every clock counts by it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from gongkai.agencies.door import HolidayNotice, LogEntry, Role, calendar, forget_calendar
from gongkai.cases.dispute_acts import record_step
from gongkai.cases.dispute_limits import running
from gongkai.cases.door import Dispute
from gongkai.cases.due import defences_due
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import AT, a_case, do

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 22)
PAGE = "/admin/cases/calendar/"
TYPED = {  # constructed: no real notice is meant
    "year": "2027",
    "law": "关于2027年部分节假日安排的通知（构造）",
    "rest": "2027-01-01 元旦\n2027-01-04 元旦\n2027-04-05 清明节\n2027-05-01 至 2027-05-03 劳动节\n"
    "2027-10-01 至 2027-10-07 国庆节",
    "worked": "2027-10-09",
}


@pytest.fixture(autouse=True)
def today_is_fixed(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    yield
    forget_calendar()


@pytest.fixture
def as_superuser(client, agency):
    client.force_login(a_person("root", is_superuser=True, is_staff=True))
    return client


def late(agency):
    """A case whose due date lies in 2027 and is provisional."""
    return a_case(agency, date(2026, 12, 21), today=TODAY)


def test_what_moves_is_shown_from_what_to_what_before_anything_is_done(as_superuser, agency):
    case, over = late(agency), late(agency)
    do(over, "reply", TODAY, today=TODAY, outcome="R2_provide")
    a_case(agency, date(2026, 11, 9), today=TODAY)  # due in 2026
    answer = as_superuser.post(PAGE, {**TYPED, "step": "show"})
    told = [(one.case, one.what, one.move.before, one.move.after) for one in answer.context["moved"]]
    assert told == [(case, "答复", (date(2027, 1, 19), True), (date(2027, 1, 20), False))]
    assert "2027-01-20" in answer.content.decode()
    assert not HolidayNotice.objects.exists()


def test_it_is_adopted_as_one_act_and_then_counted_by(as_superuser, agency):
    case = late(agency)
    seen = as_superuser.post(PAGE, {**TYPED, "step": "show"}).context["seen"]
    as_superuser.post(PAGE, {**TYPED, "step": "adopt", "seen": seen})
    row = HolidayNotice.objects.get()
    moved = {"case": case.pk, "number": case.number, "kind": "reply", "before": "2027-01-19", "after": "2027-01-20"}
    assert row.moved == [moved]
    assert LogEntry.objects.get(act="adopt_notice").facts["moved"] == [moved]
    forget_calendar()
    assert case.clock(today=TODAY).due == (date(2027, 1, 20), False)


def test_the_desk_counts_a_defence_by_the_adopted_notice_as_the_page_of_the_dispute_does(as_superuser, agency):
    dispute = Dispute.objects.create(
        agency=agency, filed_date=TODAY, reference="云湖复〔2026〕9号", route="reconsideration", body="云湖市人民政府",
        procedure="simple",
    )  # fmt: skip
    clerk = appoint(a_person("clerk"), Role.CLERK, agency)
    copied = {"kind": "copy", "step_date": date(2026, 12, 30), "note": ""}
    record_step(dispute.pk, copied, by=clerk, at=AT, today=date(2026, 12, 30))

    def told():
        desk = [one.due_date for one in defences_due([agency], AT)]
        page = [one.due.date for one in running(dispute, calendar()) if one.whose == agency.short_name]
        return desk, page

    before = told()
    seen = as_superuser.post(PAGE, {**TYPED, "step": "show"}).context["seen"]
    as_superuser.post(PAGE, {**TYPED, "step": "adopt", "seen": seen})
    forget_calendar()
    after = told()
    assert before[0] == before[1]
    assert after[0] == after[1]
    assert before != after


def test_what_was_not_seen_is_not_adopted(as_superuser, agency):
    seen = as_superuser.post(PAGE, {**TYPED, "step": "show"}).context["seen"]
    case = late(agency)
    answer = as_superuser.post(PAGE, {**TYPED, "step": "adopt", "seen": seen})
    assert answer.status_code == 409
    assert case.number in answer.content.decode()
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("year", "二七", "年份应为四位数字"),
        ("law", "", "请填写通知的名称和文号"),
        ("rest", "2027-01-01 元旦\n国庆放七天", "第 2 行“国庆放七天”看不懂"),
        ("rest", "2027-02-30 春节", "不是日历上的日子"),
        ("rest", "2027-10-07 至 2027-10-01 国庆节", "起止日期不对"),
        ("rest", "2027-01-01 元旦", "国庆节"),  # a fixed public holiday was left out
        ("worked", "十月九日", "不是日期"),
        ("worked", "2027-10-11", ""),  # a Monday
    ],
)
def test_a_slip_of_the_pen_is_told_with_all_that_was_typed(as_superuser, agency, field, typed, told):
    answer = as_superuser.post(PAGE, {**TYPED, field: typed, "step": "adopt", "seen": "x"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert told in text
    assert "2027年部分节假日" in text or field == "law"
    assert not HolidayNotice.objects.exists()


def test_the_calendar_of_all_agencies_is_not_one_agencys_to_change(client, agency):
    client.force_login(appoint(a_person("head"), Role.DISCLOSURE_OFFICE_HEAD, agency))
    assert client.get(PAGE).status_code in (302, 403)
    client.post(PAGE, {**TYPED, "step": "adopt"})
    assert not HolidayNotice.objects.exists()
