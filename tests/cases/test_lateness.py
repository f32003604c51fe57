"""What was late, by how much, where and why; and what who supervises sees of it."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.door import Office, Relation, RelationKind, Role
from gongkai.cases.lateness import ageing_chart, lateness
from tests.agencies.examples import a_person, appoint
from tests.cases.examples import TODAY, a_case, do
from tests.yearend.examples import LONG_AGO, a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]


def answered(agency, received, day):
    return do(a_case(agency, received), "reply", day, outcome="R2_provide")


def test_late_is_what_came_after_its_due_date_and_what_has_not_come(agency):
    on_time = answered(agency, date(2026, 9, 18), date(2026, 10, 22))  # the twentieth working day
    late = answered(agency, date(2026, 9, 18), date(2026, 10, 26))
    waiting = a_case(agency, date(2026, 10, 16))
    unconfirmed = a_case(agency, date(2026, 10, 15), channel="fax")
    withdrawn = do(a_case(agency, date(2026, 9, 1)), "withdraw", TODAY)
    found = lateness([agency], year=2026, today=TODAY)
    told = {one.case: (one.due.date, one.answered_date, one.workdays) for one in found.late}
    assert told[late] == (date(2026, 10, 22), date(2026, 10, 26), 2)
    assert set(told) == {late, waiting, unconfirmed}
    assert {on_time, withdrawn}.isdisjoint(told)
    assert found.replied == 2
    assert [line.case for line in found.unconfirmed] == [unconfirmed]


def test_the_years_before_have_their_own_lateness(agency):
    late = answered(agency, date(2025, 9, 19), date(2025, 11, 20))
    assert [one.case for one in lateness([agency], year=2025, today=TODAY).late] == [late]
    assert lateness([agency], year=2026, today=TODAY).late == []


def test_open_cases_stand_in_the_step_of_their_age(agency):
    a_case(agency, date(2026, 11, 23))
    a_case(agency, date(2026, 10, 30))  # twenty working days ago
    a_case(agency, date(2026, 8, 3))
    lines = lateness([agency], year=2026, today=TODAY).open_lines
    rows = dict(row[-2:] for row in ageing_chart(lines, TODAY).rows)
    assert (rows["1 至 5 个"], rows["16 至 20 个"], rows["40 个以上"]) == ("1", "1", "1")


def test_the_reason_and_the_office_are_told_for_what_is_late_and_for_nothing_else(as_clerk, agency):
    told = {"address": "云湖路1号", "hours": "工作日", "telephone": "0000-0000000", "since": LONG_AGO}
    office = Office.objects.create(agency=agency, name="档案科", **told)
    late, fresh = a_case(agency, date(2026, 10, 16)), a_case(agency, TODAY)
    assert "登记逾期原因" in as_clerk.get(f"/admin/cases/{late.pk}/").content.decode()
    assert "登记逾期原因" not in as_clerk.get(f"/admin/cases/{fresh.pk}/").content.decode()
    sent = {"office": office.pk, "cause": "office", "told": "卷宗借出未还"}
    assert as_clerk.post(f"/admin/cases/{late.pk}/papers/lateness/", {**sent, "told": ""}).status_code == 400
    as_clerk.post(f"/admin/cases/{late.pk}/papers/lateness/", sent)
    (one,) = lateness([agency], year=2026, today=TODAY).late
    assert (one.office, one.cause) == ("档案科", "协办处室迟延")
    page = as_clerk.get("/admin/cases/lateness/").content.decode()
    assert "协办处室迟延" in page


def test_the_competent_department_sees_what_is_late_below_it_and_no_content(client, agency):
    above, aside = a_place("shi").agency, a_place("aside").agency
    kind = RelationKind.DISCLOSURE_SUPERVISOR
    Relation.objects.create(agency=agency, kind=kind, other=above, since=LONG_AGO)
    client.force_login(appoint(a_person("supervisor"), Role.SUPERVISOR, above))
    fax = a_case(agency, date(2026, 11, 20), channel="fax", description="某人的缴存明细")
    a_case(aside, date(2026, 10, 16))
    answer = client.get("/admin/cases/lateness/")
    assert [line.case for line in answer.context["found"].unconfirmed] == [fax]
    assert fax.number in answer.content.decode()
    assert "某人的缴存明细" not in answer.content.decode()
    assert answer.context["found"].late == []
    assert client.get(f"/admin/cases/{fax.pk}/").status_code != 200
