"""A reply agrees with what is on record of those whose opinion was asked for (Reg. art. 32-34)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases.approvals import obstacles
from gongkai.cases.door import write_draft
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, CLERK, TODAY, a_case, do, leading_to, who

pytestmark = pytest.mark.django_db
GRANTED = {"answers": leading_to("R2_provide"), "recorded": {"provision": "随附"}, "text": "随附。"}
REACHED = date(2026, 11, 12)  # fifteen working days end on 3 December
OVER = date(2026, 12, 4)


@pytest.fixture
def case(db):
    agency = an_agency("yunhu")
    who(agency, CLERK)
    asked = a_case(agency, date(2026, 11, 9))
    return do(asked, "consult_third_party", REACHED, id="1", note="账号", received_by_other=REACHED)


def stopped(case, said=GRANTED, today=TODAY):
    """Return what the consultation keeps a draft of that day from going out with."""
    draft = write_draft(case.pk, said, by=who(case.agency, CLERK), at=AT, today=today)
    found = {finding.rule for finding in obstacles(draft, on=today)}
    return draft, found & {f"OUTCOME-{one}" for one in ("CONSULTATION-OPEN", "SILENCE", "OBJECTION", "HARM")} | {
        rule for rule in found if "OPINION" in rule
    }


def test_nothing_is_given_while_a_third_party_is_asked_and_silence_comes_with_the_end_of_its_period(case):
    silent = {**GRANTED, "circumstances": {"third_party": "silence", "own_assessment": True}}
    assert stopped(case)[1] == {"OUTCOME-CONSULTATION-OPEN"}
    assert stopped(case, silent)[1] == {"OUTCOME-CONSULTATION-OPEN", "OUTCOME-OPINION-UNRECORDED"}
    draft, found = stopped(case, today=OVER)
    assert (draft.answered[0].circumstances, found) == ({"third_party": "silence"}, {"OUTCOME-SILENCE"})
    assert stopped(case, silent, OVER)[1] == set()


def test_what_the_third_party_said_goes_into_the_draft_and_one_from_before_is_written_anew(case):
    before, _ = stopped(case)
    do(case, "third_party_replied", TODAY, id="1", note="账号是商业秘密", opinion="objection")
    assert "OUTCOME-OPINION-UNHEARD" in {finding.rule for finding in obstacles(before, on=TODAY)}
    draft, found = stopped(case)
    assert (draft.answered[0].circumstances, found) == ({"third_party": "objection"}, {"OUTCOME-OBJECTION"})
    assessed = {**GRANTED, "circumstances": {"own_assessment": True, "third_party": "consent"}}
    assert stopped(case, assessed)[1] == set()  # what is on record counts, not what is said


def test_of_several_contents_the_one_that_concerns_the_third_party_says_so(case):
    do(case, "third_party_replied", TODAY, id="1", note="不同意", opinion="objection")
    one, other = ({**GRANTED, "name": name} for name in ("合同", "通知"))
    assert stopped(case, {"contents": [one, other]})[1] == {"OUTCOME-OPINION-UNHEARD"}
    one["circumstances"] = {"third_party": "objection", "own_assessment": True}
    assert stopped(case, {"contents": [one, other]})[1] == set()


def test_an_answer_says_whether_it_agrees_and_why_and_the_page_names_who_was_asked(as_clerk, agency, today_is_fixed):
    case = a_case(agency, date(2026, 11, 9))
    acts = f"/admin/cases/{case.pk}/acts"
    asked = {"event_date": "2026-11-20", "recipient_name": "乙公司", "note": "能否公开", "recipient_address": "某路2号"}
    as_clerk.post(f"{acts}/consult_third_party/", asked)
    said = {"event_date": "2026-11-24", "id": case.events.get().facts["id"]}
    refused = as_clerk.post(f"{acts}/third_party_replied/", said).content.decode()
    assert "请选择对方的意见。" in refused
    assert "请写明意见的内容和理由" in refused
    as_clerk.post(f"{acts}/third_party_replied/", {**said, "opinion": "objection", "note": "会泄露报价。"})
    page = as_clerk.get(f"/admin/cases/{case.pk}/").content.decode()
    assert "<strong>征求第三方意见</strong>（乙公司）" in page
    assert "<strong>第三方提出意见</strong>：不同意公开" in page
    assert (
        "（乙公司）：<strong>不同意公开</strong>"
        in as_clerk.get(f"/admin/cases/{case.pk}/draft/", leading_to("R2_provide")).content.decode()
    )
