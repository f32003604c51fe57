"""What several people asked for is proposed to be published; the answer becomes a draft without its applicant."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases.approvals import approvals_due
from gongkai.cases.door import act, approve_draft, write_draft
from gongkai.cases.proposals import proposals
from gongkai.publishing.door import InformationPage
from gongkai.statute import Event
from tests.cases.applications import IDENTITY_NUMBER
from tests.cases.examples import AT, TODAY, a_case, do, leading_to, who
from tests.publishing.examples import a_section
from tests.yearend.examples import a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]

WANTED = "2025年度住房公积金归集使用计划"


@pytest.fixture
def place(db):
    return a_place("yunhu")


@pytest.fixture
def agency(place):
    return place.agency


def answered(agency, identity, *, wanted=WANTED, outcome="R2_provide", **changes):
    case = a_case(agency, date(2026, 11, 9), identity_number=identity, description=wanted, **changes)
    return do(case, "reply", date(2026, 11, 20), outcome=outcome)


def test_two_people_who_got_the_same_make_a_proposal(agency):
    first, second = answered(agency, "X1"), answered(agency, "X2", wanted=f"{WANTED}。")
    answered(agency, "X3", wanted="某小区电梯维修资金使用明细")
    (found,) = proposals([agency], today=TODAY)
    assert (set(found.cases), found.applicants) == ({first, second}, 2)


@pytest.mark.parametrize(
    ("identity", "outcome"),
    [("X1", "R2_provide"), ("", "R2_provide"), ("X2", "R4_not_exist"), ("X2", "R1_already_public")],
)
def test_one_person_twice_or_what_was_not_given_makes_none(agency, identity, outcome):
    answered(agency, "X1")
    answered(agency, identity, outcome=outcome)
    assert proposals([agency], today=TODAY) == []


@pytest.fixture
def case(agency, clerk):
    case = a_case(
        agency,
        date(2026, 11, 9),
        applicant_name="欧阳某某",
        identity_number=IDENTITY_NUMBER,
        telephone="13900001234",
        description=f"{WANTED}（欧阳某某申请）",
    )
    text = f"欧阳某某：现提供计划全文。\n证件号码{IDENTITY_NUMBER}，电话13900001234。"
    said = {"answers": leading_to("R2_provide"), "text": text, "recorded": {"provision": "随附。"}}
    draft = write_draft(case.pk, said, files=[], keep_files=False, by=clerk, at=AT, today=TODAY)
    for role in approvals_due(draft, on=TODAY):
        decided = {"approve": True, "seen_digest": draft.digest, "reason": "", "by": who(case.agency, role)}
        approve_draft(draft.pk, role, at=AT, today=TODAY, **decided)
    reply = Event(act="reply", event_date=date(2026, 11, 20), outcome="R2_provide")
    act(case.pk, reply, by=None, at=AT, today=TODAY, draft=draft)
    case.refresh_from_db()
    return case


def test_an_answer_becomes_a_draft_without_its_applicant_and_nothing_public(client, case, clerk, place):
    section = a_section(place)
    client.force_login(clerk)
    address = f"/admin/cases/{case.pk}/hand-over/"
    page = client.get(address)
    told = page.context["form"].initial
    assert "欧阳某某" not in str(told)
    assert IDENTITY_NUMBER not in str(told)
    assert "13900001234" not in str(told)
    client.post(address, {**told, "section": section.pk, "step": "hand_over"})
    draft = InformationPage.objects.get()
    assert (draft.pk, draft.live, draft.owner) == (case.handovers.get().page, False, clerk)
    assert "现提供计划全文" in str(draft.body)
    assert f"/admin/pages/{draft.pk}/edit/" in client.get(f"/admin/cases/{case.pk}/").content.decode()


def test_the_applicants_data_typed_back_in_keep_it_from_going_out(client, case, clerk, place):
    client.force_login(clerk)
    sent = {"section": a_section(place).pk, "title": "计划", "summary": "计划全文", "text": "应欧阳某某申请公开。"}
    answer = client.post(f"/admin/cases/{case.pk}/hand-over/", {**sent, "step": "hand_over"})
    assert answer.status_code == 400
    assert "稿件里还有“申请人姓名或者名称”一栏的内容" in answer.content.decode()
    assert "应欧阳某某申请公开。</textarea>" in answer.content.decode()
    assert not InformationPage.objects.exists()


def test_other_peoples_numbers_are_found_before_it_goes_out(client, case, clerk, place):
    client.force_login(clerk)
    number = "11010119900307109X" if IDENTITY_NUMBER != "11010119900307109X" else "110101199003071006"
    sent = {"section": a_section(place).pk, "title": "名单", "summary": "名单", "text": f"某人 {number}"}
    answer = client.post(f"/admin/cases/{case.pk}/hand-over/", {**sent, "step": "look"})
    assert [one["severity"] for one in answer.context["found"]] == ["error"]


def test_another_agencys_section_or_an_answer_that_gave_nothing_is_refused(client, case, clerk, agency):
    client.force_login(clerk)
    section = a_section(a_place("other"))
    sent = {"section": section.pk, "title": "计划", "summary": "计划", "text": "全文。", "step": "hand_over"}
    assert client.post(f"/admin/cases/{case.pk}/hand-over/", sent).status_code == 400
    refused = answered(agency, "X1", outcome="R4_not_exist")
    own = a_section(a_place("yunhu2"))
    assert client.post(f"/admin/cases/{refused.pk}/hand-over/", {**sent, "section": own.pk}).status_code == 400
    assert not InformationPage.objects.exists()
