"""Where a finding points to, in the words of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gongkai import annualreport
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.annualreport import Report

_RANGE = re.compile(r"\[(\d{1,9}):(\d{1,9})\]$")
LONGEST_EXCERPT = 40


def row_label(report: Report, table: str, row: str) -> str:
    """Return the printed label of a row, also of one that the report took over from the other form."""
    for form in (report.form, *annualreport.all_forms().values()):
        if table in form.tables:
            for axis in form.tables[table].rows:
                if axis.id == row:
                    return axis.label
    return row


def column_label(report: Report, table: str, column: str) -> str:
    """Return the label of a column, with the group it stands under where the label alone is not unique."""
    columns = report.form.tables[table].columns
    axis = next((axis for axis in columns if axis.id == column), None)
    if axis is None:
        return column
    unique = sum(other.label == axis.label for other in columns) == 1
    return axis.label if unique or not axis.groups else f"{axis.groups[-1]}{axis.label}"


def place_in_words(where: str, report: Report | None = None) -> str:
    """Return a finding's `where` in words: ``applications.granted.total`` → 三、… · （一）予以公开 · 总计.

    What it does not know it leaves as it stands.
    """
    span = _RANGE.search(where)
    path = _RANGE.sub("", where).split(".")
    named = list(_named(path, report))
    if span is not None:
        first, last = int(span[1]), int(span[2])
        named.append(words("place")["characters"].format(first=first + 1, last=last))
        named.extend(_excerpt(path, first, last, report))
    return joined(named)


def joined(parts: Iterable[str]) -> str:
    """Return the parts of a place in one line; the one row of the disputes has no label and is left out."""
    return words("place")["join"].join(part for part in parts if part)


def _named(path: list[str], report: Report | None) -> Iterator[str]:
    first, *rest = path
    if report is not None and first in report.form.tables:
        yield report.form.tables[first].caption
        yield from (_part_of_table(report, first, part) for part in rest)
    elif report is not None and first in ("text", "sections") and rest:
        yield _section_title(report, rest[0])
        yield from rest[1:]
    else:
        yield words("place").get(first, first)
        yield from rest


def _part_of_table(report: Report, table: str, part: str) -> str:
    label = row_label(report, table, part)
    return label if label != part else column_label(report, table, part)


def _section_title(report: Report, section_id: str) -> str:
    section = report.section(section_id)
    if section is not None and section.title:
        return section.title
    known = {form.id: form.title for form in report.form.sections}
    return known.get(section_id) or words("place").get(section_id, section_id)


def _excerpt(path: list[str], first: int, last: int, report: Report | None) -> Iterator[str]:
    if report is None or path[0] != "text" or len(path) != 2:
        return
    text = (report.preamble if path[1] == "preamble" else report.text(path[1]))[first:last]
    if text:
        shown = text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT] + "…"
        yield words("place")["excerpt"].format(text=" ".join(shown.split()))
