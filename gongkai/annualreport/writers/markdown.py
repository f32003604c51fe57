"""The report as Markdown, readable as it stands.

A bar table has no merged cells: a group's label stands in the first of its cells, the others are
empty; of stacked column headers each column carries its own label after its groups'.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annualreport.model import Report
from gongkai.annualreport.writers.composing import Part, compose
from gongkai.annualreport.writers.grid import Printed


def markdown(report: Report) -> str:
    """Return the report as Markdown text, which ends with a line end."""
    composed = compose(report)
    blocks = [f"# {line.text}" if line.role == "title" else line.text for line in composed.opening]
    for part in composed.parts:
        blocks.extend(_section(part))
    return "\n\n".join(blocks) + "\n"


def _section(part: Part) -> Iterator[str]:
    if part.heading:
        yield f"## {part.heading}"
    yield from part.paragraphs
    for table in part.tables:
        if table.labels == 1:
            yield f"**{table.caption}**"
        yield "\n".join(_table(table))


def _table(table: Printed) -> Iterator[str]:
    head, *rest = (_bars(table.words(line)) for line in (*table.head, *table.body))
    yield head
    yield "|" + " --- |" * table.width
    yield from rest


def _bars(words: list[str]) -> str:
    return f"| {' | '.join(words)} |"
