"""Many applications of one person, one that asks for many things, and those that are alike."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.door import LogEntry, Role
from gongkai.annualreport import form
from gongkai.cases.approvals import latest_draft
from gongkai.cases.door import ApplicationsTable, AskedElsewhere, Case, open_case_from
from gongkai.cases.likeness import alike
from gongkai.cases.queue import queue
from gongkai.cases.refusals import Refused
from gongkai.cases.replying import write_draft
from gongkai.cases.splitting import split
from gongkai.cases.tracking import case_of, new_code, tracking_hash
from tests.agencies.examples import a_person, appoint
from tests.cases.applications import IDENTITY_NUMBER
from tests.cases.examples import AT, TODAY, a_case, do, leading_to, searched
from tests.cases.test_office import on_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]


@pytest.fixture
def head(agency):
    return appoint(a_person("head"), Role.DISCLOSURE_OFFICE_HEAD, agency)


def test_forty_applications_of_one_person_are_registered_at_once_each_with_its_number(as_clerk, agency):
    more = "\n".join(f"第{number}号提取业务稽核材料" for number in range(2, 41))
    answer = as_clerk.post("/admin/cases/register/", on_paper(agency, more=more, identity_number="X1"))
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"2026-{number:04d}" for number in range(1, 41)]
    assert len({line["code"] for line in answer.context["lines"]}) == 40
    assert case_of(answer.context["lines"][39]["code"]).description == "第40号提取业务稽核材料"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("2024年度报告\n短", "第 2 行：写得太短"),
        (f"某人{IDENTITY_NUMBER}的缴存明细", "第 1 行写有身份证号码"),
        ("\n".join(f"第{number}号材料" for number in range(100)), "一次最多登记 100 件"),
    ],
)
def test_one_bad_line_registers_none_and_keeps_all(as_clerk, agency, more, told):
    answer = as_clerk.post("/admin/cases/register/", on_paper(agency, more=more))
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert more.splitlines()[0] in answer.content.decode()
    assert not Case.objects.exists()


def test_a_case_is_split_with_own_numbers_and_the_receipt_of_the_whole(agency, clerk):
    case = a_case(agency, date(2026, 11, 9), identity_number=IDENTITY_NUMBER, description="计划、决算和名单")
    (part,) = split(case.pk, ["归集使用计划", "财政决算"], by=clerk, at=AT, today=TODAY)
    assert part.case.number != case.number
    assert part.case.receipt_date == case.receipt_date
    assert part.case.identity_number == IDENTITY_NUMBER
    assert case_of(part.code) == part.case
    assert "本件只办理“归集使用计划”" in case.notes.get().text
    counts = ApplicationsTable(agency, 2026, form("format_2021")).counts
    assert (counts["new_received"]["total"], counts["carried_over_out"]["total"]) == (2, 2)


def test_a_case_confirmed_by_an_act_gives_its_parts_the_same_receipt(agency, clerk):
    case = do(a_case(agency, date(2026, 11, 20), channel="fax"), "receive", date(2026, 11, 23))
    (part,) = split(case.pk, ["归集使用计划", "财政决算"], by=clerk, at=AT, today=TODAY)
    assert part.case.receipt_date == date(2026, 11, 23)


def test_what_was_begun_is_not_split_and_one_part_is_none(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 24))
    one = as_clerk.post(f"/admin/cases/{case.pk}/split/", {"parts": "只有一件的内容"})
    assert "至少要拆成两件" in one.content.decode()
    do(case, "request_correction", TODAY, received_by_applicant=TODAY)
    begun = as_clerk.post(f"/admin/cases/{case.pk}/split/", {"parts": "第一件内容\n第二件内容"})
    assert "不能再拆分" in begun.content.decode()
    assert "第二件内容</textarea>" in begun.content.decode()
    assert Case.objects.count() == 1


def test_the_applicant_follows_every_part_by_one_code_and_nobody_elses(client, agency, clerk):
    code = new_code()
    case = a_case(agency, date(2026, 11, 9), tracking_hash=tracking_hash(code))
    other = a_case(agency, date(2026, 11, 9))
    (part,) = split(case.pk, ["归集使用计划", "财政决算"], by=clerk, at=AT, today=TODAY)
    client.post("/track/", {"code": code})
    client.post(f"/track/case/parts/{other.pk}/")
    assert client.get("/track/case/").context["case"] == case
    client.post(f"/track/case/parts/{part.case.pk}/")
    assert client.get("/track/case/").context["case"] == part.case


def test_alike_descriptions_are_shown_with_whose_they_are(as_clerk, agency):
    same = a_case(agency, date(2026, 9, 1), description="2025年度住房公积金归集使用计划", identity_number="X1")
    other = a_case(agency, date(2026, 9, 2), description="2025年度住房公积金的归集、使用计划！", identity_number="X2")
    a_case(agency, date(2023, 9, 2), description="2025年度住房公积金归集使用计划")  # longer ago than two years
    a_case(agency, date(2026, 9, 2), description="某小区电梯维修资金使用明细")
    case = a_case(agency, TODAY, description="2025年度住房公积金归集使用计划", identity_number="X1")
    assert [(one.case, one.same_person) for one in alike(case)] == [(same, True), (other, False)]
    assert "可能是重复申请" in as_clerk.get(f"/admin/cases/{case.pk}/").content.decode()


def a_draft(case, clerk, **changes):
    said = {
        "answers": leading_to("R4_not_exist"),
        "text": "经检索，没有您要的信息。",
        "recorded": {"search": "档案室、公文系统"},
    }
    return write_draft(case.pk, {**said, **changes}, files=[], keep_files=False, by=clerk, at=AT, today=TODAY)


def test_a_draft_is_taken_over_and_approved_for_each_case_by_itself(client, agency, clerk, head):
    first, second, third = (a_case(agency, date(2026, 11, 9), identity_number=IDENTITY_NUMBER) for _ in range(3))
    stranger = a_case(agency, date(2026, 11, 9), identity_number="X2")
    words, *_ = [searched(case) for case in (first, second, third)]
    client.force_login(clerk)
    file = SimpleUploadedFile("说明.txt", "说明".encode())
    said = {**leading_to("R4_not_exist"), "text": "经检索没有。", "fact_search_record": [words], "files": [file]}
    client.post(f"/admin/cases/{first.pk}/draft/", said)
    page, digest = f"/admin/cases/{first.pk}/draft/copies/", latest_draft(first).digest
    shown = client.get(page).content.decode()
    assert "某文件" in shown
    assert ">经检索没有。</textarea>" in shown
    assert "checked" not in shown  # each is confirmed by itself
    said = {"digest": digest, f"answer_{second.pk}": "经检索没有这一件。", f"answer_{third.pk}": " "}
    for chosen, why in (
        ([], "至少选一件"),
        ([second.pk, stranger.pk], "同一申请人"),
        ([second.pk, third.pk], "请写答复"),
    ):
        refused = client.post(page, {**said, "case": chosen})
        assert (refused.status_code, why in refused.content.decode()) == (409, True)
        assert ">经检索没有这一件。</textarea>" in refused.content.decode()
        assert latest_draft(second) is None
    assert client.post(page, {**said, "digest": "0" * 64, "case": [second.pk]}).status_code == 409
    client.post(page, {**said, f"answer_{second.pk}": "经检索没有。", "case": [second.pk]})
    copied = latest_draft(second)
    assert (copied.text, second.files.get().data()) == ("经检索没有。", "说明".encode())
    assert latest_draft(third) is None
    assert latest_draft(stranger) is None
    client.force_login(head)
    (group,) = client.get("/admin/cases/together/").context["groups"]
    sent = {
        "role": group["role"],
        "draft": [f"{one.pk}:{one.digest}" for one in group["drafts"]],
        "verdict": "approve",
        "reason": "",
    }
    client.post("/admin/cases/together/", sent)
    assert [latest_draft(case).approvals.count() for case in (first, second)] == [1, 1]
    assert LogEntry.objects.filter(act="case_approve").count() == 2


def test_one_stale_draft_keeps_all_from_being_decided(client, agency, clerk, head):
    drafts = [a_draft(a_case(agency, date(2026, 11, 9), identity_number="X1"), clerk) for _ in range(2)]
    seen = [f"{one.pk}:{one.digest}" for one in drafts]
    a_draft(drafts[1].case, clerk)
    client.force_login(head)
    sent = {"role": Role.DISCLOSURE_OFFICE_HEAD, "draft": seen, "verdict": "approve", "reason": "同意"}
    answer = client.post("/admin/cases/together/", sent)
    assert answer.status_code == 409
    assert not drafts[0].approvals.exists()


def asked(agency, **changes):
    said = {"key": "mailbox.letter:12", "agency": agency, "arrival_date": date(2026, 11, 20)}
    said |= {"description": "2025年度归集使用计划", "consent_date": date(2026, 11, 24), "consent": "11月24日电话同意"}
    return AskedElsewhere(**{**said, **changes})


def test_a_letter_becomes_one_application_on_the_day_its_writer_agreed(agency):
    case, code = open_case_from(asked(agency), by=None, at=AT, today=TODAY)
    again, same = open_case_from(asked(agency), by=None, at=AT, today=TODAY)
    assert (again, same) == (case, code)
    assert (case.receipt_date, case_of(code)) == (date(2026, 11, 24), case)
    assert (case.writer_consent.how, case.writer_consent.key) == ("11月24日电话同意", "mailbox.letter:12")
    assert "电话同意" not in str(list(LogEntry.objects.values_list("facts", "reason")))  # the log is never destroyed


@pytest.mark.parametrize(
    "changes",
    [
        {"consent_date": None},
        {"consent": " "},
        {"consent_date": date(2026, 11, 19)},
        {"consent_date": date(2026, 11, 28)},
    ],
)
def test_without_the_writers_consent_it_stays_a_letter(agency, changes):
    with pytest.raises(Refused):
        open_case_from(asked(agency, **changes), by=None, at=AT, today=TODAY)
    assert not Case.objects.exists()


def test_a_fax_nobody_confirmed_is_due_at_once_and_overdue_from_its_safe_date(agency):
    """Confirmed within a working day; the safe date counts from the arrival, so that the clock is not stalled."""
    fresh = a_case(agency, date(2026, 11, 26), channel="fax")
    waiting = a_case(agency, date(2026, 11, 24), channel="fax")
    late = a_case(agency, date(2026, 10, 16), channel="internet")
    groups = {group.id: [line.case for line in group.lines] for group in queue([agency], today=TODAY)}
    assert groups["overdue"] == [late]
    assert groups["unconfirmed"] == [waiting]
    assert groups["waiting"] == [fresh]
