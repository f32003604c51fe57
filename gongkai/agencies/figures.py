"""What is counted is a dated record with an owner: a figure is a query for records, never a total somebody typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import QuerySet

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency

Number = int | Decimal | None  # None: no record speaks of it, which is not nought


class RecordLine(NamedTuple):
    """How a record that is counted is named to the staff: what it is, its day, where it is shown (empty: nowhere).

    Every model whose rows a figure or a ledger counts has ``record_line()``, which returns one, and
    ``record_relations``, the relations it looks at. No personal data stands in it.
    """

    name: str
    day: date | None
    address: str = ""


def count(records: QuerySet) -> int:
    """Return how many records there are."""
    return records.count()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the annual report or of the year's text, computed from records.

    `id` names room and figure (``publishing.items_published``), `label` and `unit` are shown
    (Chinese), `meaning` says in one sentence what is counted and what is not, `law` cites
    why. `records` returns the records of an agency between two days, both included.
    """

    id: str
    label: str
    unit: str
    meaning: str
    law: str
    records: Callable[[Agency, date, date], QuerySet]
    total: Callable[[QuerySet], Number] = count

    @property
    def is_count(self) -> bool:
        """Tell whether the value is just the number of records."""
        return self.total is count

    def value(self, agency: Agency, since: date, until: date) -> Number:
        """Return the figure of `agency` for the days from `since` to `until`, both included."""
        return self.total(self.records(agency, since, until))
