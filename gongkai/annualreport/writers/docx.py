"""The report as a Word document set as an official document is (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from gongkai.annualreport.model import Place, Report
from gongkai.annualreport.writers.composing import Composed, Part, broken, compose, lead
from gongkai.annualreport.writers.docx_package import lines, package, paragraph, run, words
from gongkai.annualreport.writers.docx_tables import table
from gongkai.annualreport.writers.grid import NO_SIGNS, joined


def docx(report: Report, signs: Mapping[Place, str] = NO_SIGNS) -> bytes:
    """Return the report as a DOCX file; `signs` stand in their cells (see `printed_table`)."""
    composed = compose(report, signs)
    body = "".join(_body(composed))
    return package(body, title=composed.title, creator=composed.agency, day=report.publication_date)


def _body(composed: Composed) -> Iterator[str]:
    for role, group in groupby(composed.opening, key=lambda line: line.role):
        said = [line.text for line in group]
        if role == "title":
            yield paragraph("Title", [run(lines([part for line in said for part in broken(line)]))])
            yield paragraph("", ())  # a line is left empty below the title
        else:
            yield from (paragraph("Dateline" if role == "dateline" else "", _text(line)) for line in said)
    for part in composed.parts:
        yield from _section(part)


def _section(part: Part) -> Iterator[str]:
    if part.heading:
        yield paragraph("Heading1", [run(words(part.heading))])
    for text in part.paragraphs:
        yield paragraph("Heading2" if lead(text) == text else "", _text(text))
    tables = [joined(part.tables)] if len(part.tables) > 1 else part.tables
    for one in tables:
        yield table(one)
        yield paragraph("Gap", ())  # Word joins tables that touch


def _text(text: str) -> Sequence[str]:
    """Return the runs of a paragraph: the words that open a numbered one are set apart, as a heading is."""
    opening = lead(text)
    rest = text[len(opening) :]
    return (*((run(words(opening), "Lead"),) if opening else ()), *((run(words(rest)),) if rest else ()))
