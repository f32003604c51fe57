"""The agencies behind one number of a department's sum: what each reports there, who leaves it open, who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai import annualreport
from gongkai.annualreport import BLANK, LACKING, Place
from gongkai.yearend.collection_sums import total_of
from gongkai.yearend.collection_views import Asked, asked_collection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from gongkai.agencies.door import Agency
    from gongkai.annualreport import RollUp

AGENCIES_A_PAGE = 100
_OPEN = {BLANK: "空白，不当作 0", LACKING: "没有这一格，或者没有读准"}


class Given(NamedTuple):
    """What one agency's report gives to a number: the figure, or why it gives none."""

    agency: Agency
    value: int | Decimal | None
    why: str

    @property
    def shown(self) -> str:
        """Return the figure with its thousands marked off, empty where none is given."""
        return "" if self.value is None else f"{self.value:,}"


@require_safe
def rollup_cell(request: HttpRequest, department: str, year: int, place: str) -> HttpResponse:
    """Show what each agency gives to one number of the sum, the most first, and who gives nothing."""
    asked = asked_collection(request, department, year)
    total = total_of(asked.collection)
    one = next((one for cell, one in total.sums.items() if str(cell) == place), None) if total else None
    if total is None or one is None:
        raise Http404
    given = sorted(_given(asked, total, place), key=lambda row: (row.value is None, -(row.value or 0)))
    measure = total.form.tables[(cell := Place(*place.split("."))).table].measure(cell.row, cell.column)
    context = {
        **asked._asdict(),
        "words": annualreport.place_in_words(place, total.form),
        "unit": measure.unit if measure else "",
        "sum": one,
        "shown_sum": "" if one.value is None else f"{one.value:,}",
        "open": sum(1 for row in given if row.value is None),
        "rows": Paginator(given, AGENCIES_A_PAGE).get_page(request.GET.get("p")),
        "missing": [entry.agency for entry in asked.collection.entries if entry.is_missing],
    }
    return render(request, "yearend/office/collection_cell.html", context)


def _given(asked: Asked, total: RollUp, place: str) -> Iterator[Given]:
    agencies = {entry.agency.name: entry.agency for entry in asked.collection.entries}
    for report in total.reports:
        why = _OPEN.get(report.mark(place), "")
        yield Given(agencies[report.agency or ""], report.value(place), why)
