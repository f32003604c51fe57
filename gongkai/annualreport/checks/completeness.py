"""Whether everything is there that the form asks for (Reg. art. 49-50), and was made public in time.

What the reader could not find is told as such (READ-…); what is certainly missing is told
as the document's fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annualreport.checks.naming import caption_of, label_of
from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import texts_of
from gongkai.annualreport.forms import SectionForm, TableForm, all_forms
from gongkai.annualreport.model import How, Report, Row, Table
from gongkai.findings import Finding
from gongkai.statute import LawUnknown, report_format

_CUT_OFF = frozenset(["READ-TRUNCATED", "READ-DAMAGED"])
_NOT_THERE = frozenset(["READ-TABLE-MISSING", "READ-TABLE-PICTURE", "READ-ROW-MISSING"])
_LONG = 120  # characters that no mere formula has: of an introduction, of a template's words


def named(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding where it is not known whose report it is, of which year, or its form is not that year's."""
    if report.agency is None:
        yield Finding("AGENCY-UNKNOWN", "agency")
    if report.year is None:
        yield Finding("YEAR-UNKNOWN", "year")
        return
    try:
        expected = report_format(report.year)
    except LawUnknown:
        return  # a report from before the first form
    if expected.id != report.form.id:
        facts = {"year": report.year, "expected": all_forms()[expected.id].title, "used": report.form.title}
        yield Finding("FORM-YEAR", "year", facts)


# -- sections --------------------------------------------------------------------------------------


def sections(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each of the six sections that is missing, without heading, or empty."""
    cut_off = any(finding.rule in _CUT_OFF for finding in report.findings)
    everything = "\n".join(text for _, text in texts_of(report))
    for form in report.form.sections:
        section = report.section(form.id)
        if section is not None:
            if form.kind == "text" and _is_empty(section.text):
                yield Finding("SECTION-EMPTY", f"text.{form.id}", {"section": form.title})
        elif _is_there(report, form, everything):
            yield Finding("SECTION-HEADING", f"text.{form.id}", {"section": form.title})
        elif not cut_off:
            yield Finding("SECTION-MISSING", f"text.{form.id}", {"section": form.title})


def _is_empty(text: str) -> bool:
    """Tell whether a text says nothing, or only what its template said (（文字描述）)."""
    if len(text) > _LONG:
        return False
    return not any(letter.isalnum() for letter in phrases().sections["placeholder"].sub("", text))


def _is_there(report: Report, form: SectionForm, everything: str) -> bool:
    """Tell whether a section without heading shows itself by its tables or words."""
    if form.kind == "tables":
        return any(_is_printed(report.tables.get(table.id, {})) for table in _tables_of(report, form.id))
    if form.id == "overall_situation" and len(report.preamble) > _LONG:
        return True
    return phrases().sections[form.id].search(everything) is not None


def _tables_of(report: Report, section: str) -> list[TableForm]:
    return [table for table in report.form.tables.values() if table.section == section]


def _is_printed(rows: Table) -> bool:
    return any(cell.how is not How.ABSENT for row in rows.values() for cell in row.values())


def aspects(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for the aspects of the general situation that it does not touch (国办公开办函〔2021〕30号)."""
    text = report.text("overall_situation")
    if report.form.id != "format_2021" or _is_empty(text):
        return
    missing = [name for name, pattern in phrases().aspects.items() if not pattern.search(text)]
    if missing:
        facts = {"aspects": phrases().separator.join(missing), "count": len(missing)}
        yield Finding("ASPECT-MISSING", "text.overall_situation", facts)


# -- tables ----------------------------------------------------------------------------------------


def tables(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each table and row of the form that is absent and of which the reader said nothing.

    A report that comes as data has no reader to say so; what is absent must never pass for right.
    """
    told = {finding.where.split(".")[0] for finding in report.findings if finding.rule in _NOT_THERE}
    for table in report.form.tables.values():
        if told & {table.id, table.section}:
            continue
        rows = report.tables.get(table.id, {})
        if not _is_printed(rows):
            yield Finding("READ-TABLE-MISSING", table.id, {"table": table.caption})
            continue
        wanted = report.printed_rows(table.id, tuple(row.id for row in table.rows))
        lacking = [label_of(table.id, row) for row in wanted if _lacks_cells(rows.get(row, {}))]
        if lacking:
            facts = {"table": table.caption, "row": phrases().separator.join(lacking), "count": len(lacking)}
            yield Finding("READ-ROW-MISSING", table.id, facts)


def _lacks_cells(row: Row) -> bool:
    return not row or any(cell.how is How.ABSENT for cell in row.values())


def blanks(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield one finding for each table with blank cells, and an error for a section whose tables are all blank.

    Blank cells of tables with sums are told by the sums.
    """
    summed = {identity.table for identity in report.form.identities}
    for section in report.form.sections:
        found = {table.id: _hows(report.tables.get(table.id, {})) for table in _tables_of(report, section.id)}
        every = [how for hows in found.values() for how in hows if how is not How.ABSENT]
        if every and all(how is How.BLANK for how in every):
            yield Finding("BLANK-TABLE", section.id, {"section": section.title})
            continue
        for table, hows in found.items():
            count = sum(how is How.BLANK for how in hows)
            if count and table not in summed:
                yield Finding("BLANK-CELLS", table, {"table": caption_of(report.form, table), "count": count})


def _hows(rows: Table) -> list[How]:
    return [cell.how for row in rows.values() for cell in row.values()]
