"""What a kind of record is: its name, its fields, what tells one record from another, who enters it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai.agencies.intake.fields import BadValue, Field

if TYPE_CHECKING:
    from gongkai.agencies.intake.taking import Taking


class Fault(NamedTuple):
    """One thing that keeps a folder from being taken in: where it stands, and a Chinese sentence on what to do."""

    file: str
    row: int
    column: str
    value: str
    message: str


class Line(NamedTuple):
    """One record: the file and row it stands in, and its values by field name."""

    file: str
    row: int
    values: Mapping[str, Any]

    def fault(self, message: str, field: Field | None = None) -> Fault:
        """Return a fault of this record, in one of its fields or as a whole."""
        column, value = (field.label, self.values.get(field.name)) if field else ("", None)
        return Fault(self.file, self.row, column, _shown(value), message)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record that can be taken in from files named after it (``information.csv``).

    `key` names the fields that tell one record from another: the same record again is
    passed over, another one under the same key is a fault. `enter` stores a batch of
    records inside the transaction and yields what it cannot store.
    """

    name: str
    label: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    enter: Callable[[Taking, Sequence[Line]], Sequence[Fault]]

    def field(self, header: str) -> Field | None:
        """Return the field that a column is headed by, by its name or its Chinese label."""
        return next((one for one in self.fields if header in (one.name, one.label)), None)

    def line(self, file: str, row: int, cells: Mapping[str, Any]) -> tuple[Line, list[Fault]]:
        """Return the record that stands in these cells, and what is wrong with them."""
        given = {one.name: cell for header, cell in cells.items() if (one := self.field(header))}
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for one in self.fields:
            try:
                values[one.name] = one.value_of(given.get(one.name))
            except BadValue as error:
                values[one.name] = None
                faults.append(Fault(file, row, one.label, _shown(given.get(one.name)), str(error)))
        return Line(file, row, values), faults

    def key_of(self, line: Line) -> str:
        """Return what tells this record from the others of its kind."""
        return "|".join("" if (value := line.values[name]) is None else str(value) for name in self.key)


def content_of(line: Line) -> str:
    """Return the SHA-256 (64 hex digits) of what a record says, whatever file said it."""
    said = {name: value for name, value in line.values.items() if value not in (None, ())}
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _shown(value: Any) -> str:
    words = "" if value is None else str(value)
    return words if len(words) <= 40 else words[:39] + "…"
