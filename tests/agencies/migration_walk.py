"""Walks the room's migrations with an agency of the first one, and prints what it saw as JSON.

Run by test_migrations.py in a process of its own: going back drops tables, which no other
test may live through.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - models can be imported only now
from django.db.migrations.executor import MigrationExecutor  # noqa: E402 - models can be imported only now

from gongkai.agencies.append_only import unguarded_tables  # noqa: E402 - models can be imported only now
from gongkai.agencies.door import Agency  # noqa: E402 - models can be imported only now

OLD = {
    "slug": "old",
    "name": "旧中心",
    "short_name": "旧",
    "city": "某地",
    "disclosure_office": "办公室",
    "address": "某路1号",
    "office_hours": "工作日",
    "telephone": "0000-0000000",
    "email": "old@example.invalid",
}


def migrate(target: str) -> Any:
    """Migrate the room to `target` and return the models of that moment."""
    MigrationExecutor(connection).migrate([("agencies", target)])
    return MigrationExecutor(connection).loader.project_state([("agencies", target)]).apps


def forward() -> None:
    """Migrate everything to the present, as a person would, so that what follows a migration happens too."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def walk() -> dict[str, Any]:
    """Go forward with an agency of the first migration, back, and forward again."""
    migrate("0001_initial").get_model("agencies", "Agency").objects.create(**OLD)
    forward()
    seen = {"office": _office(), "unguarded": unguarded_tables()}
    back = migrate("0001_initial").get_model("agencies", "Agency").objects.get()
    seen["back"] = {name: getattr(back, name) for name in OLD}
    forward()
    return {**seen, "again": _office(), "unguarded_again": unguarded_tables()}


def _office() -> list[str]:
    office = Agency.objects.get().disclosure_office
    return [office.name, office.address, office.hours, office.telephone, office.email]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(walk()))
