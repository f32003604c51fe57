"""A report and its findings, made ready for a template.

Takes the JSON of `gongkai.annualreport`, with or without provenance, and gives the
sections in the order of the form, each with its text or its tables. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gongkai.annualreport import from_dict, place_in_words
from gongkai.findings import SEVERITIES
from gongkai.yearend.anchors import section_anchor, target, text_range
from gongkai.yearend.shown import MANNERS, SIGNS, FindingView, Manner, Passage, ReportView, SectionView, Span
from gongkai.yearend.tables import show_table

if TYPE_CHECKING:
    from gongkai.annualreport import Form, Report, SectionForm


def present(
    report: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], ways: Mapping[str, str] = MappingProxyType({})
) -> ReportView:
    """Return `report` (JSON, schema 1) and its `findings` (as told by the rule book) made ready.

    `ways` leads from places, cells and ranges of a text, to the addresses where what stands behind them is shown.
    """
    told = from_dict(report)
    views = number_findings(findings, told.form)
    sections = tuple(_section(section, told, views, ways) for section in told.form.sections)
    return ReportView(
        agency=told.agency or "",
        year=told.year,
        period=tuple(day.isoformat() for day in told.period or ()),
        publication_date=told.publication_date.isoformat() if told.publication_date else "",
        form=told.form,
        preamble=_paragraphs(told.preamble, "preamble", views),
        sections=sections,
        findings=views,
        tally=_tally(sections),
        notes=told.notes,
    )


def _tally(sections: Sequence[SectionView]) -> tuple[tuple[Manner, int], ...]:
    """Return each manner that occurs in the tables, with how many cells came to their value that way."""
    met = Counter(
        cell.manner for section in sections for table in section.tables for row in table.rows for cell in row.cells
    )
    return tuple((manner, met[manner]) for manner in MANNERS.values() if met[manner])


def number_findings(findings: Sequence[Mapping[str, Any]], statutory: Form | None) -> tuple[FindingView, ...]:
    """Return the findings gravest first, numbered from 1, with their places in words."""
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(finding["severity"]))
    return tuple(
        FindingView(
            number=number,
            severity=finding["severity"],
            sign=SIGNS[finding["severity"]][0],
            word=SIGNS[finding["severity"]][1],
            where=finding["where"],
            place=place_in_words(finding["where"], statutory) if statutory else "",
            target=target(statutory, finding["where"]) if statutory else "",
            passages=tuple(Passage(**passage) for passage in finding["facts"].get("passages", ())),
            **{name: finding[name] for name in ("rule", "message", "law", "advice")},
        )
        for number, finding in enumerate(ordered, 1)
    )


def _section(
    section: SectionForm, report: Report, findings: tuple[FindingView, ...], ways: Mapping[str, str]
) -> SectionView:
    printed = report.section(section.id)
    tables = (table for table in report.form.tables.values() if table.section == section.id)
    return SectionView(
        id=section.id,
        anchor=section_anchor(section.id),
        title=printed.title if printed and printed.title else section.title,
        paragraphs=_paragraphs(printed.text if printed else "", section.id, findings, ways),
        tables=tuple(show_table(table, report, findings, ways) for table in tables),
        missing=printed is None,
    )


def _paragraphs(
    text: str, section_id: str, findings: tuple[FindingView, ...], ways: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[Span, ...], ...]:
    """Return the lines of a text, cut where a finding's range of characters, or a way, begins or ends."""
    spots = [(spot, finding) for finding in findings if (spot := text_range(finding.where)) and spot[0] == section_id]
    leading = [(spot, way) for place, way in ways.items() if (spot := text_range(place)) and spot[0] == section_id]
    edges = {edge for spot, _ in (*spots, *leading) for edge in spot[1:] if edge < len(text)}
    lines: list[list[Span]] = [[]]
    for start, end in pairwise(sorted({0, len(text), *edges})):
        about = tuple(finding for spot, finding in spots if spot[1] <= start and end <= spot[2])
        way = next((way for spot, way in leading if spot[1] <= start and end <= spot[2]), "")
        first, *others = text[start:end].split("\n")
        lines[-1].append(Span(first, about, way))
        lines.extend([Span(other, about, way)] for other in others)
    return tuple(tuple(line) for line in lines if any(span.text.strip() for span in line))
