"""Every figure of the house, room by room, and their values in one agency's year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from gongkai.agencies.door import Figure, figure_of
from gongkai.cases import door as cases
from gongkai.pages import door as pages
from gongkai.publishing import door as publishing
from gongkai.yearend.records import TALLY_KINDS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.agencies.door import Agency, Number

FIGURES: tuple[Figure, ...] = (*publishing.FIGURES, *cases.FIGURES, *pages.FIGURES, *map(figure_of, TALLY_KINDS))

BY_ID: Mapping[str, Figure] = MappingProxyType({figure.id: figure for figure in FIGURES})


@dataclass
class Year:
    """One agency's report year, 1 January to 31 December; each figure is counted once, when it is asked for."""

    agency: Agency
    year: int
    _values: dict[str, Number] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def value(self, figure_id: str) -> Number:
        """Return the figure's value, None where no record speaks of it; raise KeyError for a figure no room has."""
        if figure_id not in self._values:
            figure = BY_ID[figure_id]
            self._values[figure_id] = figure.total(self.records(figure_id))
        return self._values[figure_id]

    def records(self, figure_id: str) -> QuerySet:
        """Return the records behind the figure."""
        return BY_ID[figure_id].records(self.agency, *self.days)

    def before(self) -> Year:
        """Return the same agency's year before."""
        return Year(self.agency, self.year - 1)


def is_known(year: Year, figure_id: str) -> bool:
    """Tell whether a room counts that figure and some record speaks of it."""
    return figure_id in BY_ID and year.value(figure_id) is not None
