"""A letter goes out with the law of its day and the seal it needs, or not at all; what went out is kept as bytes."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import LogEntry
from gongkai.cases.acting import act
from gongkai.cases.case_files import MOST_BYTES, Attached, Direction
from gongkai.cases.door import Refused, hand_over_and_collect, issue_reply, kept_pdf, record_seal, write_reply
from gongkai.cases.due import seals_refused
from gongkai.cases.issuing import rare_findings
from gongkai.cases.letter_checks import missing_parts, template_findings, wording_findings
from gongkai.cases.letter_templates import LetterTemplate, change_template, letter_forms, template_of
from gongkai.cases.letters import Letter
from gongkai.cases.reply_wording import articles_told, reply_wording
from gongkai.cases.seal_refusals import refusal_of
from gongkai.cases.sealing import seal_findings, text_of
from gongkai.cases.wording import LETTER_OF_ACT, worded
from gongkai.statute import Event, outcomes
from tests.agencies.examples import an_agency
from tests.cases.examples import AT, CLERK, HEAD, TODAY, a_case, approved, sealed, who
from tests.cases.seals import with_electronic_seal, with_seal

pytestmark = pytest.mark.django_db
LINES = ["您好。", "{basis}", "{text}"]


@pytest.fixture
def agency(db):
    return an_agency("yunhu")


@pytest.fixture
def case(agency):
    return a_case(agency, date(2026, 11, 9))


@pytest.fixture
def letter(case):
    approved(case, "R2_provide")
    return write_reply(case.pk, by=who(case.agency, CLERK), at=AT, today=TODAY)


def issued(case):
    return issue_reply(case.pk, by=who(case.agency, CLERK), at=AT, today=TODAY)


def refusal(call, *args, **said):
    with pytest.raises(Refused) as refused, transaction.atomic():
        call(*args, **said)
    return [finding.rule for finding in refused.value.findings]


def rules(findings):
    return [finding.rule for finding in findings]


def a_template(agency, lines, kind="reply_granted", **said):
    by = who(agency, HEAD)
    row = {"since": TODAY, "needs_seal": False, "written_by": by, "written_at": AT, **said}
    return LetterTemplate.objects.create(agency=agency, kind=kind, lines=lines, **row)


@pytest.mark.parametrize(
    ("laws", "told"),
    [
        (["《甲》第三十七条", "《甲》第十五条"], "《甲》第三十七条、第十五条"),
        (["《甲》第一条", "《乙》第二条", "《甲》第三条"], "《甲》第一条、《乙》第二条、《甲》第三条"),
        (["《甲》第一条；《乙》第二条", "《乙》第三条"], "《甲》第一条；《乙》第二条、第三条"),
        (["国办函〔2020〕109号", "《甲》第一条"], "国办函〔2020〕109号、《甲》第一条"),
    ],
)
def test_a_law_is_named_once_in_a_list_of_its_articles(laws, told):
    assert articles_told(laws) == told


# -- the law of the day -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [row for row in outcomes() if row.code != "R16_other"], ids=lambda row: row.code)
def test_every_kind_of_reply_has_a_letter_with_its_basis_and_remedies(row, agency, case):
    made = worded(
        case, row.letter, {"law": row.law, "facts": "理由：如下。", "text": "说明。"}, on=TODAY, remedies=("救济。",)
    )
    assert rules(wording_findings(made)) == []
    assert any(row.law in line for line in made.basis)
    assert made.needs_seal


@pytest.mark.parametrize("kind", sorted({*LETTER_OF_ACT.values(), "registration_receipt", "third_party_notice"}))
def test_every_letter_of_an_act_has_its_basis_and_closes_as_it_must(kind, case):
    made = worded(case, kind, {"text": "说明"}, on=TODAY)
    assert rules(wording_findings(made)) == []
    assert bool(made.remedies) == (letter_forms()[kind].to == "applicant")


def test_a_letter_without_its_legal_basis_cannot_be_issued(agency, case):
    approved(case, "R2_provide")
    a_template(agency, ["您好。", "{text}"])
    assert refusal(issued, case) == ["LETTER-BASIS"]
    a_template(agency, LINES)
    issued(case)
    assert Letter.objects.get().went_out


def test_a_letter_whose_words_of_law_were_changed_cannot_be_issued(case, letter):
    now = reply_wording(letter.draft, on=TODAY)
    assert rules(missing_parts(letter.paragraphs, now)) == []
    other = [line.replace("第三十六条第（二）项", "第三十六条第（一）项") for line in letter.paragraphs]
    assert rules(missing_parts(other, now)) == ["LETTER-BASIS"]
    shorter = [line.replace("60日", "30日") for line in letter.paragraphs]
    assert rules(missing_parts(shorter, now)) == ["LETTER-REMEDY"]
    assert rules(missing_parts(letter.paragraphs[:-1], now)) == ["LETTER-REMEDY"]


def test_a_letter_of_before_the_law_changed_is_written_anew(case, letter):
    """Until 2023 a refusal could go to court at once; since 2024 the reconsideration comes first."""
    draft = approved(case, "R3_refuse", "trade_secret")
    before, after = (reply_wording(draft, on=day) for day in (date(2023, 12, 29), TODAY))
    assert rules(missing_parts(before.paragraphs, after)) == ["LETTER-REMEDY"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("如不服，可以在30日内向市政府申请行政复议。", "LETTER-OWN-REMEDY"),
        ("您不得提起行政诉讼。", "LETTER-OWN-REMEDY"),
        ("本决定依据《政府信息公开条例》第十六条作出。", "LETTER-OTHER-ARTICLE"),
    ],
)
def test_the_officers_own_words_tell_no_other_law(case, text, rule):
    told = {"law": "《政府信息公开条例》第三十六条第（二）项", "facts": "", "text": text}
    made = worded(case, "reply_granted", told, on=TODAY, remedies=("救济。",))
    assert rule in rules(wording_findings(made))


@pytest.mark.parametrize("text", ["随附行政复议决定书目录。", "依据《档案法》第二十八条移交。", "见条例第三十六条。"])
def test_the_officers_own_words_may_speak_of_other_things(case, text):
    told = {"law": "《政府信息公开条例》第三十六条第（二）项", "facts": "", "text": text}
    made = worded(case, "reply_granted", told, on=TODAY, remedies=("救济。",))
    assert rules(wording_findings(made)) == []


# -- an agency's own words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (["{text}"], "TEMPLATE-BASIS"),
        (["{basis}", "{basis}", "{text}"], "TEMPLATE-BASIS"),
        (["依据：{basis}", "{text}"], "TEMPLATE-BASIS"),
        (["{basis}"], "TEMPLATE-TEXT"),
        (["{basis}", "{text}", "{salary}"], "TEMPLATE-PLACEHOLDER"),
        (["{basis}", "{text", ""], "TEMPLATE-BRACE"),
        (["{basis}", "{text}", "可以在10日内申请行政复议。"], "LETTER-OWN-REMEDY"),
        (["根据条例第十四条，", "{basis}", "{text}"], "TEMPLATE-ARTICLE"),
    ],
)
def test_words_that_would_spoil_a_letter_are_refused(agency, lines, rule):
    assert rule in rules(template_findings(letter_forms()["reply_granted"].lines, lines))
    said = {"since": TODAY, "needs_seal": True, "by": who(agency, HEAD), "at": AT, "today": TODAY}
    assert rule in refusal(change_template, agency, "reply_granted", lines, **said)


def test_an_agencys_words_hold_from_their_day_on_and_are_on_the_log(agency):
    said = {"needs_seal": False, "by": who(agency, HEAD), "at": AT, "today": TODAY}
    later = TODAY + timedelta(7)
    change_template(agency, "reply_granted", LINES, since=later, **said)
    assert template_of(agency, "reply_granted", on=TODAY).needs_seal
    assert template_of(agency, "reply_granted", on=later)[:2] == (tuple(LINES), False)
    assert LogEntry.objects.get(act="case_letter_template").facts["lines"] == LINES
    assert refusal(change_template, agency, "reply_granted", LINES, since=TODAY - timedelta(1), **said) == [
        "TEMPLATE-SINCE"
    ]
    said["by"] = who(agency, CLERK)
    assert refusal(change_template, agency, "reply_granted", LINES, since=later, **said) == ["REPLY-ROLE"]


PAGE = "/admin/cases/templates/yunhu/reply_granted/"
TYPED = {"lines": "您好。\n{basis}\n\n{text}", "since": "2026-11-27"}


def test_the_head_changes_the_words_on_a_page_and_each_letter_names_its_version(client, agency, case, today_is_fixed):
    client.force_login(who(agency, HEAD))
    assert "不能改的内容" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {**TYPED, "preview": "1"}).content.startswith(b"%PDF-")
    assert not LetterTemplate.objects.exists()
    client.post(PAGE, TYPED)
    row = LetterTemplate.objects.get()
    assert (row.lines, row.needs_seal) == (LINES, False)
    approved(case, "R2_provide")
    assert issued(case).dispatch.letter.template == row
    assert "本机关的模板" in client.get("/admin/cases/templates/").content.decode()


@pytest.mark.parametrize(
    ("typed", "told", "place"),
    [
        ({"lines": "您好。{text}"}, "{basis}", "lines"),
        ({"lines": ""}, "请填写正文", "lines"),
        ({"since": "2026-11-26"}, "2026-11-27", "since"),
    ],
)
def test_words_without_their_locked_part_are_not_saved_and_stay_typed(
    client, agency, typed, told, place, today_is_fixed
):
    client.force_login(who(agency, HEAD))
    answer = client.post(PAGE, {**TYPED, **typed})
    text = answer.content.decode()
    assert (answer.status_code, LetterTemplate.objects.count()) == (400, 0)
    assert f'id="id_{place}_error"' in text
    assert told in text.split(f'id="id_{place}_error"')[1].split("</span>")[0]
    assert typed.get("lines", "您好。") in text


def test_only_those_who_settle_it_see_the_words_of_an_agency(client, agency):
    an_agency("other")
    client.force_login(who(agency, CLERK))
    assert client.get(PAGE).status_code != 200
    client.force_login(who(agency, HEAD))
    assert client.get(PAGE.replace("yunhu", "other")).status_code == 404
    assert client.get(PAGE.replace("reply_granted", "nothing")).status_code == 404


# -- the seal -----------------------------------------------------------------------------------------


def test_a_reply_does_not_go_out_before_its_sealed_copy_is_recorded(case, letter):
    assert refusal(issued, case) == ["LETTER-UNSEALED"]
    copy = Attached("扫描.pdf", "pdf", with_seal(kept_pdf(letter)))
    record_seal(letter.pk, copy, is_compared=True, by=who(case.agency, CLERK), at=AT, today=TODAY)
    assert rules(seal_findings(letter, copy, is_compared=True)) == ["SEAL-TWICE"]
    issued(case)
    assert letter.files.get(direction=Direction.SEALED).data() == copy.data
    assert refusal(issued, case)


def test_what_is_no_sealed_copy_is_told_from_one_by_its_content(case, letter, agency):
    own = kept_pdf(letter)
    scan = Attached("a.pdf", "pdf", with_seal(own))
    assert rules(seal_findings(letter, scan, is_compared=True)) == []
    assert rules(seal_findings(letter, scan, is_compared=False)) == ["SEAL-UNCOMPARED"]
    assert rules(seal_findings(letter, Attached("a.pdf", "pdf", own), is_compared=True)) == ["SEAL-SAME"]
    assert rules(seal_findings(letter, Attached("a.docx", "docx", own), is_compared=True)) == ["SEAL-KIND"]
    assert rules(seal_findings(letter, Attached("a.pdf", "pdf", b"%PDF-1.7 x"), is_compared=True)) == [
        "SEAL-UNREADABLE"
    ]
    other = a_case(agency, date(2026, 11, 9))
    approved(other, "R2_provide")
    theirs = kept_pdf(write_reply(other.pk, by=who(agency, CLERK), at=AT, today=TODAY))
    found = rules(seal_findings(letter, Attached("a.pdf", "pdf", theirs), is_compared=True))
    assert found == ["SEAL-OTHER-LETTER", "SEAL-NOT-SEEN"]


def test_a_new_draft_takes_the_next_number_and_the_old_letter_stands_as_never_sent(case, letter):
    approved(case, "R2_provide")
    again = sealed(case, who(case.agency, CLERK))
    event = issued(case)
    assert [letter.number, again.number] == ["公开告〔2026〕1号", "公开告〔2026〕2号"]
    assert (event.dispatch.letter, letter.went_out) == (again, False)


def test_a_seal_system_exchanges_files_by_a_folder_and_what_it_gives_back_wrong_is_told(
    case, letter, tmp_path, settings, client, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    settings.SEAL_FOLDER = str(tmp_path)
    assert hand_over_and_collect(at=AT) == 0
    waiting = tmp_path / "out" / f"letter-{letter.pk}.pdf"
    assert waiting.read_bytes() == kept_pdf(letter)
    (tmp_path / "in" / waiting.name).write_bytes(waiting.read_bytes())
    assert (hand_over_and_collect(at=AT), hand_over_and_collect(at=AT)) == (0, 0)  # it bears no seal
    assert [one["rule"] for one in letter.seal_refusals.get().findings] == ["SEAL-SAME"]
    assert refusal(issued, case) == ["LETTER-UNSEALED"]
    told = json.loads((tmp_path / "out" / f"letter-{letter.pk}.json").read_bytes())
    assert (told["number"], told["sha256"]) == (letter.number, letter.digest)
    other = a_case(case.agency, date(2026, 11, 9))
    approved(other, "R2_provide")
    theirs = write_reply(other.pk, by=who(case.agency, CLERK), at=AT, today=TODAY)
    (tmp_path / "in" / waiting.name).write_bytes(with_electronic_seal(kept_pdf(theirs)))
    assert hand_over_and_collect(at=AT) == 0  # the sealed copy of another letter
    (due,) = seals_refused([case.agency], AT)
    assert due.what == f"用印：{letter.number}的盖章件没有接收"
    assert letter.number in due.note
    client.force_login(who(case.agency, CLERK))
    assert due.note in client.get(due.address.partition("#")[0]).content.decode()
    assert "盖章件没有接收" in client.get(f"/admin/cases/{case.pk}/").content.decode()
    (tmp_path / "in" / waiting.name).write_bytes(b"%PDF" + bytes(MOST_BYTES))
    assert hand_over_and_collect(at=AT) == 0
    assert refusal_of(letter).findings[0]["rule"] == "SEAL-LARGE"
    sealed_there = with_electronic_seal(waiting.read_bytes())
    (tmp_path / "in" / waiting.name).write_bytes(sealed_there)
    assert (hand_over_and_collect(at=AT), hand_over_and_collect(at=AT)) == (1, 0)
    assert letter.files.get(direction=Direction.SEALED).data() == sealed_there
    assert list(seals_refused([case.agency], AT)) == []
    assert issued(case).dispatch.letter == letter


# -- what is kept -------------------------------------------------------------------------------------


def test_a_letter_is_kept_as_bytes_with_its_digest_and_names_nobody_in_the_clear(case, letter):
    kinds = {file.kind: hashlib.sha256(file.data()).hexdigest() for file in letter.files.all()}
    assert set(kinds) == {"pdf", "docx"}
    assert letter.digest == kinds["pdf"] == LogEntry.objects.get(act="case_write_letter").facts["digest"]
    assert "甲某" not in str(letter.paragraphs)
    letter.files.filter(kind="pdf").update(content="eHg=")
    copy = Attached("扫描.png", "png", b"x")
    record_seal(letter.pk, copy, is_compared=True, by=who(case.agency, CLERK), at=AT, today=TODAY)
    assert refusal(issued, case) == ["LETTER-TAMPERED"]


# -- no way round the approval ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reply", "answer_on_spot", "correction_unclear"])
def test_nothing_that_answers_is_recorded_without_an_approved_draft(case, name):
    event = Event(act=name, event_date=TODAY, outcome="R2_provide")
    said = {"by": who(case.agency, HEAD), "at": AT, "today": TODAY}
    assert refusal(act, case.pk, event, **said) in (["ACT-UNAPPROVED"], ["CLOCK-NOT-ALLOWED"])
    assert not case.events.exists()


def test_an_approved_draft_carries_no_other_reply_than_its_own(agency, case):
    draft = approved(case, "R3_refuse", "trade_secret")
    said = {"by": who(agency, CLERK), "at": AT, "today": TODAY, "draft": draft}
    granted = Event(act="reply", event_date=TODAY, outcome="R2_provide")
    denied = Event(act="reply", event_date=TODAY, outcome="R3_refuse")
    assert refusal(act, case.pk, granted, **said) == ["ACT-UNAPPROVED"]
    assert refusal(act, case.pk, denied, ground="state_secret", **said) == ["ACT-OTHER-GROUND"]
    other = a_case(agency, date(2026, 11, 9))
    assert refusal(act, other.pk, denied, ground="trade_secret", **said) == ["ACT-UNAPPROVED"]
    act(case.pk, denied, ground="trade_secret", **said)


def test_an_extension_is_recorded_by_the_head_alone(agency, case):
    event = Event(act="extend", event_date=TODAY, workdays=10, approved_by="王主任", reason="材料较多")
    assert refusal(act, case.pk, event, by=who(agency, CLERK), at=AT, today=TODAY) == ["ACT-ONLY-BY"]
    assert refusal(act, case.pk, event, by=None, at=AT, today=TODAY) == ["ACT-ONLY-BY"]
    act(case.pk, event, by=who(agency, HEAD), at=AT, today=TODAY)


def test_an_applicant_with_a_rare_name_is_answered_and_the_officer_writes_the_character_in(agency, client):
    case = a_case(agency, date(2026, 11, 9), applicant_name="王𠮷")
    approved(case, "R2_provide")
    clerk = who(agency, CLERK)
    letter = write_reply(case.pk, by=clerk, at=AT, today=TODAY)
    assert "王〓：" in text_of(kept_pdf(letter))
    client.force_login(clerk)
    page = client.get(f"/admin/cases/{case.pk}/letters/{letter.pk}/").content.decode()
    assert "收信人里的“𠮷”，PDF 的字库里没有" in page
    assert 'name="sealed"' in page


def test_a_common_name_calls_for_no_pen(letter):
    assert not list(rare_findings(letter))
