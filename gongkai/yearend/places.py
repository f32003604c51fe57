"""A finding's dotted place in words, and where on the page it stands. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.annualreport import all_forms

if TYPE_CHECKING:
    from gongkai.annualreport import Axis, Form, TableForm

_FIELDS = {
    "agency": "机关名称",
    "year": "报告年度",
    "period": "统计期限",
    "publication_date": "发布日期",
    "preamble": "报告开头",
    "file": "文件",
    "notes": "说明",
}
_RANGE = re.compile(r"text\.(\w+)\[(\d{1,9}):(\d{1,9})\]")


def anchor(*parts: str) -> str:
    """Return the id on the page of a table, row or cell."""
    return "-".join(("at", *parts))


def section_anchor(section_id: str) -> str:
    """Return the id on the page of a section; a table may have the same id in the form."""
    return f"section-{section_id}"


def text_range(where: str) -> tuple[str, int, int] | None:
    """Return section id and the range of characters of a place in running text, None for other places."""
    found = _RANGE.fullmatch(where)
    return (found[1], int(found[2]), int(found[3])) if found else None


def find_row(form: Form, table_id: str, row_id: str) -> Axis | None:
    """Return the row of that id, taken from another form where a report prints one of its rows."""
    for candidate in (form, *all_forms().values()):
        table = candidate.tables.get(table_id)
        for row in table.rows if table else ():
            if row.id == row_id:
                return row
    return None


def in_words(form: Form, where: str) -> str:
    """Return where `where` points to, as a person would say it; empty for the whole document."""
    kind, _, rest = where.partition(".")
    if kind in {"text", "section", "sections"}:
        section_id = rest.partition("[")[0]
        return next((section.title for section in form.sections if section.id == section_id), _FIELDS["preamble"])
    if section := next((section for section in form.sections if section.id == kind and kind not in form.tables), None):
        return section.title
    if kind in form.tables:
        return _table_words(form, form.tables[kind], rest)
    return _FIELDS.get(kind, "")


def _table_words(form: Form, table: TableForm, rest: str) -> str:
    row_id, _, column_id = rest.partition(".")
    row = find_row(form, table.id, row_id)
    column = next((column for column in table.columns if column.id == (column_id or row_id)), None)
    words = [table.caption]
    for axis in (row, column):
        words += [*axis.groups, axis.label] if axis else []
    return " · ".join(word for word in dict.fromkeys(words) if word)
