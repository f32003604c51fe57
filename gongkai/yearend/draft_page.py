"""What the page of a draft shows: the report with the way from each number to its records, and what is to be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from gongkai import annualreport
from gongkai.findings import SEVERITIES, Mark, settle
from gongkai.yearend.browsing import addresses_of
from gongkai.yearend.due_dates import due_of
from gongkai.yearend.figures import BY_ID, FIGURES, Year
from gongkai.yearend.live_text import LiveFigure
from gongkai.yearend.narrative import number_shown
from gongkai.yearend.periods import WHOLE, part_of
from gongkai.yearend.presentation import present
from gongkai.yearend.proposing import proposals
from gongkai.yearend.rules import RULES
from gongkai.yearend.shown import FindingView, judge

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.yearend.building import Built


class Answered(NamedTuple):
    """A finding as the page shows it, what it is known by, and what somebody said of it, if anybody did."""

    view: FindingView
    fingerprint: str
    mark: Mark | None


def draft_page(built: Built, agency: Agency, marks: Iterable[Mark], *, today: date) -> dict[str, Any]:
    """Return what the template of a draft shows on a day."""
    ordered = sorted(built.told(), key=lambda told: SEVERITIES.index(told["severity"]))
    view = present(annualreport.to_dict(built.report), ordered, dict(ways(built, agency)))
    settled = settle(built.findings, marks, RULES)
    said = {RULES.fingerprint(finding): mark for finding, mark in settled.justified}
    answered = [
        Answered(one, told["fingerprint"], said.get(told["fingerprint"]))
        for one, told in zip(view.findings, ordered, strict=True)
    ]
    open_ones = [one for one in answered if one.mark is None]
    return {
        "view": view,
        "verdict": judge([one.view for one in open_ones]),
        "written": built.written.texts if built.written else {},
        "texts": [section for section in built.report.form.sections if section.kind == "text"],
        "errors": [one for one in open_ones if one.view.severity == "error"],
        "warnings": [one for one in open_ones if one.view.severity == "warning"],
        "notices": [one for one in open_ones if one.view.severity == "notice"],
        "justified": [one for one in answered if one.mark is not None],
        "due": due_of(agency, built.report.year or 0, on=today),
        "proposals": proposals(agency, built),
        "carry_open": any(one.view.rule == "T3-CARRY" for one in open_ones),
    }


def ways(built: Built, agency: Agency) -> Iterator[tuple[str, str]]:
    """Yield each place of the report where a number stands, and the address of its records."""
    year = built.report.year or 0
    for section, laid in built.laid.items():
        for start, end, figure in laid.places:
            if figure in BY_ID:
                yield f"text.{section}[{start}:{end}]", records_address(figure, agency, year)
    for place, cell in built.report.cells():
        if cell.value is not None:
            yield str(place), reverse("yearend:cell", args=[agency.slug, year, str(place)])


def records_address(figure_id: str, agency: Agency, year: int) -> str:
    """Return the address of the records behind a figure in a year."""
    query = urlencode(addresses_of(part_of(year, WHOLE), agency))
    return f"{reverse('yearend:figure', args=[figure_id])}?{query}"


def live_figures(agency: Agency, year: int) -> list[LiveFigure]:
    """Return every figure as it may stand in the text of a year's report."""
    values = Year(agency, year)
    return [
        LiveFigure(one.id, one.label, one.unit, number_shown(values, one.id), records_address(one.id, agency, year))
        for one in FIGURES
    ]


def blocking(built: Built, marks: Iterable[Mark]) -> Mapping[str, list[str]]:
    """Return the sentences of what keeps the report from being handed in: open errors, unanswered warnings."""
    found: dict[str, list[str]] = {}
    for finding in settle(built.findings, marks, RULES).open:
        told = RULES.tell(finding)
        if told["severity"] != "notice":
            found.setdefault(told["severity"], []).append(told["message"])
    return found
