"""The office works on cases: only what law and role allow is offered, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.agencies.door import LogEntry, Role
from gongkai.cases.approvals import latest_draft
from gongkai.cases.batch import may_take_over
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.door import Case, write_draft
from gongkai.cases.due import cases_due
from gongkai.cases.fee_notice import number_in_month
from gongkai.cases.likeness import counted, of_the_same_person
from gongkai.cases.office_acts import acts_offered
from gongkai.cases.queue import queue
from gongkai.cases.releasing import ReleaseReview
from gongkai.cases.replying import decide
from gongkai.cases.seeing import file_seen
from gongkai.cases.tracking import case_of
from tests.agencies.examples import a_person, appoint
from tests.cases.applications import IDENTITY_NUMBER
from tests.cases.examples import AT, LEADER, TODAY, a_case, approved, do, leading_to, sealed, who
from tests.proofing.madefiles import document, saved, with_run
from tests.yearend.examples import a_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]


@pytest.fixture
def staff(agency):
    """One person for each role that works with cases."""
    roles = (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)
    return {role: appoint(a_person(role), role, agency) for role in roles}


@pytest.fixture
def as_clerk(client, staff):
    client.force_login(staff[Role.CLERK])
    return client


@pytest.fixture
def as_head(client, staff):
    client.force_login(staff[Role.DISCLOSURE_OFFICE_HEAD])
    return client


GRANTED = {"answers": leading_to("R2_provide"), "recorded": {"provision": "随附。"}, "text": "随附。"}


def at(case, rest=""):
    return f"/admin/cases/{case.pk}/{rest}"


def offered(answer):
    return [one["form"].act for one in answer.context["forms"]]


def places(agency):
    return {group.id: [line.case for line in group.lines] for group in queue([agency], today=TODAY) if group.lines}


def test_every_case_stands_once_in_the_queue_where_it_matters_most(agency):
    late, due = a_case(agency, date(2026, 10, 16)), a_case(agency, date(2026, 10, 30))
    soon, fresh = a_case(agency, date(2026, 11, 4)), a_case(agency, date(2026, 11, 25))
    asked, unsaid = a_case(agency, date(2026, 11, 20)), a_case(agency, date(2026, 11, 25), channel="fax")
    do(asked, "request_correction", date(2026, 11, 24), received_by_applicant=date(2026, 11, 24))
    replied = a_case(agency, date(2026, 11, 9))
    do(replied, "reply", date(2026, 11, 20), outcome="R2_provide")
    done = a_case(agency, date(2026, 11, 9))
    do(done, "reply", date(2026, 11, 20), outcome="R2_provide")
    do(done, "serve", date(2026, 11, 20), method="electronic")
    assert places(agency) == {
        "overdue": [late],
        "today": [due],
        "soon": [soon],
        "unserved": [replied],
        "unconfirmed": [unsaid],
        "waiting": [asked],
        "untouched": [fresh],
    }


def test_a_returned_draft_and_an_approved_one_are_on_the_clerks_desk_as_such(agency):
    case = a_case(agency, date(2026, 11, 9))
    clerk, head = who(agency, Role.CLERK), who(agency, Role.DISCLOSURE_OFFICE_HEAD)

    def line():
        (due,) = cases_due([agency], AT)
        return due.what.partition("：")[0], due.note, due.waits

    def decided(draft, *, approve, reason=""):
        said = {"approve": approve, "reason": reason, "seen_digest": draft.digest}
        decide(draft.pk, Role.DISCLOSURE_OFFICE_HEAD, **said, by=head, at=AT, today=TODAY)

    first = write_draft(case.pk, GRANTED, by=clerk, at=AT, today=TODAY)
    assert line() == ("答复稿等待审批", "某文件", True)
    decided(first, approve=False, reason="请写明获取时间。")
    assert line() == ("修改退回的答复稿", "退回意见：请写明获取时间。", False)
    assert places(agency) == {"returned": [case]}
    second = write_draft(case.pk, GRANTED, by=clerk, at=AT, today=TODAY)
    decided(second, approve=True)
    assert line() == ("答复稿已审批完毕，成文发出", "某文件", False)
    assert places(agency) == {"ready": [case]}
    sealed(case, clerk)
    assert line() == ("答复已成文，用印发出", "某文件", False)


def test_another_agencys_cases_are_not_there(as_clerk):
    case = a_case(a_place("other").agency, TODAY)
    assert as_clerk.get(at(case)).status_code == 404
    assert as_clerk.post(at(case, "acts/archive/"), {}).status_code == 404
    assert as_clerk.post(at(case, "unmask/"), {"reason": "看看"}).status_code == 404
    assert case.number not in as_clerk.get("/admin/cases/").content.decode()
    assert "没有找到" in as_clerk.get("/admin/cases/all/").content.decode()


def test_an_extension_is_offered_to_the_head_alone(client, agency, staff):
    case = a_case(agency, date(2026, 11, 9))
    roles = {role: acts_offered(case, frozenset({role}), today=TODAY) for role in staff}
    assert "extend" in roles[Role.DISCLOSURE_OFFICE_HEAD]
    assert "extend" not in roles[Role.CLERK]
    assert roles[Role.LEADER] == []
    client.force_login(staff[Role.CLERK])
    answer = client.post(at(case, "acts/extend/"), {"event_date": TODAY, "workdays": 10, "reason": "量大"})
    assert answer.status_code == 409
    assert not case.events.exists()


def test_an_extension_sends_a_letter_with_the_new_day(as_head, agency):
    case = a_case(agency, date(2026, 11, 9))
    as_head.post(at(case, "acts/extend/"), {"event_date": TODAY, "workdays": "10", "reason": "需要核对的材料较多"})
    event = case.events.get()
    assert (event.facts["workdays"], event.facts["approved_by"]) == (10, "disclosure_office_head")
    words = "\n".join(event.dispatch.letter.paragraphs)
    assert "因需要核对的材料较多，不能" in words
    assert "2026年12月21日前" in words
    assert "不能单独申请行政复议" in words


def test_what_the_law_refuses_is_told_beside_the_field_with_all_that_was_typed(as_head, agency):
    case = a_case(agency, date(2026, 11, 9))
    typed = {"event_date": "2026-11-30", "workdays": "10", "reason": "材料较多"}
    answer = as_head.post(at(case, "acts/extend/"), typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'id="id_extend_event_date_error"' in text
    assert "材料较多</textarea>" in text
    assert not case.events.exists()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("event_date", "昨天", "日期的写法不对"),
        ("workdays", "21", "最多 20 个工作日"),
        ("workdays", "", "请填写天数"),
        ("reason", "", "请写明延长的原因"),
    ],
)
def test_a_wrong_field_of_an_act_is_told(as_head, agency, field, typed, told):
    case = a_case(agency, date(2026, 11, 9))
    good = {"event_date": "2026-11-27", "workdays": "10", "reason": "材料较多"}
    answer = as_head.post(at(case, "acts/extend/"), {**good, field: typed})
    assert answer.status_code == 400
    assert "<strong>没有登记。</strong>" in answer.content.decode()
    assert told in answer.content.decode()
    assert f'id="id_extend_{field}_error"' in answer.content.decode()


def test_what_somebody_else_has_done_meanwhile_is_told_and_the_typed_words_are_shown(as_clerk, agency):
    case = do(a_case(agency, date(2026, 11, 20)), "request_correction", date(2026, 11, 24))
    answer = as_clerk.post(at(case, "acts/request_correction/"), {"note": "请写明是哪一年的计划。"})
    assert answer.status_code == 409
    assert "已经由申请人（网站）或者系统登记在案（2026年11月24日）" in answer.context["problem"]
    assert "请写明是哪一年的计划。" in answer.content.decode()
    assert case.events.count() == 1


def test_a_correction_notice_reaches_the_applicant_and_offers_no_second_one(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 24), tracking_hash="x" * 64)
    asked = {
        "event_date": "2026-11-27",
        "note": "请写明是哪一年度的计划。",
        "period_workdays": "10",
        "received_by_applicant": "2026-11-27",
    }
    as_clerk.post(at(case, "acts/request_correction/"), asked)
    letter = case.letters.get()
    assert "请写明是哪一年度的计划。" in letter.paragraphs
    assert "10个工作日" in "".join(letter.paragraphs)
    answer = as_clerk.get(at(case))
    assert "request_correction" not in offered(answer)
    assert "correction_received" in offered(answer)


def test_consultations_are_joined_to_their_answers(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    for whom in ("市财政局", "市审计局"):
        as_clerk.post(
            at(case, "acts/consult_other_organ/"),
            {"event_date": "2026-11-20", "recipient_name": whom, "note": "能否公开"},
        )
    answer = as_clerk.get(at(case))
    form = next(one["form"] for one in answer.context["forms"] if one["form"].act == "other_organ_replied")
    assert [label for _, label in form.fields["id"].choices] == ["2026-11-20 市财政局", "2026-11-20 市审计局"]
    as_clerk.post(at(case, "acts/other_organ_replied/"), {"event_date": "2026-11-25", "id": "2", "note": "可以公开"})
    clock = case.clock(today=TODAY)
    assert clock.is_paused  # the first letter is still out


def test_personal_data_is_masked_and_each_look_is_on_the_log_with_its_reason(as_clerk, agency, staff):
    case = a_case(agency, TODAY, applicant_name="欧阳某", identity_number=IDENTITY_NUMBER, telephone="13900001234")
    text = as_clerk.get(at(case)).content.decode()
    assert IDENTITY_NUMBER not in text
    assert "13900001234" not in text
    assert "欧**" in text
    refused = as_clerk.post(at(case, "unmask/"), {"reason": " "})
    assert refused.status_code == 400
    assert IDENTITY_NUMBER not in refused.content.decode()
    shown = as_clerk.post(at(case, "unmask/"), {"reason": "电话核实申请内容"}).content.decode()
    assert IDENTITY_NUMBER in shown
    entry = LogEntry.objects.get(act="case_unmask")
    assert (entry.by, entry.reason) == (staff[Role.CLERK], "电话核实申请内容")
    assert IDENTITY_NUMBER not in str(entry.facts)


def test_who_opens_a_file_or_sees_a_letter_with_the_name_is_on_the_log_once_a_day(as_clerk, agency, staff):
    case = a_case(agency, date(2026, 11, 9), applicant_name="欧阳某某")
    card = Attached("欧阳某某身份证.pdf", "pdf", b"%PDF-1.7")
    (file,) = keep(case, [card], Direction.RECEIVED, at=AT, by=None, event=None)
    letter = {"kind": "registration_receipt", "preview": "1"}
    for _ in range(2):
        assert as_clerk.get(at(case, f"files/{file.pk}/")).status_code == 200
        assert as_clerk.post(at(case, "letters/new/"), letter).content.startswith(b"%PDF-")
    seen = LogEntry.objects.filter(act__in=("case_see_file", "case_preview"), by=staff[Role.CLERK]).order_by("pk")
    told = [{"kind": "申请人提交", "file": file.pk}, {"letter": "政府信息公开申请登记回执"}]
    assert [one.facts for one in seen] == told
    file_seen(file, by=staff[Role.CLERK], at=timezone.now() + timedelta(days=1))
    assert seen.all().count() == len(told) + 1
    assert "欧阳" not in str([(one.facts, one.subject, one.reason) for one in seen])


def test_the_page_of_a_letter_masks_the_name_that_its_file_has(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9), applicant_name="欧阳某某")
    as_clerk.post(at(case, "letters/new/"), {"kind": "registration_receipt"})
    letter = case.letters.get()
    shown = as_clerk.get(at(case, f"letters/{letter.pk}/")).content.decode()
    assert ("欧***：" in shown, "欧阳某某" in shown) == (True, False)
    as_clerk.get(at(case, f"files/{letter.files.first().pk}/"))
    assert LogEntry.objects.get(act="case_see_file").facts["letter"] == letter.number


def test_a_button_pressed_twice_writes_one_letter(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    asked = {"event_date": TODAY.isoformat(), "note": "请说明申请理由。"}
    first, second = (as_clerk.post(at(case, "acts/ask_reasons/"), asked) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "没有再写一份" in second.content.decode()
    assert (case.letters.count(), case.events.count()) == (1, 1)
    other = as_clerk.post(at(case, "acts/ask_reasons/"), {**asked, "note": "请再说明用途。"})
    assert (other.status_code, case.letters.count()) == (302, 2)


def on_paper(agency, **changes):
    return {
        "agency": agency.pk,
        "channel": "signed_post",
        "arrival_date": "2026-11-26",
        "applicant_class": "natural_person",
        "applicant_name": "甲某某",
        "description": "2025年度归集使用计划",
        **changes,
    }


def test_a_late_receipt_tells_the_applicant_the_day_and_the_office_how_late_it_is(as_clerk, agency):
    sent = on_paper(agency, channel="in_person", arrival_date="2025-12-01")
    text = as_clerk.post("/admin/cases/register/", sent).content.decode()
    assert "前答复。</dd>" in text
    assert text.count("已经逾期") == 1
    assert "内部提示，不交给申请人：应在" in text


def test_req_20_3_what_was_said_is_filled_in_by_the_office_with_the_reason_on_record(as_clerk, agency, staff):
    # Reg. art. 29: who cannot write says it, and the office fills in the form
    told = "申请人视力残疾；所填内容已读给他听，他表示无误。"
    refused = as_clerk.post("/admin/cases/register/", on_paper(agency, channel="oral"))
    assert refused.status_code == 400
    assert "请写明理由和怎样核对的" in refused.content.decode()
    as_clerk.post("/admin/cases/register/", on_paper(agency, channel="oral", oral_reason=told))
    as_clerk.post("/admin/cases/register/", on_paper(agency, channel="hotline", oral_reason=told))
    said, called = Case.objects.order_by("pk")
    assert told in said.notes.get().text
    assert said.receipt_date == date(2026, 11, 26)
    assert called.receipt_date is None  # until both sides have confirmed
    wrong = as_clerk.post("/admin/cases/register/", on_paper(agency, oral_reason=told))
    assert "只有口头提出的才填" in wrong.content.decode()


def test_whoever_may_not_act_sees_what_may_be_done_now_and_by_whom(client, as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    told = dict(as_clerk.get(f"/admin/cases/{case.pk}/").context["of_others"])
    assert told == {"延长答复期限": "公开工作机构负责人"}
    client.force_login(who(agency, LEADER))
    told = dict(client.get(f"/admin/cases/{case.pk}/").context["of_others"])
    assert "承办人" in told["告知补正"]


def test_a_letter_that_came_by_post_is_registered_with_a_code_to_hand_over(as_clerk, agency, staff):
    answer = as_clerk.post("/admin/cases/register/", on_paper(agency))
    case = Case.objects.get()
    assert (case.channel, case.receipt_date, case.registered_by) == (
        "signed_post",
        date(2026, 11, 26),
        staff[Role.CLERK],
    )
    code = re.search(r'office-code">([0-9A-Z-]+)<', answer.content.decode())[1]
    assert case_of(code) == case


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("applicant_name", "", "请填写申请人姓名或者单位名称"),
        ("identity_number", "110101199003071007", "身份证号码不对"),
        ("arrival_date", "2026-11-31", "日期的写法不对"),
        ("arrival_date", "2026-12-01", "CLOCK"),
        ("confirmed_date", "2026-11-01", ""),
    ],
)
def test_a_registration_with_a_slip_is_told_and_kept(as_clerk, agency, field, typed, told):
    sent = on_paper(agency, identity_kind="identity_card", channel="fax", **{field: typed})
    answer = as_clerk.post("/admin/cases/register/", sent)
    assert answer.status_code == 400
    assert told in answer.content.decode() or told == "CLOCK"
    assert "2025年度归集使用计划</textarea>" in answer.content.decode()
    assert not Case.objects.exists()


def test_earlier_applications_of_the_same_person_are_shown(as_clerk, agency):
    earlier = a_case(agency, date(2026, 11, 2), identity_number=IDENTITY_NUMBER)
    case = a_case(agency, TODAY, identity_number=IDENTITY_NUMBER)
    a_case(agency, TODAY)
    answer = as_clerk.get(at(case))
    assert list(answer.context["repeated"]) == [earlier]


def test_the_number_alone_makes_nobody_the_same_applicant(as_clerk, agency):
    case = a_case(agency, TODAY, identity_number=IDENTITY_NUMBER)
    stranger = a_case(agency, TODAY, identity_number=IDENTITY_NUMBER, applicant_name="李四")
    answer = as_clerk.get(at(case))
    assert list(answer.context["repeated"]) == may_take_over(case) == []
    assert list(answer.context["of_another_name"]) == [stranger]
    assert "证件号码相同、姓名不同" in answer.content.decode()
    assert number_in_month(stranger) == 1


def test_who_gave_no_number_is_the_same_applicant_by_name_and_telephone(agency):
    first = a_case(agency, TODAY, applicant_name="甲 某", telephone="0952-0000000")
    again = a_case(agency, TODAY, applicant_name="甲某", telephone="０９５２ 0000000")
    a_case(agency, TODAY, applicant_name="乙某", telephone="0952-0000000")
    assert list(of_the_same_person(again)) == [first]
    assert (counted(again).month, number_in_month(again)) == (2, 2)


def drafted(client, case, **changes):
    said = {**leading_to("R2p_partial"), "text": "向您提供可以公开的部分。", "fact_provision": "随附。"}
    said |= {"parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0", "parts-0-part": "第三页的个人账号"}
    said |= {"parts-0-ground": "personal_privacy", "parts-0-reason": "公开会损害第三方隐私。", **changes}
    return client.post(at(case, "draft/"), said)


HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>底稿</w:t></w:r>"


def test_what_a_partial_release_gives_is_looked_through_by_somebody_else_before_it_goes_out(client, agency, staff):
    """Constructed: nothing given; a number, then hidden words left in; the author, no reason, no tick; then all."""
    case = a_case(agency, date(2026, 11, 9))
    page, clerk, head = at(case, "draft/release/"), staff[Role.CLERK], staff[Role.DISCLOSURE_OFFICE_HEAD]
    client.force_login(clerk)
    assert client.get(page).status_code == 404
    drafted(client, case)
    assert "没有附上可以公开的文件" in client.get(at(case)).content.decode()
    left_in = f"张三，身份证号{IDENTITY_NUMBER}".encode()
    drafted(client, case, files=[SimpleUploadedFile("名单.txt", left_in)])
    client.force_login(head)
    assert IDENTITY_NUMBER not in client.get(page).content.decode()

    def said(**typed):
        draft = case.drafts.order_by("-version").first()
        return client.post(page, {"digest": draft.digest, **typed})

    refused = said(nothing_left="1")
    assert "“名单.txt”第1行第8至25字" in refused.content.decode()
    assert (refused.status_code, "必须先改正" in refused.content.decode()) == (409, True)
    client.force_login(clerk)
    drafted(client, case, files=[SimpleUploadedFile("计划.docx", saved(with_run(document("计划"), HIDDEN)))])
    assert "是这一稿的拟稿人" in said(nothing_left="1").content.decode()
    client.force_login(head)
    answer = said(**{"reason_FILE-HIDDEN-TEXT": ""}).content.decode()
    assert "id_reason_FILE-HIDDEN-TEXT_error" in answer
    assert "nothing_left_error" in answer
    assert not ReleaseReview.objects.exists()
    said(nothing_left="1", **{"reason_FILE-HIDDEN-TEXT": "是历史沿革的说明"})
    assert ReleaseReview.objects.get().reasons == {"FILE-HIDDEN-TEXT": "是历史沿革的说明"}
    assert "已核对提供的内容" in client.get(at(case)).content.decode()
    client.force_login(clerk)
    drafted(client, case, keep_files="on")
    text = client.get(at(case)).content.decode()
    assert "还没有由拟稿人以外的人核对" in text  # a new version is looked through anew
    assert text.count("旧稿所附，已被取代") == 1  # the list of names; the plan goes out with this version
    assert re.search(r"随这一稿提供给申请人：<a [^>]+>计划.docx", text)


def test_from_draft_to_service_with_two_approvals(client, agency, staff):
    case = a_case(agency, date(2026, 11, 9), tracking_hash="x" * 64)
    client.force_login(staff[Role.CLERK])
    drafted(client, case, files=[SimpleUploadedFile("计划.txt", "全年计划归集1200万元。".encode())])
    assert "已去掉不予公开内容" in client.get(at(case)).content.decode()
    early = client.post(at(case, "draft/issue/"))
    assert early.status_code == 409
    assert "答复没有发出" in early.content.decode()
    for role in (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER):
        client.force_login(staff[role])
        assert case.number in client.get("/admin/cases/").content.decode()
        draft = client.get(at(case)).context["draft"]
        sent = {"draft": draft.pk, "digest": draft.digest, "role": role, "verdict": "approve"}
        assert client.post(at(case, "draft/decide/"), sent).status_code == 302
    assert client.post(at(case, "draft/issue/")).status_code == 409  # approved, but not looked through
    assert client.post(at(case, "draft/release/"), {"digest": draft.digest, "nothing_left": "1"}).status_code == 302
    client.force_login(staff[Role.CLERK])
    assert client.get(at(case, "draft/preview/")).content.startswith(b"%PDF-")
    assert client.post(at(case, "draft/issue/")).status_code == 409  # not without the seal
    letter = sealed(case, staff[Role.CLERK])
    client.post(at(case, f"letters/{letter.pk}/issue/"))
    page = at(case, f"letters/{letter.pk}/")
    client.post(f"{page}send/", {"way": "email", "address": "a@example.com", "sent_date": "2026-11-27"})
    client.post(f"{page}deliveries/{letter.deliveries.get().pk}/", {"arrived": "yes", "day": "2026-11-27"})
    case.refresh_from_db()
    assert (case.outcome, case.clock(today=TODAY).state) == ("R2p_partial", "served")
    words = "\n".join(case.letters.get().paragraphs)
    assert "不予公开的内容共1处：\n1. 第三页的个人账号：属于个人隐私，依据《政府信息公开条例》第十五条" in words
    assert "先向" in words  # reconsideration comes first for what is withheld


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"parts-0-part": ""}, "parts-0-part", "请写明是哪一部分"),
        ({"parts-0-ground": ""}, "parts-0-ground", "请选择不予公开的依据"),
        ({"parts-0-reason": ""}, "parts-0-reason", "请写明不予公开的理由"),
        ({"parts-1-part": "第五页"}, "parts-1-ground", "请选择不予公开的依据"),
        ({"text": "长" * 3001}, "text", "最多 3000 个字"),
    ],
)
def test_a_slip_in_a_draft_is_told_beside_its_field_and_all_is_kept(as_clerk, agency, typed, field, told):
    case = a_case(agency, date(2026, 11, 9))
    answer = drafted(as_clerk, case, **typed)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert told in page[page.index(f'name="{field}"') :][:3900]
    assert "随附。</textarea>" in page
    assert latest_draft(case) is None


def test_more_parts_are_asked_for_without_storing_anything(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    answer = drafted(as_clerk, case, more_parts="1")
    assert answer.status_code == 200
    assert len(answer.context["form"].parts) == 4
    assert "第三页的个人账号" in answer.content.decode()
    assert latest_draft(case) is None


def test_the_list_of_withheld_parts_is_gone_on_with_in_the_next_version(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    drafted(as_clerk, case)
    form = as_clerk.get(at(case, "draft/")).context["form"]
    assert form.parts[0].initial["part"] == "第三页的个人账号"
    assert form.parts[0].initial["ground"] == "personal_privacy"
    drafted(as_clerk, case, **{"parts-INITIAL_FORMS": "1"}, text="随函提供可以公开的部分。")  # the part as it was shown
    assert [one["part"] for one in latest_draft(case).answered[0].grounds] == ["第三页的个人账号"]
    emptied = {"parts-INITIAL_FORMS": "1", "parts-0-part": "", "parts-0-ground": "", "parts-0-reason": ""}
    drafted(as_clerk, case, **emptied)
    assert latest_draft(case).answered[0].grounds == []


def test_a_file_that_is_no_document_is_refused_beside_its_field(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    answer = drafted(as_clerk, case, files=[SimpleUploadedFile("a.pdf", b"MZ\x90\x00")])
    assert answer.status_code == 400
    assert 'id="files_error"' in answer.content.decode()
    assert latest_draft(case) is None


def test_giving_back_without_a_reason_is_told_and_changes_nothing(client, agency, staff):
    case = a_case(agency, date(2026, 11, 9))
    client.force_login(staff[Role.CLERK])
    drafted(client, case)
    client.force_login(staff[Role.DISCLOSURE_OFFICE_HEAD])
    draft = latest_draft(case)
    sent = {"draft": draft.pk, "digest": draft.digest, "role": Role.DISCLOSURE_OFFICE_HEAD, "verdict": "give_back"}
    answer = client.post(at(case, "draft/decide/"), sent)
    assert answer.status_code == 409
    assert answer.content.decode().count("退回的要写明意见") == 2
    long = client.post(at(case, "draft/decide/"), {**sent, "reason": "改" * 501})
    assert "最多 500 个字，现有 501 个字" in long.content.decode()
    assert "改" * 501 in long.content.decode()
    assert '<a href="#decision_reason">答复稿的审批意见</a>' in answer.content.decode()  # at the head of the page
    assert not draft.approvals.exists()


def test_a_role_nobody_knows_decides_nothing(client, agency, staff):
    case = a_case(agency, date(2026, 11, 9))
    client.force_login(staff[Role.CLERK])
    drafted(client, case)
    draft = latest_draft(case)
    sent = {"draft": draft.pk, "digest": draft.digest, "role": "emperor", "verdict": "approve"}
    assert client.post(at(case, "draft/decide/"), sent).status_code == 409


def test_who_does_not_work_with_cases_finds_no_way_in(client, agency):
    client.force_login(appoint(a_person("inspector"), Role.INSPECTOR, agency))
    assert client.get("/admin/cases/").status_code == 302
    assert "/admin/cases/" not in client.get("/admin/").content.decode()


def test_the_queue_asks_few_questions_however_many_cases(as_clerk, agency, django_assert_max_num_queries):
    for _ in range(3):
        approved(a_case(agency, date(2026, 11, 9)), "R2_provide")
    with django_assert_max_num_queries(9):
        queue([agency], today=TODAY)


# -- the processing fee ----------------------------------------------------------------------------------

FEE = {
    "event_date": "2026-11-27",
    "scheme": "per_volume",
    "pages": "68",
    "amount_yuan": "380",
    "payment": "缴入非税收入专户",
    "received_by_applicant": "2026-11-27",
}


@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        ({"scheme": ""}, "scheme", "按件还是按量"),
        ({"pages": ""}, "pages", "页"),
        ({"pages": "很多"}, "pages", "应为整数"),
        ({"amount_yuan": "400"}, "amount_yuan", "380"),
        ({"pages": "30"}, "amount_yuan", ""),  # up to thirty pages are free
        ({"is_public": "on"}, "scheme", ""),
        ({"payment": ""}, "payment", "怎样缴"),
        ({"scheme": "per_item", "number": "10", "amount_yuan": "100"}, "amount_yuan", ""),  # the first ten are free
    ],
)
def test_a_wrong_field_of_a_fee_notice_is_told_and_nothing_goes_out(as_clerk, agency, typed, place, told):
    case = a_case(agency, date(2026, 11, 9))
    answer = as_clerk.post(at(case, "acts/issue_fee_notice/"), {**FEE, **typed})
    text = answer.content.decode()
    assert (answer.status_code, case.events.count(), case.letters.count()) == (400, 0, 0)
    assert told in text.split(f'id="id_issue_fee_notice_{place}_error"')[1].split("</span>")[0]
    assert "缴入非税收入专户" in text or place == "payment"


def test_the_head_gives_up_a_fee_after_its_notice_and_the_time_goes_on(client, staff, agency):
    """Constructed: the clerk may not, the reason is asked for, the applicant is told, and less is asked before."""
    case = a_case(agency, date(2026, 11, 9))
    client.force_login(staff[Role.CLERK])
    client.post(at(case, "acts/issue_fee_notice/"), FEE)
    assert not {"fee_waived", "fee_reduced"} & set(offered(client.get(at(case))))
    client.force_login(staff[Role.DISCLOSURE_OFFICE_HEAD])
    less = {"event_date": "2026-11-27", "amount_yuan": "380", "reason": "页数重复计算"}
    assert "只能减少" in client.post(at(case, "acts/fee_reduced/"), less).content.decode()
    assert client.post(at(case, "acts/fee_waived/"), {"event_date": "2026-11-27", "reason": ""}).status_code == 400
    client.post(at(case, "acts/fee_reduced/"), {**less, "amount_yuan": "100"})
    assert "应缴 100.00 元" in client.post(at(case, "acts/fee_paid/"), {**less, "note": "票据"}).content.decode()
    client.post(at(case, "acts/fee_waived/"), {"event_date": "2026-11-27", "reason": "页数重复计算"})
    clock = case.clock(today=TODAY)
    assert (clock.state, clock.ended_runs) == ("processing", ())
    told = {letter.kind: "".join(letter.paragraphs) for letter in case.letters.all()}
    assert all(one in told["fee_waiver_notice"] for one in ("金额100元", "因页数重复计算", "负责人同意", "无需缴费"))
    assert "减为100元" in told["fee_reduction_notice"]


def test_the_clerk_is_told_who_takes_back_a_fee_notice(client, staff, agency):
    case = a_case(agency, date(2026, 11, 9))
    do(case, "issue_fee_notice", TODAY, received_by_applicant=TODAY, amount_yuan=Decimal(380))
    told = []
    for role in (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD):
        client.force_login(staff[role])
        told.append("收费通知发错了" in client.get(at(case)).content.decode())
    assert told == [True, False]  # the head has both acts on the page


def test_a_fee_suspends_the_time_until_it_is_paid_in_full_and_then_it_starts_anew(as_clerk, agency):
    """68 pages are 380 yuan; the time is counted anew from the day after payment (国办函〔2020〕109号 art. 6)."""
    case = a_case(agency, date(2026, 11, 9))
    as_clerk.post(at(case, "acts/issue_fee_notice/"), FEE)
    words = "".join(case.letters.get().paragraphs)
    assert all(one in words for one in ("金额380元", "第31至68页10元/页", "20个工作日内缴纳", "缴入非税收入专户"))
    waiting = case.clock(today=TODAY)
    assert (waiting.state, waiting.due) == ("fee_pending", None)
    paid = {"event_date": "2026-11-27", "amount_yuan": "300", "note": "票据0001"}
    answer = as_clerk.post(at(case, "acts/fee_paid/"), paid)
    assert 'id="id_fee_paid_amount_yuan_error"' in answer.content.decode()
    assert "应缴 380.00 元" in answer.content.decode()
    assert as_clerk.post(at(case, "acts/fee_paid/"), {**paid, "amount_yuan": "380", "note": ""}).status_code == 400
    as_clerk.post(at(case, "acts/fee_paid/"), {**paid, "amount_yuan": "380"})
    clock = case.clock(today=TODAY)
    assert (clock.state, clock.due.date) == ("processing", date(2026, 12, 25))
