"""`gongkai yearend import`: a folder of reports of other software, for the department that collects them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from gongkai.cli.describing import AsJson, described
from gongkai.cli.following import INTERRUPTED, followed
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.yearend.door import Intake, Taken

_HELP = words("help")


class _Run(NamedTuple):
    """How many files there are, what came of those that were reached, and whether Ctrl-C ended it."""

    files: int
    taken: list[Taken]
    interrupted: bool

    def as_dict(self) -> dict[str, Any]:
        counts = Counter(one.status for one in self.taken)
        refused = [{"file": one.file, "findings": list(one.findings)} for one in self.taken if one.findings]
        counted = {status: counts[status] for status in ("received", "known", "refused")}
        return {"files": self.files, **counted, "not_taken": refused, "interrupted": self.interrupted}


def import_reports(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_HELP["folder"], show_default=False)],
    department: Annotated[str, typer.Option(metavar="SLUG", help=_HELP["department"], show_default=False)],
    year: Annotated[int, typer.Option(metavar="YYYY", help=_HELP["build_year"], show_default=False)],
    by: Annotated[str, typer.Option(metavar="NAME", help=_HELP["received_by"], show_default=False)],
    day: Annotated[
        datetime | None,
        typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help=_HELP["received_day"], show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take in each report of a folder; exit 0 where all are in, 1 where one is not, 2 where none is, 130 on Ctrl-C."""
    from gongkai import annualreport
    from gongkai.cli.site import start_site
    from gongkai.cli.terminal import say_error

    if not folder.is_dir():
        say_error(words("batch")["no_folder"].format(file=folder))
        raise typer.Exit(2)
    start_site()
    intake = _intake(department, year, by, day.date() if day else None)
    files = annualreport.files_in(folder)
    _tell(_run(intake, files, folder), as_json)


def _intake(department: str, year: int, by: str, day: date | None) -> Intake:
    """Return the run; exit with 2 where there is no such department or person, or they do not belong together."""
    from django.utils import timezone

    from gongkai.cli.building import agency_called
    from gongkai.cli.loading import person_called
    from gongkai.cli.terminal import say_error
    from gongkai.yearend.door import Intake, Refused

    at = timezone.now()
    try:
        return Intake(agency_called(department), year, day or timezone.localdate(at), by=person_called(by), at=at)
    except Refused as refusal:
        say_error(str(refusal))
        raise typer.Exit(2) from refusal


def _run(intake: Intake, files: list[Path], folder: Path) -> _Run:
    """Take in one file after another; each is in or not when Ctrl-C comes, never half."""
    taken: list[Taken] = []
    try:
        for one in _each(intake, files, folder):
            taken.append(one)
    except KeyboardInterrupt:
        return _Run(len(files), taken, interrupted=True)
    return _Run(len(files), taken, interrupted=False)


def _each(intake: Intake, files: list[Path], folder: Path) -> Iterator[Taken]:
    from django.utils import timezone

    from gongkai.yearend.door import Upload

    for path in followed(files, words("yearend")["progress"]):
        name, data = path.relative_to(folder).as_posix(), _contents(path)
        known = intake.known(name, data)
        yield known or intake.take(Upload(name, data, _answer(path)), at=timezone.now())


def _contents(path: Path) -> bytes:
    """Return the bytes, none where the file cannot be opened: reading it says why."""
    from gongkai import annualreport

    try:
        return annualreport.contents(path)
    except annualreport.Unreadable:
        return b""


def _answer(path: Path) -> dict[str, Any]:
    """Return what the engine says of the file, read in a copy of this process, as `annualreport.read_apart` does."""
    from gongkai import annualreport
    from gongkai.cli.verdicts import judge

    verdict = judge(path)
    report = annualreport.to_dict(verdict.report) if verdict.report else None
    return {"status": verdict.status, "report": report, "findings": list(verdict.findings)}


def _tell(run: _Run, as_json: bool) -> None:
    from gongkai.cli.terminal import console, say_error, told, write_json

    label, facts = words("yearend"), run.as_dict()
    for one in run.taken:
        for finding in one.findings:
            say_error(f"{one.file}：{finding['message']}{finding['advice']}")
    if as_json:
        write_json(facts)
    else:
        console().print(told(label["imported"].format(**facts)))
    if run.interrupted:
        say_error(label["partial"].format(done=len(run.taken), files=run.files))
        raise typer.Exit(INTERRUPTED)
    if not facts["received"] and not facts["known"]:
        raise typer.Exit(2)
    raise typer.Exit(1 if facts["refused"] else 0)


def add_command(app: typer.Typer) -> None:
    """Register the command with `app`."""
    app.command("import", **described("yearend_import"))(import_reports)
