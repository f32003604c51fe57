"""`gongkai report compare`: two years or two agencies, cell by cell and section by section."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.describing import AsJson, described
from gongkai.cli.report import say_unread
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.annualreport import Report

_HELP = words("help")


def compare_reports(
    before: Annotated[Path, typer.Argument(metavar="A", help=_HELP["before"], show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="B", help=_HELP["after"], show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Show what changed from A to B; exit 0, differences or none, or 2 where one could not be read."""
    from gongkai import annualreport
    from gongkai.cli import verdicts

    one, other = (_read(path) for path in (before, after))
    if one is None or other is None:
        raise typer.Exit(verdicts.EXIT_CODES["unreadable"])
    comparison = annualreport.compare(one, other)
    if as_json:
        from gongkai.cli.terminal import write_json

        write_json(comparison.as_dict())
    else:
        from gongkai.cli.comparison_shown import show_comparison

        show_comparison(comparison)


def _read(path: Path) -> Report | None:
    """Return the report in a file, None (with the reason on standard error) where it could not be read."""
    from gongkai import annualreport
    from gongkai.cli import verdicts

    try:
        return verdicts.read_file(path)
    except (verdicts.NotOpened, annualreport.Unreadable) as error:
        say_unread(verdicts.unread(path, error.finding))
        return None


def add_command(app: typer.Typer) -> None:
    """Register the command with `app`."""
    app.command("compare", **described("compare"))(compare_reports)
