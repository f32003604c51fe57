"""Blanking the words of append-only rows: all that the guards let through, once records may no longer be kept.

A model names the columns that hold words (`AppendOnly.blankable`). The guard of its table allows an update that blanks
all of these and leaves every other column as it was; whatever else is changed is refused as in any append-only table.
Who may blank, and when, is for the room that owns the model to say; that a row was blanked shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet

BLANK = "（已销毁）"


class Blank(StrEnum):
    """What a column holds, and so what it is when it is blank."""

    WORDS = "words"  # text: BLANK
    LIST = "list"  # JSON: []
    MAPPING = "mapping"  # JSON: {}
    REASON = "reason"  # JSON: as it was, with BLANK for its "reason"


_EMPTY: Mapping[Blank, str] = {Blank.LIST: "[]", Blank.MAPPING: "{}"}


def blanked(kind: Blank, value: Any) -> Any:
    """Return a column's value without its words; what is empty stays empty."""
    if kind is Blank.REASON:
        return {**value, "reason": BLANK} if value.get("reason") else value
    return {Blank.WORDS: BLANK, Blank.LIST: [], Blank.MAPPING: {}}[kind] if value else value


def blank_words(rows: QuerySet[Any]) -> None:
    """Blank the words of these rows, in the caller's transaction."""
    blankable: Mapping[str, Blank] = rows.model.blankable
    for row in rows:
        words = {name: blanked(kind, getattr(row, name)) for name, kind in blankable.items()}
        rows.model._base_manager.filter(pk=row.pk).update(**words)


def only_blanks(model: type[Model], vendor: str) -> str:
    """Return the condition, in SQL on OLD and NEW, that an update blanks words and does nothing else."""
    return " AND ".join(_columns(model, vendor))


def _columns(model: type[Model], vendor: str) -> Iterator[str]:
    blankable: Mapping[str, Blank] = getattr(model, "blankable", {})
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    for field in model._meta.concrete_fields:
        kind = blankable.get(field.name)
        yield _is_blank(field, kind, vendor) if kind else f'NEW."{field.column}" {same} OLD."{field.column}"'


def _is_blank(field: Field[Any, Any], kind: Blank, vendor: str) -> str:
    """Return the condition that a column is blank now; what was empty stays empty."""
    new, old = f'NEW."{field.column}"', f'OLD."{field.column}"'
    if kind is Blank.WORDS:
        return f"({new} = '{BLANK}' OR ({new} = '' AND {old} = ''))"
    if kind is not Blank.REASON:
        return f"{new} = '{_EMPTY[kind]}'" + ("" if vendor == "sqlite" else "::jsonb")
    if vendor == "sqlite":
        rest = f"json_remove({new}, '$.reason') = json_remove({old}, '$.reason')"
        return f"({rest} AND COALESCE(json_extract({new}, '$.reason'), '{BLANK}') = '{BLANK}')"
    return f"({new} - 'reason' = {old} - 'reason' AND COALESCE({new} ->> 'reason', '{BLANK}') = '{BLANK}')"
