"""`gongkai pages`: the public pages that are kept as files."""

from __future__ import annotations

import typer

from gongkai.cli.in_chinese import Group
from gongkai.cli.report import described
from gongkai.cli.site import start_site
from gongkai.cli.wording import words

_HELP, _PANEL = words("help"), words("panel")

pages = typer.Typer(
    cls=Group,
    help=_HELP["kept_pages"],
    epilog=_HELP["kept_pages_examples"],
    no_args_is_help=True,
    rich_markup_mode="rich",
    options_metavar=_PANEL["options_metavar"],
    subcommand_metavar=_PANEL["commands_metavar"],
)


@pages.command("rebuild", **described("pages_rebuild"))
def rebuild() -> None:
    """Write every public page anew as a file; exit 1 where any could not be written."""
    start_site()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from gongkai.cli.terminal import console, told
    from gongkai.pages.door import begin_where_foreign, mark_everything, write_everything_stale, write_manifest

    total = 0 if begin_where_foreign() else mark_everything()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    errors = Console(stderr=True)
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        task = progress.add_task(words("pages")["progress"], total=total or None)
        done = write_everything_stale(lambda written: progress.update(task, advance=written))
    write_manifest()
    console().print(told(words("pages")["done"].format(files=done.files, failed=done.failed)))
    raise typer.Exit(1 if done.failed else 0)


def add_commands(app: typer.Typer) -> None:
    """Register the group."""
    app.add_typer(pages, name="pages")
