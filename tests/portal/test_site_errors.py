"""我为政府网站找错: a reader reports an error without an account, and the office answers in time."""

import re
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.db import connection

from gongkai.agencies.door import LogEntry
from gongkai.cases import form_tokens
from gongkai.cases.door import Case
from gongkai.desk.door import agenda
from gongkai.portal.models import SiteErrorAnswer, SiteErrorReport
from tests.publishing.examples import SHANGHAI, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db
ADDRESS = "/site-errors/yunhu/"
CONTACT = "0952-1234567"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    """Let a form be sent as soon as it is shown, with nothing counted from earlier tests."""
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", -1)
    cache.clear()


@pytest.fixture
def place():
    return a_place("yunhu")


@pytest.fixture
def people(place):
    return staff(place.agency)


def filled_in(**changes):
    return {
        "kind": "wording",
        "page_address": "http://127.0.0.1:8000/yunhu/12/",
        "description": "“帐户”应为“账户”。",
        "contact": CONTACT,
        "token": form_tokens.new_token(),
        **changes,
    }


def errors_of(answer):
    return {field.name: field.errors[0] for field in answer.context["form"] if field.errors}


@pytest.mark.parametrize(
    "address", ["http://www.baidu.com/", "www.baidu.com/s?wd=1", "https://elsewhere.gov.cn/yunhu/12/"]
)
def test_a_page_of_another_site_is_refused_by_its_name(client, place, address):
    told = errors_of(client.post(ADDRESS, filled_in(page_address=address)))
    assert "不是本站" in told["page_address"]
    assert not SiteErrorReport.objects.exists()


@pytest.mark.parametrize("address", ["", "/yunhu/12/", "首页左边的栏目", "localhost:8000/yunhu/", "http://[首页"])
def test_an_address_of_ours_and_plain_words_are_taken(client, place, address):
    client.post(ADDRESS, filled_in(page_address=address))
    assert SiteErrorReport.objects.get().page_address == address


def test_a_long_description_is_told_and_not_cut(client, place):
    shown = client.get(ADDRESS).content.decode()
    assert "最多 1000 个字" in shown
    assert 'maxlength="1000"' not in shown
    told = errors_of(client.post(ADDRESS, filled_in(description="字" * 5001)))
    assert told == {"description": "最多 1000 个字，现有 5001 个字。"}


def test_a_link_to_the_form_that_names_no_address_names_no_page(client, place):
    assert client.get(ADDRESS, {"page": "http://["}).context["form"].initial["page_address"] == ""


def test_what_is_reported_gets_a_number_at_once_and_an_address_to_look_again(client, place):
    answer = client.post(ADDRESS, filled_in(), follow=True)
    report = SiteErrorReport.objects.get()
    year = report.received_date.year
    assert report.number == f"ZC{year}-0001"
    assert report.number in answer.content.decode()
    assert "已经收到，最迟在" in answer.content.decode()
    assert CONTACT not in answer.content.decode()
    assert LogEntry.objects.filter(act="receive_site_error").exists()


def test_the_contact_is_stored_encrypted(client, place):
    client.post(ADDRESS, filled_in())
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM portal_siteerrorreport")
        assert CONTACT not in cursor.fetchone()[0]
    assert SiteErrorReport.objects.get().contact == CONTACT


def test_the_same_form_sent_twice_is_one_report(client, place):
    sent = filled_in()
    first, second = client.post(ADDRESS, sent), client.post(ADDRESS, sent)
    assert first.url == second.url
    assert SiteErrorReport.objects.count() == 1


