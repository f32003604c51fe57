"""Reading a stranger's report, in a process of its own, and checking it against last year's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gongkai.annualreport import RULES, read_apart
from gongkai.yearend.door import inspect

# The comparison of two texts runs here, not apart: beyond this many characters, several times
# the longest report known, it is left out, since its cost grows with their product.
COMPARED_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: the engine's answer, and whether last year's report could be set beside it."""

    file: str
    unreadable: bool
    report: dict[str, Any] | None
    findings: list[dict[str, Any]]
    compared: str = ""
    not_compared: str = ""


def read_and_check(file: UploadedFile, previous: UploadedFile | None) -> Outcome:
    """Return what the engine makes of `file`, checked against `previous` where that was given and can be read."""
    outcome = read_file(file)
    if not previous or not outcome.report:
        return outcome
    before = read_file(previous)
    if not before.report or before.unreadable:
        why = "；".join(finding["message"] for finding in before.findings)
        return replace(outcome, not_compared=f"上一年的报告（{before.file}）没有用上。{why}")
    if max(_characters(outcome.report), _characters(before.report)) > COMPARED_CHARACTERS:
        return replace(outcome, not_compared="文字过长，没有与上一年的报告比较。")
    return replace(outcome, findings=inspect(outcome.report, before.report), compared=before.file)


def read_file(file: UploadedFile) -> Outcome:
    """Return what the engine makes of one file, read in a process of its own."""
    told = read_apart(file.read(), file.name or "", seconds=settings.CHECK_SECONDS, memory_mb=settings.CHECK_MEMORY_MB)
    findings = [_for_readers(finding) for finding in told["findings"]]
    return Outcome(told["file"], told["status"] == "unreadable", told["report"], findings)


def _for_readers(finding: dict[str, Any]) -> dict[str, Any]:
    """Return a finding with what a reader of the site can do about it: only the office installs programs here."""
    rule = RULES.rules.get(finding["rule"])
    return finding | {"advice": rule.public_advice} if rule and rule.public_advice else finding


def _characters(report: dict[str, Any]) -> int:
    return sum(len(section["text"]) for section in report["sections"])
