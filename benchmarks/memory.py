"""The most memory that each step takes when its work grows tenfold: reports in a folder, cases behind a year.

    .venv/bin/python -m benchmarks.memory [cases]

Every figure is the peak of a process of its own that does nothing else; of the first, that of its readers is not in it.
The cases are in a SQLite database of its own, or in the one that GONGKAI_DATABASE_URL names, which must be empty.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPORTS, CASES, YEAR, ROUNDS = (1_000, 10_000), (100_000, 1_000_000), 2025, 3


def main() -> None:
    """Make what is to be read and counted, and tell the peaks."""
    with tempfile.TemporaryDirectory() as place:
        for count in REPORTS if sys.argv[1:] != ["cases"] else ():
            folder = Path(place) / f"{count}"
            _apart("make", str(folder), str(count))
            for step in ("batch", "rollup"):
                _tell(f"{count:>9,} reports  {step}: {_apart(step, str(folder))} MB")
        os.environ.setdefault("GONGKAI_DATA_DIR", place)
        os.environ.setdefault("GONGKAI_SECRET_KEY", "of the benchmark alone" * 3)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        _tell(f"        0 cases    build: {_apart('build', '')} MB")
        for count in CASES:
            _apart("enter", str(count))
            _tell(f"{count:>9,} cases    build: {_apart('build', str(count))} MB")


def _tell(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _apart(*arguments: str) -> str:
    """Return what a step prints in a process of its own: its times where it takes any, its peak in megabytes."""
    command = [sys.executable, "-m", "benchmarks.memory", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = done.stdout.strip().splitlines()
    return "\n  ".join(told if arguments[0] == "build" else told[-1:])


def _make(folder: str, count: str) -> None:
    from benchmarks.collection import a_report

    Path(folder).mkdir()
    for number in range(int(count)):
        (Path(folder) / f"{number:06}.html").write_bytes(a_report(number))


def _batch(folder: str) -> None:
    from gongkai import annualreport

    annualreport.batch(Path(folder), Path(folder).with_suffix(".parquet"))


def _rollup(folder: str) -> None:
    from gongkai.cli import main as gongkai

    gongkai(["report", "rollup", folder, "-o", f"{folder}.rollup.html"])


def _enter(count: str) -> None:
    _start()
    from django.db import connection

    from benchmarks.test_yearend import enter
    from gongkai.agencies.door import Agency

    enter(Agency.objects.create(slug=f"of-{count}", name=f"第{count}局", short_name="局", city="某市"), 365, int(count))
    if connection.vendor == "postgresql":  # as its autovacuum does before long
        connection.cursor().execute("VACUUM ANALYZE cases_case")


def _build(count: str) -> None:
    _start()
    from benchmarks.test_yearend import plainly_counted
    from gongkai.agencies.door import Agency
    from gongkai.yearend.door import build

    name = {"slug": f"of-{count or 'none'}", "name": "某局", "short_name": "局", "city": "某市"}
    agency = Agency.objects.filter(slug=name["slug"]).first() or Agency.objects.create(**name)
    for _ in range(ROUNDS):
        plain, start, begun = plainly_counted(agency) if count else 0, time.perf_counter(), time.process_time()
        build(agency, YEAR)
        taken, used = time.perf_counter() - start, time.process_time() - begun
        _tell(f"{taken:.2f} s ({used:.2f} s of this process), a plain count {plain:.2f} s, at most, in MB:")


def _start() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    if sys.argv[1:] in ([], ["cases"]):
        main()
    else:
        globals()[f"_{sys.argv[1]}"](*sys.argv[2:])
        _tell(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
