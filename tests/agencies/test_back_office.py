"""The back office: everybody sees and changes the rows of the own agencies, and every change is on the log."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.appointments import held
from gongkai.agencies.door import (
    Agency,
    Appointment,
    Deputyship,
    Designation,
    LogEntry,
    Person,
    Role,
    acting,
    entries_about,
    record,
    subject_of,
)
from gongkai.agencies.log import AgencyAct
from gongkai.agencies.row_views import RowCreateView
from tests.agencies.examples import LONG_AGO, a_deputyship, a_person, an_agency, an_office, appoint

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-of-7-words"


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def other():
    return an_agency("other")


@pytest.fixture
def administrator(client, agency):
    """An administrator of the agency, signed in."""
    person = appoint(a_person("admin"), Role.ADMINISTRATOR, agency)
    client.force_login(person)
    return person


def address(model, act="list", *args):
    return reverse(f"wagtailsnippets_agencies_{model._meta.model_name}:{act}", args=args)


def refused(answer):
    return answer.status_code == 302 and answer.headers["Location"] == "/admin/"


OFFICE = {
    "kind": "section",
    "address": "某路1号",
    "hours": "工作日",
    "telephone": "0000-0000000",
    "since": "2024-01-01",
}


def test_a_listing_shows_the_own_agencys_rows_only(client, administrator, agency, other):
    an_office(other, "别家的科室")
    an_office(agency, "自家的科室")
    text = client.get(address(type(agency.disclosure_office))).content.decode()
    assert "自家的科室" in text
    assert "别家的科室" not in text


@pytest.mark.parametrize("act", ["edit", "inspect", "history", "usage"])
def test_another_agencys_row_is_refused_by_its_number(client, administrator, agency, other, act):
    own, foreign = agency.disclosure_office, other.disclosure_office
    assert client.get(address(type(own), act, own.pk)).status_code == 200
    assert refused(client.get(address(type(own), act, foreign.pk)))


def test_another_agencys_row_is_not_changed_by_a_forged_form(client, administrator, other):
    foreign = other.disclosure_office
    client.post(address(type(foreign), "edit", foreign.pk), {**OFFICE, "name": "改名", "agency": other.pk})
    foreign.refresh_from_db()
    assert foreign.name == "办公室"


def test_a_row_cannot_be_opened_for_another_agency(client, administrator, agency, other):
    model = type(agency.disclosure_office)
    answer = client.post(address(model, "add"), {**OFFICE, "name": "新科室", "agency": other.pk})
    assert answer.status_code == 200
    assert not model.objects.filter(name="新科室").exists()
    client.post(address(model, "add"), {**OFFICE, "name": "新科室", "agency": agency.pk})
    office = model.objects.get(name="新科室")
    assert office.agency == agency
    assert entries_about(subject_of(office)).get().by == administrator


def test_nobody_deletes_a_row(client, agency):
    client.force_login(appoint(a_person("admin"), Role.ADMINISTRATOR, agency))
    office = an_office(agency, "财务科")
    client.post(address(type(office), "delete", office.pk))
    client.post(f"/admin/bulk/agencies/office/delete/?id={office.pk}")
    assert type(office).objects.filter(pk=office.pk).exists()


def test_a_clerk_may_look_and_change_nothing(client, agency):
    client.force_login(appoint(a_person(), Role.CLERK, agency))
    office = agency.disclosure_office
    assert client.get(address(type(office))).status_code == 200
    assert client.get(address(type(office), "inspect", office.pk)).status_code == 200
    for act in (address(type(office), "edit", office.pk), address(type(office), "add"), address(Person)):
        assert refused(client.get(act)), act
        client.get("/admin/")


# -- what changes keeps its past -------------------------------------------------------------------


def office_form(office, **changes):
    names = ("kind", "name", "duties", "head", "address", "hours", "telephone", "fax", "email", "website", "since")
    return {name: getattr(office, name) or "" for name in names} | {"agency": office.agency_id, **changes}


def test_a_new_telephone_holds_from_the_day_given_and_the_old_one_is_kept(client, administrator, agency):
    office = agency.disclosure_office
    form = office_form(office, telephone="0000-7654321", changed_on="2025-06-01")
    assert client.post(address(type(office), "edit", office.pk), form).status_code == 302
    office.refresh_from_db()
    assert office.telephone == "0000-7654321"
    assert office.past.get().facts["telephone"] == "0000-0000000"
    entry = entries_about(subject_of(office)).get()
    assert (entry.by, entry.facts["from_day"]) == (administrator, "2025-06-01")


def test_a_day_ahead_is_refused_beside_its_field(client, administrator, agency):
    office = agency.disclosure_office
    ahead = timezone.localdate() + timedelta(days=1)
    form = office_form(office, telephone="0000-7654321", changed_on=ahead.isoformat())
    answer = client.post(address(type(office), "edit", office.pk), form)
    assert "变更日期不能晚于今天" in answer.content.decode()
    assert "0000-7654321" in answer.content.decode()


def test_an_agency_is_renamed_from_a_day_but_its_slug_stays(client, administrator, agency):
    form = {"name": "某市住房公积金中心", "short_name": "公积金中心", "rank": "", "slug": agency.slug, "city": "某地"}
    assert client.post(address(Agency, "edit", agency.pk), form).status_code == 302
    assert Agency.objects.get(pk=agency.pk).as_of(LONG_AGO)["name"] == agency.name
    answer = client.post(address(Agency, "edit", agency.pk), {**form, "slug": "anders"})
    assert "代号启用后不再更改" in answer.content.decode()


def test_two_disclosure_offices_at_once_are_refused_in_the_form(client, administrator, agency):
    second = an_office(agency, "法规科")
    form = {"agency": agency.pk, "office": second.pk, "since": LONG_AGO.isoformat()}
    answer = client.post(address(Designation, "add"), form)
    assert "只能有一个公开工作机构" in answer.content.decode()
    assert agency.designations.count() == 1


# -- people ----------------------------------------------------------------------------------------

ACCOUNT = {
    "username": "new",
    "last_name": "钱",
    "first_name": "一",
    "email": "",
    "mobile": "13800000000",
    "is_active": "on",
}


def test_an_administrator_opens_an_account_with_a_password_that_the_log_does_not_know(client, administrator, agency):
    account = {**ACCOUNT, "agency": agency.pk, "new_password": PASSWORD}
    assert client.post(address(Person, "add"), account).status_code == 302
    person = Person.objects.get(username="new")
    assert person.agency == agency
    assert person.check_password(PASSWORD)
    assert not (person.is_staff or person.is_superuser)
    told = str(entries_about(subject_of(person)).get().facts)
    assert PASSWORD not in told
    assert "13800000000" not in told


def test_a_password_that_somebody_else_set_lets_in_only_to_choose_ones_own(client, administrator, agency):
    client.post(address(Person, "add"), {**ACCOUNT, "agency": agency.pk, "new_password": PASSWORD})
    person = appoint(Person.objects.get(username="new"), Role.CLERK, agency)
    client.logout()
    client.post("/admin/login/", {"username": "new", "password": PASSWORD})
    led = client.get("/admin/cases/")
    assert led.headers["Location"] == "/admin/second-factor/own-password/?next=%2Fadmin%2Fcases%2F"
    told = client.get(led.headers["Location"]).content.decode()
    assert administrator.name_on_record() in told
    assert "登录" in told
    for wrong in ({}, {"new_password1": PASSWORD, "new_password2": PASSWORD}, {"new_password1": "12345678"}):
        assert client.post("/admin/second-factor/own-password/", wrong).status_code == 400
    own = {"new_password1": "only-mine-of-9-words", "new_password2": "only-mine-of-9-words", "next": "/admin/cases/"}
    assert client.post("/admin/second-factor/own-password/", own).headers["Location"] == "/admin/cases/"
    assert client.get("/admin/cases/").status_code == 200
    assert entries_about(subject_of(person)).last().act == "own_password"
    client.logout()
    client.post("/admin/login/", {"username": "new", "password": own["new_password1"]})
    assert client.get("/admin/cases/").status_code == 200


def test_the_second_step_is_set_up_only_behind_a_password_of_ones_own(client, administrator, agency, settings):
    settings.SECOND_FACTOR_ROLES = ["clerk"]
    client.post(address(Person, "add"), {**ACCOUNT, "agency": agency.pk, "new_password": PASSWORD})
    appoint(Person.objects.get(username="new"), Role.CLERK, agency)
    client.logout()
    client.post("/admin/login/", {"username": "new", "password": PASSWORD})
    own = "/admin/second-factor/own-password/"
    assert client.get("/admin/").headers["Location"].startswith(own)
    assert client.get("/admin/second-factor/enrol/").headers["Location"] == own
    client.post(own, {"new_password1": "only-mine-of-9-words", "new_password2": "only-mine-of-9-words"})
    assert client.get("/admin/").headers["Location"].startswith("/admin/second-factor/enrol/")


def test_a_new_password_ends_the_lock_out(client, administrator, agency):
    client.post(address(Person, "add"), {**ACCOUNT, "agency": agency.pk, "new_password": PASSWORD})
    person = appoint(Person.objects.get(username="new"), Role.CLERK, agency)
    locked = Client()
    for _ in range(6):
        answer = locked.post("/admin/login/", {"username": "new", "password": "wrong"})
    assert answer.status_code == 429
    given = {**ACCOUNT, "agency": agency.pk, "new_password": "another-word-of-5"}
    assert client.post(address(Person, "edit", person.pk), given).status_code == 302
    assert locked.post("/admin/login/", {"username": "new", "password": "another-word-of-5"}).status_code == 302


def test_an_account_without_a_password_or_with_a_weak_one_is_refused(client, administrator):
    account = {**ACCOUNT, "agency": administrator.appointments.get().agency_id}
    assert "请为新账号设一个密码" in client.post(address(Person, "add"), account).content.decode()
    client.post(address(Person, "add"), {**account, "new_password": "12345678"})
    assert not Person.objects.filter(username="new").exists()


@pytest.mark.parametrize("mobile", ["abc", "12345", "23800000000"])
def test_what_is_no_mobile_number_is_refused_for_an_account(client, administrator, agency, mobile):
    answer = client.post(address(Person, "add"), {"agency": agency.pk, "username": "new", "mobile": mobile})
    assert "手机号码应是 11 位数字" in answer.content.decode()


def test_the_account_of_a_superuser_or_of_another_agency_is_out_of_reach(client, administrator, agency, other):
    root = Person.objects.create_superuser("root")
    foreign = appoint(a_person("foreign"), Role.CLERK, other)
    both = appoint(appoint(a_person("both"), Role.CLERK, other), Role.CLERK, agency)
    importer = a_person("importer")
    importer.set_unusable_password()
    importer.save()
    for person in (root, foreign, both, importer):
        client.post(
            address(Person, "edit", person.pk), {**ACCOUNT, "username": person.username, "new_password": PASSWORD}
        )
        person.refresh_from_db()
        assert not person.check_password(PASSWORD), person


def test_an_account_nobody_has_appointed_is_seen_by_the_administrators_of_its_own_agency(
    client, administrator, agency, other
):
    own, foreign, nobodys = a_person("own", agency=agency), a_person("foreign", agency=other), a_person("nobodys")
    moved = appoint(a_person("moved", agency=agency), Role.CLERK, other)
    text = client.get(address(Person)).content.decode()
    assert own.username in text
    for person in (foreign, nobodys, moved):
        assert f">{person.username}<" not in text.replace("\n", "").replace(" ", "")
        assert refused(client.get(address(Person, "edit", person.pk)))
    account = {**ACCOUNT, "username": "own", "agency": other.pk}
    client.post(address(Person, "edit", own.pk), account)
    own.refresh_from_db()
    assert own.agency == agency


def test_the_listing_of_people_shows_no_whole_mobile_number(client, administrator, agency):
    appoint(a_person("li", mobile="13800001234"), Role.CLERK, agency)
    text = client.get(address(Person)).content.decode()
    assert "138****1234" in text
    assert "13800001234" not in text


def test_nobody_gives_himself_a_role(client, administrator, agency):
    form = {"agency": agency.pk, "role": "third_reviewer", "since": "2026-01-01"}
    answer = client.post(address(Appointment, "add"), {**form, "person": administrator.pk})
    assert "不能给自己登记任职" in answer.content.decode()
    somebody = appoint(a_person("li"), Role.CLERK, agency)
    client.post(address(Appointment, "add"), {**form, "person": somebody.pk})
    assert list(Appointment.objects.filter(role="third_reviewer").values_list("person", flat=True)) == [somebody.pk]


def test_a_deputyship_says_who_recorded_it(client, administrator, agency):
    leader, deputy = appoint(a_person("zhao"), Role.LEADER, agency), appoint(a_person("li"), Role.CLERK, agency)
    form = {"agency": agency.pk, "absent": leader.pk, "deputy": deputy.pk, "role": "", "reason": "外出学习"}
    client.post(address(Deputyship, "add"), {**form, "since": "2026-01-01", "until": "2026-01-07"})
    deputyship = Deputyship.objects.get()
    assert deputyship.recorded_by == administrator
    assert entries_about(subject_of(deputyship)).get().act == "create"


def deputyship_form(agency, absent, deputy, **changes):
    today = timezone.localdate()
    days = {"since": today.isoformat(), "until": (today + timedelta(days=7)).isoformat()}
    who = {"agency": agency.pk, "absent": absent.pk, "deputy": deputy.pk, "role": "leader", "reason": "外出学习"}
    return {**who, **days, **changes}


@pytest.fixture
def absent_and_deputy(agency):
    return appoint(a_person("zhao"), Role.LEADER, agency), appoint(a_person("li"), Role.CLERK, agency)


def test_a_deputyship_is_ended_at_once_for_a_reason_and_the_deputy_is_never_another(
    client, administrator, agency, absent_and_deputy
):
    absent, deputy = absent_and_deputy
    another = appoint(a_person("sun"), Role.CLERK, agency)
    client.post(address(Deputyship, "add"), deputyship_form(agency, absent, deputy))
    deputyship = Deputyship.objects.get()
    assert acting(deputy, Role.LEADER, agency, on=timezone.localdate())
    page = address(Deputyship, "edit", deputyship.pk)
    forged = deputyship_form(agency, absent, another, end_now="on")
    assert "请填写为什么提前结束" in client.post(page, forged).content.decode()
    assert client.post(page, {**forged, "end_reason": "登记错了"}).status_code == 302
    deputyship.refresh_from_db()
    assert (deputyship.deputy, deputyship.ended_date) == (deputy, timezone.localdate())
    assert acting(deputy, Role.LEADER, agency, on=timezone.localdate()) is None
    assert held(deputy, timezone.localdate()) == {(agency.pk, Role.CLERK)}
    told = client.get(address(LogEntry)).content.decode()
    assert "立即结束：是；结束原因：登记错了" in told


def test_a_second_deputy_for_the_same_role_and_days_is_refused(client, administrator, agency, absent_and_deputy):
    absent, deputy = absent_and_deputy
    another = appoint(a_person("sun"), Role.CLERK, agency)
    client.post(address(Deputyship, "add"), deputyship_form(agency, absent, deputy))
    answer = client.post(address(Deputyship, "add"), deputyship_form(agency, absent, another, role=""))
    assert "请先结束它" in answer.content.decode()
    assert Deputyship.objects.count() == 1
    Deputyship.objects.update(ended_date=timezone.localdate(), end_reason="提前返回")
    assert client.post(address(Deputyship, "add"), deputyship_form(agency, absent, another)).status_code == 302


@pytest.mark.parametrize("model", [Appointment, Deputyship])
def test_of_two_forms_sent_at_the_same_moment_the_second_says_what_stands(
    client, administrator, agency, absent_and_deputy, monkeypatch, model
):
    absent, deputy = absent_and_deputy
    stored = RowCreateView.form_valid
    rows = {
        Appointment: lambda: appoint(deputy, Role.LEADER, agency, timezone.localdate()),
        Deputyship: lambda: a_deputyship(absent, deputy, agency, timezone.localdate(), timezone.localdate()),
    }

    def stored_after_the_quicker_one(view, form):
        rows[model]()
        return stored(view, form)

    monkeypatch.setattr(RowCreateView, "form_valid", stored_after_the_quicker_one)
    form = {**deputyship_form(agency, absent, deputy), "person": deputy.pk}
    answer = client.post(address(model, "add"), form)
    assert answer.status_code == 200
    assert any(told in answer.content.decode() for told in ("登记过", "已担任同一岗位", "请先结束它"))
    assert model.objects.filter(role__in=("leader", "")).filter(since=timezone.localdate()).count() == 1


# -- the log ---------------------------------------------------------------------------------------


def test_the_log_is_read_by_its_agency_and_written_by_nobody(client, administrator, agency, other):
    own = record("seal", agency=agency, by=administrator, subject="own:1")
    foreign = record("seal", agency=other, by=None, subject="foreign:1")
    text = client.get(address(LogEntry)).content.decode()
    assert "own:1" in text
    assert "foreign:1" not in text
    assert own.digest in client.get(address(LogEntry, "inspect", own.pk)).content.decode()
    assert refused(client.get(address(LogEntry, "inspect", foreign.pk)))
    client.get("/admin/")
    for act in (address(LogEntry, "add"), address(LogEntry, "edit", own.pk), address(LogEntry, "delete", own.pk)):
        assert client.get(act).status_code in {302, 403}, act


def test_an_entry_of_the_log_is_told_in_words_and_in_beijing_time(client, administrator, agency):
    facts = {"day": "2026-11-28", "role": "first_reviewer", "arrived": True, "digest": "ab" * 32}
    entry = record(
        "change",
        agency=agency,
        by=administrator,
        subject=subject_of(agency),
        facts=facts,
        at=datetime(2026, 11, 27, 17, 18, tzinfo=UTC),
    )
    listed = client.get(address(LogEntry)).content.decode()
    assert f"行政机关“{agency}”" in listed
    assert all(told in listed for told in ("日期：2026年11月28日", "岗位：一审", "是否送到：是"))
    assert "ab" * 32 not in listed
    page = client.get(address(LogEntry, "inspect", entry.pk)).content.decode()
    assert "2026年11月28日 01:18:00" in page
    assert "<li>岗位：一审</li>" in page
    assert address(Agency, "edit", agency.pk) in page
    assert ">None<" not in page.replace(" ", "").replace("\n", "")


def test_the_log_is_narrowed_to_a_person_a_day_and_an_act(client, administrator, agency):
    clerk = appoint(a_person("clerk"), Role.CLERK, agency)
    for number, (by, day) in enumerate([(administrator, 26), (clerk, 26), (clerk, 28)]):
        at = datetime(2026, 11, day, 16, 30, tzinfo=UTC)  # half past midnight of the day after, in Beijing
        record(AgencyAct.CHANGE, agency=agency, by=by, subject=f"row:{number}", at=at)
    found = client.get(
        address(LogEntry), {"by": clerk.pk, "at__date__gte": "2026-11-27", "at__date__lte": "2026-11-27"}
    )
    assert [entry.subject for entry in found.context["object_list"]] == ["row:1"]
    found = client.get(address(LogEntry), {"act": "change", "q": "row:2"})
    assert [entry.subject for entry in found.context["object_list"]] == ["row:2"]


def test_an_act_on_the_account_of_somebody_appointed_is_on_the_agencys_log(client, administrator, agency):
    person = appoint(a_person("clerk"), Role.CLERK, agency)  # registered for no agency
    form = {"agency": "", "username": "clerk", "last_name": "王", "is_active": "on", "new_password": PASSWORD}
    assert client.post(address(Person, "edit", person.pk), form).status_code == 302
    entry = entries_about(subject_of(person)).get()
    assert entry.agency == agency
    assert "密码：已更新" in client.get(address(LogEntry)).content.decode()


def test_a_row_to_look_at_speaks_chinese(client, administrator, agency):
    page = client.get(address(Person, "inspect", administrator.pk)).content.decode()
    assert "手机号码" in page
    assert not re.search(r"Masked|>\s*(True|None)\s*<", page)
