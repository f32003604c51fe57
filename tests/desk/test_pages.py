"""The home page of the back office, and the page of the workload: least rights, in words."""

import re

import pytest
from django.urls import reverse

from gongkai.agencies.door import Role
from gongkai.desk.advice import advice_for
from tests.publishing.examples import AT, a_draft, a_person, a_section, handed_in, staff
from tests.yearend.examples import a_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Let the pages' clock stand at the moment of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def section(db):
    return a_section(a_place())


@pytest.fixture
def people(section):
    people, other = staff(section.agency), a_place("other")
    handed_in(a_draft(a_section(other), title="别家的通知"), staff(other.agency))
    handed_in(a_draft(section, by=people["clerk"], title="自家的通知"), people)
    return people


def home(client, person, address="/admin/"):
    client.force_login(person)
    return client.get(address)


def test_the_home_page_shows_what_is_due_and_leads_to_where_it_is_done(client, people):
    text = home(client, people["first"]).content.decode()
    assert "一审：《自家的通知》" in text
    assert "/admin/reviews/" in text
    assert "别家" not in text


def test_an_empty_desk_says_what_to_do_next_to_those_who_may_do_it(client, people):
    text = home(client, people["second"]).content.decode()
    assert "现在没有等您办的事" in text
    assert "看正在审签的全部稿件" in text
    assert "登记申请" not in text


@pytest.mark.parametrize("role", Role)
def test_what_an_empty_desk_leads_to_is_open_to_the_role(client, section, role):
    person = a_person("somebody", a_place("empty").agency, role)
    client.force_login(person)
    for one in advice_for([role]):
        assert not one.route or client.get(reverse(one.route)).status_code == 200


def test_an_agency_is_told_which_gates_its_people_cannot_pass(client, section, people):
    administrator = a_person("administrator", section.agency, Role.ADMINISTRATOR)
    text = home(client, administrator, reverse("desk:staffing")).content.decode()
    assert "走不完。</strong>没有人能把的关口：稽查。" in text
    assert "4 个人就能走完全部关口" in text
    assert "其中一种走法" not in text
    a_person("inspector", section.agency, Role.INSPECTOR)
    assert "能走完。" in home(client, administrator, reverse("desk:staffing")).content.decode()


def test_who_has_no_role_is_told_who_gives_one():
    (one,) = advice_for([])
    assert "登记任职" in one.text


def test_the_first_administrator_is_told_where_to_begin_until_it_is_done(client, django_user_model):
    first = django_user_model.objects.create(username="first", is_superuser=True, is_staff=True)
    text = home(client, first).content.decode()
    assert "从这里开始" in text
    assert "没有任何岗位" not in text
    for address in re.findall(r'<li><a href="([^"]+)">', text[text.index("desk-steps") :])[:6]:
        assert client.get(address, follow=True).status_code == 200, address
    section = a_section(a_place())
    assert "✓ 已办：登记行政机关" in home(client, first).content.decode()
    staff(section.agency)
    assert "从这里开始" not in home(client, first).content.decode()


def test_whoever_looks_after_the_installation_finds_the_rest_days_in_the_menu(client, section, django_user_model):
    first = django_user_model.objects.create(username="first", is_superuser=True, is_staff=True)
    clerk = a_person("somebody", section.agency, Role.CLERK)
    assert "/admin/cases/calendar/" in home(client, first).content.decode()
    assert "/admin/cases/calendar/" not in home(client, clerk).content.decode()


def test_an_inspector_follows_what_is_to_be_mended_and_edits_nothing(client, section):
    inspector = a_person("inspector", section.agency, Role.INSPECTOR)
    assert "督促整改：内容检查" in home(client, inspector).content.decode()
    text = home(client, inspector, reverse("publishing_watched")).content.decode()
    assert "review-finding--" in text
    assert "/edit/" not in text


def test_the_workload_is_for_those_who_lead_or_oversee(client, people):
    address = "/admin/desk/workload/"
    assert "自家的通知" not in home(client, people["clerk"], address).content.decode()
    assert home(client, people["clerk"], address).status_code == 302
    text = home(client, people["leader"], address).content.decode()
    assert "各科室的待办和逾期" in text
    assert "别家" not in text


def test_an_inspector_reads_what_is_late_and_opens_nothing(client, people, section):
    inspector = a_person("inspector", section.agency, Role.INSPECTOR)
    text = home(client, inspector, "/admin/desk/workload/").content.decode()
    assert "编制：2025年度报告" in text
    assert 'href="/admin/yearend/reports/' not in text
