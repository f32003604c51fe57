"""An application that asks for several things: each answered with its own law, the whole in one letter and one row."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import re
import zipfile
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongkai.annualreport import form
from gongkai.cases.approvals import obstacles
from gongkai.cases.archive_package import package_of
from gongkai.cases.case_files import Attached
from gongkai.cases.contents import MOST_CONTENTS, numeral
from gongkai.cases.door import (
    ApplicationsTable,
    CaseEvent,
    Refused,
    approve_draft,
    issue_reply,
    review_release,
    verify_cases,
    write_draft,
)
from gongkai.cases.drafts import Draft
from gongkai.cases.handing_over import proposed
from gongkai.cases.letter_checks import wording_findings
from gongkai.cases.milestones import answered_in_turn
from gongkai.cases.proposals import proposals
from gongkai.cases.refusals import tell
from gongkai.cases.remedies_told import reply_paragraphs, reply_remedies
from gongkai.cases.reply_wording import reply_wording
from gongkai.cases.tracking import new_code, tracking_hash
from gongkai.statute import Judgement
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, CLERK, HEAD, LEADER, TODAY, a_case, do, sealed, searched, who
from tests.statute.ways import leading_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]

TXT = Attached("使用计划.txt", "text", "归集使用计划".encode())
GRANTED = {
    "name": "2026年度归集使用计划",
    "answers": leading_to("R2_provide"),
    "recorded": {"provision": "随附使用计划。"},
    "text": "随附。",
    "attached": [TXT],
}
ABSENT = {
    "name": "2019年的会议录音",
    "answers": leading_to("R4_not_exist"),
    "recorded": {"search_record": "2026年11月20日在档案室以“录音”检索，没有检索到。"},
    "text": "请勿误会，确实没有。",
}
PROCESS = {
    "name": "讨论使用计划的会议记录",
    "answers": leading_to("R3_refuse", "process_information"),
    "recorded": {"reasons": "属于过程性信息。"},
    "grounds": [
        {
            "id": "process_information",
            "subclass": "讨论记录",
            "basis_rank": "",
            "recorded": {"discretion": "影响讨论。"},
        }
    ],
    "text": "依照第十六条不予公开。",
}
OTHER_GROUND = {**PROCESS["grounds"][0], "id": "internal_affairs"}
PUBLIC = {
    "name": "2025年年度报告",
    "answers": leading_to("R1_already_public"),
    "recorded": {"access_way": "本中心网站“年度报告”栏目。"},
}
NOT_OURS = {
    "name": "城市总体规划",
    "answers": leading_to("R5_not_ours"),
    "recorded": {"reasons": "不是本机关制作或者保存。"},
    "other_organ": "云湖市自然资源局，电话0000-0000000",
}
FIVE = (GRANTED, ABSENT, PROCESS, PUBLIC, NOT_OURS)


@pytest.fixture
def case(db):
    case = a_case(an_agency("yunhu"), date(2026, 11, 9))
    searched(case)
    return case


def written(case, *contents, **said):
    told = {"contents": list(contents), **said}
    return write_draft(case.pk, told, by=who(case.agency, CLERK), at=AT, today=TODAY)


def issued(draft):
    """Return the act by which the draft goes out, once everybody did what he has to."""
    agency = draft.case.agency
    if draft.gives:
        said = {"seen_digest": draft.digest, "reasons": {}, "nothing_left": True}
        review_release(draft.pk, **said, by=who(agency, HEAD), at=AT, today=TODAY)
    for role in draft.approvals_needed(on=TODAY):
        said = {"approve": True, "seen_digest": draft.digest, "reason": ""}
        approve_draft(draft.pk, role, **said, by=who(agency, role), at=AT, today=TODAY)
    sealed(draft.case, who(agency, CLERK))
    return issue_reply(draft.case_id, by=who(agency, CLERK), at=AT, today=TODAY)


def refusal(call, *args, **said):
    with pytest.raises(Refused) as refused:
        call(*args, **said)
    return [(one.rule, one.where) for one in refused.value.findings]


# -- one letter, one row ---------------------------------------------------------------------------


def test_five_contents_are_answered_in_turn_in_one_letter_and_count_once(case):
    event = issued(written(case, *FIVE))
    case.refresh_from_db()
    assert (case.outcome, case.ground) == ("R2p_partial", "")
    counts = ApplicationsTable(case.agency, 2026, form("format_2021")).counts
    assert (counts["partially_granted"]["total"], counts["processed_total"]["total"]) == (1, 1)
    letter = event.dispatch.letter
    words = "\n".join(letter.paragraphs)
    assert letter.kind == "reply_combined"
    heads = [line for line in letter.paragraphs if re.match("[一二三四五]、关于", line)]
    assert heads == [f"{numeral(place)}、关于“{one['name']}”" for place, one in enumerate(FIVE)]
    for item in "一二三四五":
        assert f"第三十六条第（{item}）项" in words
    assert "第十六条第二款" in words
    assert "随附：使用计划.txt。" in letter.paragraphs
    assert words.index("随附：使用计划.txt") < words.index("二、关于")
    assert [file.name for file in case.files.filter(direction="given", event=event)] == ["使用计划.txt"]
    assert list(verify_cases()) == []


def test_the_act_keeps_what_was_judged_of_each_and_no_word_of_the_application(case):
    event = issued(written(case, ABSENT, PROCESS, principal=1))
    case.refresh_from_db()
    assert (case.outcome, case.ground) == ("R3_refuse", "process_information")
    judgement = Judgement.of_data(event.answers)
    assert (len(judgement.contents), judgement.principal) == (2, 1)
    assert "录音" not in json.dumps(event.answers, ensure_ascii=False)


def test_a_judgement_that_was_changed_behind_the_back_is_found(case, unguarded):
    event = issued(written(case, *FIVE))
    told = event.answers
    CaseEvent.objects.filter(pk=event.pk).update(answers={**told, "contents": told["contents"][1:3], "principal": 0})
    assert {"CASE-UNDECIDED", "CASE-EVENT-CHANGED"} <= {one.rule for one in verify_cases()}


def test_the_database_keeps_no_reply_whose_judgement_is_empty(case):
    told = {"case": case, "seq": 1, "act": "reply", "event_date": TODAY, "recorded_at": AT, "answers": {}}
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.create(**told, facts={"outcome": "R2_provide"})


def test_the_archive_package_tells_of_each_content(case):
    issued(written(case, *FIVE))
    data = package_of(case, until=AT).data
    drafts = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("drafts.json"))
    assert [one["name"] for one in drafts[0]["contents"]] == [one["name"] for one in FIVE]


# -- the remedies of each --------------------------------------------------------------------------


def test_each_remedy_says_for_which_contents_it_is(case):
    draft = written(case, *FIVE)
    closing = reply_wording(draft, on=TODAY).remedies
    assert closing[0].startswith("对第一项、第二项、第四项、第五项的答复：如对本答复不服，可以")
    assert closing[1].startswith("对第三项的答复：如对本答复中不予公开的内容不服，应当")
    assert len([line for line in closing if "投诉、举报" in line]) == 1


def test_contents_with_the_same_remedy_share_one_paragraph(case):
    days = {"decided_date": TODAY, "served_date": TODAY}
    together = reply_paragraphs(["R2_provide", "R4_not_exist"], case.agency, **days)
    assert together == reply_paragraphs(["R2_provide"], case.agency, **days)


def test_the_reading_of_a_content_must_be_chosen_where_the_law_had_two(case):
    day = date(2024, 6, 3)
    told = reply_paragraphs(["R2_provide", "R4_not_exist"], case.agency, decided_date=day, served_date=day)
    assert sum("第二项" in line for line in told) == 2  # both readings
    one = {"decided_date": day, "served_date": day, "reading": "not_disclosed_otherwise_wide"}
    assert sum("第二项" in line for line in reply_paragraphs(["R2_provide", "R4_not_exist"], case.agency, **one)) == 1


def test_the_applicant_sees_what_became_of_each_and_what_may_be_done(client, case):
    code = new_code()
    type(case).objects.filter(pk=case.pk).update(tracking_hash=tracking_hash(code))
    issued(written(case, GRANTED, PROCESS))
    client.post("/track/", {"code": code})
    shown = client.get("/track/case/").content.decode()
    assert "2026年度归集使用计划：<strong>予以公开</strong>" in shown
    assert "讨论使用计划的会议记录：<strong>不予公开</strong>" in shown
    assert "对第二项的答复：如对本答复中不予公开的内容不服，应当" in shown
    case.refresh_from_db()
    assert [one.number for one in answered_in_turn(case)] == ["第一项", "第二项"]
    assert len(reply_remedies(case)) >= 3


# -- what keeps it from going out ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "principal", "expected"),
    [
        ((ABSENT, PROCESS), None, [("CONTENT-PRINCIPAL", "principal")]),
        ((GRANTED, ABSENT), 1, [("CONTENT-NO-PRINCIPAL", "principal")]),
        ((GRANTED, {**ABSENT, "answers": {}}), None, [("CONTENT-OPEN", "contents[1]")]),
        ((GRANTED, {**ABSENT, "name": " "}), None, [("CONTENT-NAMELESS", "contents[1].name")]),
        (
            (GRANTED, {**ABSENT, "name": GRANTED["name"]}),
            None,
            [("CONTENT-TWICE", f"contents[{place}].name") for place in (0, 1)],
        ),
        (tuple({**PUBLIC, "name": f"第{n}份"} for n in range(MOST_CONTENTS + 1)), None, [("CONTENT-MANY", "contents")]),
    ],
)
def test_contents_that_cannot_be_answered_together_are_refused_with_their_place(case, contents, principal, expected):
    assert refusal(written, case, *contents, principal=principal) == expected
    assert not case.drafts.exists()
    assert not case.files.exists()  # nothing of it was kept


def test_what_answers_the_whole_application_is_not_one_of_several(case):
    do(case, "ask_reasons", date(2026, 11, 12), note="一月四十件")
    do(case, "reasons_received", date(2026, 11, 16), note="研究")
    excessive = {**ABSENT, "answers": leading_to("R12_excessive")}
    assert refusal(written, case, {**PUBLIC, "answers": {**PUBLIC["answers"], "excessive": "no"}}, excessive) == [
        ("CONTENT-OF-WHOLE", "contents[1]")
    ]


@pytest.mark.parametrize(
    ("wrong", "rule", "where"),
    [
        ({**PUBLIC, "recorded": {}, "text": "有。"}, "OUTCOME-FACT-MISSING", "contents[1].recorded.access_way"),
        ({**PUBLIC, "recorded": {}}, "REPLY-TEXT", "contents[1].text"),
        ({**PROCESS, "grounds": []}, "OUTCOME-GROUND-MISSING", "contents[1].grounds"),
        ({**PROCESS, "grounds": [OTHER_GROUND]}, "REPLY-ANSWERS", "contents[1].answers"),
        ({**NOT_OURS, "other_organ": ""}, "OUTCOME-OTHER-ORGAN", "contents[1].other_organ"),
    ],
)
def test_what_one_content_lacks_keeps_the_whole_and_says_which(case, wrong, rule, where):
    found = obstacles(written(case, GRANTED, wrong), on=TODAY)
    (told,) = (one for one in found if one.rule == rule)
    assert told.where == where
    assert tell(told)["message"].startswith("第 2 项：")


def test_the_leader_approves_where_one_content_is_refused(case):
    draft = written(case, PUBLIC, GRANTED)
    assert draft.approvals_needed(on=TODAY) == (HEAD,)
    refused = written(case, ABSENT, PROCESS, principal=0)
    assert refused.outcome == "R4_not_exist"
    assert refused.approvals_needed(on=TODAY) == (HEAD, LEADER)
    said = {"approve": True, "seen_digest": refused.digest, "reason": "", "by": who(case.agency, HEAD)}
    approve_draft(refused.pk, HEAD, **said, at=AT, today=TODAY)
    assert refusal(sealed, case, who(case.agency, CLERK)) == [("OUTCOME-APPROVAL", "approved_by")]


def test_a_letter_without_the_basis_of_one_content_or_with_anothers_is_stopped(case):
    wording = reply_wording(written(case, *FIVE), on=TODAY)
    assert list(wording_findings(wording)) == []
    basis = next(line for line in wording.paragraphs if "第三十六条第（四）项" in line)
    without = wording._replace(paragraphs=tuple(line for line in wording.paragraphs if line != basis))
    assert [(one.rule, one.where) for one in wording_findings(without)] == [("LETTER-CONTENT-BASIS", "contents[1]")]
    other = wording.contents[1]._replace(law="《政府信息公开条例》第三十八条")
    swapped = wording._replace(contents=(wording.contents[0], other, *wording.contents[2:]))
    assert [one.rule for one in wording_findings(swapped)] == ["LETTER-CONTENT-LAW"]


def test_a_word_that_cites_the_article_of_another_content_is_stopped_at_its_own(case):
    stray = {**ABSENT, "text": "依照《条例》第十六条，没有。"}
    found = list(wording_findings(reply_wording(written(case, stray, PROCESS, principal=0), on=TODAY)))
    assert [(one.rule, one.where) for one in found] == [("LETTER-OTHER-ARTICLE", "contents[0].text")]


def test_what_is_published_of_an_answer_tells_nothing_of_the_contents_that_were_refused(case):
    issued(written(case, GRANTED, PROCESS))
    assert proposed(case)["text"] == GRANTED["text"]


def test_what_only_told_of_public_information_proposes_nothing_to_be_published(agency):
    wanted = {"description": "归集使用计划和会议录音", "applicant_name": "甲某"}
    for contents, expected in (((PUBLIC, ABSENT), 0), ((GRANTED, ABSENT), 2)):
        for number in ("X1", "X2"):
            asked = a_case(agency, date(2026, 11, 9), identity_number=number, **wanted)
            searched(asked)
            issued(written(asked, *contents))
        found = proposals([agency], today=TODAY)
        assert sum(one.applicants for one in found) == expected


# -- the page --------------------------------------------------------------------------------------


def at(case):
    return f"/admin/cases/{case.pk}/draft/contents/"


def fields(page) -> dict[str, str]:
    """Return what a browser would send of the form as it stands: hidden fields, texts, ticks; no button."""
    shown = page.content.decode().split('class="office-form"')[1]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", shown):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag.replace("\n", " ")))
        skipped = told.get("type") in ("radio", "file") or (told.get("type") == "checkbox" and " checked" not in tag)
        if "name" in told and not skipped:
            sent[told["name"]] = told.get("value", "on")
    for name, words in re.findall(r'<textarea name="([^"]+)"[^>]*>\s?([^<]*)</textarea>', shown):
        sent[name] = words.strip()
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_the_page_goes_from_the_list_to_one_draft_and_loses_nothing_typed(client, case):
    client.force_login(who(case.agency, CLERK))
    assert "每行一项" in client.get(at(case)).content.decode()
    assert client.post(at(case), {"list": "1", "names": "只有一项"}).status_code == 400
    page = client.post(at(case), {"list": "1", "names": f"{GRANTED['name']}\n{ABSENT['name']}"})
    assert [one.name for one in page.context["contents"]] == [GRANTED["name"], ABSENT["name"]]
    for _ in range(20):
        open_ = [one for one in page.context["contents"] if one.question]
        if not open_:
            break
        ways = (GRANTED["answers"], ABSENT["answers"])
        chosen = {f"{one.prefix}-{one.question.id}": ways[one.place][one.question.id] for one in open_}
        page = client.post(at(case), {**fields(page), **chosen, "step": "1"})
    assert page.context["found"].row == "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    typed = {**fields(page), "c0-text": "写了很久的话", "c1-text": "也写了很久"}
    again = client.post(at(case), {**typed, "again": "1"})
    assert again.context["contents"][1].question.id == "petition"
    assert "也写了很久" in again.content.decode()  # carried along unseen
    back = client.post(at(case), {**fields(again), **{f"c1-{key}": value for key, value in ABSENT["answers"].items()}})
    assert "也写了很久" in back.content.decode()
    page = client.post(at(case), {**fields(back), "c1-name": GRANTED["name"], "store": "1"})
    assert page.status_code == 400
    assert "和另一项写得一样" in page.content.decode()
    assert "写了很久的话" in page.content.decode()
    wrong = {"c0-files": SimpleUploadedFile("空.txt", b"")}
    page = client.post(at(case), {**fields(page), "c1-name": ABSENT["name"], "store": "1", **wrong})
    assert "空文件" in page.content.decode()
    facts = {"c0-fact_provision": "随附。", "c1-fact_search_record": ABSENT["recorded"]["search_record"]}
    good = {"c0-files": SimpleUploadedFile("计划.txt", "计划".encode())}
    done = client.post(at(case), {**fields(page), **facts, "store": "1", **good})
    assert done.status_code == 302
    draft = Draft.objects.get()
    assert [(one.name, one.outcome, len(one.files)) for one in draft.answered] == [
        (GRANTED["name"], "R2_provide", 1),
        (ABSENT["name"], "R4_not_exist", 0),
    ]
    assert client.get(f"/admin/cases/{case.pk}/draft/").url == at(case)
    standing = client.get(at(case))
    assert "上一稿所附：计划.txt" in standing.content.decode()
    assert client.post(at(case), {**fields(standing), "store": "1"}).status_code == 302
    assert [len(one.files) for one in Draft.objects.last().answered] == [1, 0]


def test_a_content_is_added_taken_out_and_the_principal_one_is_asked_for(client, case):
    client.force_login(who(case.agency, CLERK))
    written(case, ABSENT, PROCESS, PUBLIC)
    page = client.post(at(case), {**fields(client.get(at(case))), "add": "1"})
    assert [one.name for one in page.context["contents"]][3:] == [""]
    page = client.post(at(case), {**fields(page), "remove": "3"})
    page = client.post(at(case), {**fields(page), "remove": "2"})
    assert [one.name for one in page.context["contents"]] == [ABSENT["name"], PROCESS["name"]]
    refused = client.post(at(case), {**fields(page), "store": "1"})
    assert (refused.status_code, "请选定主要的一项" in refused.content.decode()) == (400, True)
    row = client.post(at(case), {**fields(page), "principal": "1", "step": "1"}).context["found"].row
    assert "过程性信息" in row
    assert client.post(at(case), {**fields(page), "principal": "1", "store": "1"}).status_code == 302
    assert Draft.objects.last().principal_ground == "process_information"


def test_whoever_approves_sees_how_each_content_was_judged(client, case):
    written(case, GRANTED, PROCESS)
    client.force_login(who(case.agency, LEADER))
    shown = client.get(f"/admin/cases/{case.pk}/").content.decode()
    assert f"第二项“{PROCESS['name']}”：不予公开" in shown
    assert "第一项“" in shown
    client.force_login(who(case.agency, HEAD))
    release = client.get(f"/admin/cases/{case.pk}/draft/release/").content.decode()
    assert f"第一项“{GRANTED['name']}”（予以公开）" in release
    assert "使用计划.txt" in release


def test_whoever_approves_a_later_version_sees_what_changed_since_the_one_before(client, case):
    client.force_login(who(case.agency, HEAD))
    written(case, GRANTED, ABSENT)
    assert "稿相比" not in client.get(f"/admin/cases/{case.pk}/").content.decode()
    written(case, {**GRANTED, "attached": [], "text": "另寄。"}, {**PROCESS, "text": ""})
    shown = client.get(f"/admin/cases/{case.pk}/").content.decode()
    assert "与第 1 稿相比" in shown
    changed = {one.part.id for one in client.get(f"/admin/cases/{case.pk}/").context["changed"].changes}
    assert changed == {"path第二项", "letter", "files"}
    assert "<del>" in shown
    assert "<ins>" in shown
    written(case, {**GRANTED, "attached": [], "text": "另寄。"}, {**PROCESS, "text": ""})
    assert "与第 2 稿相比：没有改动" in client.get(f"/admin/cases/{case.pk}/").content.decode()


# -- what was written before -----------------------------------------------------------------------


def test_a_draft_of_one_content_has_the_digest_it_always_had(case):
    said = {name: GRANTED[name] for name in ("answers", "recorded", "text")}
    draft = write_draft(case.pk, said, by=who(case.agency, CLERK), at=AT, today=TODAY)
    before = {
        "case_id": case.pk, "version": 1, "outcome": "R2_provide", "recorded": said["recorded"], "grounds": [],
        "other_organ": "", "circumstances": {}, "text": "随附。", "reading": "", "files": [],
        "answers": draft.answered[0].answers,
    }  # fmt: skip
    told = json.dumps(before, sort_keys=True, ensure_ascii=False).encode()
    assert draft.digest == hashlib.sha256(told).hexdigest()


def test_the_migration_loses_nothing_on_the_way_back_and_forth():
    migration = importlib.import_module("gongkai.cases.migrations.0023_contents_of_drafts")
    several = {"contents": [{**GRANTED, "attached": None}, {**ABSENT, "recorded": {}}], "principal": None}
    for told in (several, {"contents": [], "principal": None}):
        back = migration.columns_of(SimpleNamespace(**told))
        assert migration.contents_of(SimpleNamespace(**{"recorded": {}, **back})) == told
