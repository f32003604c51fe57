"""A superior's own tables against the sum of those below: they can only be greater."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai.annualreport.checks.amounts import plain
from gongkai.annualreport.checks.arithmetic import sums
from gongkai.annualreport.mixtures import cell_or_sum
from gongkai.annualreport.places import place_in_words
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.annualreport.model import Report
    from gongkai.annualreport.rollup import RollUp


def below_children(superior: Report, total: RollUp) -> Iterator[Finding]:
    """Yield a finding for each cell of `superior` that is less than what the agencies below report together.

    A sum that some agencies are missing from holds as well: the rest can only add to it. Cells that may be negative
    (增/减) and those not read are left out.
    """
    if superior.form is not total.form:
        return
    for place, one in total.sums.items():
        measure = total.form.tables[place.table].measure(place.row, place.column)
        own = cell_or_sum(superior, place, _parts(total, place.row))
        if one.value is None or own.value is None or measure is None or measure.kind == "change":
            continue
        if own.value < one.value:
            facts = {"place": place_in_words(str(place), total.form), "own": plain(own.value)}
            facts |= {"sum": plain(one.value), "count": one.contributed}
            yield Finding("ROLLUP-BELOW", str(place), facts)


def _parts(total: RollUp, row: str) -> tuple[str, ...]:
    return next((equal.parts for equal in total.form.equivalences if equal.whole == row), ())


def sum_balances(total: RollUp) -> Iterator[Finding]:
    """Yield what the form's sums say of the added tables: a fault in one report is a fault in the sum."""
    yield from sums(total.report())