def test_the_footer_leads_here_with_the_page_filled_in(client, place, settings):
    text = client.get(place.url).content.decode()
    link = re.search(r'href="(/site-errors/yunhu/\?page=[^"]+)"', text)[1]
    assert f'value="{settings.PUBLIC_ADDRESS}/yunhu/"' in client.get(link).content.decode()


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "x"])
def test_no_other_address_is_filled_in(client, place, page):
    assert "evil" not in client.get(ADDRESS, {"page": page}).context["form"].initial["page_address"]
    assert client.get(ADDRESS, {"page": page}).context["form"].initial["page_address"] == ""


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"description": " "}, "description", "请写明哪里有错"),
        ({"description": "字" * 1001}, "description", "最多 1000 个字"),
        ({"description": "我的证件 11010119900307109X 写错了"}, "description", "身份证号码"),
        ({"kind": ""}, "kind", "请选择"),
        ({"page_address": "x" * 501}, "page_address", "地址太长"),
        ({"contact": "1" * 101}, "contact", "最多 100 个字"),
    ],
)
def test_what_is_wrong_is_told_beside_it_and_the_rest_is_kept(client, place, changes, field, said):
    answer = client.post(ADDRESS, filled_in(**changes))
    assert answer.status_code == 400
    assert said in errors_of(answer)[field]
    assert not SiteErrorReport.objects.exists()
    kept = "page_address" if field != "page_address" else "description"
    assert filled_in()[kept] in answer.content.decode()


def test_a_program_is_not_taken(client, place, monkeypatch):
    assert "隐藏栏" in client.post(ADDRESS, filled_in(homepage="x")).content.decode()
    monkeypatch.setattr(form_tokens, "QUICKEST_SECONDS", 60)
    assert "提交得太快" in client.post(ADDRESS, filled_in()).content.decode()
    assert client.post(ADDRESS, filled_in(token="made up")).status_code == 400
    assert not SiteErrorReport.objects.exists()


def test_too_many_in_an_hour_are_told_to_come_back(client, place, settings):
    settings.SITE_ERRORS_PER_HOUR = 1
    client.post(ADDRESS, filled_in())
    answer = client.post(ADDRESS, filled_in())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "账户" in answer.content.decode()


def test_a_report_is_seen_only_by_its_own_address(client, place):
    status = client.post(ADDRESS, filled_in()).url
    a_place("other", name="另一个中心")
    for wrong in (ADDRESS + "1/", ADDRESS + "1:x/", status[:-3] + "x/", status.replace("yunhu", "other")):
        assert client.get(wrong).status_code == 404
    answer = client.get(status)
    assert "noindex" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_is_answered_within_three_working_days_over_a_holiday(place):
    received = datetime(2026, 9, 30, 16, 0, tzinfo=SHANGHAI)
    report = SiteErrorReport(agency=place.agency, received_at=received, received_date=date(2026, 9, 30))
    assert report.due_date == date(2026, 10, 10)  # 8, 9 October, and 10 October, a Saturday that is worked
    assert not report.is_overdue(on=date(2026, 10, 10))
    assert report.is_overdue(on=date(2026, 10, 11))


def test_the_office_answers_once_and_the_reader_sees_it(client, place, people):
    status = client.post(ADDRESS, filled_in()).url
    report = SiteErrorReport.objects.get()
    client.force_login(people["clerk"])
    assert report.number in client.get("/admin/site-errors/").content.decode()
    page = f"/admin/site-errors/{report.pk}/"
    assert CONTACT not in client.get(page).content.decode()
    assert "请写明答复" in client.post(page, {"outcome": "mended", "text": ""}).content.decode()
    assert client.post(page, {"outcome": "mended", "text": "已改为“账户”，谢谢。"}).status_code == 302
    again = client.post(page, {"outcome": "unclear", "text": "另一个答复"})
    assert again.status_code == 409
    assert "另一个答复" in again.content.decode()
    assert SiteErrorAnswer.objects.get().outcome == "mended"
    client.logout()
    assert "已改为“账户”，谢谢。" in client.get(status).content.decode()


def test_a_report_is_on_the_desk_with_its_last_day_until_it_is_answered(client, place, people):
    client.post(ADDRESS, filled_in())
    report = SiteErrorReport.objects.get()
    (line,) = lines_of(people["clerk"], report)
    assert (line.due.due_date, report.number in line.due.what) == (report.due_date, True)
    assert CONTACT not in f"{line.due.what}{line.due.note}"
    client.force_login(people["clerk"])
    assert client.get(line.due.address).status_code == 200
    client.post(line.due.address, {"outcome": "mended", "text": "已改正。"})
    assert lines_of(people["clerk"], report) == []


