"""What a competent department returns reaches the agency, and the agency's next report answers it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.agencies.door import Relation, RelationKind, Role
from gongkai.publishing.door import Refused as NotPublished
from gongkai.yearend.collecting import all_sent, answer, awaits_better
from gongkai.yearend.collection import collect, held_reports
from gongkai.yearend.door import AnnualReportPage, publish_signed, record_step, sign, standing
from gongkai.yearend.due import reports_due
from gongkai.yearend.due_dates import Given, due_of, set_local_due
from gongkai.yearend.life import hand_in
from gongkai.yearend.signing import SignedReport
from tests.publishing.examples import a_person
from tests.yearend.examples import LONG_AGO, a_published_report, an_agency
from tests.yearend.test_collection import AT, DAY, NEW, TODAY, YEAR, below, taken_in
from tests.yearend.test_life import act, agency, approve, people, tally

__all__ = ["agency", "people"]  # fixtures

pytestmark = pytest.mark.django_db

PLACE = "三、收到和处理政府信息公开申请情况 · 一、本年新收政府信息公开申请数量 · 总计"


@pytest.fixture
def department():
    return an_agency("yunze-office", name="云泽市人民政府办公室", short_name="市政府办")


@pytest.fixture
def officer(department):
    return a_person("officer", department, Role.SUPERVISOR)


def due_now(agency, at=AT):
    return [(one.what.partition("：")[0], one.due_date, one.note) for one in reports_due([agency], at)]


def test_the_agency_reads_why_its_file_was_returned_and_has_it_on_its_desk(department, officer, client):
    agency = below(department, "early")
    clerk = a_person("clerk", agency, Role.CLERK)
    assert [what for what, _, _ in due_now(agency)] == ["编制"]
    row = taken_in(department, officer, agency)
    assert due_now(agency) == []  # it was sent, from another software
    answer(row, "returned", "表三自然人一栏与总计不符。", of=department, by=officer, at=AT)
    assert due_now(agency) == [
        ("按主管部门的意见修改、重新报送", date(2026, 1, 31), "退回意见：表三自然人一栏与总计不符。")
    ]
    client.force_login(clerk)
    page = client.get(reverse("yearend:life", args=["early", YEAR])).content.decode()
    assert page.count("表三自然人一栏与总计不符。") == 2  # above, and beside the file
    assert row.digest in page
    again = taken_in(department, officer, agency, {"applications.granted.total": 1})
    assert (awaits_better(agency, YEAR), due_now(agency)) == (None, [])
    assert all_sent([agency], YEAR) == [row, again]


def test_what_was_changed_since_the_return_stands_on_the_departments_page(department, officer, client):
    agency = below(department, "early")
    taken_in(department, officer, agency, {NEW: 70})
    client.force_login(officer)
    page = reverse("yearend:collection_agency", args=[department.slug, YEAR, "early"])
    assert "与上一次报送的不同" not in client.get(page).content.decode()
    taken_in(department, officer, agency, {NEW: 7})
    assert client.get(page).context["resent"] == [f"{PLACE}：70 → 7"]


def test_a_file_that_says_otherwise_than_the_public_report_is_told(department, officer, client):
    public = a_published_report(year=YEAR)
    agency = public.agency
    Relation.objects.create(agency=agency, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=department, since=LONG_AGO)
    row = taken_in(department, officer, agency, {NEW: 9})
    assert held_reports([agency], YEAR)[agency.pk].row == row  # what was sent counts, and can be returned
    client.force_login(officer)
    page = client.get(reverse("yearend:collection_agency", args=[department.slug, YEAR, agency.slug]))
    assert f"{PLACE}：9 → 0" in page.context["unlike_public"]


def test_a_signed_report_that_is_returned_is_taken_back_mended_and_sent_as_a_new_version(
    agency, people, department, officer, client
):
    Relation.objects.create(agency=agency, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=department, since=LONG_AGO)
    approve(hand_in(agency, YEAR, by=people["clerk"], at=AT), people)
    first = sign(agency, YEAR, by=people["leader"], at=AT)
    record_step(first, "submitted", TODAY, "", by=people["clerk"], at=AT)
    answer(first, "returned", "行政处罚漏计一件。", of=department, by=officer, at=AT)
    assert [what for what, _, _ in due_now(agency)] == ["按主管部门的意见修改、重新报送"]
    tally(agency, "oversight.penalty_decisions", "1")
    assert act(client, people["first"], "recall").status_code == 409  # not a clerk's
    assert act(client, people["clerk"], "recall").status_code == 302
    with pytest.raises(NotPublished):
        publish_signed(agency, YEAR, by=people["clerk"], at=AT)  # the version that was taken back
    approve(hand_in(agency, YEAR, by=people["clerk"], at=AT), people)
    second = sign(agency, YEAR, by=people["leader"], at=AT)
    assert (second.version, awaits_better(agency, YEAR)) == (2, None)
    assert [what for what, _, _ in due_now(agency)] == ["公开"]
    publish_signed(agency, YEAR, by=people["clerk"], at=AT)
    record_step(second, "submitted", TODAY, "", by=people["clerk"], at=AT + timedelta(minutes=1))
    (entry,) = collect(department, YEAR, today=TODAY).entries
    assert (entry.held.row, entry.is_returned) == (second, False)
    assert SignedReport.objects.get(version=1).is_untouched
    assert AnnualReportPage.objects.get().report == second.report
    assert standing(agency, YEAR).state == "已公开"


def test_a_day_set_by_a_department_further_up_counts_on_every_list(department, officer):
    top = an_agency("province-office", name="省政府办公厅", short_name="省府办")
    Relation.objects.create(agency=department, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=top, since=LONG_AGO)
    agency = below(department, "early")
    notice = Given(YEAR, date(2026, 1, 22), None, "省府办〔2026〕2号")
    set_local_due(top, notice, by=a_person("above", top, Role.SUPERVISOR), at=AT)
    taken_in(department, officer, agency, day=DAY + timedelta(days=3))
    collection = collect(department, YEAR, today=TODAY)
    assert collection.due == due_of(agency, YEAR, on=TODAY) == collection.entries[0].due
    assert collection.entries[0].state == ("warning", "迟报 1 天")
