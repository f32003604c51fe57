"""“Does not exist” rests on a search that is on record, “asked before” on a reply the same applicant had (art. 36)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases.approvals import latest_draft, obstacles
from gongkai.cases.door import write_draft
from tests.cases.examples import AT, CLERK, TODAY, a_case, do, leading_to, searched, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]
ABSENT = {"answers": leading_to("R4_not_exist"), "text": "没有。"}
TWICE = {"answers": leading_to("R6_duplicate"), "text": "答复过。"}
PERSON = {"identity_kind": "passport", "identity_number": "E12345678"}


def written(case, said):
    return write_draft(case.pk, said, by=who(case.agency, CLERK), at=AT, today=TODAY)


def lacking(draft):
    rules = ("OUTCOME-FACT-MISSING", "REPLY-UNFOUNDED")
    return [one.rule for one in obstacles(draft, on=TODAY) if one.rule in rules]


def test_a_search_on_record_fills_the_reply_and_a_typed_sentence_does_not(agency, as_clerk):
    case = a_case(agency, date(2026, 11, 9))
    typed = {**ABSENT, "recorded": {"search_record": "在档案室找过，没有。"}}
    assert lacking(written(case, typed)) == ["OUTCOME-FACT-MISSING"]
    page = f"/admin/cases/{case.pk}/draft/"
    assert "还没有登记“没有检索到”的检索" in as_clerk.get(page, ABSENT["answers"]).content.decode()
    words = searched(case)
    draft = written(case, typed)
    assert (draft.answered[0].recorded, lacking(draft)) == ({"search_record": words}, [])
    assert words in as_clerk.get(page, ABSENT["answers"]).content.decode()
    sent = {**ABSENT["answers"], "text": "没有。", "fact_search_record": [words]}
    assert as_clerk.post(page, sent).status_code == 302
    assert latest_draft(case).answered[0].recorded == {"search_record": words}


def test_each_of_several_contents_names_its_own_searches(agency):
    case = a_case(agency, date(2026, 11, 9))
    tape, minutes = searched(case, "录音"), searched(case, "纪要")
    said = [
        {**ABSENT, "name": name, "recorded": {"search_record": one}} for name, one in (("甲", tape), ("乙", minutes))
    ]
    assert [one.recorded["search_record"] for one in written(case, {"contents": said}).answered] == [tape, minutes]
    bare = [{**one, "recorded": {}} for one in said]
    assert lacking(written(case, {"contents": bare})) == ["OUTCOME-FACT-MISSING"] * 2


def test_a_duplicate_names_a_reply_that_the_same_applicant_had_before_or_one_of_elsewhere(agency, as_clerk):
    before = do(a_case(agency, date(2026, 11, 2), **PERSON), "reply", date(2026, 11, 5), outcome="R2_provide")
    do(a_case(agency, date(2026, 11, 2)), "reply", date(2026, 11, 5), outcome="R2_provide")  # somebody else's
    a_case(agency, date(2026, 11, 3), **PERSON)  # not answered
    case = a_case(agency, date(2026, 11, 9), **PERSON)
    told = f"2026年11月5日对编号{before.number}的申请作出的答复（予以公开）"
    page = f"/admin/cases/{case.pk}/draft/"
    shown = as_clerk.get(page, TWICE["answers"]).content.decode()
    assert shown.count("的申请作出的答复") == 2  # the value and the words of one choice
    sent = {**TWICE["answers"], "text": "答复过。"}
    wrong = as_clerk.post(page, {**sent, "fact_earlier_case": "2026-9999"})
    assert "不是同一申请人此前得到的答复" in wrong.content.decode()
    empty = as_clerk.post(page, {**sent, "fact_earlier_case": "本系统以外的答复："})
    assert "请写明是哪个机关" in empty.content.decode()
    assert as_clerk.post(page, {**sent, "fact_earlier_case": told}).status_code == 302
    assert (latest_draft(case).answered[0].recorded, lacking(latest_draft(case))) == ({"earlier_case": told}, [])
    assert lacking(written(case, {**TWICE, "recorded": {"earlier_case": "2026-9999"}})) == ["OUTCOME-FACT-MISSING"]
    elsewhere = {"earlier_case": "本系统以外的答复：某中心2019年5月6日 公开告〔2019〕3号"}
    assert lacking(written(case, {**TWICE, "recorded": elsewhere})) == []
