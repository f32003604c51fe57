"""Whose application it is, and which column of the annual report's table three that is (Reg. art. 27, 50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.statute.refusals import LawUnknown
from gongkai.statute.rows import Row, read_rows, row_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantClass(Row):
    """A class of applicants and its column in table three."""

    id: str
    name: str
    column: str


@cache
def applicant_classes() -> tuple[ApplicantClass, ...]:
    """Return the classes in the order they are offered."""
    return read_rows(ApplicantClass, "applicant_class", "applicant_classes.toml")


def applicant_column(class_id: str, *, on: date) -> str:
    """Return the id of the column where such an applicant counts; raise LawUnknown for a class nobody knows."""
    row = row_in_force((row for row in applicant_classes() if row.id == class_id), on)
    if row is None:
        raise LawUnknown("no_applicant_class", applicant=class_id, on=on)
    return row.column
