"""An extension that a clerk proposes: the head agrees or refuses, the applicant is told, and all of it is kept."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.door import LogEntry
from gongkai.cases.due import extensions_to_approve
from gongkai.cases.extension_proposals import keep_decision, propose_extension
from gongkai.cases.milestones import milestones
from gongkai.cases.refusals import Refused
from tests.agencies.examples import a_deputyship, appoint
from tests.cases.examples import AT, CLERK, HEAD, LEADER, TODAY, a_case, do, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]
SAID = {"workdays": "10", "reason": "需要逐项核对"}


@pytest.fixture
def case(agency):
    for role in (CLERK, HEAD, LEADER):
        who(agency, role)
    return a_case(agency, date(2026, 11, 9))


def proposed(case, by=None, **changes):
    said = {"workdays": 10, "reason": "需要逐项核对", **changes}
    return propose_extension(case.pk, **said, by=by or who(case.agency, CLERK), at=AT, today=TODAY)


def at(case, rest=""):
    return f"/admin/cases/{case.pk}/{rest}"


def decide(client, proposal, by, **said):
    client.force_login(by)
    return client.post(at(proposal.case, f"extensions/{proposal.pk}/decide/"), said)


def rule_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.finding.rule


def test_a_clerk_proposes_and_the_time_stands_until_the_head_agrees(client, case):
    before = case.clock(today=TODAY).due.date
    client.force_login(who(case.agency, CLERK))
    assert "建议延长答复期限" in client.get(at(case)).content.decode()
    assert client.post(at(case, "extensions/"), SAID).status_code == 302
    assert case.clock(today=TODAY).due.date == before
    (proposal,) = case.extension_proposals.all()
    head = who(case.agency, HEAD)
    (due,) = extensions_to_approve([case.agency], AT)
    assert (due.roles, due.due_date, due.barred) == ({HEAD}, before, {proposal.by_id})
    client.force_login(head)
    assert "需要逐项核对" in client.get("/admin/cases/").content.decode()
    assert decide(client, proposal, head, verdict="agree").status_code == 302
    event = case.events.get()
    assert (event.act, event.facts["workdays"], event.recorded_by) == ("extend", 10, head)
    assert case.clock(today=TODAY).due.date > before
    assert "因需要逐项核对" in "\n".join(event.dispatch.letter.paragraphs)
    assert not list(extensions_to_approve([case.agency], AT))


def test_a_refused_proposal_is_kept_with_its_reason_and_another_may_follow(client, case):
    proposal = proposed(case)
    assert rule_of(proposed, case) == "EXTENSION-WAITING"
    silent = decide(client, proposal, who(case.agency, HEAD), verdict="refuse", reason=" ")
    assert silent.status_code == 409
    assert "不同意的要写明理由" in silent.content.decode()
    decide(client, proposal, who(case.agency, HEAD), verdict="refuse", reason="本周可以办完。")
    assert not case.events.exists()
    assert "本周可以办完。" in client.get(at(case)).content.decode()
    assert LogEntry.objects.filter(act="case_refuse_extension").exists()
    proposed(case, workdays=5)
    assert case.extension_proposals.count() == 2


def test_only_the_head_decides_and_nobody_about_his_own(client, case):
    head, clerk = who(case.agency, HEAD), who(case.agency, CLERK)
    own = proposed(case, by=head)
    more = {"agreed": True, "reason": "", "at": AT, "today": TODAY}
    assert rule_of(keep_decision, own.pk, by=head, **more) == "EXTENSION-AUTHOR"
    assert rule_of(keep_decision, own.pk, by=who(case.agency, LEADER), **more) == "REPLY-ROLE"
    a_deputyship(head, clerk, case.agency, date(2026, 11, 1), date(2026, 12, 31))
    assert rule_of(keep_decision, own.pk, by=clerk, **more) == "EXTENSION-AUTHOR"  # for whom he acts
    assert decide(client, own, who(case.agency, LEADER), verdict="agree").status_code == 409
    other = appoint(who(case.agency, LEADER), HEAD, case.agency)
    decide(client, own, other, verdict="agree")
    assert rule_of(keep_decision, own.pk, by=other, **more) == "EXTENSION-DECIDED"


def test_a_late_or_second_extension_is_not_even_proposed(case):
    assert rule_of(proposed, a_case(case.agency, date(2026, 9, 1))) == "CLOCK-EXTEND-LATE"
    assert rule_of(proposed, case, workdays=21) == "CLOCK-EXTEND-TOO-LONG"
    do(case, "extend", TODAY, workdays=5, reason="核对", approved_by="负责人", notified=True)
    assert rule_of(proposed, case) == "CLOCK-EXTEND-TWICE"


def test_consent_that_comes_too_late_changes_nothing(client, case, monkeypatch):
    proposal = proposed(case)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 12, 31))
    answer = decide(client, proposal, who(case.agency, HEAD), verdict="agree", reason="同意")
    assert answer.status_code == 409
    assert "同意</textarea>" in answer.content.decode()
    assert not case.events.exists()
    assert not hasattr(case.extension_proposals.get(), "decision")


def test_a_delayed_date_is_proposed_too_agreed_to_by_the_head_once_and_the_page_says_why(client, case):
    """Reg. art. 35; the ordinary time ends on 7 December 2026."""
    do(case, "ask_reasons", date(2026, 11, 10), note="一日三十件")
    client.force_login(who(case.agency, CLERK))
    assert "建议确定延迟答复的期限" in client.get(at(case)).content.decode()
    assert client.post(at(case, "acts/set_delayed_date/"), {"due_date": "2027-01-29"}).status_code == 409
    said = {"delayed_to": "2026-12-01", "reason": "件数很多"}
    early = client.post(at(case, "extensions/"), said)
    assert early.status_code == 409
    assert "不在原答复期限" in early.content.decode()
    assert client.post(at(case, "extensions/"), {**said, "delayed_to": "2027-01-29"}).status_code == 302
    (due,) = extensions_to_approve([case.agency], AT)
    assert "延迟到 2027-01-29 答复" in due.what
    assert decide(client, case.extension_proposals.get(), who(case.agency, HEAD), verdict="agree").status_code == 302
    assert case.clock(today=TODAY).due.date == date(2027, 1, 29)
    page = client.get(at(case)).content.decode()
    assert "经公开工作机构负责人同意，确定最迟在 2027年1月29日（周五）答复（第三十五条）" in page
    assert "件数很多" in page
    assert "确定最迟在 2027-01-29 答复" in milestones(case)[-1].text
    assert rule_of(proposed, case, workdays=0, delayed_to=date(2027, 2, 26)) == "CLOCK-DELAY-TWICE"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"workdays": ""}, "请填写天数"),
        ({"workdays": "二十"}, "天数应为整数"),
        ({"workdays": "21"}, "最多 20 个工作日"),
        ({"reason": " "}, "请写明延长的原因"),
        ({"reason": "长" * 3001}, "最多 3000 个字"),
    ],
)
def test_a_slip_in_a_proposal_is_told_beside_its_field_and_kept(client, case, typed, told):
    client.force_login(who(case.agency, CLERK))
    answer = client.post(at(case, "extensions/"), {**SAID, **typed})
    assert answer.status_code == 400
    assert told in answer.content.decode()
    kept = {**SAID, **typed}
    assert kept["reason"].strip() in answer.content.decode()
    assert not case.extension_proposals.exists()
