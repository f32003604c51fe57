"""Long lists page by page, counted from the oldest, so that a new entry changes the newest pages only.

Page 1 holds the oldest entries and stays as it is. The list itself shows the newest: those of the
page that is filling up, together with the last full one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404

A_PAGE = 20  # entries; the newest page shows up to twice as many
_ADDRESS = re.compile(r"page-([1-9][0-9]{0,5})")
_BESIDE = 2  # pages named on either side of the one shown


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list: its number (None: the newest), how many entries and numbered pages there are, its entries."""

    number: int | None
    total: int
    last: int
    entries: list[Any]

    @property
    def older(self) -> int | None:
        """Return the number of the page with the next older entries."""
        before = self.last if self.number is None else self.number - 1
        return before or None

    @property
    def newer(self) -> int | None:
        """Return the number of the page with the next newer entries: 0 the newest page, None for none."""
        if self.number is None:
            return None
        return self.number + 1 if self.number < self.last else 0

    @property
    def numbers(self) -> list[int]:
        """Return the numbers to offer, newest first; a gap between two of them is one in the list."""
        middle = self.last if self.number is None else self.number
        near = range(middle + _BESIDE, middle - _BESIDE - 1, -1)
        return sorted({number for number in (*near, 1) if 1 <= number <= self.last}, reverse=True)

    @property
    def gap(self) -> bool:
        """Tell whether numbers are left out before the last one offered."""
        return len(self.numbers) > 1 and self.numbers[-2] > 2


def part_of(entries: Any, number: int | None = None) -> Part:
    """Return a page of a queryset ordered newest first; raise Http404 for a number it does not have."""
    total = entries.count()
    last = max(total // A_PAGE - 1, 0)
    if number is not None and number > last:
        raise Http404("没有这一页")
    if number is None:
        return Part(None, total, last, list(entries[: total - last * A_PAGE]))
    start = total - number * A_PAGE
    return Part(number, total, last, list(entries[start : start + A_PAGE]))


def number_in(component: str) -> int | None:
    """Return the number that the last part of an address names (``page-7``), None where it names none."""
    found = _ADDRESS.fullmatch(component)
    return int(found[1]) if found else None


def numbers_changed(older: int, total: int) -> range:
    """Return the numbers of the pages that an entry with `older` entries before it changes, coming or going.

    Those from its own page on hold other entries; the newest few name their neighbours otherwise.
    """
    last = max(total // A_PAGE - 1, 0)
    return range(max(1, min(older // A_PAGE + 1, last - _BESIDE)), last + 1)
