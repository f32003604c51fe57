"""What the office took down wrongly is corrected, what came on paper is kept, and F5 registers nothing."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.agencies.door import LogEntry, Role
from gongkai.cases.amending import RegistrationAmendment
from gongkai.cases.archive_package import package_of
from gongkai.cases.case_files import Direction
from gongkai.cases.door import Case
from gongkai.cases.form_tokens import new_token
from gongkai.cases.tracking import case_of, tracking_hash
from gongkai.cases.verification import verify_cases
from tests.agencies.examples import a_person, appoint
from tests.cases import examples
from tests.cases.applications import IDENTITY_NUMBER
from tests.cases.examples import AT, do
from tests.cases.test_office import at, on_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_is_fixed")]
a_case = partial(examples.a_case, description="2025年度归集使用计划")
REGISTER = "/admin/cases/register/"
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def as_clerk(client, agency):
    client.force_login(appoint(a_person("clerk"), Role.CLERK, agency))
    return client


def token_in(answer):
    return re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]


def codes_in(answer):
    return re.findall(r'office-code">([0-9A-Z-]+)<', answer.content.decode())


def a_scan(name="申请表.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def corrected(client, case, **said):
    shown = client.get(at(case, "amend/")).context["form"]
    as_it_stands = {name: "" if shown[name].value() is None else shown[name].value() for name in shown.fields}
    as_it_stands.pop("unreachable", None)
    return client.post(at(case, "amend/"), {**as_it_stands, "reason": "登记时看错。", **said})


def test_the_same_form_sent_again_gives_the_same_receipt(as_clerk, agency):
    sent = on_paper(agency, more="2025年度审计报告", token=token_in(as_clerk.get(REGISTER)))
    first, again = as_clerk.post(REGISTER, sent), as_clerk.post(REGISTER, sent)
    assert Case.objects.count() == len(codes_in(first)) == 2
    assert codes_in(again) == codes_in(first)


def test_the_same_form_with_other_words_is_asked_about_first(as_clerk, agency):
    sent = on_paper(agency, token=token_in(as_clerk.get(REGISTER)))
    as_clerk.post(REGISTER, sent)
    asked = as_clerk.post(REGISTER, {**sent, "description": "2024年度归集使用计划"})
    assert asked.status_code == 409
    assert Case.objects.get().number in asked.content.decode()
    as_clerk.post(REGISTER, {**sent, "description": "2024年度归集使用计划", "token": token_in(asked)})
    assert Case.objects.count() == 2


def test_the_scan_of_the_application_is_kept_with_it(as_clerk, agency):
    as_clerk.post(REGISTER, on_paper(agency, files=[a_scan(), a_scan("信封.pdf")]))
    case = Case.objects.get()
    assert [(one.name, one.direction) for one in case.files.all()] == [
        ("申请表.pdf", Direction.RECEIVED),
        ("信封.pdf", Direction.RECEIVED),
    ]
    assert "申请表.pdf" in as_clerk.get(at(case)).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"files": [a_scan("木马.pdf", b"MZ\x90")]}, "files", "不是可以接收的文件"),
        ({"files": [a_scan() for _ in range(11)]}, "files", "最多 10 个"),
        ({"unreachable": "on"}, "unreachable", "只有平常信函"),
    ],
)
def test_a_registration_that_cannot_be_is_told_at_its_field(as_clerk, agency, sent, field, told):
    answer = as_clerk.post(REGISTER, on_paper(agency, **sent))
    assert answer.status_code == 400
    assert told in answer.context["form"].errors[field][0]
    assert not Case.objects.exists()


def test_what_came_later_is_kept_with_whose_it_is_and_what(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9))
    assert as_clerk.post(at(case, "materials/"), {"direction": "others", "told": "第三方的书面意见"}).status_code == 400
    as_clerk.post(at(case, "materials/"), {"direction": "others", "told": "第三方的书面意见", "files": [a_scan()]})
    file = case.files.get()
    assert (file.direction, file.told) == (Direction.OTHERS, "第三方的书面意见")
    assert LogEntry.objects.get(act="case_add_material").facts["files"] == {str(file.pk): file.digest}


def test_a_wrong_arrival_is_corrected_with_the_reason_and_moves_the_due_date(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 20), applicant_name="甲某某", channel="signed_post")
    due = case.clock(today=AT.date()).due.date
    answer = corrected(as_clerk, case, arrival_date="2026-11-16", applicant_name="甲某")
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.receipt_date, case.applicant_name) == (date(2026, 11, 16), "甲某")
    assert case.clock(today=AT.date()).due.date < due
    kept = RegistrationAmendment.objects.get()
    assert kept.changed == ["arrival_date", "applicant_name"]
    assert '"applicant_name": "甲某某"' in kept.before
    assert len(json.loads(kept.before)["nonce"]) > 40  # whoever knows the name cannot try it out against the log's hash
    told = LogEntry.objects.get(act="case_amend")
    assert "甲" not in str(told.facts)
    page = as_clerk.get(at(case)).content.decode()
    assert "更正登记：到达日期、申请人姓名或者名称" in page
    assert "amendments.json" in str(package_of(case, until=kept.at).data)
    assert not list(verify_cases())


def test_the_row_of_table_three_follows_the_corrected_class(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 20), channel="signed_post")
    corrected(as_clerk, case, applicant_class="law_firm")
    case = Case.objects.get()
    assert (case.applicant_class, case.report_column) == ("law_firm", "legal_service_institution")


def test_a_date_with_which_the_acts_on_record_could_not_be_is_refused(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9), channel="signed_post")
    do(case, "request_correction", date(2026, 11, 11), received_by_applicant=date(2026, 11, 11))
    answer = corrected(as_clerk, case, arrival_date="2026-11-12")
    assert answer.status_code == 409
    assert Case.objects.get().arrival_date == date(2026, 11, 9)
    assert not RegistrationAmendment.objects.exists()


@pytest.mark.parametrize("said", [{}, {"reason": ""}, {"arrival_date": "2026-11-31"}, {"applicant_name": ""}])
def test_a_correction_of_nothing_or_without_a_reason_is_refused(as_clerk, agency, said):
    case = a_case(agency, date(2026, 11, 20), applicant_name="甲某某", channel="signed_post")
    assert corrected(as_clerk, case, **said).status_code in (400, 409)
    assert not RegistrationAmendment.objects.exists()


def test_an_applicants_own_words_are_not_corrected_by_the_office(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 20), channel="portal", applicant_name="甲某某", description="甲的原话")
    corrected(as_clerk, case, description="别的话", channel="fax", telephone="0952-1234567")
    case = Case.objects.get()
    assert (case.description, case.channel, case.telephone) == ("甲的原话", "portal", "0952-1234567")


def test_opening_the_page_of_corrections_is_on_the_log_and_not_for_a_leader(client, as_clerk, agency):
    case = a_case(agency, date(2026, 11, 20), applicant_name="甲某某")
    as_clerk.get(at(case, "amend/"))
    assert LogEntry.objects.get(act="case_unmask").reason == "更正登记"
    client.force_login(appoint(a_person("leader"), Role.LEADER, agency))
    answer = client.get(at(case, "amend/"))
    assert answer.status_code == 409
    assert "甲某某" not in answer.content.decode()


def test_a_correction_that_was_tampered_with_is_found(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 20), applicant_name="甲某某")
    corrected(as_clerk, case, applicant_name="乙某某")
    RegistrationAmendment.objects.update(reason="别的原因")
    assert [one.rule for one in verify_cases()] == ["CASE-CHANGED"]


# -- a lost code ------------------------------------------------------------------------------------------


def test_a_lost_code_is_replaced_once_the_applicant_is_identified_and_the_old_one_opens_nothing(as_clerk, agency):
    case = a_case(agency, date(2026, 11, 9), tracking_hash=tracking_hash("0000-OLD"))
    page, once = at(case, "code/"), new_token()
    assert "请写明怎样核实了申请人的身份" in as_clerk.post(page, {"once": once, "identified": " "}).content.decode()
    assert "请删去" in as_clerk.post(page, {"once": once, "identified": f"核对{IDENTITY_NUMBER}"}).content.decode()
    sent = {"once": once, "identified": "本人到场，核对身份证原件"}
    (code,) = codes_in(as_clerk.post(page, sent))
    assert codes_in(as_clerk.post(page, sent)) == [code]  # loaded again: the same code, no second renewal
    assert (case_of(code), case_of("0000-OLD")) == (case, None)
    (line,) = LogEntry.objects.filter(act="case_renew_code")
    assert (line.reason, code in str(line.facts)) == ("本人到场，核对身份证原件", False)


def test_only_who_handles_cases_of_the_agency_renews_a_code(client, agency):
    case, sent = a_case(agency, date(2026, 11, 9)), {"once": new_token(), "identified": "电话核对"}
    client.force_login(appoint(a_person("leader"), Role.LEADER, agency))
    assert client.post(at(case, "code/"), sent).status_code == 400
    case.refresh_from_db()
    assert case.tracking_hash == ""
