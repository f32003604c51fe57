"""Rows that are written once: the database itself refuses to change or delete them.

The guards are triggers. They are put up after every migration rather than by one, since
SQLite loses a table's triggers whenever Django rebuilds it to change a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.agencies.blanking import Blank, only_blanks

REFUSAL = "append-only: rows of this table are never changed or deleted"
_ACTS = ("update", "delete")


class AppendOnly(models.Model):
    """A row that is written once. What has to be mended is mended by a further row.

    `blankable` are the columns that hold words, by name: these alone may be blanked at the end of their time
    (`blank_words`), in a model that names any.
    """

    blankable: ClassVar[Mapping[str, Blank]] = {}
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


def _guarded() -> dict[str, type[AppendOnly]]:
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, AppendOnly)}


def guarded_tables() -> list[str]:
    """Return the tables of all append-only models."""
    return sorted(_guarded())


def put_up_guards(using: str = "default", **_: Any) -> None:
    """Make the triggers of every append-only table that stands in the database, anew where they stand already."""
    connection = connections[using]
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        for table, model in sorted(_guarded().items()):
            if table not in standing:
                continue
            for statement in _statements(connection, table, _exception(cursor, model, connection.vendor)):
                cursor.execute(statement)


def loosen_guards(using: str = "default", **_: Any) -> None:
    """Remove the triggers that name columns, so that a migration may drop these; `put_up_guards` makes them again."""
    connection = connections[using]
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        for table, model in _guarded().items():
            if model.blankable and table in standing:
                cursor.execute(_dropping(connection, table, f"{table}_no_update"))


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


def _exception(cursor: Any, model: type[AppendOnly], vendor: str) -> str:
    """Return the condition under which an update passes, empty where none does; it needs every column of today."""
    if not model.blankable:
        return ""
    cursor.execute(f'SELECT * FROM "{model._meta.db_table}" LIMIT 0')  # noqa: S608 - our own table's name
    standing = {column[0] for column in cursor.description}
    return only_blanks(model, vendor) if {one.column for one in model._meta.concrete_fields} <= standing else ""


def _statements(connection: BaseDatabaseWrapper, table: str, exception: str) -> Iterator[str]:
    """Yield the statements that guard `table`, in the words of the database."""
    if connection.vendor != "sqlite":
        yield (
            "CREATE OR REPLACE FUNCTION gongkai_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for name in _names(connection, table):
        act = name.rpartition("_")[2].upper()
        unless = f"WHEN (({exception}) IS NOT TRUE)" if act == "UPDATE" and exception else ""  # nor where it is unknown
        yield _dropping(connection, table, name)
        if connection.vendor == "sqlite":
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" {unless} '
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        else:
            each = "STATEMENT" if act == "TRUNCATE" else "ROW"
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" '
                f"FOR EACH {each} {unless} EXECUTE FUNCTION gongkai_append_only()"
            )
