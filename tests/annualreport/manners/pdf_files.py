"""PDF files with a text layer: ruled tables over page breaks, and the same without rules."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import pylopdf_fonts_zh_cn
import typst

from tests.annualreport.manners import layout, prose
from tests.annualreport.manners.layout import Span, Table
from tests.annualreport.manners.paper import Paper

_DAY = int(datetime(2024, 1, 2, tzinfo=UTC).timestamp())  # the same file every day
_LABEL_WIDTHS = ("1.4em", "4.4em", "1fr")


def _text(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}" if text else ""


def _cell(span: Span) -> str:
    merge = f"colspan: {span.cols}, rowspan: {span.rows}, "
    centred = "align: center + horizon" if span.cell or span.rows > 1 else "align: left + horizon"
    return f"table.cell({merge}{centred})[{_text(span.text)}]"


def _columns(count: int) -> str:
    if count == 10:
        return "(" + ", ".join((*_LABEL_WIDTHS, *["2.9em"] * 7)) + ")"
    return f"(1fr,) * {count}"


def table_source(table: Table, header: int, ruled: bool) -> str:
    """Return one table as typst source; `header` rows repeat on each page."""
    count = sum(span.cols for span in table[0])
    head = ", ".join(_cell(span) for row in table[:header] for span in row)
    rows = ",\n".join(", ".join(map(_cell, row)) for row in table[header:] if row)
    lines = "0.5pt" if ruled else "none"
    top = f"table.header({head}), " if header else ""
    return f"#table(columns: {_columns(count)}, stroke: {lines}, inset: 3pt, {top}\n{rows})\n"


def _body(paper: Paper, rng: Random, ruled: bool) -> str:
    parts = [f"#align(center)[{_text(line)}]\n\n" for line in paper.title]
    parts += [f"{_text(paper.dateline)}\n\n", f"{_text(paper.preamble)}\n\n"]
    beside = prose.asides(paper.truth, rng) if rng.random() < 0.5 else {}
    repeat = rng.random() < 0.5
    for section in paper.truth.form.sections:
        for text in (paper.headings.get(section.id, ""), *paper.texts[section.id], beside.get(section.id, "")):
            parts.append(f"{_text(text)}\n\n")
        for table in layout.section_tables(paper.blocks_of(section.id), "repeat_groups" in paper.habits):
            parts.append(table_source(table, 3 if repeat and section.id == "applications" else 0, ruled))
    return "".join(parts)


@cache
def _fonts() -> str:
    return str(Path(pylopdf_fonts_zh_cn.__file__).parent)


def compiled(source: str) -> bytes:
    """Return typst source as PDF bytes, set in the packaged Chinese font alone."""
    made = typst.compile(source.encode(), font_paths=[_fonts()], ignore_system_fonts=True, timestamp=_DAY)
    return made if isinstance(made, bytes) else b"".join(made)


def _page(rng: Random) -> str:
    numbers = rng.choice(('"- 1 -"', '"1"', "none"))
    height = rng.choice(("297mm", "240mm", "210mm"))
    font = rng.choice(("Noto Serif SC", "Noto Sans SC"))
    size = rng.choice((9, 10.5, 12))
    return (
        f"#set page(width: 210mm, height: {height}, margin: 20mm, numbering: {numbers})\n"
        f'#set text(font: "{font}", size: {size}pt, lang: "zh")\n'
    )


def ruled(paper: Paper, rng: Random) -> bytes:
    """Render with ruled tables; the table of applications usually breaks over a page."""
    return compiled(_page(rng) + _body(paper, rng, ruled=True))


def unruled(paper: Paper, rng: Random) -> bytes:
    """Render with tables that have no rules at all: only the places of the words tell."""
    return compiled(_page(rng) + _body(paper, rng, ruled=False))
