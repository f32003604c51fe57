"""The decision tree asks what is left open and leads to one reply, with all that it brings (Reg. art. 36, 37)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.cases.answers import answers_of, conclusion, still_asked
from gongkai.cases.approvals import obstacles
from gongkai.cases.deciding import found
from gongkai.cases.door import CaseEvent, Refused, record_lapses, write_draft
from gongkai.statute import Judgement
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, CLERK, TODAY, a_case, approved, do, who

pytestmark = pytest.mark.django_db
ASKED_FIRST = {"petition": "no", "publication": "no", "duplicate": "no", "confirmation": "no"}
HELD = {**ASKED_FIRST, "ours": "yes", "held": "yes", "special_regime": "no", "public": "no"}


@pytest.fixture
def case(db):
    return a_case(an_agency("yunhu"), date(2026, 11, 9), applicant_class="law_firm")


def led_to(case, **said):
    return found(case, Judgement((answers_of(case, said, on=TODAY),)), on=TODAY)


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
    reply = led_to(case, **HELD, exempt="part", severable="no", ground="trade_secret")
    assert reply.name == "不予公开"
    assert reply.approvals[-1] == "分管领导"
    assert "先向" in reply.remedies[0]


def test_while_something_is_open_nothing_is_found(case):
    answers = answers_of(case, ASKED_FIRST, on=TODAY)
    assert still_asked(answers, on=TODAY).id == "ours"
    assert found(case, Judgement((answers,)), on=TODAY) is None


def test_a_refusal_counts_in_the_one_row_of_the_ground_that_was_chosen(case):
    assert led_to(case, **HELD, exempt="all") is None
    reply = led_to(case, **HELD, exempt="all", ground="personal_privacy")
    assert "第三方合法权益" in reply.row
    assert "第十五条" in reply.law


def test_what_the_case_has_not_come_to_is_not_asked_and_cannot_be_said(case):
    said = {"unclear": "yes", "withdrawn": "yes", "salary": "yes", "petition": "perhaps"}
    answers = answers_of(case, said, on=TODAY)
    assert answers == {"withdrawn": "no", "correction_overdue": "no", "fee_overdue": "no"}
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
    led = client.get(address, said)
    draft = client.get(f"/admin/cases/{case.pk}/draft/?{led.context['query']}")
    assert draft.context["found"].code == "R2p_partial"
    assert 'name="severable" value="yes"' in draft.content.decode()


def test_without_answers_the_draft_page_leads_to_the_question_that_is_open(client, case, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    client.force_login(who(case.agency, CLERK))
    address = f"/admin/cases/{case.pk}/draft/"
    asked = client.get(address, ASKED_FIRST, follow=True)
    assert asked.context["question"].id == "ours"
    sent = client.post(address, {**ASKED_FIRST, "text": "向您提供全部内容。"})
    assert sent.status_code == 409
    assert "还要判断：所申请的信息是否由本机关负责公开" in sent.content.decode()
    assert "向您提供全部内容。" in sent.content.decode()  # what was typed is not lost
    assert not case.drafts.exists()


# -- no way round the answers ----------------------------------------------------------------------


def test_a_draft_without_answers_or_with_open_ones_is_refused(case):
    for answers in ({}, ASKED_FIRST, {**HELD, "exempt": "all"}):
        with pytest.raises(Refused) as refused:
            write_draft(
                case.pk,
                {"answers": answers, "text": "不予公开。"},
                files=(),
                keep_files=False,
                by=who(case.agency, CLERK),
                at=AT,
                today=TODAY,
            )
        assert refused.value.finding.rule == "REPLY-UNDECIDED"


def test_a_kind_that_was_said_beside_the_answers_is_not_believed(case):
    said = {"outcome": "R2_provide", "answers": {**HELD, "public": "yes"}, "text": "在网站上。"}
    draft = write_draft(case.pk, said, files=(), keep_files=False, by=who(case.agency, CLERK), at=AT, today=TODAY)
    assert draft.outcome == "R1_already_public"


def test_the_reply_keeps_the_answers_that_led_to_it(case):
    do(case, "reply", TODAY, outcome="R3_refuse", ground="internal_affairs")
    event = case.events.get()
    assert event.answers["ground"] == "internal_affairs"
    assert conclusion(event.answers, on=TODAY).code == case.outcome
    assert not event.is_history


def test_a_reply_on_another_ground_than_was_judged_cannot_go_out(case):
    draft = approved(case, "R3_refuse", "internal_affairs")
    said = draft.contents[0]
    other = [{**said["grounds"][0], "id": "process_information", "subclass": "过程稿"}]
    again = write_draft(
        case.pk, {**said, "grounds": other}, files=(), keep_files=False, by=draft.author, at=AT, today=TODAY
    )
    assert "REPLY-ANSWERS" in [one.rule for one in obstacles(again, on=TODAY)]
    assert "REPLY-ANSWERS" not in [one.rule for one in obstacles(draft, on=TODAY)]


def test_what_comes_about_after_the_draft_is_judged_anew(case):
    do(case, "request_correction", date(2026, 11, 12), received_by_applicant=date(2026, 11, 12))
    draft = approved(case, "R2_provide")
    assert "REPLY-ANSWERS" not in [one.rule for one in obstacles(draft, on=TODAY)]
    do(case, "correction_received", date(2026, 11, 16))
    again = write_draft(
        case.pk,
        {"answers": {**HELD, "exempt": "none", "unclear": "no"}, "text": "随附。"},
        files=(),
        keep_files=False,
        by=draft.author,
        at=AT,
        today=TODAY,
    )
    assert again.answered[0].answers["unclear"] == "no"  # asked only now


def test_what_ends_a_case_by_itself_has_answers_too(case):
    do(case, "withdraw", TODAY, note="当面撤回")
    assert case.events.get().answers == {"withdrawn": "yes"}
    other = a_case(case.agency, date(2026, 9, 1))
    do(other, "request_correction", date(2026, 9, 3), received_by_applicant=date(2026, 9, 3), period_workdays=5)
    record_lapses(case.agency, at=AT, today=TODAY)
    assert other.events.last().answers == {"withdrawn": "no", "correction_overdue": "yes"}


def test_the_database_keeps_no_reply_without_answers_that_is_not_history(case):
    told = {"case": case, "act": "reply", "event_date": TODAY, "facts": {"outcome": "R2_provide"}, "recorded_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.create(seq=1, **told)
    CaseEvent.objects.create(seq=1, is_history=True, **told)
