"""Reading a report that is running text with figures: the provident fund's annual report (住房公积金年度报告).

It has no statutory tables. Each item of its form is looked for where its section states it, in
words or in a table; the places where one item stands must agree to their printed decimals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, pairwise
from typing import NamedTuple

from gongkai.annualreport.document import Document, Grid, Paragraph, Stream
from gongkai.annualreport.forms import PROVIDENT_FUND, Axis, Form, TableForm, all_forms
from gongkai.annualreport.itemtables import table_statements, unit_above
from gongkai.annualreport.model import ABSENT, Cell, How, Report, Section, Source
from gongkai.annualreport.numbers import DASHES
from gongkai.annualreport.outline import Heading, headings, outline_of
from gongkai.annualreport.particulars import published_on
from gongkai.annualreport.quantities import slack, taken_into
from gongkai.annualreport.statements import Labels, Stated, labels_of, statements
from gongkai.annualreport.titles import REPORT_TITLE, YEAR, number, simple
from gongkai.annualreport.unreadable import Unreadable
from gongkai.findings import Finding

_FUND = "住房公积金"
_TITLE = re.compile(rf"{_FUND}(?:管理)?(?:中心)?的?(?:{YEAR})?年?(?:(?:年度|年)(?:运行)?(?:情况)?报告|年报)")
_LONGEST_TITLE = 60  # characters
_ENOUGH = 3  # headings that make a report without a title this one
_PLACE = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?(?:市|州|盟|地区|县|区))(?:{YEAR})?{_FUND}")
_MOST_PLACES = 5  # that a title and what stands above it can name
_ENDS = tuple("。；：！？;:!?")
_WRAPPED = 25  # characters: a line of running text that long may go on in the next


class Piece(NamedTuple):
    """A block in its section: a paragraph with where it stands, or a grid with its number among the tables."""

    section: str
    block: str | Grid
    source: Source


def form_of(document: Document) -> Form | None:
    """Return the form of an itemised report where the document is one, None for any other.

    The title decides that stands nearest above the first heading: one that says 信息公开 is
    another report, whosever it is. Without a title the headings do.
    """
    text = _text(document)
    for form in all_forms(PROVIDENT_FUND).values() if _FUND in text else ():
        if not any(title in text for section in form.sections for title in section.titles):
            continue
        found = headings(text, outline_of(form))
        titles = _titles((document.title, text[: found[0].start]) if found else ())
        if found and (titles[-1] if titles else len(found) >= _ENOUGH and len(found) > len(headings(text))):
            return form
    return None


def _text(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if not isinstance(block, Grid))


def _titles(texts: Iterable[str]) -> list[bool]:
    """Return for each line that is a report's title, in order, whether it is the provident fund's."""
    lines = [line for text in texts for line in simple(text).split("\n") if line and "。" not in line]
    told = (_is_fund_title(line, before) for before, line in pairwise(["", *lines]))
    return [fund for fund in told if fund is not None]


def _is_fund_title(line: str, before: str) -> bool | None:
    """Tell whose title a line is, alone or with the line before it; None where it is no report's title."""
    for words in (line, before + line):
        if len(words) <= _LONGEST_TITLE and (REPORT_TITLE.search(words) or _TITLE.search(words)):
            return REPORT_TITLE.search(words) is None
    return None


# -- the report ------------------------------------------------------------------------------------


def itemised_report(document: Document, form: Form, name: str) -> Report:
    """Return the report of that form in a document; raise Unreadable where it has none of its sections."""
    text = _text(document)
    found = headings(text, outline_of(form))
    if not found:
        raise Unreadable(Finding("READ-NOT-A-REPORT"))
    preamble = text[: found[0].start].strip()
    year = _year(document.title, preamble)
    pieces = list(_pieces(document, found))
    tables, findings = _tables(form, pieces, year)
    return Report(
        form=form,
        tables=tables,
        sections=tuple(_section(heading, pieces) for heading in found),
        agency=_agency(document, preamble, text),
        year=year,
        publication_date=published_on(simple(document.published), simple(preamble)),
        findings=(*(Finding(remark) for remark in document.remarks), *findings),
        file=name,
        preamble=preamble,
    )


def _year(claimed: str, preamble: str) -> int | None:
    """Return the year of the title; None where it has none."""
    for line in simple(f"{preamble}\n{claimed}").split("\n"):
        found = re.search(YEAR, line) if len(line) <= _LONGEST_TITLE and _FUND in line else None
        if found:
            return number(found["year"])
    alone = re.search(rf"^{YEAR}年?度?(?:报告)?$", simple(preamble), re.MULTILINE)
    return number(alone["year"]) if alone else None


def _agency(document: Document, preamble: str, text: str) -> str | None:
    """Return the centre's name where the file says it, or the text has it in full for the place of the title."""
    if document.agency.endswith("中心"):
        return document.agency
    places = dict.fromkeys(found["place"] for found in _PLACE.finditer(simple(f"{document.title}\n{preamble}")))
    words = simple(text)
    named = (re.search(rf"{place}{_FUND}(?:管理)?中心", words) for place in islice(places, _MOST_PLACES))
    return next((found[0] for found in named if found), None)


