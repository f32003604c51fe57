"""`gongkai statute`: the clock of an application, and the fee (Reg. art. 30-35, 42).

The law is imported inside the commands: a typing error or --help must answer at once.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.describing import AsJson, described, group
from gongkai.cli.in_chinese import WronglyTyped
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.findings import Finding
    from gongkai.statute import Clock, ReadCase

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))  # the law's days begin there
LARGEST_CASE = 4 * 1024 * 1024  # bytes; a case has some dozen events

_HELP, _STATUTE = words("help"), words("statute")

app = group("statute")


class Unreadable(Exception):
    """A case file that cannot be read; str() is the Chinese reason, `place` where in the file."""

    def __init__(self, reason: str, place: str = "file") -> None:
        super().__init__(reason)
        self.place = place


def _today() -> datetime.date:
    return datetime.datetime.now(SHANGHAI).date()


@app.command("clock", **described("clock"))
def show_clock(
    file: Annotated[Path, typer.Argument(metavar="CASE.json", help=_HELP["case_file"], show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show the clock of a case; exit 0, 1 where an event is not allowed, 2 where the file could not be read."""
    from gongkai import statute
    from gongkai.findings import Finding

    try:
        read = _read_case(file)
        clock = _clock_of(read)
    except Unreadable as error:
        finding = Finding("CLOCK-MALFORMED", error.place, {"reason": str(error)})
        raise _ended(2, [finding], as_json, str(file)) from error
    except statute.SettingInvalid as error:
        raise _ended(1, [Finding("CLOCK-SETTING", "settings", {"reason": str(error)})], as_json, str(file)) from error
    findings = [statute.RULES.tell(finding) for finding in _all_findings(read, clock)]
    if as_json:
        from gongkai.cli.terminal import write_json

        write_json(statute.clock_to_dict(clock) | {"findings": findings})
    else:
        from gongkai.cli.clock_shown import show

        show(clock, findings)
    raise typer.Exit(1 if clock.refusal or read.stopped else 0)


def _read_case(path: Path) -> ReadCase:
    """Return the case in a file; raise Unreadable where there is none."""
    from gongkai import statute

    try:
        with path.open("rb") as source:
            data = source.read(LARGEST_CASE + 1)
        if len(data) > LARGEST_CASE:
            raise Unreadable(_STATUTE["too_large"].format(file=path, most=LARGEST_CASE // 1024 // 1024))
        return statute.case_from_dict(json.loads(data.decode("utf-8-sig")))
    except OSError as error:
        raise Unreadable(_STATUTE["not_opened"].format(file=path, reason=_why(error))) from error
    except UnicodeDecodeError as error:
        raise Unreadable(_STATUTE["not_utf8"].format(file=path)) from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            _STATUTE["not_json"].format(file=path, line=error.lineno, column=error.colno),
            f"{error.lineno}:{error.colno}",
        ) from error
    except RecursionError as error:
        raise Unreadable(_STATUTE["too_deep"].format(file=path)) from error
    except statute.CaseMalformed as error:
        raise Unreadable(str(error), str(error.facts["place"])) from error
    except ValueError as error:  # a number of thousands of digits, which Python refuses to read
        raise Unreadable(_STATUTE["too_long_number"].format(file=path)) from error


def _why(error: OSError) -> str:
    reasons = {FileNotFoundError: "missing", IsADirectoryError: "directory", PermissionError: "forbidden"}
    return _STATUTE.get(reasons.get(type(error), ""), error.strerror or str(error))


def _clock_of(read: ReadCase) -> Clock:
    """Return the clock on the day the case names, or else today, or the last day it tells of if that is later."""
    from gongkai import statute

    today = read.today or max(_today(), read.latest_date)
    return statute.clock(read.case, statute.Calendar(), today=today, chosen=read.chosen)


def _all_findings(read: ReadCase, clock: Clock) -> list[Finding]:
    stopped = [read.stopped] if read.stopped and not clock.refusal else []
    return [*stopped, *clock.findings, *read.remarks]


def _ended(code: int, findings: list[Finding], as_json: bool, file: str) -> typer.Exit:
    """Return the exit for what could not be judged, after saying why: a sentence, and with --json the findings."""
    from gongkai import statute
    from gongkai.cli.terminal import say_error, write_json

    told = [statute.RULES.tell(finding) for finding in findings]
    for finding in told:
        say_error(f"{file}：{finding['message']}{finding['advice']}")
    if as_json:
        write_json({"findings": told})
    return typer.Exit(code)


@app.command("fee", **described("fee"))
def show_fee(
    context: typer.Context,
    scheme: Annotated[str, typer.Option(metavar="per_item|per_volume", help=_HELP["scheme"], show_default=False)],
    count: Annotated[int | None, typer.Option(metavar="N", help=_HELP["count"], min=1, show_default=False)] = None,
    pages: Annotated[int | None, typer.Option(metavar="N", help=_HELP["pages"], min=1, show_default=False)] = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help=_HELP["month"], show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Show a month's or an application's fee; exit 0, 1 where none may be charged, 2 where it was typed wrongly."""
    from gongkai import statute
    from gongkai.findings import Finding

    try:
        units, on = _units(scheme, count, pages), _first_of_month(month)
    except ValueError as error:
        raise WronglyTyped(str(error), context) from error
    try:
        fee = (statute.month_fee if scheme == "per_item" else statute.volume_fee)(units, on=on)
    except statute.Refusal as error:
        raise _ended(1, [Finding("FEE-REFUSED", "", {"reason": str(error)})], as_json, scheme) from error
    if as_json:
        from gongkai.cli.terminal import write_json

        write_json(_fee_told(fee))
    else:
        from gongkai.cli.clock_shown import show_fee_table

        show_fee_table(fee, scheme)


def _units(scheme: str, count: int | None, pages: int | None) -> int:
    """Return the number the scheme counts; refuse the other scheme's number, so that nobody charges by both."""
    wanted = {"per_item": (count, pages, "--count", "--pages"), "per_volume": (pages, count, "--pages", "--count")}
    if scheme not in wanted:
        raise ValueError(_STATUTE["bad_scheme"].format(scheme=scheme))
    units, other, name, other_name = wanted[scheme]
    if units is None or other is not None:
        raise ValueError(_STATUTE["one_scheme"].format(scheme=scheme, wanted=name, other=other_name))
    return units


def _first_of_month(month: str | None) -> datetime.date:
    try:
        return _today() if month is None else datetime.date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise ValueError(_STATUTE["bad_month"].format(month=month)) from error


def _fee_told(fee: Any) -> dict[str, Any]:
    brackets = [
        {
            "from": part.first,
            "to": part.last,
            "count": part.last - part.first + 1,
            "rate_yuan": str(part.yuan),
            "amount_yuan": str(part.amount_yuan),
        }
        for part in fee.brackets
    ]
    return {"amount_yuan": str(fee.amount_yuan), "brackets": brackets, "law": fee.law}
