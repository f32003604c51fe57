"""Table three of the annual report from cases: every cell counts cases, and opens them (Reg. art. 50 ¶1 (2)).

New is what was received in the year, carried over what was received before and not closed
before; a result counts in the year of its closing. So the form's balance holds by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from gongkai.annualreport import Form, TableForm
from gongkai.cases.case import Case
from gongkai.statute import report_row

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

TABLE = "applications"
TOTAL = "total"
NEW, CARRIED_IN, PROCESSED, CARRIED_OUT = "new_received", "carried_over_in", "processed_total", "carried_over_out"


@dataclass(frozen=True)
class ApplicationsTable:
    """Table three of one agency's year in a form: its counts, and the cases behind each."""

    agency: Agency
    year: int
    form: Form

    @property
    def table(self) -> TableForm:
        """Return the table as the form prints it."""
        return self.form.tables[TABLE]

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return row → column → number of cases, in four queries whatever the number of cases."""
        by_row = {name: _by_column(self._of(name)) for name in (NEW, CARRIED_IN, CARRIED_OUT)}
        by_row |= {row.id: Counter() for row in self.table.rows if row.id not in by_row}
        closed = self._of(PROCESSED).values("outcome", "ground", "report_column").annotate(number=Count("*"))
        for one in closed.order_by():
            for row in (self._row(one["outcome"], one["ground"]), PROCESSED):
                by_row[row][one["report_column"]] += one["number"]
        columns = [column.id for column in self.table.columns]
        return {
            row: {c: counted.total() if c == TOTAL else counted[c] for c in columns} for row, counted in by_row.items()
        }

    def records(self, row: str, column: str) -> QuerySet[Case]:
        """Return the cases that a cell counts."""
        cases = self._of(row) if row in (NEW, CARRIED_IN, CARRIED_OUT, PROCESSED) else self._ended_as(row)
        return cases if column == TOTAL else cases.filter(report_column=column)

    def _of(self, row: str) -> QuerySet[Case]:
        received = Case.objects.filter(agency=self.agency)
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        open_before, open_after = (
            Q(closed_date=None) | Q(closed_date__gte=first),
            Q(closed_date=None) | Q(closed_date__gt=last),
        )
        return {
            NEW: received.filter(receipt_date__range=(first, last)),
            CARRIED_IN: received.filter(open_before, receipt_date__lt=first),
            PROCESSED: received.filter(closed_date__range=(first, last), receipt_date__isnull=False),
            CARRIED_OUT: received.filter(open_after, receipt_date__lte=last),
        }[row]

    def _ended_as(self, row: str) -> QuerySet[Case]:
        pairs = self._of(PROCESSED).values_list("outcome", "ground").order_by().distinct()
        chosen = Q(pk=None)
        for outcome, ground in pairs:
            if self._row(outcome, ground) == row:
                chosen |= Q(outcome=outcome, ground=ground)
        return self._of(PROCESSED).filter(chosen)

    def _row(self, outcome: str, ground: str) -> str:
        return report_row(outcome, self.form.id, on=date(self.year, 12, 31), principal_ground=ground)


def _by_column(cases: QuerySet[Case]) -> Counter[str]:
    counted: Iterable[tuple[str, int]] = cases.values_list("report_column").annotate(number=Count("*")).order_by()
    return Counter(dict(counted))
