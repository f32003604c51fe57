"""Reading a report: a file of any kind to the same `Report`, each cell with where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from gongkai.annualreport.captions import other_year
from gongkai.annualreport.collecting import Collected, collect
from gongkai.annualreport.document import Document
from gongkai.annualreport.forms import Form, all_forms, form
from gongkai.annualreport.itemised import form_of, itemised_report
from gongkai.annualreport.labels import core
from gongkai.annualreport.layout import Layout, lay_out
from gongkai.annualreport.model import Report
from gongkai.annualreport.particulars import Particulars, particulars
from gongkai.annualreport.records import Record
from gongkai.annualreport.sources import open_document
from gongkai.annualreport.sources.encodings import decode
from gongkai.annualreport.sources.limits import MAX_FILE_BYTES, check_file_size
from gongkai.annualreport.sources.sniffing import sniff
from gongkai.annualreport.stated import stated
from gongkai.annualreport.tables import Tables, assemble
from gongkai.annualreport.unreadable import Unreadable
from gongkai.findings import Finding
from gongkai.statute import LawUnknown, report_format


def read(source: str | Path | bytes, name: str | None = None) -> Report:
    """Return the report in a file.

    `source` is a path or the file's bytes, `name` what to call it in messages. What the
    file is, its content tells. Raises Unreadable where nothing of a report can be had, and
    OSError where the path cannot be opened; what is merely uncertain stays None, with a finding.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source))
    name = name if name is not None else "" if isinstance(source, bytes) else Path(source).name
    check_file_size(data)
    kind = sniff(data)
    if kind == "json":
        return _own(data, name)
    if kind == "csv":
        return _own_table(data, name)
    return interpret(open_document(data, name, kind), name)


def _bytes_of(path: Path) -> bytes:
    """Return the file's bytes; a file over the limit is not even read to its end."""
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def _own(data: bytes, name: str) -> Report:
    """Return a report from our own JSON (schema 1)."""
    from gongkai.annualreport.attested import attested  # here: the other formats do not need it
    from gongkai.annualreport.exchange import from_dict

    try:
        return replace(attested(from_dict(json.loads(decode(data)))), file=name)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(Finding("READ-DAMAGED", facts={"reason": str(problem)})) from problem


def _own_table(data: bytes, name: str) -> Report:
    """Return a report from our own CSV."""
    from gongkai.annualreport.attested import attested  # here: the other formats do not need it
    from gongkai.annualreport.sources.csv import csv_report

    return replace(attested(csv_report(data)), file=name)


def interpret(document: Document, name: str = "") -> Report:
    """Return the report that a document holds, of whichever form; raise Unreadable where it holds none."""
    itemised = form_of(document)
    if itemised is not None:
        return itemised_report(document, itemised, name)
    layout = lay_out(document)
    found = collect(layout.records)
    if not found.rows and not found.disputes and len(layout.sections) < 3:
        raise Unreadable(Finding("READ-NOT-A-REPORT"))
    about = particulars(document, layout)
    chosen = choose_form(found, about.year)
    tables = assemble(found, chosen, stated(layout.sections))
    return Report(
        form=chosen,
        tables=tables.tables,
        sections=tuple(layout.sections),
        agency=about.agency,
        year=about.year,
        period=about.period,
        publication_date=about.publication_date,
        notes=_notes(found),
        findings=tuple(_findings(document, layout, found, tables, chosen, about)),
        file=name,
        preamble=layout.preamble,
    )


def choose_form(found: Collected, year: int | None) -> Form:
    """Return the form whose headings the tables carry; where they are lost, that of the report's year."""
    votes = {form_id: _votes(candidate, found) for form_id, candidate in all_forms().items()}
    best = max(votes.values())
    leading = [form_id for form_id, count in votes.items() if count == best]
    if len(leading) == 1:
        return form(leading[0])
    by_year = _form_of_year(year)
    return form(by_year if by_year in leading else leading[0])


def _form_of_year(year: int | None) -> str:
    try:
        return report_format(year).id if year is not None else ""
    except LawUnknown:
        return ""


def _votes(candidate: Form, found: Collected) -> int:
    """Count the headings and rows of tables two that only this form has."""
    printed = set(found.headers) | {core(row.printed) for row in found.rows}
    text = "\n".join(printed)
    return sum(1 for name in _own_names(candidate) if name in text)


