"""The marks that `report check --marks` takes: a JSON file of what people justified in one report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.cli.wording import reason_of, words
from gongkai.findings import Mark

SCHEMA = 1
_LARGEST = 4 << 20  # bytes: more than ten thousand marks
_KEYS = ("fingerprint", "justification", "by", "at")


class MarksRefused(Exception):
    """The file of marks is none; its text says why, in Chinese."""


def read_marks(path: Path) -> tuple[Mark, ...]:
    """Return the marks of a file ``{"schema": 1, "marks": [{"fingerprint", "justification", "by", "at"}]}``.

    `at` is an ISO date and time with its time zone; keys besides these are left alone. Raises
    MarksRefused where the file cannot be opened or one of the marks is none: none is passed over.
    """
    data = _data(path)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("marks"), list):
        raise _refused("schema", path)
    return tuple(_mark(one, number, path) for number, one in enumerate(data["marks"], 1))


def _data(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            return json.loads(file.read(_LARGEST + 1).decode("utf-8-sig"))
    except OSError as error:
        raise _refused("closed", path, reason=reason_of(error)) from error
    except (ValueError, RecursionError) as error:
        raise _refused("json", path) from error


def _mark(given: Any, number: int, path: Path) -> Mark:
    try:
        fingerprint, justification, by, at = (_text(given, key) for key in _KEYS)
        return Mark(fingerprint, justification, by, _moment(at))
    except ValueError as error:
        key = str(error)
        raise _refused("mark", path, number=number, key=key, what=words("marks")[key]) from error


def _text(given: Any, key: str) -> str:
    if not isinstance(given, dict) or not isinstance(given.get(key), str):
        raise ValueError(key)
    return str(given[key])


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("at") from error


def as_json(mark: Mark) -> Mapping[str, str]:
    """Return a mark as it stands in the file."""
    return {**{key: getattr(mark, key) for key in _KEYS[:3]}, "at": mark.at.isoformat()}


def _refused(why: str, path: Path, **facts: object) -> MarksRefused:
    return MarksRefused(words("marks")[why].format(file=path, **facts))
