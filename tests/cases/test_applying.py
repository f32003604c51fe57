"""A citizen applies on the site: once, with every wrong field told beside it, and a receipt at once."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.agencies.door import LogEntry
from gongkai.cases import form_tokens, submitting
from gongkai.cases.application_form import PersonForm
from gongkai.cases.case_files import MOST_BYTES, CaseFile
from gongkai.cases.door import Case
from tests.cases.applications import IDENTITY_NUMBER, by_an_organization, code_on, filled_in
from tests.yearend.examples import a_place, a_published_report

PERSON, ORGANIZATION = "/apply/yunhu/person/", "/apply/yunhu/organization/"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """Let a form be sent as soon as it is shown, with nothing counted from earlier tests."""
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def place(db):
    return a_place("yunhu")


def errors_of(answer):
    return {field.name: field.errors[0] for field in answer.context["form"] if field.errors}


def test_what_a_person_sends_becomes_a_case_received_today(client, place):
    answer = client.post(PERSON, filled_in())
    case = Case.objects.get()
    assert (case.agency, case.channel, case.receipt_date) == (place.agency, "portal", timezone.localdate())
    assert (case.applicant_class, case.applicant_name, case.report_column) == (
        "natural_person",
        "甲某某",
        "natural_person",
    )
    assert case.number in answer.content.decode()
    assert len(code_on(answer).replace("-", "")) == 20


def test_an_organization_counts_in_its_own_column(client, place):
    client.post(ORGANIZATION, by_an_organization())
    case = Case.objects.get()
    assert (case.report_column, case.representative, case.contact_name) == ("legal_service_institution", "乙某", "丙某")


def test_it_is_read_over_before_it_is_sent(client, place):
    answer = client.post(PERSON, filled_in(step="review"))
    assert "还没有提交" in answer.content.decode()
    assert IDENTITY_NUMBER in answer.content.decode()
    assert not Case.objects.exists()


def test_going_back_keeps_everything_typed(client, place):
    answer = client.post(PERSON, filled_in(step="edit"))
    assert 'value="甲某某"' in answer.content.decode()
    assert "2025年度住房公积金归集使用计划</textarea>" in answer.content.decode()
    assert errors_of(answer) == {}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("applicant_name", "", "请填写姓名"),
        ("identity_number", IDENTITY_NUMBER[:-1] + "1", "身份证号码不对"),
        ("telephone", "打我手机", "7 至 15 位数字"),
        ("telephone", "", "联系电话或者电子邮箱"),
        ("email", "甲@", "写法不对"),
        ("description", "文件", "写得太短"),
        ("description", "字" * 5001, "现有 5001 个字"),
        ("description", f"{IDENTITY_NUMBER} 的缴存情况", "请删去"),
        ("route_wanted", "电子邮件", ""),
        ("form_wanted", "刻在石头上", "请从列出的形式中选择"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_else_is_lost(client, place, field, typed, told):
    answer = client.post(PERSON, filled_in(**{field: typed}))
    assert answer.status_code == 400
    wrong = {"route_wanted": "email"}.get(field, field)
    assert told in errors_of(answer)[wrong]
    text = answer.content.decode()
    assert f'id="id_{wrong}_error"' in text
    assert 'value="0952-0000000"' in text or field == "telephone"
    assert not Case.objects.exists()


def test_whoever_can_be_reached_by_mail_alone_needs_no_telephone(client, place):
    client.post(PERSON, filled_in(telephone="", email="jia@example.com"))
    assert Case.objects.get().telephone == ""


def test_a_passport_has_no_check_digit(client, place):
    client.post(PERSON, filled_in(identity_kind="passport", identity_number="E12345678"))
    assert Case.objects.get().identity_number == "E12345678"


def test_a_credit_code_with_a_slip_is_refused(client, place):
    answer = client.post(ORGANIZATION, by_an_organization() | {"identity_number": "91350100M000100Y44"})
    assert "校验位" in errors_of(answer)["identity_number"]


def test_paper_cannot_be_read_on_the_site_and_post_needs_an_address(client, place):
    paper = client.post(PERSON, filled_in(form_wanted="纸质"))
    assert "邮寄或者自行领取" in errors_of(paper)["route_wanted"]
    posted = client.post(PERSON, filled_in(form_wanted="纸质", route_wanted="邮寄"))
    assert "通信地址" in errors_of(posted)["address"]


def test_sent_twice_it_is_one_case_with_one_code(client, place):
    sent = filled_in()
    first, second = client.post(PERSON, sent), client.post(PERSON, sent)
    assert Case.objects.count() == 1
    assert code_on(first) == code_on(second)


def test_the_same_form_with_other_content_is_not_swallowed(client, place):
    sent = filled_in()
    client.post(PERSON, sent)
    other = client.post(PERSON, {**sent, "description": "2024年度增值收益分配方案"})
    assert other.status_code == 409
    assert Case.objects.get().number in other.content.decode()
    client.post(PERSON, {**sent, "description": "2024年度增值收益分配方案", "token": other.context["token"]})
    assert Case.objects.count() == 2


def test_a_form_without_our_token_or_a_day_old_is_shown_again(client, place, monkeypatch):
    forged = client.post(PERSON, filled_in(token="forged"))
    assert forged.status_code == 400
    assert "校验信息不完整" in forged.content.decode()
    sent = filled_in()
    monkeypatch.setattr(form_tokens, "LONGEST", -1)
    old = client.post(PERSON, sent)
    assert "超过一天" in old.content.decode()
    assert not Case.objects.exists()


def test_whoever_sends_faster_than_anybody_reads_is_asked_to_send_again(client, place, monkeypatch):
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", 60)
    assert "提交得太快" in client.post(PERSON, filled_in()).content.decode()
    assert not Case.objects.exists()


def test_the_field_that_nobody_sees_stays_empty(client, place):
    answer = client.post(PERSON, filled_in(homepage="http://buy.example"))
    assert "隐藏栏" in answer.content.decode()
    assert not Case.objects.exists()


def test_an_address_that_sends_too_much_waits_and_keeps_what_was_typed(client, place, settings):
    settings.APPLY_PER_HOUR = 1
    client.post(PERSON, filled_in())
    answer = client.post(PERSON, filled_in())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "2025年度住房公积金归集使用计划" in answer.content.decode()


def test_what_is_public_and_like_it_is_shown_before_sending(client, place):
    page = a_published_report(place, 2023)
    answer = client.post(PERSON, filled_in(step="review", description="2023年政府信息公开工作年度报告全文"))
    assert f'href="{page.url}"' in answer.content.decode()
    nothing = client.post(PERSON, filled_in(step="review", description="某小区电梯维修资金使用明细"))
    assert nothing.context["similar"] == []


def test_personal_data_is_not_in_the_database_as_typed_nor_on_the_log(client, place):
    client.post(PERSON, filled_in())
    with connection.cursor() as cursor:
        cursor.execute("SELECT applicant_name, identity_number, telephone, tracking_hash FROM cases_case")
        stored = " ".join(cursor.fetchone())
    assert "甲某某" not in stored
    assert IDENTITY_NUMBER not in stored
    assert "0952-0000000" not in stored
    told = str(list(LogEntry.objects.values()))
    assert IDENTITY_NUMBER not in told
    assert "甲某某" not in told


def test_the_code_itself_is_stored_nowhere(client, place):
    code = code_on(client.post(PERSON, filled_in()))
    row = str(Case.objects.values().get())
    assert code not in row
    assert code.replace("-", "") not in row


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_attached_files_are_kept_encrypted_under_the_name_of_what_they_are(client, place):
    upload = SimpleUploadedFile("../../委托书.exe", PDF, "application/x-msdownload")
    client.post(PERSON, filled_in(files=[upload]))
    file = CaseFile.objects.get()
    assert (file.name, file.kind, file.data()) == ("委托书.pdf", "pdf", PDF)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM cases_casefile")
        assert "JVBERi" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("uploads", "told"),
    [
        ([("证明.pdf", b"MZ\x90\x00 program")], "不是可以接收的文件"),
        ([("证明.pdf", PDF + b"0" * MOST_BYTES)], "超过 5 MB"),
        ([(f"{number}.pdf", PDF) for number in range(4)], "最多附 3 个文件"),
    ],
)
def test_a_file_that_is_not_taken_is_told_and_nothing_is_sent(client, place, uploads, told):
    files = [SimpleUploadedFile(name, data) for name, data in uploads]
    answer = client.post(PERSON, filled_in(files=files))
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert 'id="files_error"' in answer.content.decode()
    assert not Case.objects.exists()


def test_a_body_that_is_far_too_large_is_not_read(client, place):
    answer = client.generic("POST", PERSON, b"", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert answer.status_code == 413
    assert "5 MB" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(place):
    assert Client(enforce_csrf_checks=True).post(PERSON, filled_in()).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize("address", ["/apply/yunhu/", "/apply/yunhu/paper-form/", PERSON, ORGANIZATION])
def test_every_page_of_applying_names_the_office(client, place, address):
    text = client.get(address).content.decode()
    assert "0000-0000000" in text
    assert "某路1号" in text


@pytest.mark.parametrize("address", ["/apply/nobody/", "/apply/yunhu/robot/", "/apply/nobody/person/"])
def test_who_is_not_here_cannot_be_applied_to(client, place, address):
    assert client.get(address).status_code == 404


def test_two_clicks_at_once_make_one_case(client, place, monkeypatch):
    sent = filled_in()
    first = code_on(client.post(PERSON, sent))
    looks = iter([lambda case: None, submitting.sent_before])  # at first the other click is not on record yet
    monkeypatch.setattr(submitting, "sent_before", lambda case: next(looks)(case))
    assert code_on(client.post(PERSON, sent)) == first
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["１１０１０１１９９００３０７１０９Ｘ", "11010119900307109Ⅹ", "110101 19900307 109x"]
)
def test_an_identity_number_is_taken_as_people_write_it_and_kept_out_of_the_description(typed):
    form = PersonForm(filled_in(identity_number=typed, description=f"户主{typed}的提取记录"))
    assert list(form.errors) == ["description"]
    assert form.cleaned_data["identity_number"] == IDENTITY_NUMBER


def test_a_long_description_is_told_and_nothing_of_it_is_cut_off(client, place):
    page = client.get("/apply/yunhu/person/").content.decode()
    assert 'maxlength="5000"' not in page
    assert "最多 5000 个字" in page
    answer = client.post("/apply/yunhu/person/", filled_in(description="要" * 5001))
    assert "现有 5001 个字" in answer.content.decode()
    assert "要" * 5001 in answer.content.decode()


def test_the_receipt_names_the_papers_that_came(client, place):
    answer = client.post("/apply/yunhu/person/", filled_in(files=[SimpleUploadedFile("身份证.pdf", b"%PDF-1.4")]))
    assert "收到的附件" in answer.content.decode()
    assert "身份证.pdf" in answer.content.decode()