@cache
def _own_names(candidate: Form) -> frozenset[str]:
    others = [other for other in all_forms().values() if other.id != candidate.id]
    return frozenset(_names(candidate).difference(*map(_names, others)))


def _names(candidate: Form) -> set[str]:
    tables = [table for table in candidate.tables.values() if table.section == "proactive_disclosure"]
    labels = {core(column.label) for table in tables for column in table.columns}
    return labels | {core(row.label) for table in tables for row in table.rows if len(core(row.label)) > 6}


def _notes(found: Collected) -> tuple[str, ...]:
    return tuple(f"表内另有一行：{_extra_label(record)}（{_figures(record)}）" for record in _local(found.extras))


def _local(extras: Sequence[Record]) -> list[Record]:
    return [record for record in extras if record.pieces and len(record.values) > 1]


def _extra_label(record: Record) -> str:
    return record.texts[-1].replace("\n", "")[:40]


def _figures(record: Record) -> str:
    return " ".join(value.token.raw for value in record.values if value.token.raw)


# -- what the reader has to say --------------------------------------------------------------------


def _findings(
    document: Document, layout: Layout, found: Collected, tables: Tables, chosen: Form, about: Particulars
) -> Iterator[Finding]:
    for remark in document.remarks:
        yield Finding(remark)
    yield from _pictures(layout, tables)
    yield from _of_another_year(layout, about.year)
    yield from tables.findings
    yield from _truncated(layout, found, chosen, tables)
    yield from _variants(found)
    for equal in chosen.equivalences:
        if any(row.id in (equal.whole,) for row in chosen.tables[equal.table].rows) != (
            equal.whole in tables.tables[equal.table]
        ):
            yield Finding("READ-MIXED-FORM", equal.table, {"row": equal.whole})
    for record in _local(found.extras):
        yield Finding("READ-EXTRA-ROW", "applications", {"label": _extra_label(record), "raw": _figures(record)})


def _pictures(layout: Layout, tables: Tables) -> Iterator[Finding]:
    missing = {finding.where for finding in tables.findings if finding.rule == "READ-TABLE-MISSING"}
    for section, tables_of in _SECTION_TABLES.items():
        if layout.pictures.get(section) and any(table in missing for table in tables_of):
            yield Finding("READ-TABLE-PICTURE", section, {"count": layout.pictures[section]})


_SECTION_TABLES = {
    "proactive_disclosure": ("article_20_1", "article_20_5", "article_20_6", "article_20_8"),
    "applications": ("applications",),
    "review_litigation": ("review_litigation",),
}


def _of_another_year(layout: Layout, year: int | None) -> Iterator[Finding]:
    """Yield a finding for each table whose caption or section heading names another year than the report's."""
    for section, caption in dict.fromkeys(layout.captions) if year is not None else ():
        words = other_year(caption, year) if year is not None else ""
        if words:
            yield Finding("READ-TABLE-YEAR", section, {"caption": caption, "found": words, "year": year})


def _truncated(layout: Layout, found: Collected, chosen: Form, tables: Tables) -> Iterator[Finding]:
    """A file that ends inside a table, or before the sections that follow one, was cut off."""
    ends_in_table = any(row.record.last and row.label.row != "cases" for row in found.rows)
    last = layout.sections[-1].id if layout.sections else ""
    unfinished = last in ("proactive_disclosure", "applications")
    if ends_in_table or (unfinished and any(f.rule == "READ-TABLE-MISSING" for f in tables.findings)):
        yield Finding("READ-TRUNCATED", "", {"section": layout.sections[-1].title if layout.sections else ""})


def _variants(found: Collected) -> Iterator[Finding]:
    for row in found.rows:
        if row.likeness < 99 and row.record.has_figures():
            official = _official(row.label.table, row.label.row)
            facts = {"printed": row.printed.replace("\n", ""), "official": official}
            yield Finding("READ-LABEL-VARIANT", f"{row.label.table}.{row.label.row}", facts)


def _official(table: str, row: str) -> str:
    for candidate in all_forms().values():
        for axis in candidate.tables[table].rows if table in candidate.tables else ():
            if axis.id == row:
                return axis.label
    return row


__all__ = ["choose_form", "interpret", "read"]
