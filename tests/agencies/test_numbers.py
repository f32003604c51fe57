"""Numbers have no gaps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from gongkai.agencies.door import next_number, record, verify_log
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the embedded database lets in one writer at a time anyhow")
def test_many_at_once_leave_no_gap_though_some_fail():
    agency = an_agency()

    def act(number):
        try:
            with transaction.atomic():
                given = next_number(agency, "index", 2026)
                record("seal", agency=agency, by=None, subject=f"box:{given}")
                if number % 3 == 0:
                    raise RuntimeError
                return given
        except RuntimeError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        given = [number for number in threads.map(act, range(60)) if number]
    assert sorted(given) == list(range(1, 41))
    assert list(verify_log()) == []
