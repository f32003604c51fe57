"""Numbers have no gaps."""

import json
import subprocess
import sys

import pytest
from django.db import transaction

from gongkai.agencies.door import Agency, next_number
from tests.agencies.examples import an_agency
from tests.pages.databases import own_database


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


def test_outside_a_transaction_no_number_is_given():
    with pytest.raises(RuntimeError, match="transaction"):
        next_number(Agency(slug="some"), "index", 2026)


@pytest.mark.database
def test_many_at_once_leave_no_gap_though_some_fail(tmp_path):
    with own_database(tmp_path) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.agencies.crowd"],
            env={**environment, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"given": list(range(1, 41)), "findings": 0}
