"""The organs and the people."""

import pytest
from django.db import IntegrityError, models, transaction

from gongkai.agencies.door import Agency, Person
from tests.yearend.examples import a_place, an_agency


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


@pytest.mark.django_db
def test_an_agency_is_real_unless_it_says_otherwise():
    assert Agency().demonstration is False
