"""What has happened to the records since a report was signed: each number that differs now, and its records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gongkai import annualreport
from gongkai.annualreport import place_in_words
from gongkai.findings import Finding
from gongkai.yearend import runs
from gongkai.yearend.building import Built, build
from gongkai.yearend.drift_duties import Changed
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.filling import fills
from gongkai.yearend.freezing import Counted, counted, records_of
from gongkai.yearend.receiving import ReceivedReport
from gongkai.yearend.record_lines import line_of
from gongkai.yearend.signing import SignedReport, canonical

if TYPE_CHECKING:
    from gongkai.agencies.door import RecordLine
    from gongkai.annualreport import Form

SHOWN = 20  # records named for each number and side


class Drift(NamedTuple):
    """A number that is not what was signed: its words, both values, which records came to it and which left."""

    place: str
    words: str
    signed: str
    now: str
    came: int
    left: int
    came_lines: tuple[RecordLine, ...]
    left_lines: tuple[RecordLine, ...]


class _Both(NamedTuple):
    """What a number that differs counted when it was signed and counts now; None where there was nothing to count."""

    place: str
    was: Counted | None
    now: Counted | None

    def moved(self) -> tuple[list[int], list[int]]:
        """Return the numbers of the records that came to it and of those that left it."""
        before, after = (set(runs.read(one.ids)) if one else set() for one in (self.was, self.now))
        return sorted(after - before), sorted(before - after)

    def changed(self, form: Form) -> Changed:
        """Return it in words."""
        words = _words(self.place, form)
        none = "0" if "." in self.place and self.place not in BY_ID else "没有记录"
        values = (one.value if one else none for one in (self.was, self.now))
        return Changed(words, *values, *map(len, self.moved()))


class Against(NamedTuple):
    """A signed report beside its records of today: the numbers that differ, the sections that would read otherwise.

    `fingerprint` is the SHA-256 that names just these numbers with their records, empty where there are none.
    """

    drifted: list[Drift]
    texts: list[str]
    fingerprint: str


def held_against_today(signed: SignedReport) -> Against:
    """Return what the records of today give that differs from what was signed."""
    built = build(signed.agency, signed.year)
    differing = _differing(signed, built)
    drifted = [_drift(one, built.report.form) for one in differing]
    return Against(drifted, _texts_drifted(signed, built), _fingerprint(differing))


def drift(signed: SignedReport) -> list[Drift]:
    """Return the numbers alone that differ, in value or in records."""
    return held_against_today(signed).drifted


def changes_of(signed: SignedReport) -> tuple[list[Changed], str]:
    """Return the same in words, with their fingerprint."""
    built = build(signed.agency, signed.year)
    differing = _differing(signed, built)
    return [one.changed(built.report.form) for one in differing], _fingerprint(differing)


def _differing(signed: SignedReport, built: Built) -> list[_Both]:
    was = {one.place: Counted(one.place, one.model, one.value, one.ids) for one in signed.records.all()}
    now = {one.place: one for one in counted(signed.agency, built)}
    both = (_Both(place, was.get(place), now.get(place)) for place in dict.fromkeys([*was, *now]))
    return [one for one in both if one.was != one.now]


def _fingerprint(differing: list[_Both]) -> str:
    told = [[one.place, *(one.now or ())[1:]] for one in differing]
    return hashlib.sha256(canonical(told).encode()).hexdigest() if told else ""


def _words(place: str, form: Form) -> str:
    """Return a cell in words; of a figure its name, and the cells that it fills."""
    if place not in BY_ID:
        return place_in_words(place, form)
    cells = [cell for cell, fill in fills()[form.id].items() if fill.figure == place and not fill.year]
    filled = f"（{'；'.join(place_in_words(str(cell), form) for cell in cells)}）" if cells else ""
    return f"{BY_ID[place].label}{filled}"


def _drift(both: _Both, form: Form) -> Drift:
    known = both.now or both.was
    lines = (tuple(_lines(known.model, numbers[:SHOWN])) for numbers in both.moved()) if known else ((), ())
    return Drift(both.place, *both.changed(form), *lines)


def _lines(model: str, numbers: list[int]) -> Iterator[RecordLine]:
    yield from map(line_of, records_of(model, numbers))


def _texts_drifted(signed: SignedReport, built: Built) -> list[str]:
    """Return the titles of the sections whose text would read otherwise today."""
    then = annualreport.from_dict(signed.report)
    sections = built.report.form.sections
    return [one.title for one in sections if built.report.text(one.id) != then.text(one.id)]


def verify_signed() -> Iterator[Finding]:
    """Yield each signed report that no longer reads as it was signed, each file taken in that is not what came."""
    for signed in SignedReport.objects.select_related("agency", "submission").iterator():
        if not signed.is_untouched:
            yield Finding("YEAR-SIGNED-CHANGED", facts={"report": str(signed)})
    for received in ReceivedReport.objects.select_related("agency").iterator():
        if not received.is_untouched:
            yield Finding("YEAR-RECEIVED-CHANGED", facts={"report": str(received)})
