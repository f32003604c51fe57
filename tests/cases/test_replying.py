"""A reply goes out only as it was approved, by others than its author; a refusal not without the leader."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from gongkai.agencies.door import LogEntry, Role
from gongkai.cases import releasing
from gongkai.cases.approvals import latest_draft, obstacles
from gongkai.cases.case_files import Attached, CaseFile
from gongkai.cases.door import CaseEvent, Refused
from gongkai.cases.drafts import Draft
from gongkai.cases.due import releases_to_review
from gongkai.cases.queue import to_approve
from gongkai.cases.releasing import ReleaseReview, review_release, same_elsewhere
from gongkai.cases.replying import decide, issue_reply, write_draft
from tests.agencies.examples import a_deputyship, a_person, an_agency, appoint
from tests.cases.examples import AT, TODAY, a_case, do, leading_to, sealed
from tests.proofing.madefiles import document, saved, with_run

pytestmark = pytest.mark.django_db
ADDED = '<w:ins w:id="1" w:author="李四"><w:r><w:t>增加一句</w:t></w:r></w:ins>'
TXT = Attached("计划.txt", "text", "归集使用计划".encode())
HEAD, LEADER = Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER


@pytest.fixture
def agency(db):
    return an_agency("yunhu")


@pytest.fixture
def head(agency):
    return appoint(a_person("head"), HEAD, agency)


@pytest.fixture
def leader(agency):
    return appoint(a_person("leader"), LEADER, agency)


@pytest.fixture
def case(agency):
    return a_case(agency, date(2026, 11, 9))


GRANTED: dict[str, Any] = {
    "answers": leading_to("R2_provide"),
    "recorded": {"provision": "随附归集使用计划。"},
    "text": "随附。",
}
REFUSED: dict[str, Any] = {
    "answers": leading_to("R3_refuse", "internal_affairs"),
    "recorded": {"reasons": "属于内部工作流程。"},
    "grounds": [
        {
            "id": "internal_affairs",
            "subclass": "内部工作流程",
            "basis_rank": "",
            "recorded": {"discretion": "公开会妨碍内部管理。"},
        }
    ],
    "text": "您申请的内部审批流程单不予公开。",
}


def written(case, by, said=GRANTED, files=(), keep_files=True):
    return write_draft(case.pk, said, files=files, keep_files=keep_files, by=by, at=AT, today=TODAY)


def decided(draft, role, by, approve=True, reason="", digest=None):
    return decide(
        draft.pk, role, approve=approve, seen_digest=digest or draft.digest, reason=reason, by=by, at=AT, today=TODAY
    )


def reviewed(draft, by, **reasons):
    said = {"seen_digest": draft.digest, "reasons": reasons, "nothing_left": True}
    return review_release(draft.pk, **said, by=by, at=AT, today=TODAY)


def issued(case, by):
    sealed(case, by)
    event = issue_reply(case.pk, by=by, at=AT, today=TODAY)
    case.refresh_from_db()
    return event


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return [finding.rule for finding in refused.value.findings]


def test_an_approved_reply_goes_out_with_its_letter_and_files(case, clerk, head):
    draft = written(case, clerk, files=[TXT])
    decided(draft, HEAD, head)
    assert refusal(issued, case, clerk) == ["REPLY-UNREVIEWED"]
    (due,) = releases_to_review([case.agency], AT)
    assert (due.what, due.barred) == (f"核对提供的内容：{case.number}（第1稿）", {clerk.pk})
    reviewed(draft, head)
    assert list(releases_to_review([case.agency], AT)) == []
    event = issued(case, clerk)
    assert (case.outcome, case.closed_date, event.recorded_by) == ("R2_provide", TODAY, clerk)
    letter = event.dispatch.letter
    assert letter.number == "公开告〔2026〕1号"
    words = "\n".join(letter.paragraphs)
    assert "第三十六条第（二）项" in words
    assert "随附归集使用计划" in words
    assert "行政复议" in words
    assert [file.event for file in case.files.filter(direction="given")] == [event]


def test_nothing_goes_out_unapproved(case, clerk):
    assert refusal(issued, case, clerk) == ["REPLY-NO-DRAFT"]
    written(case, clerk)
    assert refusal(issued, case, clerk) == ["OUTCOME-APPROVAL"]
    assert not CaseEvent.objects.exists()


def test_a_refusal_needs_the_leader_as_well(case, clerk, head, leader):
    draft = written(case, clerk, REFUSED)
    decided(draft, HEAD, head)
    assert refusal(issued, case, clerk) == ["OUTCOME-APPROVAL"]
    decided(draft, LEADER, leader)
    issued(case, clerk)
    assert (case.outcome, case.ground) == ("R3_refuse", "internal_affairs")


def test_the_leader_is_asked_after_the_head(case, clerk, leader):
    draft = written(case, clerk, REFUSED)
    assert refusal(decided, draft, LEADER, leader) == ["REPLY-TURN"]


def test_nobody_approves_what_he_wrote_or_approves_twice(agency, case, head, leader):
    appoint(head, LEADER, agency)
    assert refusal(decided, written(case, head), HEAD, head) == ["REPLY-AUTHOR"]
    clerk = appoint(a_person("other"), Role.CLERK, agency)
    draft = written(case, clerk, REFUSED)
    decided(draft, HEAD, head)
    assert refusal(decided, draft, LEADER, head) == ["REPLY-SAME-PERSON"]


def test_a_deputy_wears_the_hat_of_whom_he_acts_for(agency, case, head):
    clerk = appoint(a_person("deputy"), Role.CLERK, agency)
    a_deputyship(head, clerk, agency, date(2026, 11, 1), date(2026, 12, 31))
    draft = written(case, head)
    assert refusal(decided, draft, HEAD, clerk) == ["REPLY-AUTHOR"]


def test_who_holds_no_such_role_cannot(case, clerk, leader):
    draft = written(case, clerk)
    assert refusal(decided, draft, HEAD, leader) == ["REPLY-ROLE"]
    assert refusal(written, case, leader) == ["REPLY-ROLE"]


def test_a_new_version_voids_the_approvals_of_the_old(case, clerk, head):
    old = written(case, clerk)
    decided(old, HEAD, head)
    new = written(case, clerk, {**GRANTED, "text": "改过的内容。"})
    assert refusal(issued, case, clerk) == ["OUTCOME-APPROVAL"]
    assert refusal(decided, old, HEAD, head, approve=False, reason="晚了") == ["REPLY-STALE"]
    assert new.version == 2


def test_an_approval_is_of_exactly_what_was_seen(case, clerk, head):
    draft = written(case, clerk)
    assert refusal(decided, draft, HEAD, head, digest="0" * 64) == ["REPLY-STALE"]


def test_giving_back_needs_a_reason_and_stops_the_draft(case, clerk, head):
    draft = written(case, clerk, files=[TXT])
    assert refusal(decided, draft, HEAD, head, approve=False) == ["REPLY-REASON"]
    decided(draft, HEAD, head, approve=False, reason="请写明获取时间。")
    assert "REPLY-GIVEN-BACK" in refusal(issued, case, clerk)
    assert to_approve(head, [case.agency], today=TODAY) == []
    assert list(releases_to_review([case.agency], AT)) == []


def test_a_full_release_may_name_people_with_a_reason_but_goes_out_without_what_is_hidden(case, clerk, head):
    """Constructed: an identity number, as where somebody asks for his own file; a sheet nobody sees."""
    own = Attached("本人档案.txt", "text", "张三，身份证号11010519491231002X".encode())
    draft = written(case, clerk, files=[own])
    assert "RELEASE-AUTHOR" in refusal(reviewed, draft, clerk)
    assert refusal(reviewed, draft, head) == ["RELEASE-REASON"]
    assert reviewed(draft, head, **{"PRIV-ID": "申请人本人的档案"}).reasons == {"PRIV-ID": "申请人本人的档案"}
    tracked = Attached("计划.docx", "docx", saved(with_run(document("计划"), ADDED)))
    hidden = written(case, clerk, files=[tracked], keep_files=False)
    assert refusal(reviewed, hidden, head, **{"FILE-TRACKED": "无妨"}) == ["RELEASE-ERRORS"]


def test_copies_that_give_the_same_are_looked_through_with_it_each_on_record(agency, clerk, head):
    cases = [a_case(agency, date(2026, 11, 9), identity_number=one) for one in ("X1", "X1", "X1", "X2")]
    first, same, other, stranger = (written(case, clerk, files=[TXT]) for case in cases)
    other = written(other.case, clerk, {**GRANTED, "text": "另有说明。"})
    assert same_elsewhere(first) == [same]
    said = {"seen_digest": first.digest, "reasons": {}, "nothing_left": True, "also": [same.pk, other.pk, stranger.pk]}
    review_release(first.pk, **said, by=head, at=AT, today=TODAY)
    assert set(ReleaseReview.objects.values_list("draft", flat=True)) == {first.pk, same.pk}
    assert LogEntry.objects.filter(act="case_review_release").count() == 2


def test_what_is_given_is_examined_before_the_case_is_locked(case, clerk, head, monkeypatch):
    draft = written(case, clerk, files=[TXT])
    seen = []

    def examined(*_, **__):
        seen.append(len(connection.savepoint_ids))
        CaseFile.objects.filter(case=case).update(digest="0" * 64)  # exchanged meanwhile
        return []

    monkeypatch.setattr(releasing, "found_in", examined)
    outside = len(connection.savepoint_ids)
    assert refusal(reviewed, draft, head) == ["REPLY-STALE"]
    assert seen == [outside]


def test_a_file_that_was_exchanged_afterwards_stops_the_reply(case, clerk, head):
    draft = written(case, clerk, files=[TXT])
    decided(draft, HEAD, head)
    reviewed(draft, head)
    case.files.filter(direction="given").update(digest="0" * 64)
    assert refusal(issued, case, clerk) == ["REPLY-TAMPERED"]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({**GRANTED, "recorded": {}}, "OUTCOME-FACT-MISSING"),
        ({**REFUSED, "grounds": []}, "OUTCOME-GROUND-MISSING"),
        ({"answers": leading_to("R4_not_exist"), "text": "没有。"}, "OUTCOME-FACT-MISSING"),
        (
            {"answers": leading_to("R4_not_exist"), "text": "没有。", "recorded": {"search_record": "找过，没有。"}},
            "OUTCOME-FACT-MISSING",
        ),
        ({"answers": leading_to("R5_not_ours"), "recorded": {"reasons": "不是本机关的"}}, "OUTCOME-OTHER-ORGAN"),
        ({**GRANTED, "circumstances": {"third_party": "objection"}}, "OUTCOME-OBJECTION"),
        ({**GRANTED, "circumstances": {"third_party": "silence"}}, "OUTCOME-OPINION-UNRECORDED"),
        ({"answers": leading_to("R2_provide"), "recorded": {}}, "REPLY-TEXT"),
    ],
)
def test_what_the_law_wants_on_record_is_missed(case, clerk, said, rule):
    assert rule in [finding.rule for finding in obstacles(written(case, clerk, said), on=TODAY)]


def test_files_of_the_version_before_are_taken_over_when_asked(case, clerk):
    written(case, clerk, files=[TXT])
    assert len(written(case, clerk).files) == 1
    assert written(case, clerk, keep_files=False).files == []


def test_a_draft_waits_for_whose_turn_it_is(case, clerk, head, leader):
    draft = written(case, clerk, REFUSED)

    def waiting(person):
        return to_approve(person, [case.agency], today=TODAY)

    assert (waiting(head), waiting(leader), waiting(clerk)) == ([draft], [], [])
    decided(draft, HEAD, head)
    assert (waiting(head), waiting(leader)) == ([], [draft])


def test_drafts_stand_as_they_were_written(case, clerk):
    draft = written(case, clerk)
    draft.outcome = "R4_not_exist"
    with pytest.raises(PermissionDenied):
        draft.save()
    assert latest_draft(case).digest == Draft.objects.get().digest_now()


def test_every_step_is_on_the_log(case, clerk, head):
    decided(written(case, clerk), HEAD, head)
    issued(case, clerk)
    acts = list(LogEntry.objects.filter(subject=f"cases.case:{case.pk}").order_by("seq").values_list("act", flat=True))
    assert acts == [
        "case_register", "case_draft", "case_approve", "case_write_letter", "case_seal", "case_act", "case_letter",
    ]  # fmt: skip


def test_numbers_of_letters_have_no_gap(agency, clerk, head):
    for _ in range(2):
        case = a_case(agency, date(2026, 11, 9))
        decided(written(case, clerk), HEAD, head)
        last = issued(case, clerk)
    assert last.dispatch.letter.number == "公开告〔2026〕2号"


def test_a_late_answer_still_goes_out(agency, clerk, head):
    case = a_case(agency, date(2026, 9, 1))
    decided(written(case, clerk), HEAD, head)
    issued(case, clerk)
    assert case.closed_date == TODAY


def test_a_case_waiting_for_its_fee_is_not_answered(case, clerk, head):
    do(case, "issue_fee_notice", date(2026, 11, 12), amount_yuan=200)
    decided(written(case, clerk), HEAD, head)
    assert refusal(issued, case, clerk) == ["CLOCK-REPLY-UNPAID"]
