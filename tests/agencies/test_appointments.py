"""Who may act, for which agency, on which day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.agencies.door import (
    Acting,
    Appointment,
    Deputyship,
    Relation,
    RelationKind,
    Role,
    acting,
    agencies_of,
    all_roles_of,
    roles_of,
    supervised_by,
)
from tests.agencies.examples import TODAY, a_deputyship, a_person, an_agency, an_office, appoint

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def agency():
    return an_agency()


def supervise(above, below, since, kind=RelationKind.DISCLOSURE_SUPERVISOR):
    relation = Relation(agency=below, other=above, kind=kind, since=since)
    relation.full_clean()
    relation.save()


def test_an_appointment_holds_from_its_first_to_its_last_day(agency):
    clerk = appoint(a_person(), Role.CLERK, agency, since=date(2026, 3, 1), until=TODAY)
    for day, may in ((date(2026, 2, 28), False), (date(2026, 3, 1), True), (TODAY, True), (TODAY + ONE_DAY, False)):
        assert bool(acting(clerk, Role.CLERK, agency, on=day)) is may, day
        assert bool(roles_of(clerk, agency, on=day)) is may, day
        assert agencies_of(clerk, on=day).exists() is may, day


def test_a_role_in_one_agency_is_none_in_another_and_no_other_role(agency):
    clerk = appoint(a_person(), Role.CLERK, agency)
    assert acting(clerk, Role.CLERK, an_agency("other"), on=TODAY) is None
    assert acting(clerk, Role.LEADER, agency, on=TODAY) is None


def test_one_person_may_hold_several_roles(agency):
    person = appoint(appoint(a_person(), Role.CLERK, agency), Role.INSPECTOR, agency)
    assert roles_of(person, agency, on=TODAY) == all_roles_of(person, on=TODAY) == {Role.CLERK, Role.INSPECTOR}


def test_who_is_no_longer_active_has_no_role(agency):
    clerk = appoint(a_person(is_active=False), Role.CLERK, agency)
    assert acting(clerk, Role.CLERK, agency, on=TODAY) is None
    assert not agencies_of(clerk, on=TODAY).exists()


def test_a_deputy_acts_for_the_absent_person_on_the_days_of_the_deputyship(agency):
    leader, deputy = appoint(a_person("zhao"), Role.LEADER, agency), a_person("li")
    a_deputyship(leader, deputy, agency, since=TODAY, until=TODAY + ONE_DAY)
    assert acting(deputy, Role.LEADER, agency, on=TODAY) == Acting(Role.LEADER, agency, leader)
    assert roles_of(deputy, agency, on=TODAY + ONE_DAY) == {Role.LEADER}
    assert acting(deputy, Role.LEADER, agency, on=TODAY - ONE_DAY) is None
    assert acting(deputy, Role.LEADER, agency, on=TODAY + 2 * ONE_DAY) is None


def test_a_deputy_in_one_role_has_none_of_the_others(agency):
    absent = appoint(appoint(a_person("zhao"), Role.LEADER, agency), Role.CLERK, agency)
    deputy = a_person("li")
    a_deputyship(absent, deputy, agency, since=TODAY, until=TODAY, role=Role.CLERK)
    assert roles_of(deputy, agency, on=TODAY) == {Role.CLERK}


def test_the_own_appointment_comes_before_a_deputyship(agency):
    absent, deputy = (appoint(a_person(name), Role.CLERK, agency) for name in ("zhao", "li"))
    a_deputyship(absent, deputy, agency, since=TODAY, until=TODAY)
    assert acting(deputy, Role.CLERK, agency, on=TODAY).on_behalf_of is None


def test_a_deputy_loses_the_role_when_the_absent_person_does(agency):
    leader, deputy = appoint(a_person("zhao"), Role.LEADER, agency, until=TODAY), a_person("li")
    a_deputyship(leader, deputy, agency, since=TODAY, until=TODAY + ONE_DAY)
    assert acting(deputy, Role.LEADER, agency, on=TODAY + ONE_DAY) is None


def test_a_deputys_deputy_has_nothing(agency):
    leader, deputy, third = appoint(a_person("zhao"), Role.LEADER, agency), a_person("li"), a_person("sun")
    a_deputyship(leader, deputy, agency, since=TODAY, until=TODAY)
    a_deputyship(deputy, third, agency, since=TODAY, until=TODAY)
    assert roles_of(third, agency, on=TODAY) == frozenset()


def test_somebody_cannot_deputise_for_himself_or_for_a_role_nobody_holds(agency):
    leader, deputy = appoint(a_person("zhao"), Role.LEADER, agency), a_person("li")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_deputyship(leader, leader, agency, since=TODAY, until=TODAY)
    facts = {
        "agency": agency,
        "deputy": deputy,
        "since": TODAY,
        "until": TODAY,
        "reason": "休假",
        "recorded_by": leader,
    }
    Deputyship(absent=leader, role=Role.LEADER, **facts).full_clean()
    with pytest.raises(ValidationError, match="没有担任这个岗位"):
        Deputyship(absent=leader, role=Role.CLERK, **facts).full_clean()


def test_a_supervisor_has_every_agency_below_on_that_day(agency):
    county, office, stranger = an_agency("county"), an_agency("office"), an_agency("stranger")
    supervise(office, agency, date(2020, 1, 1))
    supervise(agency, county, date(2021, 1, 1))
    supervise(stranger, agency, date(2026, 1, 1))
    watcher = appoint(a_person(), Role.SUPERVISOR, office)
    assert set(agencies_of(watcher, on=date(2020, 6, 1))) == {office, agency}
    assert set(agencies_of(watcher, on=date(2025, 12, 31))) == {office, agency, county}
    assert set(agencies_of(watcher, on=date(2026, 1, 1))) == {office}
    assert set(supervised_by(stranger, date(2026, 1, 1))) == {agency, county}


def test_a_clerk_has_only_the_own_agency_even_where_it_supervises(agency):
    office = an_agency("office")
    supervise(office, agency, date(2020, 1, 1))
    assert set(agencies_of(appoint(a_person(), Role.CLERK, office), on=TODAY)) == {office}


def test_only_the_disclosure_supervisor_sees_below(agency):
    office = an_agency("office")
    supervise(office, agency, date(2020, 1, 1), RelationKind.ADMINISTRATIVE_SUPERIOR)
    assert not supervised_by(office, TODAY).exists()


def test_the_same_role_twice_at_one_time_is_refused(agency):
    clerk = appoint(a_person(), Role.CLERK, agency, since=date(2026, 1, 1), until=date(2026, 6, 30))
    again = Appointment(person=clerk, agency=agency, role=Role.CLERK, since=date(2026, 6, 30))
    with pytest.raises(ValidationError, match="已担任同一岗位"):
        again.full_clean()
    again.since = date(2026, 7, 1)
    again.full_clean()


def test_an_appointment_cannot_end_before_it_begins(agency):
    with pytest.raises(IntegrityError), transaction.atomic():
        appoint(a_person(), Role.CLERK, agency, since=TODAY, until=TODAY - ONE_DAY)


def test_an_appointment_to_another_agencys_office_is_refused(agency):
    office = an_office(an_agency("other"), "财务科")
    with pytest.raises(ValidationError, match="不是"):
        Appointment(person=a_person(), agency=agency, role=Role.CLERK, office=office, since=TODAY).full_clean()
