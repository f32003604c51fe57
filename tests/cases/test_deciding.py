"""The decision tree asks what is left open and leads to one reply, with all that it brings (Reg. art. 36, 37)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from gongkai.cases.deciding import answers_of, found, still_asked
from tests.agencies.examples import an_agency
from tests.cases.examples import CLERK, TODAY, a_case, do, who

pytestmark = pytest.mark.django_db
ASKED_FIRST = {"petition": "no", "publication": "no", "duplicate": "no", "confirmation": "no"}
HELD = {**ASKED_FIRST, "ours": "yes", "held": "yes", "special_regime": "no", "public": "no"}


@pytest.fixture
def case(db):
    return a_case(an_agency("yunhu"), date(2026, 11, 9), applicant_class="law_firm")


def led_to(case, **said):
    return found(case, answers_of(case, said), on=TODAY)


@pytest.mark.parametrize(
    ("said", "name", "row"),
    [
        ({"petition": "yes"}, "信访举报投诉类申请", "1.信访举报投诉类申请"),
        ({**ASKED_FIRST, "ours": "no"}, "不属于本机关公开", "1.本机关不掌握相关政府信息"),
        ({**HELD, "exempt": "none"}, "予以公开", "（一）予以公开"),
        ({**HELD, "exempt": "part", "severable": "yes"}, "部分公开", "（二）部分公开"),
    ],
)
def test_the_answers_lead_to_one_reply_and_one_row(case, said, name, row):
    reply = led_to(case, **said)
    assert reply.name == name
    assert row.rpartition(".")[2].rpartition("）")[2] in reply.row
    assert reply.column


def test_a_refusal_brings_the_leader_and_the_reconsideration_first(case):
    reply = led_to(case, **HELD, exempt="part", severable="no")
    assert reply.name == "不予公开"
    assert reply.approvals[-1] == "分管领导"
    assert "先向" in reply.remedies[0]


def test_while_something_is_open_nothing_is_found(case):
    answers = answers_of(case, ASKED_FIRST)
    assert still_asked(answers, on=TODAY).id == "ours"
    assert found(case, answers, on=TODAY) is None


def test_what_the_case_has_not_come_to_is_not_asked_and_cannot_be_said(case):
    answers = answers_of(case, {"unclear": "yes", "withdrawn": "yes", "salary": "yes", "petition": "perhaps"})
    assert (answers["unclear"], answers["withdrawn"]) == ("no", "no")
    assert still_asked(answers, on=TODAY).id == "petition"
    do(case, "request_correction", date(2026, 11, 12), received_by_applicant=date(2026, 11, 12))
    do(case, "correction_received", date(2026, 11, 16))
    assert led_to(case, petition="no", publication="no", unclear="yes").name == "补正后仍不明确"


def test_the_pages_go_question_by_question_to_the_draft(client, case, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    client.force_login(who(case.agency, CLERK))
    address = f"/admin/cases/{case.pk}/decision/"
    assert "请选择一项" in client.get(address, {"asked": "petition"}).content.decode()
    said: dict[str, str] = {}
    for question, answer in {**HELD, "exempt": "part", "severable": "yes"}.items():
        assert client.get(address, said).context["question"].id == question
        said[question] = answer
    text = client.get(address, said).content.decode()
    assert f"/admin/cases/{case.pk}/draft/?outcome=R2p_partial" in text
    draft = client.get(f"/admin/cases/{case.pk}/draft/", {"outcome": "R2p_partial"})
    assert draft.context["form"]["outcome"].value() == "R2p_partial"
