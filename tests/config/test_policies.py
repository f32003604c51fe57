"""Who may come in where: every route, as every role and as a stranger, against the table of policies."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.urls import resolve
from django.utils import timezone
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from gongkai.agencies.door import OwnRowsPolicy, Person, Role
from gongkai.config import policies
from gongkai.config.access import RouteAccess
from gongkai.config.policies import POLICIES, PUBLIC, SUPERUSER, policy_of
from gongkai.pages.door import AgencyPage
from tests.agencies.examples import TODAY, a_person, appoint
from tests.house.routes import every_route
from tests.publishing.examples import a_draft, a_section
from tests.yearend.examples import a_place

ROUTES = sorted(set(every_route()))
WHO = ["stranger", "without a role", *Role, "superuser"]


def test_every_line_of_the_table_decides_about_a_route():
    used = {line_of(name) for name, _ in ROUTES}
    assert [pattern for pattern, _ in POLICIES if pattern not in used] == []


def line_of(name):
    return next(pattern for pattern, _ in POLICIES if pattern == name or fnmatchcase(name, pattern))


def test_every_address_leads_to_its_route():
    for route in ROUTES:
        match = resolve(route.address)
        found = policies.route_name(match.view_name, match.route)
        assert policy_of(found) == policy_of(route.name), route


@pytest.fixture
def people(db):
    """One person for each role, and those without."""
    agency = a_place().agency
    people = {role: appoint(a_person(role), role, agency) for role in Role}
    people["without a role"] = a_person("nobody")
    people["superuser"] = Person.objects.create_superuser("root")
    people["stranger"] = AnonymousUser()
    for person in people.values():
        person.is_verified = lambda: False
    return people


def comes_in(rf, person, route):
    """Tell whether the view of this route would run for `person`."""
    request = rf.get(route.address)
    request.user, request.session = person, {}
    request._messages = CookieStorage(request)
    request.resolver_match = match = resolve(route.address)
    try:
        return RouteAccess(lambda _: None).process_view(request, match.func, match.args, match.kwargs) is None
    except PermissionDenied:
        return False


@pytest.mark.parametrize("who", WHO)
def test_each_route_lets_in_whom_its_policy_names_and_nobody_else(rf, people, who):
    person = people[who]
    wrong = [route for route in ROUTES if comes_in(rf, person, route) is not expected(who, policy_of(route.name))]
    assert wrong == []


def expected(who, policy):
    """Return what the table says."""
    return not policy.refusal and (policy is PUBLIC or who == "superuser" or who in policy.roles)


def test_a_stranger_who_asks_for_any_address_is_shown_nothing_of_the_back_office(client, db):
    for route in ROUTES:
        if policy_of(route.name) is PUBLIC:
            continue
        answer = client.get(route.address)
        assert answer.status_code == 302, route
        assert answer.headers["Location"].startswith("/admin/login/?next="), route


def test_a_route_without_a_policy_is_refused_to_everybody(rf, people, monkeypatch):
    monkeypatch.setattr("gongkai.config.access.policy_of", lambda name: None)
    route = next(route for route in ROUTES if route.name == "robots")
    assert not comes_in(rf, people["superuser"], route)


def test_what_belongs_to_the_whole_installation_is_no_agencys_administrators(client, people):
    client.force_login(people[Role.ADMINISTRATOR])
    for address in (
        "/admin/users/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/collections/",
        "/admin/workflows/list/",
    ):
        assert client.get(address).headers["Location"] == "/admin/", address
        client.get("/admin/")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/bulk/pages/basepage/delete/?id={page}",
        "/admin/bulk/agencies/person/delete/?id=all",
        "/admin/bulk/agencies/logentry/delete/?id=all",
        "/admin/pages/{page}/move/{place}/confirm/",
        "/admin/choose-page/{page}/",
    ],
)
def test_a_draft_of_another_agency_is_not_told_by_its_title(client, people, address):
    elsewhere = a_place("elsewhere")
    page = a_draft(a_section(elsewhere), title="尚未公开的人事安排")
    client.force_login(people[Role.CLERK])
    answer = client.get(address.format(page=page.pk, place=elsewhere.pk), follow=True)
    assert answer.request["PATH_INFO"] == "/admin/"
    assert "尚未公开的人事安排" not in answer.content.decode()


def test_a_page_of_ones_own_is_moved_and_looked_into(client, people):
    place = AgencyPage.objects.get()
    page = a_draft(a_section(place), title="本机关的草稿")
    client.force_login(people[Role.CLERK])
    for address in (f"/admin/pages/{page.pk}/move/{page.get_parent().pk}/confirm/", f"/admin/choose-page/{place.pk}/"):
        assert client.get(address).status_code == 200, address


def test_every_kind_of_row_in_the_back_office_is_kept_to_its_agency():
    for model in get_snippet_models():
        assert isinstance(policy_registry.get_by_type(model), OwnRowsPolicy), model


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_its_desk(client, people, role):
    client.force_login(people[role])
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert ("/admin/users/" in answer.content.decode()) is False


def test_the_day_after_the_appointment_ended_nothing_is_left(client, db, monkeypatch):
    place = a_place()
    address = f"/admin/pages/{place.pk}/"
    person = appoint(a_person(), Role.CLERK, place.agency, until=TODAY)
    client.force_login(person)
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    assert client.get(address).status_code == 200
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY.replace(day=TODAY.day + 1))
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/login/?next={address}")


def test_only_a_superuser_is_let_in_by_the_policy_of_the_installation():
    assert SUPERUSER.roles == frozenset()
    assert not SUPERUSER.public
