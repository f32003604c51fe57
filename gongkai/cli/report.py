"""`gongkai report`: read and check annual reports (Reg. art. 49-50).

Everything heavy is imported inside the commands: a typing error or --help must answer at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.describing import AsJson, described, group
from gongkai.cli.following import MANY_FILES, followed
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.annualreport import Report
    from gongkai.cli.verdicts import Verdict
    from gongkai.findings import Finding, Mark

_HELP = words("help")

app = group("report")


@app.command("read", **described("read"))
def read_report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_HELP["file"], show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show one report as it was read; exit 0, or 2 where it could not be read."""
    from gongkai import annualreport
    from gongkai.cli import verdicts
    from gongkai.cli.terminal import write_json

    try:
        report = verdicts.read_file(file)
    except (verdicts.NotOpened, annualreport.Unreadable) as error:
        verdict = verdicts.unread(file, error.finding)
        say_unread(verdict)
        if as_json:
            write_json(verdict.as_dict())
        raise typer.Exit(verdicts.EXIT_CODES[verdict.status]) from error
    if as_json:
        write_json(annualreport.to_dict(report))
    else:
        from gongkai.cli.report_shown import show_report

        show_report(report, str(file), [verdicts.tell(finding) for finding in report.findings])
    unreadable = annualreport.status(report.findings) == "unreadable"
    raise typer.Exit(verdicts.EXIT_CODES["unreadable"] if unreadable else 0)


@app.command("check", **described("check"))
def check_reports(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_HELP["files"], show_default=False)],
    previous: Annotated[Path | None, typer.Option(metavar="FILE", help=_HELP["previous"], show_default=False)] = None,
    marks: Annotated[Path | None, typer.Option(metavar="FILE", help=_HELP["marks"], show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Check reports; exit with the code of the worst: 0 clean, 1 errors found, 2 could not be read."""
    from gongkai.cli.verdicts import exit_code

    judged = _judged(files, previous, _read_marks(marks, files))
    verdicts = _write_verdicts(judged) if as_json else _show_verdicts(judged, many=len(files) > MANY_FILES)
    raise typer.Exit(exit_code(verdicts))


def _judged(files: list[Path], previous: Path | None, marks: tuple[Mark, ...] | None) -> Iterator[Verdict]:
    """Yield one verdict a file, in order; a bar on standard error follows them where there are many."""
    from gongkai.cli.verdicts import judge

    last_year, missing = _read_previous(previous)
    for file in followed(files, words("message")["progress"]):
        verdict = judge(file, last_year, missing)
        yield verdict if marks is None else verdict.settled(marks)


def _read_marks(path: Path | None, files: list[Path]) -> tuple[Mark, ...] | None:
    """Return the marks in a file; marks are of one report, and without those asked for nothing is checked."""
    if path is None:
        return None
    from gongkai.cli.marking import MarksRefused, read_marks
    from gongkai.cli.terminal import say_error

    try:
        if len(files) > 1:
            raise MarksRefused(words("marks")["several"])
        return read_marks(path)
    except MarksRefused as error:
        say_error(str(error))
        raise typer.Exit(2) from error


def _read_previous(path: Path | None) -> tuple[Report | None, Finding | None]:
    from gongkai import annualreport
    from gongkai.cli.verdicts import NotOpened, read_file, unread

    if path is None:
        return None, None
    try:
        return read_file(path), None
    except (NotOpened, annualreport.Unreadable) as error:
        say_unread(unread(path, error.finding))
        return None, error.finding


def say_unread(verdict: Verdict) -> None:
    """Write to standard error why a file counts as unread; of one read in part, that it was no more than that."""
    from gongkai.cli.terminal import say_error

    if verdict.report is not None:
        say_error(f"{verdict.file}：{words('status')[verdict.status]}")
        return
    for finding in verdict.findings:
        say_error(f"{verdict.file}：{finding['message']}{finding['advice']}")


def _write_verdicts(judged: Iterator[Verdict]) -> list[Verdict]:
    """Write one object for one file, a list for several."""
    from gongkai.cli.terminal import write_json

    verdicts = list(judged)
    for verdict in verdicts:
        if verdict.status == "unreadable":
            say_unread(verdict)
    told = [verdict.as_dict() for verdict in verdicts]
    write_json(told[0] if len(told) == 1 else told)
    return verdicts


def _show_verdicts(judged: Iterator[Verdict], *, many: bool) -> list[Verdict]:
    """Print each file in full, then all in a table; of many files only those with something to say in full."""
    from gongkai.cli.findings_shown import show_summary, show_verdict

    verdicts = []
    for verdict in list(judged) if many else judged:  # the bar and the findings would write over each other
        verdicts.append(verdict)
        if verdict.status == "unreadable":
            say_unread(verdict)
        if verdict.report is not None and (verdict.findings or not many):
            show_verdict(verdict)
    if len(verdicts) > 1:
        show_summary(verdicts)
    return verdicts