def lines_of(person, report):
    """Return what the desk of somebody says of reported errors on the day one came in."""
    found = [line for group in agenda(person, report.received_at) for line in group.lines]
    return [line for line in found if line.queue.id == "portal.site_errors"]


def test_who_looks_at_the_contact_is_on_the_log(client, place, people):
    client.post(ADDRESS, filled_in())
    report = SiteErrorReport.objects.get()
    client.force_login(people["clerk"])
    assert CONTACT in client.post(f"/admin/site-errors/{report.pk}/contact/").content.decode()
    assert LogEntry.objects.get(act="see_site_error_contact").by == people["clerk"]


def test_nobody_else_sees_the_reports(client, place, people):
    client.post(ADDRESS, filled_in())
    report = SiteErrorReport.objects.get()
    strangers = staff(a_place("other", name="另一个中心").agency)
    client.force_login(strangers["clerk"])
    assert client.get(f"/admin/site-errors/{report.pk}/").status_code == 404
    assert report.number not in client.get("/admin/site-errors/").content.decode()
    client.force_login(people["third"])
    assert client.get(f"/admin/site-errors/{report.pk}/").status_code == 302


# -- a report that is an application ---------------------------------------------------------------


def as_application(**changes):
    said = {"consent_date": "2026-11-24", "consent": "11月24日电话回访，本人同意。", "applicant_name": "周某"}
    said |= {"applicant_class": "natural_person", "description": "2025年度归集使用计划全文", "form_wanted": "电子文档"}
    return {**said, "route_wanted": "在本网站查看下载", **changes}


@pytest.fixture
def report(place, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 27))
    said = {"kind": "missing", "description": "没有找到2025年度归集使用计划", "number": "ZC2026-0001"}
    moment = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)
    return SiteErrorReport.objects.create(
        agency=place.agency, submission_hash="x", received_at=moment, received_date=date(2026, 11, 20), **said
    )


def test_a_report_that_asks_for_a_document_becomes_one_case_with_its_writers_consent(client, report, people):
    client.force_login(people["clerk"])
    page = client.get(f"/admin/site-errors/{report.pk}/").content.decode()
    address = f"/admin/cases/from/portal.site_error/{report.pk}/"
    assert address in page
    assert "没有找到2025年度归集使用计划" in client.get(address).content.decode()
    first = client.post(address, as_application())
    again = client.post(address, as_application())
    (case,) = Case.objects.all()
    assert [answer.context["lines"][0]["case"] for answer in (first, again)] == [case, case]
    assert (case.arrival_date, case.receipt_date) == (date(2026, 11, 20), date(2026, 11, 24))
    assert (case.writer_consent.by, case.writer_consent.key) == (people["clerk"], f"portal.site_error:{report.pk}")
    assert case.number in client.get(f"/admin/site-errors/{report.pk}/").content.decode()
    assert "电话回访" in client.get(f"/admin/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"consent": " "}, "请写明何时、由谁、以什么方式取得同意"),
        ({"consent_date": ""}, "请填写日期"),
        ({"consent_date": "2026-11-19"}, "应在来信之日（2026-11-20）和今天之间"),
        ({"consent_date": "2026-11-28"}, "应在来信之日（2026-11-20）和今天之间"),
        ({"applicant_name": ""}, "请填写申请人姓名"),
    ],
)
def test_without_consent_or_an_applicant_it_stays_a_report_and_nothing_typed_is_lost(
    client, report, people, typed, told
):
    client.force_login(people["clerk"])
    answer = client.post(f"/admin/cases/from/portal.site_error/{report.pk}/", as_application(**typed))
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert "2025年度归集使用计划全文</textarea>" in answer.content.decode()
    assert not Case.objects.exists()


def test_nobody_opens_a_case_from_another_agencys_report_or_from_nothing(client, report, people):
    stranger = staff(a_place("other").agency)["clerk"]
    client.force_login(stranger)
    assert client.post(f"/admin/cases/from/portal.site_error/{report.pk}/", as_application()).status_code == 404
    client.force_login(people["clerk"])
    for address in ("portal.site_error/999999/", "mailbox.letter/1/"):
        assert client.get(f"/admin/cases/from/{address}").status_code == 404
