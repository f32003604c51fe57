"""Building a year's report of an agency with 1,000,000 cases: spread over ten years, and all in the one year.

Beside it, in the same run, stands what the database takes for one plain COUNT by two columns of the same agency's rows:
the ratio (in the JSON of `--benchmark-json`) says the same on a busy machine as on a quiet one.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from statistics import median

import pytest
from django.db import connection
from pytest_benchmark.fixture import BenchmarkFixture

from gongkai.agencies.door import Agency
from gongkai.cases.door import Case, Dispute, register
from gongkai.yearend.door import build

CASES = 1_000_000
YEAR, ROUNDS = 2025, 5
PLAIN_COUNT = "SELECT outcome, report_column, COUNT(*) FROM cases_case WHERE agency_id = %s GROUP BY 1, 2"
SPREADS = {"over ten years": 3650, "in one year": 365}


def enter(agency: Agency, days: int, count: int = CASES) -> None:
    """Enter cases in one statement: received day after day up to the end of the year, closed twenty days later."""
    case = Case(
        agency=agency,
        arrival_date=date(YEAR, 1, 1),
        channel="in_person",
        applicant_class="natural_person",
        applicant_name="甲",
        description="某文件",
    )
    register(case, by=None, at=datetime(2026, 1, 1, tzinfo=UTC), today=date(YEAR, 1, 1))
    lite = connection.vendor == "sqlite"
    ago = f"n %% {days}"
    received = f"date('{YEAR}-12-31', '-' || ({ago}) || ' days')" if lite else f"date '{YEAR}-12-31' - {ago}"
    closed = f"date('{YEAR}-12-31', '+20 days', '-' || ({ago}) || ' days')" if lite else f"{received} + 20"
    made = {
        "number": "'B' || n",
        "arrival_date": received,
        "receipt_date": received,
        "closed_date": closed,
        "outcome": "CASE n %% 3 WHEN 0 THEN 'R2_provide' WHEN 1 THEN 'R4_not_exist' ELSE 'R6_duplicate' END",
        "report_column": "CASE n %% 2 WHEN 0 THEN 'natural_person' ELSE 'commercial_enterprise' END",
    }
    columns = [field.column for field in Case._meta.concrete_fields if not field.primary_key]
    values = ", ".join(made.get(column, f"t.{column}") for column in columns)
    numbers = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{numbers if lite else 'WITH c(n) AS (SELECT generate_series(1, %s))'} "
            f"INSERT INTO cases_case ({', '.join(columns)}) "
            f"SELECT {values} FROM c, cases_case t WHERE t.id = %s",
            [count, case.pk],
        )
        cursor.execute("ANALYZE")


@pytest.fixture(params=SPREADS)
def agency(db: None, request: pytest.FixtureRequest) -> Iterator[Agency]:
    agency = Agency.objects.create(slug="large", name="某市政务服务中心", short_name="某中心", city="某市")
    enter(agency, SPREADS[request.param])
    yield agency
    assert Dispute.objects.count() == 0


def plainly_counted(agency: Agency) -> float:
    """Return the seconds of one plain COUNT of the agency's cases by outcome and kind of applicant."""
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_COUNT, [agency.pk])
        assert cursor.fetchall()
    return time.perf_counter() - start


@pytest.mark.benchmark(group="yearend: a year from 1,000,000 cases")
def test_build(benchmark: BenchmarkFixture, agency: Agency) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    plain: list[float] = []
    counted_before = {"setup": lambda: plain.append(plainly_counted(agency)), "rounds": ROUNDS, "iterations": 1}
    built = benchmark.pedantic(lambda: build(agency, YEAR), **counted_before)
    benchmark.extra_info["memory MB"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    benchmark.extra_info["plain COUNT s"] = round(median(plain), 3)
    benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / median(plain), 2)
    assert built.report.value("applications", "new_received", "total") > CASES // 11
