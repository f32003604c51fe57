"""The report as JSON, the contract of ``gongkai report read --json``, and back again.

What is written reads back equal: figures with where each came from, texts, findings. Reading
is strict, since a file from elsewhere may call itself a report: what is not one is refused
with a sentence that says where.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from gongkai.annualreport.forms import Form, TableForm, form_ids, forms_with
from gongkai.annualreport.forms import form as form_of_id
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report, Row, Section, Source
from gongkai.annualreport.numbers import digits
from gongkai.annualreport.rules import RULES
from gongkai.findings import Finding

SCHEMA = 1
_AMOUNT = re.compile(r"-?\d{1,18}(?:\.\d{1,8})?")
_LARGEST = 10**18


# -- writing ---------------------------------------------------------------------------------------


def to_json(report: Report) -> str:
    """Return the report as JSON text, Chinese as it is, two spaces deep."""
    return json.dumps(to_dict(report), ensure_ascii=False, indent=2)


def to_dict(report: Report) -> dict[str, Any]:
    """Return the report as JSON values: counts are ints, money decimal strings, what is not certain null.

    Beside the contract's keys: ``file``, ``preamble``, ``period`` (two ISO dates), ``publication_date``,
    ``provenance`` (per cell: how it was obtained, as printed, unit, place) and ``findings`` of the reader.
    """
    return {
        "schema": SCHEMA,
        "format": report.form.id,
        "agency": report.agency,
        "year": report.year,
        "file": report.file,
        "period": [day.isoformat() for day in report.period] if report.period else None,
        "publication_date": report.publication_date.isoformat() if report.publication_date else None,
        "preamble": report.preamble,
        "sections": [section._asdict() for section in report.sections],
        "tables": {
            table: {row: {column: plain(cell.value) for column, cell in cells.items()} for row, cells in rows.items()}
            for table, rows in report.tables.items()
        },
        "notes": list(report.notes),
        "provenance": {str(place): _origin(cell) for place, cell in report.cells()},
        "findings": [RULES.tell(finding) for finding in report.findings],
    }


def about(report: Report) -> dict[str, Any]:
    """Return which report it is, as JSON values: where another result speaks of it."""
    return {"file": report.file, "agency": report.agency, "year": report.year, "format": report.form.id}


def plain(value: int | Decimal | None) -> int | str | None:
    """Return a value as JSON has it: a count as it is, money as a decimal string."""
    return digits(value) if isinstance(value, Decimal) else value


def _origin(cell: Cell) -> dict[str, Any]:
    source = {name: number for name, number in cell.source._asdict().items() if number}
    return {"how": str(cell.how), "raw": cell.raw, "unit": cell.unit, "place": str(cell.source), "source": source}


# -- reading ---------------------------------------------------------------------------------------


def from_json(text: str) -> Report:
    """Return the report in a JSON text; raise ValueError, with a Chinese sentence, where it holds none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused("json") from error
    return from_dict(data)


def from_dict(data: Any) -> Report:
    """Return the report in JSON values (see `to_dict`); raise ValueError, with a Chinese sentence, on nonsense.

    Only ``schema``, ``format`` and ``tables`` are required. Rows and columns that are not
    given are absent; a null without provenance is a blank.
    """
    fields = _mapping(data, "report")
    if "schema" not in fields:
        raise _refused("foreign")
    if fields.get("schema") != SCHEMA:
        raise _refused("schema", found=fields.get("schema"), known=SCHEMA)
    form = _form(_text(fields, "format"))
    return Report(
        form=form,
        tables=_tables(
            form, _mapping(fields.get("tables"), "tables"), _mapping(fields.get("provenance", {}), "provenance")
        ),
        sections=tuple(_sections(form, fields.get("sections", []))),
        agency=_optional_text(fields, "agency"),
        year=_year(fields.get("year")),
        period=_period(fields.get("period")),
        publication_date=_day(fields.get("publication_date"), "publication_date"),
        notes=tuple(_texts(fields.get("notes", []), "notes")),
        findings=tuple(_findings(fields.get("findings", []))),
        file=_optional_text(fields, "file") or "",
        preamble=_optional_text(fields, "preamble") or "",
    )


def _form(form_id: str) -> Form:
    try:
        return form_of_id(form_id)
    except KeyError as error:
        raise _refused("format", found=form_id, known="、".join(form_ids())) from error


def _tables(form: Form, given: Mapping[str, Any], origins: Mapping[str, Any]) -> dict[str, dict[str, Row]]:
    for table in given:
        if table not in form.tables:
            raise _refused("table", found=table)
    known = {str(place) for table in form.tables.values() for place in _places(table)}
    for place in origins:
        if place not in known:
            raise _refused("place", found=place)
    return {
        table.id: _rows(table, _mapping(given.get(table.id, {}), table.id), origins) for table in form.tables.values()
    }


