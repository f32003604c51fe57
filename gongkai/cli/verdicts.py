"""One verdict a file: what the report engine makes of it, and the exit code that follows."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import annualreport
from gongkai.cli.marking import as_json
from gongkai.cli.reading import read_bounded
from gongkai.findings import Finding, Mark, RuleBook, settle

if TYPE_CHECKING:
    from gongkai.annualreport import Report

EXIT_CODES = {"clean": 0, "errors": 1, "unreadable": 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said about one file.

    `status` is ``clean``, ``errors`` or ``unreadable``; `findings` are told findings (dicts of the
    contract), those that somebody justified with ``justified`` (by, at, justification); `report` is
    None where the file could not be read. `stale` are the marks that justify nothing, None where no
    marks were given.
    """

    file: str
    status: str
    findings: tuple[dict[str, Any], ...]
    report: Report | None = None
    stale: tuple[Mark, ...] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON of the contract: file, status, findings; with marks also those that justify nothing."""
        told = {"file": self.file, "status": self.status, "findings": list(self.findings)}
        return told if self.stale is None else {**told, "stale_marks": list(map(as_json, self.stale))}

    def count(self, severity: str) -> int:
        """Return how many findings of that severity nobody has justified."""
        return sum(finding["severity"] == severity and "justified" not in finding for finding in self.findings)

    def settled(self, marks: Iterable[Mark]) -> Verdict:
        """Return the verdict with the findings that `marks` justify; what it is called stays: a mark mends nothing."""
        left = settle(map(_untold, self.findings), marks, _book())
        given = {mark.fingerprint: mark for _, mark in left.justified}
        findings = tuple(_with_mark(told, given.get(told["fingerprint"])) for told in self.findings)
        return replace(self, findings=findings, stale=left.stale)


def _untold(told: dict[str, Any]) -> Finding:
    return Finding(told["rule"], told["where"], told["facts"])


def _with_mark(told: dict[str, Any], mark: Mark | None) -> dict[str, Any]:
    if mark is None:
        return told
    return {**told, "justified": {key: value for key, value in as_json(mark).items() if key != "fingerprint"}}


class NotOpened(Exception):
    """A file that the report engine was never given; `finding` is one of the FILE-… rules."""

    def __init__(self, rule: str, path: Path, **facts: str) -> None:
        super().__init__(rule)
        self.finding = Finding(rule, where="file", facts={"file": str(path), **facts})


@cache
def _file_rules() -> RuleBook:
    return RuleBook.load(files("gongkai.cli").joinpath("data/rules.toml"))


def _book() -> RuleBook:
    """Return the rules of the engine and those of files that never reach it."""
    return RuleBook({**annualreport.RULES.rules, **_file_rules().rules})


def tell(finding: Finding) -> dict[str, Any]:
    """Return a finding of the engine, or of a file that never reached it, as the contract shows it."""
    book = _file_rules() if finding.rule in _file_rules().rules else annualreport.RULES
    return book.tell(finding)


def _refuse_what_is_no_file(path: Path) -> None:
    """Refuse a directory, and a device that would never end; opening says the rest."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise NotOpened("FILE-DIRECTORY", path)
    if not stat.S_ISREG(mode):
        raise NotOpened("FILE-NOT-PLAIN", path)
    if not os.access(path, os.R_OK):
        raise NotOpened("FILE-FORBIDDEN", path)


def read_file(path: Path) -> Report:
    """Return the report in the file; raise NotOpened or annualreport.Unreadable, both with a `finding`.

    Anything else that goes wrong is a fault of ours, and one bad file must never stop the others.
    """
    try:
        _refuse_what_is_no_file(path)
        return read_bounded(path)
    except (NotOpened, annualreport.Unreadable):
        raise
    except FileNotFoundError as error:
        raise NotOpened("FILE-MISSING", path) from error
    except PermissionError as error:
        raise NotOpened("FILE-FORBIDDEN", path) from error
    except OSError as error:
        raise NotOpened("FILE-FAILED", path, reason=error.strerror or str(error)) from error
    except annualreport.Crashed as error:
        raise NotOpened("FILE-CRASHED", path, reason=str(error)) from error


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def unread(path: Path, finding: Finding) -> Verdict:
    """Return the verdict on a file that could not be read."""
    return Verdict(str(path), "unreadable", (tell(finding),))


def judge(path: Path, previous: Report | None = None, missing_previous: Finding | None = None) -> Verdict:
    """Return the verdict on one file, checked against last year's report where there is one.

    `missing_previous` is why last year's report, though asked for, could not be read: the file is
    checked without it and never called clean.
    """
    try:
        report = read_file(path)
        status, told = _checked(path, report, previous)
    except (NotOpened, annualreport.Unreadable) as error:
        return unread(path, error.finding)
    if missing_previous is not None:
        told.append({**tell(missing_previous), "where": "previous"})
        status = "unreadable"
    return Verdict(str(path), status, tuple(told), report)


def _checked(path: Path, report: Report, previous: Report | None) -> tuple[str, list[dict[str, Any]]]:
    """Return the status and the told findings; a fault in a check is never a clean report."""
    try:
        findings = annualreport.check(report, previous)
        return annualreport.status(findings), [tell(finding) for finding in findings]
    except Exception as error:
        raise NotOpened("FILE-CRASHED", path, reason=_told(error)) from error


def exit_code(verdicts: Iterable[Verdict]) -> int:
    """Return the exit code of the worst file."""
    return max((EXIT_CODES[verdict.status] for verdict in verdicts), default=0)
