"""Inspecting a file apart: PDFium and Pillow are native code, and whatever a file does to them stays with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.apart import NoAnswer, answer_apart
from gongkai.findings import Finding
from gongkai.proofing.files.inspection import inspect_file
from gongkai.proofing.files.limits import MAX_FILE_BYTES
from gongkai.proofing.rules import RULES

_HANDLER = "gongkai.proofing.files.apart:answer"


def inspect_apart(
    data: bytes, *, name: str, on: date, seconds: float = 20, memory_mb: int = 1024
) -> tuple[Finding, ...]:
    """Return what `inspect_file` finds, from a process of its own that gets `seconds` and `memory_mb` megabytes.

    A file that takes longer is FILE-TIMEOUT; one that breaks the process is FILE-DAMAGED. Raises nothing.
    """
    if len(data) > MAX_FILE_BYTES:
        return (Finding("FILE-TOO-LARGE", name),)
    try:
        told = answer_apart(_HANDLER, data, name, on.isoformat(), seconds=seconds, memory=memory_mb << 20)
    except NoAnswer as none:
        if none.how == "slow":
            return (Finding("FILE-TIMEOUT", name, {"seconds": round(seconds)}),)
        return (Finding("FILE-DAMAGED", name),)
    return _told(told, name)


def _told(answer: bytes, name: str) -> tuple[Finding, ...]:
    """Return the child's findings; the child has handled the file, so it is not trusted blindly."""
    try:
        rows = json.loads(answer)
        if not isinstance(rows, list):
            raise TypeError("findings are a list")
        found = tuple(map(_finding, rows))
        for finding in found:
            RULES.tell(finding)
    except (ValueError, KeyError, TypeError, RecursionError):
        return (Finding("FILE-DAMAGED", name),)
    return found


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(str(row["rule"]), str(row["where"]), dict(row["facts"]))


def answer(data: bytes, name: str, on: str) -> bytes:
    """Return what is found in a file as JSON; runs in the child."""
    found = inspect_file(data, name=name, on=date.fromisoformat(on))
    rows = [{"rule": finding.rule, "where": finding.where, "facts": dict(finding.facts)} for finding in found]
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")
