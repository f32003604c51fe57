"""Merged cells that a Markdown table repeats in every place they cover: once is enough.

A label is the one above or beside it once more; a figure is only where its heading is repeated
with it, since noughts stand beside noughts in every report.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.annualreport.document import Slot
from gongkai.annualreport.numbers import Kind, understand

Row = tuple[Slot, ...]


def without_repetition(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a table with the repetitions of merged cells blank."""
    headings: dict[int, str] = {}  # by column: the nearest heading above, repeated or not
    above: Row = ()
    told: list[Row] = []
    for row in rows:
        told.append(tuple(_once(place, row, above, headings) for place in range(len(row))))
        if not any(understand(slot.text).kind in (Kind.NUMBER, Kind.DOUBTFUL) for slot in row):
            headings.update({place: slot.text for place, slot in enumerate(row) if slot.text})
        above = row
    return told


def _once(place: int, row: Row, above: Row, headings: dict[int, str]) -> Slot:
    slot = row[place]
    beside = place > 0 and slot.text == row[place - 1].text
    if _is_label(slot.text):
        repeated = beside or (place < len(above) and above[place].text == slot.text)
    else:
        repeated = beside and bool(headings.get(place)) and headings.get(place) == headings.get(place - 1)
    return slot._replace(text="") if repeated else slot


def _is_label(text: str) -> bool:
    return bool(text) and understand(text).kind is Kind.TEXT
