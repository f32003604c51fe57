"""How the back office names a record behind a number, and where it shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from gongkai.agencies.door import RecordLine, Tally
from gongkai.yearend.carrying import CarryRelease
from gongkai.yearend.notes import YearNote

if TYPE_CHECKING:
    from django.db.models import Model

# Pages of this room for records that have none in their own.
_SHOWN_HERE = {Tally: "yearend:tally", YearNote: "yearend:note", CarryRelease: "yearend:carry_release"}


def line_of(record: Model) -> RecordLine:
    """Return how a record is named, its day, and where it is shown."""
    line: RecordLine = record.record_line()
    here = _SHOWN_HERE.get(type(record))
    return line._replace(address=reverse(here, args=[record.pk])) if here else line
