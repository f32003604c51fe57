"""The report as PDF/A-2b, set by typst as an official document is (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from gongkai.annualreport.model import Report
from gongkai.annualreport.writers.composing import Composed, Part, broken, compose
from gongkai.annualreport.writers.grid import Printed, Span, joined
from gongkai.annualreport.writers.typesetting import pieces, typeset

_SIZE, _SMALLEST = 10.5, 5.5  # points: 五号, and the smallest that a long figure may shrink to
_FIGURE_ROOM, _DIGIT = 25.5, 0.56  # points that a figure may take in its column; a digit's width, of its size


def pdf(report: Report, fonts: Path | None = None) -> bytes:
    """Return the report as a PDF/A-2b file; `fonts` is a folder of licensed fonts to prefer.

    It says that it was made on the day of publication, else on the first day after the report's year.
    """
    day = report.publication_date or date((report.year or 1979) + 1, 1, 1)
    return typeset("report.typ", _said(compose(report)), day=day, fonts=fonts)


def _said(composed: Composed) -> dict[str, Any]:
    """Return everything that the template sets."""
    return {
        "title": composed.title,
        "author": composed.agency or [],
        "opening": list(_opening(composed)),
        "parts": [_part(part) for part in composed.parts],
    }


def _opening(composed: Composed) -> Iterator[dict[str, Any]]:
    for role, group in groupby(composed.opening, key=lambda line: line.role):
        lines = [line.text for line in group]
        set_in = [part for line in lines for part in broken(line)] if role == "title" else [pieces(t) for t in lines]
        yield {"role": role, "lines": set_in}


def _part(part: Part) -> dict[str, Any]:
    tables = (joined(part.tables),) if len(part.tables) > 1 else part.tables
    return {
        "heading": part.heading,
        "paragraphs": [pieces(text) for text in part.paragraphs],
        "tables": [_table(table) for table in tables],
    }


def _table(table: Printed) -> dict[str, Any]:
    return {
        "labels": table.labels,
        "width": table.width,
        "head": [[_cell(span, table) for span in line] for line in table.head],
        "body": [[_cell(span, table) for span in line] for line in table.body],
    }


def _cell(span: Span, table: Printed) -> dict[str, Any]:
    return {
        "text": span.text,
        "scope": span.scope,
        "columns": span.columns,
        "rows": span.rows,
        "upright": table.stands_upright(span),
        "size": _size(span, table),
    }


def _size(span: Span, table: Printed) -> float:
    """Return the size at which the words are set; a long figure is set smaller, to stand on one line."""
    if span.scope or table.labels == 1:
        return _SIZE
    return max(min(_SIZE, _FIGURE_ROOM / (_DIGIT * max(len(span.text), 1))), _SMALLEST)
