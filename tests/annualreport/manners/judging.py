"""The golden rule: a figure may be missing, with a finding that says so; it may never be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gongkai.annualreport.model import How, Place, Report
from tests.annualreport.manners.values import Value


class Expected(NamedTuple):
    """What a reader may say of one place: the figure or nothing; where it `must`, the figure."""

    value: Value
    must: bool


class Defect(NamedTuple):
    """One thing a reader did wrong.

    ``WRONG`` a figure differs from the truth · ``MISSED`` a figure that has to be read was not ·
    ``SILENT`` a figure is gone and no finding names it · ``FALSE BLANK`` a printed figure is called blank ·
    ``NO SOURCE`` a figure that was read does not say where.
    """

    kind: str
    place: Place
    truth: Value
    got: object

    def __str__(self) -> str:
        """Return the defect on one line."""
        return f"{self.kind:11} {self.place}: truth {self.truth}, got {self.got}"


_OUTSIDE = Expected(None, must=False)


def _section_of(table: str) -> str:
    return "proactive_disclosure" if table.startswith("article_") else table


def named(report: Report, place: Place) -> bool:
    """Tell whether some finding names the cell, its row, its table or its section."""
    whole = str(place)
    holders = {whole, f"{place.table}.{place.row}", f"{place.table}..{place.column}", place.table}
    return any(finding.where in holders | {_section_of(place.table)} for finding in report.findings)


def defects(report: Report, expected: Mapping[Place, Expected]) -> Iterator[Defect]:
    """Yield every breach of the golden rule."""
    cells = dict(report.cells())
    for place in {**cells, **expected}:
        want = expected.get(place, _OUTSIDE)
        cell = report.cell(*place)
        if cell.value is not None:
            if want.value is None or cell.value != want.value:
                yield Defect("WRONG", place, want.value, f"{cell.value} ({cell.how})")
            elif cell.how is How.READ and not any(cell.source):
                yield Defect("NO SOURCE", place, want.value, cell)
        elif want.must and want.value is not None:
            yield Defect("MISSED", place, want.value, cell.how)
    yield from _silences(report, expected)


def _silences(report: Report, expected: Mapping[Place, Expected]) -> Iterator[Defect]:
    for place, want in expected.items():
        cell = report.cell(*place)
        if cell.value is not None or named(report, place):
            continue
        if cell.how is not How.BLANK:
            yield Defect("SILENT", place, want.value, cell.how)
        elif want.value is not None:
            yield Defect("FALSE BLANK", place, want.value, cell.raw)


def complaints(report: Report, expected: Mapping[Place, Expected], placed: bool = True) -> list[str]:
    """Return the defects as lines, without those of provenance where the manner has no places to point to."""
    return [str(defect) for defect in defects(report, expected) if placed or defect.kind != "NO SOURCE"]


def never_wrong(report: Report, expected: Mapping[Place, Expected]) -> list[Defect]:
    """Return the wrong figures only."""
    return [defect for defect in defects(report, expected) if defect.kind == "WRONG"]
