"""What has happened to the records since a report was signed: each number that differs now, and its records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gongkai import annualreport
from gongkai.annualreport import place_in_words
from gongkai.findings import Finding
from gongkai.yearend import runs
from gongkai.yearend.building import Built, build
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.freezing import counted, records_of
from gongkai.yearend.receiving import ReceivedReport
from gongkai.yearend.record_lines import line_of
from gongkai.yearend.signing import SignedReport

if TYPE_CHECKING:
    from gongkai.agencies.door import RecordLine

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


def drift(signed: SignedReport) -> list[Drift]:
    """Return what the records of today give that differs from what was signed, in value or in records."""
    built = build(signed.agency, signed.year)
    was = {one.place: (one.value, one.model, one.ids) for one in signed.records.all()}
    now = {one.place: (one.value, one.model, one.ids) for one in counted(signed.agency, built)}
    differing = [place for place in dict.fromkeys([*was, *now]) if was.get(place) != now.get(place)]
    return [_drift(place, was.get(place), now.get(place), built) for place in differing]


def _drift(place: str, was: tuple[str, str, str] | None, now: tuple[str, str, str] | None, built: Built) -> Drift:
    model = (now or was or ("", "", ""))[1]
    before, after = (set(runs.read(one[2])) if one else set() for one in (was, now))
    came, left = sorted(after - before), sorted(before - after)
    words = BY_ID[place].label if place in BY_ID else place_in_words(place, built.report.form)
    none = "0" if "." in place and place not in BY_ID else "没有记录"
    lines = (tuple(_lines(model, numbers[:SHOWN])) for numbers in (came, left))
    return Drift(place, words, was[0] if was else none, now[0] if now else none, len(came), len(left), *lines)


def _lines(model: str, numbers: list[int]) -> Iterator[RecordLine]:
    yield from map(line_of, records_of(model, numbers))


def texts_drifted(signed: SignedReport) -> list[str]:
    """Return the titles of the sections whose text would read otherwise today."""
    built, then = build(signed.agency, signed.year), annualreport.from_dict(signed.report)
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
