"""Where a finding points to, in the words of the form: its tables, rows, columns and sections by their labels.

The other words are in ``data/places.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.annualreport.forms import Axis, Form
from gongkai.annualreport.model import Report

_RANGE = re.compile(r"\[(\d{1,9}):(\d{1,9})\]$")
_TEXT_FIELDS = ("text", "section", "sections")
LONGEST_EXCERPT = 40


def place_in_words(where: str, about: Report | Form | None = None) -> str:
    """Return a finding's `where` in words: ``applications.granted.total`` → 三、… · （一）予以公开 · 总计.

    `about` is the report it speaks of, or only its form. With the report, a section has its
    title as printed, and a stretch of text is quoted. What is not known is left as it stands.
    """
    form = about.form if isinstance(about, Report) else about
    path = _RANGE.sub("", where).split(".")
    named = _named(path, form, about if isinstance(about, Report) else None)
    quoted = _excerpt(path, _RANGE.search(where), about) if isinstance(about, Report) else ()
    return places_joined((*named, *quoted))


def places_joined(parts: Iterable[str]) -> str:
    """Return the parts of a place in one line; the one row of the disputes has no label and is left out."""
    return str(_words()["join"]).join(dict.fromkeys(part for part in parts if part))


def row_label(form: Form, table: str, row: str) -> str:
    """Return the printed label of a row, also of one taken over from the other form; the id where none has it."""
    axis = form.row(table, row)
    return axis.label if axis else row


def column_label(form: Form, table: str, column: str) -> str:
    """Return the label of a column, with the group it stands under where the label alone is not unique."""
    columns = form.tables[table].columns
    axis = next((axis for axis in columns if axis.id == column), None)
    if axis is None:
        return column
    unique = sum(other.label == axis.label for other in columns) == 1
    return axis.label if unique or not axis.groups else f"{axis.groups[-1]}{axis.label}"


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("gongkai.annualreport").joinpath("data/places.toml").read_text("utf-8"))


def _field(name: str) -> str:
    return str(_words()["field"].get(name, name))


def _named(path: list[str], form: Form | None, report: Report | None) -> Iterator[str]:
    first, *rest = path
    if form is not None and first in form.tables:
        yield form.tables[first].caption
        for part in rest:
            yield from _labels(form, first, part)
    elif form is not None and first in _TEXT_FIELDS and rest:
        yield _section_title(form, rest[0], report)
        yield from rest[1:]
    elif form is not None and not rest:
        yield _section_title(form, first, report)
    else:
        yield _field(first)
        yield from rest


def _labels(form: Form, table: str, part: str) -> tuple[str, ...]:
    """Return the labels of a row or column, from the outermost that it stands under to its own."""
    columns: Iterable[Axis] = form.tables[table].columns
    axis = form.row(table, part) or next((column for column in columns if column.id == part), None)
    return (*axis.groups, axis.label) if axis else (part,)


def _section_title(form: Form, section_id: str, report: Report | None) -> str:
    printed = report.section(section_id) if report else None
    if printed is not None and printed.title:
        return printed.title
    return next((section.title for section in form.sections if section.id == section_id), _field(section_id))


def _excerpt(path: list[str], span: re.Match[str] | None, report: Report) -> Iterator[str]:
    """Yield which characters of a section a place names, and the words that stand there."""
    if span is None or path[0] != "text" or len(path) != 2:
        return
    first, last = int(span[1]), int(span[2])
    yield _words()["characters"].format(first=first + 1, last=last)
    text = (report.preamble if path[1] == "preamble" else report.text(path[1]))[first:last]
    if text:
        shown = text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT] + "…"
        yield _words()["excerpt"].format(text=" ".join(shown.split()))
