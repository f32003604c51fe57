"""`gongkai pages`: the public pages that are kept as files."""

from __future__ import annotations

import typer

from gongkai.cli.describing import described, group
from gongkai.cli.following import bar
from gongkai.cli.site import start_site
from gongkai.cli.wording import words

pages = group("kept_pages")


@pages.command("rebuild", **described("pages_rebuild"))
def rebuild() -> None:
    """Write every public page anew as a file; exit 1 where any could not be written."""
    start_site()
    from gongkai.cli.terminal import console, told
    from gongkai.pages.door import begin_where_foreign, mark_everything, write_everything_stale, write_manifest

    total = 0 if begin_where_foreign() else mark_everything()
    with bar(words("pages")["progress"], total or None) as advance:
        done = write_everything_stale(advance)
    write_manifest()
    console().print(told(words("pages")["done"].format(files=done.files, failed=done.failed)))
    raise typer.Exit(1 if done.failed else 0)


def add_commands(app: typer.Typer) -> None:
    """Register the group."""
    app.add_typer(pages, name="pages")
