"""What one version of a report changed in another, line by line, as it is printed with an amendment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai.annualreport import place_in_words
from gongkai.yearend.browsing import plain

if TYPE_CHECKING:
    from gongkai.annualreport import Report


def difference(before: Report, after: Report) -> list[str]:
    """Return each cell that differs with both values, and each section whose text differs."""
    return [*_cells(before, after), *_texts(before, after)]


def _cells(before: Report, after: Report) -> Iterator[str]:
    for place, cell in after.cells():
        old = before.value(*place) if place.table in before.tables else None
        if old != cell.value:
            words = place_in_words(str(place), after.form)
            yield f"{words}：{plain(old) or '空白'} → {plain(cell.value) or '空白'}"


def _texts(before: Report, after: Report) -> Iterator[str]:
    for section in after.form.sections:
        if before.text(section.id) != after.text(section.id):
            yield f"“{section.title}”的文字有修改"
