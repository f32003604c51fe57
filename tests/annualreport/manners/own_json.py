"""The product's own JSON, by the contract of the command line."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.annualreport.manners.paper import Paper
from tests.annualreport.manners.values import Value, printed


def _cell(value: Value) -> int | str | None:
    return value if value is None or isinstance(value, int) else printed(value)


def tables(paper: Paper) -> dict[str, Any]:
    """Return the figures as the contract nests them: table, row, column."""
    nested: dict[str, Any] = {}
    for cell in paper.cells():
        if cell.place:
            row = nested.setdefault(cell.place.table, {}).setdefault(cell.place.row, {})
            row[cell.place.column] = _cell(cell.value)
    return nested


def render(paper: Paper, rng: Random) -> bytes:
    """Render the report as the product writes it."""
    truth = paper.truth
    sections = [
        {"id": section, "title": title, "text": "\n".join(paper.texts[section])}
        for section, title in paper.headings.items()
    ]
    whole = {
        "schema": 1,
        "format": truth.form.id,
        "agency": truth.agency,
        "year": truth.year,
        "sections": sections,
        "tables": tables(paper),
        "notes": [],
    }
    return json.dumps(whole, ensure_ascii=False, indent=rng.choice((None, 1))).encode()
