"""The JSON Schema of a report's JSON, made from the forms: what other people's programs check a report against.

It says what `exchange.to_dict` writes. A further key beside those of the report (``figures``, ``rollup``) is
allowed; an unknown table, row or column is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.annualreport.exchange import SCHEMA
from gongkai.annualreport.forms import Axis, Form, TableForm, form, form_ids, forms_with
from gongkai.annualreport.model import How, Source
from gongkai.findings import SEVERITIES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = f"urn:gongkai:annual-report:{SCHEMA}"
_AMOUNT = r"^-?\d{1,18}(\.\d{1,8})?$"
_TEXT, _DAY = {"type": "string"}, {"type": "string", "format": "date"}
_COUNT = {"type": ["integer", "null"]}
_MONEY = {"type": ["string", "integer", "null"], "pattern": _AMOUNT}


def json_schema() -> dict[str, Any]:
    """Return the schema (2020-12) of the JSON of every form that is known."""
    forms = [form(one) for one in form_ids()]
    return {
        "$schema": DIALECT,
        "$id": IDENTIFIER,
        "title": "政府信息公开工作年度报告、住房公积金年度报告",
        "description": "每一格是整数，或者写成字符串的十进制数（金额）；原件空白或者没有读准的为 null，不是 0。",
        "type": "object",
        "required": ["schema", "format", "agency", "year", "sections", "tables", "notes"],
        "properties": {
            "schema": {"const": SCHEMA},
            "format": {"enum": [one.id for one in forms]},
            "agency": _or_null(_TEXT),
            "year": {"type": ["integer", "null"]},
            "file": _TEXT,
            "period": {"oneOf": [{"type": "null"}, {"type": "array", "items": _DAY, "minItems": 2, "maxItems": 2}]},
            "publication_date": {"oneOf": [{"type": "null"}, _DAY]},
            "preamble": _TEXT,
            "sections": {"type": "array", "items": {"$ref": "#/$defs/section"}},
            "tables": {"type": "object"},
            "notes": {"type": "array", "items": _TEXT},
            "provenance": {"type": "object", "additionalProperties": {"$ref": "#/$defs/origin"}},
            "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        },
        "allOf": [_by_form(one) for one in forms],
        "$defs": {
            "section": _object({"id": _TEXT, "title": _TEXT, "text": _TEXT}),
            "origin": _origin(),
            "finding": _finding(),
            **{f"tables_{one.id}": _tables(one) for one in forms},
        },
    }


def _or_null(kind: Mapping[str, Any]) -> dict[str, Any]:
    return {**kind, "type": [kind["type"], "null"]}


def _object(properties: Mapping[str, Any], *, closed: bool = True) -> dict[str, Any]:
    """Return an object that has all of these properties, and no others where it is closed."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        **({"additionalProperties": False} if closed else {}),
    }


def _by_form(one: Form) -> dict[str, Any]:
    sections = {"type": "array", "items": {"properties": {"id": {"enum": [section.id for section in one.sections]}}}}
    return {
        "if": {"properties": {"format": {"const": one.id}}},
        "then": {"properties": {"tables": {"$ref": f"#/$defs/tables_{one.id}"}, "sections": sections}},
    }


def _tables(one: Form) -> dict[str, Any]:
    return _object({table.id: _table(one, table) for table in one.tables.values()})


def _table(one: Form, table: TableForm) -> dict[str, Any]:
    """Return a table's rows: its own are required, those that another form's table of the name has besides may be.

    Where a row can be printed whole or in parts, a sum of many reports has it the one way or the other.
    """
    own = {row.id: _row(table, row) for row in table.rows}
    described = {**_object(own), "title": table.caption}
    for row in _of_other_forms(table):
        described["properties"].setdefault(row.id, _row(table, row))
    for equal in one.equivalences:
        if equal.table == table.id:
            either = {equal.whole, *equal.parts}
            described["required"] = [row for row in described["required"] if row not in either]
            described["anyOf"] = [{"required": [equal.whole]}, {"required": list(equal.parts)}]
    return described


def _of_other_forms(table: TableForm) -> Iterable[Axis]:
    return (row for other in forms_with(table.id) for row in other.tables[table.id].rows)


def _row(table: TableForm, row: Axis) -> dict[str, Any]:
    columns = {column.id: _cell(table, row, column) for column in table.columns}
    return {**_object(columns), "title": "·".join((*row.groups, row.label))}


def _cell(table: TableForm, row: Axis, column: Axis) -> dict[str, Any]:
    measure = row if table.kind == "items" else column
    kind = _COUNT if measure.kind in ("count", "change") else _MONEY
    named = {"title": "·".join((*column.groups, column.label))} if column.label else {}
    return {**kind, **named, **({"description": f"单位：{measure.unit}"} if measure.unit else {})}


def _origin() -> dict[str, Any]:
    numbers = {name: {"type": "integer", "minimum": 1} for name in Source._fields}
    source = {"type": "object", "properties": numbers, "additionalProperties": False}
    return _object({"how": {"enum": list(How)}, "raw": _TEXT, "unit": _TEXT, "place": _TEXT, "source": source})


def _finding() -> dict[str, Any]:
    words = dict.fromkeys(("rule", "where", "message", "law", "advice", "fingerprint"), _TEXT)
    return _object({**words, "severity": {"enum": list(SEVERITIES)}, "facts": {"type": "object"}}, closed=False)
