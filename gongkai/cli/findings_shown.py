"""Findings for people: grouped by severity, each with its place, law and advice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from gongkai.annualreport import place_in_words
from gongkai.cli.terminal import console, told
from gongkai.cli.wording import words
from gongkai.findings import SEVERITIES

if TYPE_CHECKING:
    from gongkai.annualreport import Form, Report
    from gongkai.cli.verdicts import Verdict

STYLES = {"error": "bold red", "warning": "yellow", "notice": "cyan"}
JUSTIFIED_STYLE = "green"
STATUS_STYLES = {"clean": "green", "errors": "bold red", "unreadable": "bold magenta"}


def show_findings(findings: Iterable[dict[str, Any]], report: Report | Form | None) -> None:
    """Print told findings, the gravest first and the justified last; nothing where there are none."""
    findings = list(findings)
    open_ones = [finding for finding in findings if "justified" not in finding]
    for severity in SEVERITIES:
        group = [finding for finding in open_ones if finding["severity"] == severity]
        _show_group(words("severity")[severity], STYLES[severity], group, report)
    justified = [finding for finding in findings if "justified" in finding]
    _show_group(words("verdict")["justified"], JUSTIFIED_STYLE, justified, report)


def _show_group(name: str, style: str, group: Sequence[dict[str, Any]], report: Report | Form | None) -> None:
    if group:
        console().print(told(words("verdict")["count"].format(severity=name, count=len(group)), style))
        console().print(_group_table(group, report, style))
        console().print()


def _group_table(group: Sequence[dict[str, Any]], report: Report | Form | None, style: str) -> Table:
    """Return one block a finding: its sentence, and under it where, by which law, what to do.

    Two columns and no more, so that it reads in forty columns as well as in two hundred.
    """
    label = words("verdict")
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for number, finding in enumerate(group, 1):
        if number > 1:
            table.add_row()
        table.add_row(told(f"{number}.", style), told(finding["message"], "bold"))
        table.add_row(told(label["place"], "dim"), told(place_in_words(finding["where"], report)))
        table.add_row(told(label["law"], "dim"), told(finding["law"]))
        if mark := finding.get("justified"):
            table.add_row(told(label["reason"], "dim"), told(label["mark"].format_map(mark)))
        else:
            table.add_row(told(label["advice"], "dim"), told(finding["advice"]))
        table.add_row(told(label["rule"], "dim"), told(finding["rule"], "dim"))
    return table


def show_verdict(verdict: Verdict) -> None:
    """Print what is to be said about one file that could be read."""
    report = verdict.report
    line = told(verdict.file, "bold")
    if report is not None:
        year = words("report")["year_value"].format(year=report.year) if report.year else ""
        line.append_text(told("".join(f"  {part}" for part in (report.agency, year) if part)))
    line.append_text(told(f"  {_status_of(verdict)}", STATUS_STYLES[verdict.status]))
    console().print(line)
    if verdict.findings:
        show_findings(verdict.findings, report)
    else:
        console().print(told(words("verdict")["nothing"]))
    _show_stale(verdict)


def _status_of(verdict: Verdict) -> str:
    """Return the status in words; of a report without errors that was not read whole, that it was not."""
    unread = verdict.status == "errors" and not verdict.count("error")
    return str(words("message")["not_whole"] if unread else words("status")[verdict.status])


def _show_stale(verdict: Verdict) -> None:
    """Print the marks that justify nothing: what they speak of is gone, has changed, or is an error."""
    if verdict.stale:
        label = words("verdict")
        console().print(told(label["stale"].format(count=len(verdict.stale)), STYLES["warning"]))
        for mark in verdict.stale:
            line = label["mark"].format(justification=mark.justification, by=mark.by, at=mark.at.isoformat())
            console().print(told(f"  {mark.fingerprint}  {line}"))


def show_summary(verdicts: Sequence[Verdict]) -> None:
    """Print one line a file: its status and how many findings of each severity."""
    label = words("verdict")
    table = Table(box=box.SIMPLE_HEAD, title=label["summary"], title_justify="left")
    table.add_column(label["file"], overflow="fold")
    table.add_column(label["status"])
    for severity in SEVERITIES:
        table.add_column(words("severity")[severity], justify="right")
    for verdict in verdicts:
        status = told(_status_of(verdict), STATUS_STYLES[verdict.status])
        counts = [told(verdict.count(severity)) for severity in SEVERITIES]
        table.add_row(told(verdict.file), status, *counts)
    console().print(table)
