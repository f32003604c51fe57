"""Numbers have no gaps."""

import pytest
from django.db import transaction

from gongkai.agencies.door import next_number
from tests.agencies.examples import an_agency


@pytest.mark.django_db
def test_each_series_of_each_agency_and_year_counts_from_1():
    one, other = an_agency(), an_agency("other")
    assert [next_number(one, "index", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number(one, "index", 2027) == 1
    assert next_number(one, "case", 2026) == 1
    assert next_number(other, "index", 2026) == 1
    assert next_number(one, "index", 2026) == 4


@pytest.mark.django_db
def test_a_number_of_an_act_that_failed_is_given_again():
    agency = an_agency()
    with pytest.raises(RuntimeError), transaction.atomic():
        next_number(agency, "index", 2026)
        raise RuntimeError
    assert next_number(agency, "index", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given():
    agency = an_agency()
    with pytest.raises(RuntimeError, match="transaction"):
        next_number(agency, "index", 2026)
