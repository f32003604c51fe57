"""Lets many act at once on a database of their own, some of them failing, and prints what numbers and log are left.

Run by test_numbers.py in a process of its own: what it commits no other test may live with.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - models can be imported only now

from gongkai.agencies.door import next_number, record, verify_log  # noqa: E402 - models can be imported only now
from tests.agencies.examples import an_agency  # noqa: E402 - models can be imported only now

ACTS = 60


class Failed(Exception):
    """An act that does not come to its end."""


def main() -> None:
    """Act sixty times with eight threads; every third act fails after it got its number."""
    agency = an_agency()

    def act(number: int) -> int | None:
        try:
            with transaction.atomic():
                given = next_number(agency, "index", 2026)
                record("seal", agency=agency, by=None, subject=f"box:{given}")
                if number % 3 == 0:
                    raise Failed
                return given
        except Failed:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        given = sorted(number for number in threads.map(act, range(ACTS)) if number)
    json.dump({"given": given, "findings": len(list(verify_log()))}, sys.stdout)


if __name__ == "__main__":
    main()
