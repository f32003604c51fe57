"""What a superuser's editor offers: nothing that would pass by the review or make a public page disappear."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from gongkai.agencies.door import Person
from gongkai.portal.door import HomePage
from gongkai.yearend.door import open_section
from tests.yearend.examples import a_place, a_published_report, an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser():
    return Person.objects.create_superuser("root")


def test_a_reviewed_page_cannot_be_published_withdrawn_or_deleted_by_hand(superuser):
    may = a_published_report().permissions_for_user(superuser)
    assert not may.can_publish()
    assert not may.can_unpublish()
    assert not may.can_delete()
    assert may.can_edit()


def test_what_stands_above_a_public_page_cannot_be_deleted_with_it(superuser):
    a_published_report()
    may = HomePage.objects.get().permissions_for_user(superuser)
    assert not may.can_delete()
    assert not may.can_unpublish()
    assert not may.can_set_view_restrictions()


def test_an_agency_without_public_pages_may_be_deleted(superuser):
    may = a_place().permissions_for_user(superuser)
    assert may.can_delete()
    assert may.can_publish()


def test_a_public_page_may_be_moved_since_its_address_stays(superuser):
    assert a_published_report().permissions_for_user(superuser).can_move()


def test_nothing_is_published_straight_into_the_reports_section(superuser):
    assert not open_section(a_place()).permissions_for_user(superuser).can_publish_subpage()


@pytest.mark.parametrize("change", [{"slug": "elsewhere"}, {"agency": "another"}])
def test_an_agencys_place_keeps_its_address_and_its_agency(change):
    place = a_place()
    for name, value in change.items():
        setattr(place, name, an_agency(value) if name == "agency" else value)
    with pytest.raises(ValidationError):
        place.full_clean()
    with pytest.raises(PermissionDenied):
        place.save()
