"""Rows that are written once: the database itself refuses to change or delete them.

The guards are triggers. They are put up after every migration rather than by one, since
SQLite loses a table's triggers whenever Django rebuilds it to change a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "append-only: rows of this table are never changed or deleted"
_ACTS = ("update", "delete")


class AppendOnly(models.Model):
    """A row that is written once. What has to be mended is mended by a further row."""

    wagtail_reference_index_ignore = True  # the editor's "used by" lists are about content, not about records

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; raise PermissionDenied where it stands already."""
        if not self._state.adding:
            raise PermissionDenied("这类记录只能增加，不能修改。")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise PermissionDenied("这类记录只能增加，不能删除。")


def guarded_tables() -> list[str]:
    """Return the tables of all append-only models."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def put_up_guards(using: str = "default", **_: Any) -> None:
    """Make the triggers of every append-only table that stands in the database, anew where they stand already."""
    connection = connections[using]
    standing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in guarded_tables():
            for statement in _statements(connection, table) if table in standing else ():
                cursor.execute(statement)


def take_down_guards(using: str = "default") -> None:
    """Remove the triggers; only for tests that empty the database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in guarded_tables():
            for name in _names(connection, table):
                cursor.execute(_dropping(connection, table, name))


def unguarded_tables(using: str = "default") -> list[str]:
    """Return the append-only tables that lack one of their triggers."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_standing(connection))
        found = {name for (name,) in cursor.fetchall()}
    return [table for table in guarded_tables() if not found.issuperset(_names(connection, table))]


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    acts = _ACTS if connection.vendor == "sqlite" else (*_ACTS, "truncate")
    return [f"{table}_no_{act}" for act in acts]


def _standing(connection: BaseDatabaseWrapper) -> str:
    if connection.vendor == "sqlite":
        return "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"


def _dropping(connection: BaseDatabaseWrapper, table: str, name: str) -> str:
    return f'DROP TRIGGER IF EXISTS "{name}"' + ("" if connection.vendor == "sqlite" else f' ON "{table}"')


def _statements(connection: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    """Yield the statements that guard `table`, in the words of the database."""
    if connection.vendor != "sqlite":
        yield (
            "CREATE OR REPLACE FUNCTION gongkai_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for name in _names(connection, table):
        act = name.rpartition("_")[2].upper()
        yield _dropping(connection, table, name)
        if connection.vendor == "sqlite":
            yield f"""CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
        else:
            each = "STATEMENT" if act == "TRUNCATE" else "ROW"
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" '
                f"FOR EACH {each} EXECUTE FUNCTION gongkai_append_only()"
            )
