"""Which records each number of a report counts, and by which law it was made: what a signature freezes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import QuerySet

from gongkai.yearend import runs
from gongkai.yearend.browsing import plain
from gongkai.yearend.figures import BY_ID, Year
from gongkai.yearend.filling import LEDGERS

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.annualreport import Report
    from gongkai.yearend.building import Built

_LAW = ("gongkai.statute", "gongkai.annualreport", "gongkai.yearend")


class Counted(NamedTuple):
    """What one number counts: its place, the kind of its records, its value in digits, the records' numbers."""

    place: str
    model: str
    value: str
    ids: str


def counted(agency: Agency, built: Built) -> Iterator[Counted]:
    """Yield what each figure and each cell of a ledger counts; where there is nothing to count, nothing."""
    year = Year(agency, built.report.year or 0)
    for figure_id, number in built.figures.items():
        yield _counted(figure_id, BY_ID[figure_id].records(agency, *year.days), plain(number.value))
    yield from _cells(agency, built.report)


def _cells(agency: Agency, report: Report) -> Iterator[Counted]:
    ledgers = {table: LEDGERS[table](agency, report.year or 0, report.form) for table in LEDGERS}
    for place, cell in report.cells():
        if place.table in ledgers and cell.value:
            records = ledgers[place.table].records(place.row, place.column)
            yield _counted(str(place), records, plain(cell.value))


def _counted(place: str, records: QuerySet[Any], value: str) -> Counted:
    numbers = records.order_by("pk").values_list("pk", flat=True).distinct()
    return Counted(place, records.model._meta.label_lower, value, runs.written(numbers.iterator()))


def records_of(model: str, numbers: list[int]) -> QuerySet[Any]:
    """Return the records of a kind with these numbers, those that still stand."""
    kind = apps.get_model(model)
    found: QuerySet[Any] = kind._default_manager.filter(pk__in=numbers).select_related(*kind.record_relations)
    return found


def law_digests() -> Mapping[str, str]:
    """Return the SHA-256 of each file of law a report is made by, and which issue of the calendar of rest days."""
    found = {
        f"{room.removeprefix('gongkai.')}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for room in _LAW
        for file in sorted(files(room).joinpath("data").iterdir(), key=lambda one: one.name)
        if file.is_file()
    }
    return {**found, "chinesecalendar": version("chinesecalendar")}
