"""The organs: their names by day, whom they answer to, their offices."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from gongkai.agencies.door import Agency, Designation, Person, Relation, RelationKind, disclosure_offices, entries_about
from tests.agencies.examples import LONG_AGO, a_person, an_agency, an_office
from tests.yearend.examples import a_place

ONE_DAY = timedelta(days=1)


@pytest.fixture
def agency(db):
    return an_agency()


def test_a_name_is_written_family_name_first():
    assert Person(last_name="王", first_name="小明").get_full_name() == "王小明"


@pytest.mark.django_db
def test_two_agencies_cannot_share_a_slug():
    an_agency("yiyang")
    with pytest.raises(IntegrityError), transaction.atomic():
        an_agency("yiyang", name="另一个中心")


@pytest.mark.django_db
def test_an_agency_with_a_place_on_the_site_cannot_be_deleted():
    agency = a_place().agency
    with pytest.raises(models.ProtectedError):
        agency.delete()


def test_an_agency_is_real_unless_it_says_otherwise():
    assert Agency().demonstration is False


# -- names and rank by day -------------------------------------------------------------------------


def test_after_a_change_of_name_the_old_name_still_holds_for_its_days(agency):
    old = agency.name
    agency.change_on(date(2024, 3, 1), by=None, name="某市住房公积金中心", short_name="公积金中心")
    agency.change_on(date(2025, 3, 1), by=None, rank="division")
    assert agency.as_of(date(2024, 2, 29))["name"] == old
    assert agency.as_of(date(2024, 3, 1))["name"] == agency.name == "某市住房公积金中心"
    assert agency.as_of(date(2025, 2, 28)) == {"name": agency.name, "short_name": "公积金中心", "rank": ""}
    assert agency.as_of(date(2025, 3, 1))["rank"] == "division"


def test_a_change_of_name_is_on_the_log_with_the_person_and_both_names(agency):
    old, person = agency.name, a_person()
    agency.change_on(date(2024, 3, 1), by=person, reason="机构改革", name="某市住房公积金中心")
    (entry,) = entries_about(f"agencies.agency:{agency.pk}")
    assert (entry.by, entry.agency, entry.reason) == (person, agency, "机构改革")
    assert entry.facts == {"from_day": "2024-03-01", "changed": {"name": [old, "某市住房公积金中心"]}}


def test_a_change_in_the_future_or_before_the_last_one_is_refused(agency):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="不能晚于今天"):
        agency.change_on(today + ONE_DAY, by=None, name="新名")
    agency.change_on(today, by=None, name="新名")
    with pytest.raises(ValidationError, match="不能早于"):
        agency.change_on(today - ONE_DAY, by=None, name="更新的名")
    agency.refresh_from_db()
    assert agency.name == "新名"


def test_two_changes_of_one_day_are_one(agency):
    old = agency.name
    agency.change_on(date(2024, 3, 1), by=None, name="写错的名")
    agency.change_on(date(2024, 3, 1), by=None, name="写对的名")
    assert [past.facts["name"] for past in agency.past.all()] == [old]
    assert agency.as_of(date(2024, 3, 1))["name"] == "写对的名"


def test_what_does_not_differ_is_no_change(agency):
    assert agency.change_on(date(2024, 3, 1), by=None, name=agency.name) == {}
    assert not agency.past.exists()
    assert not entries_about(f"agencies.agency:{agency.pk}").exists()


def test_an_empty_name_is_refused_and_nothing_is_kept(agency):
    with pytest.raises(ValidationError):
        agency.change_on(date(2024, 3, 1), by=None, name="")
    assert not agency.past.exists()


def test_the_past_is_never_rewritten(agency):
    agency.change_on(date(2024, 3, 1), by=None, name="新名")
    with pytest.raises(IntegrityError), transaction.atomic():
        agency.past.update(facts={})
    with pytest.raises(PermissionDenied):
        agency.past.get().save()


# -- whom an agency answers to ---------------------------------------------------------------------


def test_a_relation_holds_until_the_next_of_its_kind_begins(agency):
    kind = RelationKind.RECONSIDERATION_BODY
    for since, body in ((date(2020, 1, 1), "某市人民政府"), (date(2024, 1, 1), "某省人民政府"), (date(2025, 1, 1), "")):
        Relation.objects.create(agency=agency, kind=kind, named_body=body, since=since)
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1)]
    told = [agency.related_body(kind, day) for day in days]
    assert told == ["", "某市人民政府", "某市人民政府", "某省人民政府", ""]
    assert agency.related_body(RelationKind.ADMINISTRATIVE_SUPERIOR, date(2024, 1, 1)) == ""


def test_two_relations_of_a_kind_cannot_begin_on_one_day(agency):
    facts = {"agency": agency, "kind": RelationKind.RECONSIDERATION_BODY, "since": LONG_AGO}
    Relation.objects.create(named_body="甲", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(named_body="乙", **facts)


def test_a_relation_names_one_body_and_never_the_agency_itself(agency):
    facts = {"agency": agency, "kind": RelationKind.RECONSIDERATION_BODY, "since": LONG_AGO}
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(other=an_agency("other"), named_body="甲", **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(other=agency, **facts)


def test_two_agencies_cannot_supervise_each_other(agency):
    above = an_agency("above")
    facts = {"kind": RelationKind.DISCLOSURE_SUPERVISOR, "since": LONG_AGO}
    Relation.objects.create(agency=agency, other=above, **facts)
    with pytest.raises(ValidationError, match="不能互为上级"):
        Relation(agency=above, other=agency, **facts).full_clean()


# -- offices, and REQ-02: exactly one 政府信息公开工作机构 ----------------------------------------------


def test_two_offices_designated_at_once_are_refused(agency):
    second = an_office(agency, "法规科")
    designation = Designation(agency=agency, office=second, since=LONG_AGO)
    with pytest.raises(ValidationError, match="只能有一个"):
        designation.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        designation.save()


def test_a_new_disclosure_office_ends_the_old_ones_days(agency):
    first, second = agency.disclosure_office, an_office(agency, "法规科")
    Designation.objects.create(agency=agency, office=second, since=date(2024, 1, 1))
    assert agency.disclosure_office_on(date(2023, 12, 31)) == first
    assert agency.disclosure_office_on(date(2024, 1, 1)) == agency.disclosure_office == second
    assert agency.disclosure_office_on(LONG_AGO - ONE_DAY) is None
    assert disclosure_offices([agency], date(2023, 12, 31)) == {agency.pk: first}
    assert disclosure_offices([agency], date(2024, 1, 1)) == {agency.pk: second}


def test_a_designation_before_the_last_one_is_refused(agency):
    second = an_office(agency, "法规科", since=date(2018, 1, 1))
    with pytest.raises(ValidationError, match="应晚于上一次指定"):
        Designation(agency=agency, office=second, since=LONG_AGO - ONE_DAY).full_clean()


def test_another_agencys_office_or_a_closed_one_cannot_be_designated(agency):
    other, closed = an_office(an_agency("other"), "别家的"), an_office(agency, "旧科室", until=date(2020, 1, 1))
    for office in (other, closed):
        with pytest.raises(ValidationError):
            Designation(agency=agency, office=office, since=date(2024, 1, 1)).full_clean()


def test_the_disclosure_office_cannot_be_closed_without_a_successor(agency):
    office = agency.disclosure_office
    office.until = date(2024, 12, 31)
    with pytest.raises(ValidationError, match="请先指定接替"):
        office.full_clean()
    Designation.objects.create(agency=agency, office=an_office(agency, "法规科"), since=date(2025, 1, 1))
    office.full_clean()


def test_a_changed_telephone_leaves_the_old_one_with_its_last_day(agency):
    office, person = agency.disclosure_office, a_person()
    office.change_on(date(2025, 6, 1), by=person, telephone="0000-7654321")
    assert agency.disclosure_office.telephone == "0000-7654321"
    (past,) = office.past.all()
    assert (past.until, past.facts["telephone"]) == (date(2025, 5, 31), "0000-0000000")
    assert entries_about(f"agencies.office:{office.pk}").get().by == person