def _places(table: TableForm) -> Iterator[Place]:
    for row in (*(axis.id for axis in table.rows), *_rows_of_other_forms(table)):
        for column in table.columns:
            yield Place(table.id, row, column.id)


def _rows_of_other_forms(table: TableForm) -> tuple[str, ...]:
    """Return the rows that another form's table of the same name has besides (（六）其他处理 whole, or in parts)."""
    own = {row.id for row in table.rows}
    others = (form.tables[table.id] for form in forms_with(table.id))
    return tuple(dict.fromkeys(row.id for other in others for row in other.rows if row.id not in own))


def _rows(table: TableForm, given: Mapping[str, Any], origins: Mapping[str, Any]) -> dict[str, Row]:
    own = tuple(row.id for row in table.rows)
    extra = tuple(row for row in given if row not in own)
    for row in extra:
        if row not in _rows_of_other_forms(table):
            raise _refused("row", table=table.id, found=row)
    return {row: _row(table, row, _mapping(given.get(row, {}), f"{table.id}.{row}"), origins) for row in (*own, *extra)}


def _row(table: TableForm, row: str, given: Mapping[str, Any], origins: Mapping[str, Any]) -> Row:
    columns = tuple(column.id for column in table.columns)
    for column in given:
        if column not in columns:
            raise _refused("column", row=f"{table.id}.{row}", found=column)
    return {
        column.id: _cell(
            given[column.id], origins.get(f"{table.id}.{row}.{column.id}"), f"{table.id}.{row}.{column.id}"
        )
        if column.id in given
        else ABSENT
        for column in table.columns
    }


def _cell(value: Any, origin: Any, place: str) -> Cell:
    number = _number(value, place)
    if origin is None:
        return Cell(number, How.BLANK if number is None else How.READ)
    origin = _mapping(origin, place)
    return Cell(
        number,
        _how(origin.get("how"), number, place),
        _optional_text(origin, "raw") or "",
        _optional_text(origin, "unit") or "",
        _source(origin.get("source", {}), place),
    )


def _number(value: Any, place: str) -> int | Decimal | None:
    if value is None or (type(value) is int and abs(value) < _LARGEST):
        return value
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return Decimal(value)
    raise _refused("value", place=place, found=value)


def _how(word: Any, number: int | Decimal | None, place: str) -> How:
    if word not in list(How):
        raise _refused("how", place=place, found=word)
    how = How(word)
    if (number is None) is (how in (How.READ, How.INFERRED)):
        raise _refused("how", place=place, found=word)
    return how


def _source(given: Any, place: str) -> Source:
    numbers = _mapping(given, place)
    if not set(numbers) <= set(Source._fields) or any(type(one) is not int or one < 0 for one in numbers.values()):
        raise _refused("source", place=place)
    return Source(**numbers)


def _refused(why: str, **facts: Any) -> ValueError:
    """Return the error that says in Chinese why the data is no report."""
    words = tomllib.loads(files("gongkai.annualreport").joinpath("data/exchange.toml").read_text("utf-8"))
    return ValueError(words[why].format_map(facts))


# -- fields ----------------------------------------------------------------------------------------


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _refused("object", name=name)
    return value


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise _refused("text", name=name)
    return value


def _optional_text(fields: Mapping[str, Any], name: str) -> str | None:
    return None if fields.get(name) is None else _text(fields, name)


def _texts(values: Any, name: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _refused("texts", name=name)
    return values


def _year(value: Any) -> int | None:
    if value is None or (type(value) is int and date.min.year < value < date.max.year):
        return value
    raise _refused("year", found=value)


def _day(value: Any, name: str) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _refused("date", name=name, found=value) from error


def _period(value: Any) -> tuple[date, date] | None:
    if value is None:
        return None
    start, end = (_day(day, "period") for day in value) if isinstance(value, list) and len(value) == 2 else (None, None)
    if start is None or end is None or start > end:
        raise _refused("date", name="period", found=value)
    return start, end


def _sections(form: Form, given: Any) -> Iterator[Section]:
    if not isinstance(given, list):
        raise _refused("texts", name="sections")
    known = {section.id for section in form.sections}
    for one in given:
        section = _mapping(one, "sections")
        if _text(section, "id") not in known:
            raise _refused("section", found=section["id"])
        yield Section(section["id"], _optional_text(section, "title") or "", _optional_text(section, "text") or "")


def _findings(given: Any) -> Iterator[Finding]:
    """Yield the findings; one that its rule cannot tell is refused."""
    if not isinstance(given, list):
        raise _refused("texts", name="findings")
    for one in given:
        fields = _mapping(one, "findings")
        facts = _mapping(fields.get("facts", {}), "facts")
        finding = Finding(_text(fields, "rule"), _optional_text(fields, "where") or "", facts)
        try:
            RULES.tell(finding)
        except (KeyError, ValueError, TypeError) as error:
            raise _refused("rule", found=finding.rule) from error
        yield finding