def _section(heading: Heading, pieces: Sequence[Piece]) -> Section:
    words = [piece.block for piece in pieces if piece.section == heading.section and isinstance(piece.block, str)]
    return Section(heading.section, heading.title, "\n".join(words).strip())


# -- pieces ----------------------------------------------------------------------------------------


def _pieces(document: Document, found: Sequence[Heading]) -> Iterator[Piece]:
    """Yield the blocks behind the first heading, each with its section; headings themselves are left out."""
    offset = grids = 0
    section = ""
    for count, block in enumerate(document.blocks, 1):
        if isinstance(block, Grid):
            grids += 1
            yield Piece(section, block, Source(table=grids))
            continue
        for start, end, opened in _cut(offset, offset + len(block.text), found):
            section = opened or section
            words = block.text[start - offset : end - offset].strip()
            if words and section:
                yield Piece(section, words, _source(block, count))
        offset += len(block.text) + 1


def _cut(start: int, end: int, found: Sequence[Heading]) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of a block between its headings: from where, to where, the section that it opens."""
    inside = [heading for heading in found if start < heading.end and heading.start < end]
    place, opened = start, ""
    for heading in inside:
        yield place, max(place, heading.start), opened
        place, opened = max(place, heading.end), heading.section
    yield place, end, opened


def _source(block: Paragraph | Stream, count: int) -> Source:
    page = block.page if isinstance(block, Paragraph) else 0
    return Source(page=page, line=block.line, paragraph=0 if block.line else count)


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces of one section; lines of running text that were wrapped are one again."""
    held: Piece | None = None
    for piece in pieces:
        if held and isinstance(held.block, str) and isinstance(piece.block, str) and _goes_on(held):
            held = held._replace(block=held.block + piece.block)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _goes_on(piece: Piece) -> bool:
    text = str(piece.block).rstrip()
    return bool(piece.source.line) and len(text) >= _WRAPPED and not text.endswith(_ENDS)


# -- items -----------------------------------------------------------------------------------------


def _tables(
    form: Form, pieces: Sequence[Piece], year: int | None
) -> tuple[Mapping[str, Mapping[str, Mapping[str, Cell]]], list[Finding]]:
    """Return the form's tables filled with what the sections state, and what was not certain."""
    tables: dict[str, dict[str, dict[str, Cell]]] = {}
    findings: list[Finding] = []
    for table in form.tables.values():
        own = [piece for piece in pieces if piece.section == table.section]
        stated = _stated(table, own, year)
        rows = {row.id: {table.columns[0].id: _cell(row, stated[row.id])} for row in table.rows}
        tables[table.id] = rows
        findings.extend(_doubts(table, rows))
    return tables, findings


def _stated(table: TableForm, pieces: Sequence[Piece], year: int | None) -> Mapping[str, list[Stated]]:
    labels, unit = labels_of(table.rows), ""
    found: defaultdict[str, list[Stated]] = defaultdict(list)
    for piece in _joined(pieces):
        for stated in _in_piece(piece, labels, year, unit):
            found[stated.row].append(stated)
        unit = unit_above(piece.block) if isinstance(piece.block, str) else ""
    return found


def _in_piece(piece: Piece, labels: Labels, year: int | None, unit: str) -> Iterator[Stated]:
    if isinstance(piece.block, Grid):
        yield from table_statements(piece.block, labels, year, piece.source.table, unit)
    else:
        yield from statements(piece.block, labels, year, piece.source)


def _cell(row: Axis, stated: Sequence[Stated]) -> Cell:
    """Return the item's cell: the finest of the figures that state it, nothing where they differ or none is certain."""
    if not stated:
        return ABSENT
    values = [(taken_into(one.quantity, row.unit), one) for one in stated if one.quantity]
    sure = [(value, one) for value, one in values if value is not None]
    if not sure and all(one.raw in ("", *DASHES) for one in stated):
        return Cell(None, How.BLANK, stated[0].raw, "", stated[0].source)
    if not sure or _differ([value for value, _ in sure]):
        raw = "／".join(dict.fromkeys(one.raw for one in stated))
        return Cell(None, How.UNREAD, raw, "", stated[0].source)
    value, finest = min(sure, key=lambda one: slack(one[0]))
    assert finest.quantity is not None
    return Cell(value, How.READ, finest.raw, finest.quantity.unit, finest.source)


def _differ(values: Sequence[Decimal]) -> bool:
    """Tell whether printed values cannot all be the same figure, differently rounded."""
    return max(value - slack(value) for value in values) > min(value + slack(value) for value in values)


def _doubts(table: TableForm, rows: Mapping[str, Mapping[str, Cell]]) -> Iterator[Finding]:
    for row, cells in rows.items():
        for column, cell in cells.items():
            if cell.how is How.UNREAD:
                yield Finding("READ-CELL-UNREAD", f"{table.id}.{row}.{column}", {"raw": cell.raw or "（缺）"})
