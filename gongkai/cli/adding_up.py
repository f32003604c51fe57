"""`gongkai report rollup`: many reports added up to a superior's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.converting import Kind, write_file
from gongkai.cli.describing import AsJson, described
from gongkai.cli.following import followed
from gongkai.cli.report import say_unread
from gongkai.cli.wording import reason_of, words

if TYPE_CHECKING:
    from gongkai.annualreport import Mixed, RollUp, Summand

_HELP = words("help")


def roll_up_reports(
    places: Annotated[list[Path], typer.Argument(metavar="FILE_OR_DIR", help=_HELP["places"], show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help=_HELP["sum_out"], show_default=False)],
    expected: Annotated[Path | None, typer.Option(metavar="FILE", help=_HELP["expected"], show_default=False)] = None,
    year: Annotated[int | None, typer.Option(help=_HELP["sum_year"], show_default=False)] = None,
    agency: Annotated[str | None, typer.Option(help=_HELP["sum_agency"], show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Add up reports; exit 0 where nothing is to be said against the sum, 1 where something is, 2 a file unread."""
    from gongkai import annualreport

    names = _listed(expected)
    read = list(_read_all(places))
    reports = [report for report in read if report is not None]
    try:
        total = annualreport.roll_up(reports, year=year, expected=names, agency=agency)
    except annualreport.Mixed as refusal:
        _say_mixed(refusal)
        raise typer.Exit(2) from refusal
    _write(total, out)
    if as_json:
        from gongkai.cli.terminal import write_json

        write_json(total.as_dict())
    else:
        from gongkai.cli.rollup_shown import show_roll_up

        show_roll_up(total)
    raise typer.Exit(2 if None in read else 0 if total.sound else 1)


def _listed(path: Path | None) -> list[str]:
    """Return the agencies in the list, one a line; exit with 2 where it cannot be read."""
    if path is None:
        return []
    try:
        return [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        from gongkai.cli.terminal import say_error

        reason = reason_of(error) if isinstance(error, OSError) else words("message")["not_utf8"]
        say_error(words("message")["list_unread"].format(file=path, reason=reason))
        raise typer.Exit(2) from error


def _read_all(places: list[Path]) -> Iterator[Summand | None]:
    """Yield what each report adds, None (with the reason on standard error) for a file that could not be read."""
    from gongkai import annualreport
    from gongkai.cli import verdicts

    files = [path for place in places for path in (annualreport.files_in(place) if place.is_dir() else [place])]
    for path in followed(files, words("message")["progress_read"]):
        try:
            adds = annualreport.summand(verdicts.read_file(path))  # of thousands only the figures are kept
            yield replace(adds, file=str(path))  # a name alone is the same in every folder
        except (verdicts.NotOpened, annualreport.Unreadable) as error:
            say_unread(verdicts.unread(path, error.finding))
            yield None


def _say_mixed(refusal: Mixed) -> None:
    from gongkai import annualreport
    from gongkai.cli.terminal import say_error

    label = words("rollup")
    forms = {annualreport.form(group.form) for group in refusal.groups}
    if forms and not any(form.is_added for form in forms):
        titles = words("report")["list"].join(sorted({form.title for form in forms}))
        say_error(label["not_added"].format(title=titles))
        return
    groups = [
        label["group"].format(
            form=annualreport.form(group.form).law, year=group.year or words("report")["unknown"], count=count
        )
        for group, count in refusal.groups.items()
    ]
    say_error(label["mixed"].format(groups=words("report")["list"].join(groups)) if groups else label["nothing"])


def _write(total: RollUp, out: Path) -> None:
    """Write the sum: as the ending of OUT says, with all that is to be said of it in JSON (which is the default)."""
    from gongkai import annualreport

    kind = out.suffix.lstrip(".").lower()
    if kind in list(Kind) and kind != Kind.JSON:
        data = annualreport.write(total.report(), kind)
    else:
        data = json.dumps(total.as_dict(), ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
    write_file(out, data)


def add_command(app: typer.Typer) -> None:
    """Register the command with `app`."""
    app.command("rollup", **described("rollup"))(roll_up_reports)
