"""What tables, rows and columns are called in findings: the form's own labels."""

from __future__ import annotations

from functools import cache

from gongkai.annualreport.forms import Axis, Form, forms_with


@cache
def _axes(table: str) -> dict[str, Axis]:
    """Return the rows and columns of a table in every form, by id; the newest form's label counts."""
    found: dict[str, Axis] = {}
    for form in forms_with(table):
        known = form.tables[table]
        for axis in (*known.rows, *known.columns):
            found.setdefault(axis.id, axis)
    return found


def label_of(table: str, axis: str) -> str:
    """Return the label of a row or column after its group (复议后起诉·总计); its id where it is unknown."""
    known = _axes(table).get(axis)
    return "·".join((*known.groups[-1:], known.label)) if known else axis


def group_of(table: str, column: str) -> str:
    """Return the group a column stands under (行政诉讼·未经复议直接起诉)."""
    known = _axes(table).get(column)
    return "·".join(known.groups) if known else column


def caption_of(form: Form, table: str) -> str:
    """Return the caption of a table of the form."""
    return form.tables[table].caption
