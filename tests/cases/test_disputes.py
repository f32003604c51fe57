"""A dispute from the notice to its result: its periods, and where it counts in which year."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.door import LogEntry
from gongkai.annualreport import form
from gongkai.cases.dispute_acts import record_result, record_step
from gongkai.cases.dispute_limits import running
from gongkai.cases.door import Dispute, DisputeInstance, DisputesTable
from gongkai.cases.refusals import Refused
from gongkai.statute import Calendar
from tests.cases.examples import AT, TODAY, a_case, do
from tests.yearend.examples import a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]


def a_dispute(agency, filed=date(2026, 9, 1), **changes):
    said = {
        "reference": "云湖复〔2026〕1号",
        "route": "reconsideration",
        "body": "云湖市人民政府",
        "procedure": "simple",
    }
    return Dispute.objects.create(agency=agency, filed_date=filed, **{**said, **changes})


def step(dispute, kind, day, by):
    return record_step(dispute.pk, {"kind": kind, "step_date": day, "note": ""}, by=by, at=AT, today=TODAY)


def result(dispute, begun, outcome, closed, by):
    said = {"begun_date": begun, "result": outcome, "closed_date": closed}
    return record_result(dispute.pk, said, by=by, at=AT, today=TODAY)


def last_days(dispute):
    fresh = Dispute.objects.get(pk=dispute.pk)
    return {one.name: (one.due.date, one.done_date) for one in running(fresh, Calendar())}


def counted(agency, year):
    row = DisputesTable(agency, year, form("format_2021")).counts["cases"]
    return {column: number for column, number in row.items() if number and not column.endswith("_total")}


def test_the_defence_in_the_simple_procedure_is_due_on_the_fifth_working_day(agency, clerk):
    """Case 7 of the clock: the copy came on 2026-09-29, the holiday lies between, 10-10 is a worked Saturday."""
    dispute = a_dispute(agency, date(2026, 9, 28))
    step(dispute, "copy", date(2026, 9, 29), clerk)
    assert last_days(dispute)["提出行政复议书面答复（简易程序）"] == (date(2026, 10, 12), None)
    step(dispute, "defence", date(2026, 10, 9), clerk)
    assert last_days(dispute)["提出行政复议书面答复（简易程序）"] == (date(2026, 10, 12), date(2026, 10, 9))


def test_after_the_decision_was_received_there_are_fifteen_days_to_sue(agency, clerk):
    """Case 4 of the clock."""
    dispute = a_dispute(agency, date(2025, 8, 1))
    step(dispute, "received", date(2025, 9, 22), clerk)
    assert last_days(dispute)["不服行政复议决定起诉"][0] == date(2025, 10, 9)


def test_an_ordinary_procedure_has_ten_working_days_and_an_extension_lengthens_the_decision(agency, clerk):
    dispute = a_dispute(agency, date(2026, 3, 2), procedure="ordinary")
    step(dispute, "copy", date(2026, 3, 4), clerk)
    before = last_days(dispute)
    assert before["提出行政复议书面答复（普通程序）"][0] == date(2026, 3, 18)
    assert before["作出行政复议决定（普通程序）"][0] == date(2026, 5, 6)  # the 60th day, 1 May, is a holiday
    step(dispute, "extension", date(2026, 4, 20), clerk)
    assert last_days(dispute)["延长作出行政复议决定"][0] == date(2026, 6, 5)


def test_two_instances_are_one_case_and_an_appeal_makes_it_pending_again(agency, clerk):
    dispute = a_dispute(agency, date(2025, 5, 6), route="litigation", procedure="ordinary", body="云湖区人民法院")
    result(dispute, date(2025, 5, 6), "claim_rejected", date(2025, 9, 10), clerk)
    assert counted(agency, 2025) == {"litigation_direct_upheld": 1}
    step(dispute, "appeal", date(2025, 9, 20), clerk)
    assert counted(agency, 2025) == {"litigation_direct_pending": 1}
    result(dispute, date(2025, 9, 20), "revoked", date(2026, 2, 3), clerk)
    assert counted(agency, 2025) == {"litigation_direct_pending": 1}
    assert counted(agency, 2026) == {"litigation_direct_corrected": 1}


def test_an_instance_cannot_begin_before_the_last_was_over(agency, clerk):
    dispute = a_dispute(agency, date(2026, 1, 5), route="litigation", procedure="ordinary")
    result(dispute, date(2026, 1, 5), "claim_rejected", date(2026, 4, 1), clerk)
    with pytest.raises(Refused, match="2026-04-01"):
        result(dispute, date(2026, 3, 1), "upheld", date(2026, 6, 1), clerk)
    assert DisputeInstance.objects.count() == 1


def registered(agency, **changes):
    return {
        "agency": agency.slug,
        "kind": "reconsideration",
        "reference": "云湖复〔2026〕7号",
        "body": "云湖市人民政府",
        "filed_date": "2026-11-20",
        "procedure": "simple",
        "case": "",
        **changes,
    }


def test_a_dispute_is_registered_for_its_case_and_stands_on_its_page(as_clerk, agency, clerk):
    case = a_case(agency, date(2026, 10, 9))
    answer = as_clerk.post("/admin/cases/disputes/register/", registered(agency, case=case.number))
    dispute = Dispute.objects.get()
    assert answer.headers["Location"] == f"/admin/cases/disputes/{dispute.pk}/"
    assert (dispute.case, dispute.after_reconsideration, dispute.is_original) == (case, False, True)
    assert dispute.reference in as_clerk.get(f"/admin/cases/{case.pk}/").content.decode()
    assert dispute.reference in as_clerk.get("/admin/cases/disputes/").content.decode()
    assert LogEntry.objects.get(act="dispute_register").by == clerk


def test_a_suit_against_a_refusal_that_was_not_reconsidered_is_doubted_and_another_is_not(as_clerk, agency):
    refused = do(a_case(agency, date(2026, 11, 9)), "reply", TODAY, outcome="R3_refuse", ground="internal_affairs")
    given = do(a_case(agency, date(2026, 11, 9)), "reply", TODAY, outcome="R2_provide")
    doubted = []
    for number, (case, kind) in enumerate(
        [(refused, "litigation"), (refused, "after_reconsideration"), (given, "litigation")], 1
    ):
        said = {"reference": f"({number})", "kind": kind, "filed_date": "2026-11-27", "case": case.number}
        answer = as_clerk.post("/admin/cases/disputes/register/", registered(agency, **said), follow=True)
        doubted.append("应当先申请行政复议" in answer.content.decode())
    assert doubted == [True, False, False]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("reference", "", "请填写案号"),
        ("case", "2026-9999", "没有编号为“2026-9999”的办件"),
        ("filed_date", "2026-12-01", "这一天还没有到"),
        ("only_co_defendant", "on", "只有行政诉讼"),
    ],
)
def test_a_slip_is_told_beside_its_field_with_all_that_was_typed(as_clerk, agency, field, typed, told):
    answer = as_clerk.post("/admin/cases/disputes/register/", registered(agency, body="某某机关", **{field: typed}))
    text = answer.content.decode()
    assert answer.status_code == 400
    assert told in text
    assert f'id="id_{field}_error"' in text
    assert 'value="某某机关"' in text
    assert not Dispute.objects.exists()


def test_a_result_says_how_it_counts_before_and_after_it_is_chosen(as_clerk, agency):
    dispute = a_dispute(agency)
    page = f"/admin/cases/disputes/{dispute.pk}/"
    assert "驳回行政复议请求（计入“结果维持”）" in as_clerk.get(page).content.decode()
    sent = {"begun_date": "2026-09-01", "result": "claim_rejected", "closed_date": "2026-10-20"}
    as_clerk.post(f"{page}results/", sent)
    assert "2026 年度报告：计 1 件，“结果维持”" in as_clerk.get(page).content.decode()


def test_a_result_of_the_other_route_or_before_the_beginning_is_refused(as_clerk, agency):
    dispute = a_dispute(agency)
    page = f"/admin/cases/disputes/{dispute.pk}/"
    wrong = {"begun_date": "2026-09-01", "result": "suit_rejected", "closed_date": "2026-08-20"}
    answer = as_clerk.post(f"{page}results/", wrong)
    assert answer.status_code == 400
    assert {"result", "closed_date"} <= set(answer.context["wrong"].errors)
    assert not DisputeInstance.objects.exists()


def test_a_decision_of_reconsideration_cannot_be_appealed_in_the_same_case(as_clerk, agency):
    dispute = a_dispute(agency)
    sent = {"kind": "appeal", "step_date": "2026-10-01", "note": "当事人起诉"}
    answer = as_clerk.post(f"/admin/cases/disputes/{dispute.pk}/steps/", sent)
    assert "另外登记一案" in answer.content.decode()
    assert "当事人起诉</textarea>" in answer.content.decode()
    assert not dispute.steps.exists()


def test_another_agencys_dispute_is_not_there(as_clerk):
    dispute = a_dispute(a_place("other").agency)
    assert as_clerk.get(f"/admin/cases/disputes/{dispute.pk}/").status_code == 404
    assert dispute.reference not in as_clerk.get("/admin/cases/disputes/").content.decode()
