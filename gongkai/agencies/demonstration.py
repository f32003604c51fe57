"""The accounts of a demonstration, shown to whoever wants to try it, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import connection

from gongkai.agencies.organs import Agency

MARK = int.from_bytes(b"GKDM", "big")  # in the header of the database file


def is_demonstration() -> bool:
    """Tell whether this is the embedded database, marked as a demonstration, without any agency that is not one."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA application_id")
        marked = cursor.fetchone()[0] == MARK
    return marked and not Agency.objects.filter(demonstration=False).exists()


def shown_accounts() -> dict[str, Any]:
    """Return the accounts that the demonstration's builder left to be shown; nothing anywhere else.

    Keys: `password`, and `agencies`, each with `name` and `people` (`role` and `username`).
    """
    if not (settings.DEMONSTRATION_ACCOUNTS.is_file() and is_demonstration()):
        return {}
    accounts: dict[str, Any] = json.loads(settings.DEMONSTRATION_ACCOUNTS.read_text("utf-8"))
    return accounts
