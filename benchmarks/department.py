"""The pages of a competent department with thousands of agencies below it, each of which sent a report as a file.

    .venv/bin/python -m benchmarks.department [AGENCIES]

The database is one of its own, or the empty one that GONGKAI_DATABASE_URL names. Beside the pages stands what they did
before the figures of a report were kept: every report is read anew and added.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import track

AGENCIES, ABSENT, YEAR, ROUNDS = 3_000, 10, 2025, 5
NEW = "applications.new_received.total"


def main(count: int) -> None:
    """Make the department with its agencies, and take the times."""
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("GONGKAI_DATA_DIR", place)
        os.environ.setdefault("GONGKAI_SECRET_KEY", "of the benchmark alone" * 3)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        _enter(count)
        _measure(count)


def _enter(count: int) -> None:
    from django.utils import timezone

    from gongkai.agencies.door import Agency, Person, Relation, RelationKind

    office = Agency.objects.create(slug="office", name="云泽市人民政府办公室", short_name="市政府办", city="云泽市")
    person = Person.objects.create_superuser("measuring", password="never used")
    agencies = Agency.objects.bulk_create(
        Agency(slug=f"a{at}", name=f"云泽市第{at}局", short_name=f"第{at}局", city="云泽市") for at in range(count)
    )
    Relation.objects.bulk_create(
        Relation(agency=one, kind=RelationKind.DISCLOSURE_SUPERVISOR, other=office, since=date(2020, 1, 1))
        for one in agencies
    )
    for at, agency in enumerate(track(agencies[:-ABSENT], "made")):
        _send(at, agency, office, person, timezone.now())


def _send(at: int, agency: Any, office: Any, person: Any, now: Any) -> None:
    """Enter the report of an agency as the reader gives it, each cell with its source."""
    from benchmarks.collection import a_report
    from gongkai import annualreport
    from gongkai.yearend.models import ReceivedReport

    data = a_report(at)
    told = annualreport.to_dict(annualreport.read(data)) | {"agency": agency.name, "year": YEAR}
    ReceivedReport.objects.create(
        department=office, agency=agency, year=YEAR, day=date(YEAR + 1, 1, 20), file=f"{at}", file_name=f"{at}",
        digest=f"{at:064}", status="clean", report=told, findings=[], received_at=now, received_by=person,
    )  # fmt: skip


def _measure(count: int) -> None:
    from django.test import Client

    from gongkai import annualreport
    from gongkai.agencies.door import Agency, Person
    from gongkai.yearend.collection import collect

    office, client = Agency.objects.get(slug="office"), Client()
    client.force_login(Person.objects.get(username="measuring"))
    base = f"/admin/yearend/collections/office/{YEAR}/"
    Console().print(f"{count} agencies, {count - ABSENT} reports")
    collection = collect(office, YEAR, today=date(YEAR + 1, 2, 3))
    held = [one.held for one in collection.entries if one.held]
    _timed("every report read and added", lambda: annualreport.roll_up(one.read() for one in held), rounds=1)
    for name, address in {
        "the sum, nothing kept yet": "rollup/",
        "the sum": "rollup/",
        "the agencies of one number": f"rollup/cells/{NEW}/",
        "one figure over five years": "years/",
        "what stands out, and texts that two share": "conspicuous/",
        "who has sent it": "",
    }.items():
        _timed(name, lambda address=address: _asked(client, base + address), rounds=1 if "yet" in name else ROUNDS)


def _asked(client: Any, address: str) -> None:
    answer = client.get(address, headers={"host": "127.0.0.1"})
    assert answer.status_code == 200, (address, answer.status_code)


def _timed(what: str, act: Callable[[], object], *, rounds: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, used = [], []
    for _ in range(rounds):
        start, begun = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            act()
        taken.append(time.perf_counter() - start)
        used.append(time.process_time() - begun)
    told = f"{statistics.median(taken):.2f} s by the clock, {statistics.median(used):.2f} s of the processor"
    Console().print(f"{what}: {told} ({rounds} rounds), {len(queries)} questions")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else AGENCIES)
