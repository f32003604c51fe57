"""What an entry of the log says in words: the row it was about by its name, its facts by what they are called."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from gongkai import statute
from gongkai.agencies.appointments import Role
from gongkai.agencies.log import LogEntry

Told = tuple[str, str]

_SUMS = frozenset({"content_hash", "digest", "fingerprint", "sealed", "sha256", "files"})
_SHORT = 80


def row_of(entry: LogEntry) -> models.Model | None:
    """Return the row that `entry` is about, as the class it is of; None where it is no row or stands no more."""
    number = entry.subject.rpartition(":")[2]
    model = _model_of(entry)
    if model is None or not number.isdecimal():
        return None
    row = model._default_manager.filter(pk=number).first()
    return getattr(row, "specific_deferred", row)


def named(entry: LogEntry) -> str:
    """Return what `entry` was about: kind and name of the row, kind and number where it stands no more."""
    _, _, number = entry.subject.partition(":")
    model = _model_of(entry)
    if model is None:
        return entry.subject
    row = row_of(entry)
    return f"{(row or model)._meta.verbose_name}“{row}”" if row else f"{model._meta.verbose_name} {number}"


def told(entry: LogEntry) -> list[Told]:
    """Return the facts of `entry`, each with what it is called; a change as what stood before and what stands now."""
    model = _model_of(entry)
    return [line for name, value in entry.facts.items() for line in _lines(model, name, value)]


def in_short(entry: LogEntry) -> str:
    """Return the facts of `entry` in one line, without the sums that only a machine compares."""
    model = _model_of(entry)
    kept = ((name, value) for name, value in entry.facts.items() if name not in _SUMS)
    line = "；".join(f"{name}：{said}" for one in kept for name, said in _lines(model, *one))
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def _lines(model: type[models.Model] | None, name: str, value: Any) -> Iterator[Told]:
    if name == "changed" and isinstance(value, Mapping):
        for field, change in value.items():
            yield _field_name(model, field), _changed(model, field, change)
    elif isinstance(value, Mapping):
        yield (
            _field_name(model, name),
            "；".join(f"{_value_word(key)} {_said(model, name, one)}" for key, one in value.items()),
        )
    else:
        yield _field_name(model, name), _said(model, name, value)


def _changed(model: type[models.Model] | None, name: str, change: Any) -> str:
    if not (isinstance(change, list) and len(change) == 2):
        return _said(model, name, change)
    before, after = (_said(model, name, one) for one in change)
    return f"“{before}”改为“{after}”" if before != "（空）" else after


def _said(model: type[models.Model] | None, name: str, value: Any) -> str:
    """Return one value in words: a code by its name, a day as it is written, yes and no."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, list):
        return "、".join(_said(model, name, one) for one in value)
    return _choices(model, name).get(str(value)) or _value_word(_day(str(value)))


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text) if "-" in text else None
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日" if day else text


def _choices(model: type[models.Model] | None, name: str) -> Mapping[str, str]:
    field = _field(model, name)
    return {str(code): str(label) for code, label in getattr(field, "flatchoices", ())}


def _field_name(model: type[models.Model] | None, name: str) -> str:
    field = _field(model, name)
    return _words()["names"].get(name, name) if field is None else str(field.verbose_name)


def _field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _value_word(code: str) -> str:
    return _codes().get(code, code)


@cache
def _codes() -> Mapping[str, str]:
    """Return every code that facts hold by its name: roles, kinds of reply, steps of a case, and the rest."""
    of_cases = {one.code: one.name for one in statute.outcomes()} | {one.act: one.name for one in statute.transitions()}
    return {**of_cases, **_words()["values"], **dict(Role.choices)}


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("gongkai.agencies").joinpath("data", "log_words.toml").read_text("utf-8"))


def _model_of(entry: LogEntry) -> type[models.Model] | None:
    try:
        return apps.get_model(entry.subject.partition(":")[0])
    except (LookupError, ValueError):
        return None
