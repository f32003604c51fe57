"""`gongkai load`: a folder of records into this installation, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.describing import AsJson, described
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.agencies.door import NotTakenIn, Person, Taking

LOADER = "records-loader"  # who takes records in where nobody is named: it cannot sign in

_HELP = words("help")


def load_records(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_HELP["records"], show_default=False)],
    agency: Annotated[str, typer.Option(metavar="SLUG", help=_HELP["records_agency"], show_default=False)] = "",
    source: Annotated[str, typer.Option(metavar="TEXT", help=_HELP["records_source"], show_default=False)] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help=_HELP["records_by"], show_default=False)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", metavar="", help=_HELP["dry_run"])] = False,
    as_json: AsJson = False,
) -> None:
    """Take in a folder of records; exit 0 where all of it was, 1 where a row is wrong, 2 where it cannot be done."""
    from gongkai.cli.site import start_site
    from gongkai.cli.terminal import say_error

    if not folder.is_dir():
        say_error(words("load")["no_folder"].format(file=folder))
        raise typer.Exit(2)
    start_site()
    from django.utils import timezone

    from gongkai.agencies.door import NotTakenIn, take_in
    from gongkai.yearend.door import RECORD_KINDS

    person = person_called(by)
    try:
        with _bar() as advanced:
            taking = take_in(
                folder,
                RECORD_KINDS,
                by=person,
                at=timezone.now(),
                source=source or folder.resolve().name,
                agency=agency,
                dry_run=dry_run,
                advanced=advanced,
            )
    except NotTakenIn as refusal:
        _tell_faults(refusal, as_json)
        raise typer.Exit(1) from refusal
    _tell(taking, dry_run, as_json)


def person_called(username: str) -> Person:
    """Return who takes the records in; exit with 2 where there is no such person."""
    from gongkai.agencies.door import Person
    from gongkai.cli.terminal import say_error

    if not username:
        loader, made = Person.objects.get_or_create(
            username=LOADER, defaults={"last_name": words("load")["loader"], "is_active": False}
        )
        if made:
            loader.set_unusable_password()
            loader.save()
        return loader
    found = Person.objects.filter(username=username).first()
    if found is None:
        say_error(words("load")["no_person"].format(name=username))
        raise typer.Exit(2)
    return found


@contextmanager
def _bar() -> Iterator[Callable[[str, int], None]]:
    """Show on standard error, where that is a terminal, how many records of which kind are through."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"))
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks: dict[str, Any] = {}

        def advanced(kind: str, records: int) -> None:
            if kind not in tasks:
                tasks[kind] = progress.add_task(kind, total=None)
            progress.update(tasks[kind], advance=records)

        yield advanced


def _tell(taking: Taking, dry_run: bool, as_json: bool) -> None:
    from gongkai.cli.terminal import console, told, write_json

    label = words("load")
    if as_json:
        write_json({"status": "checked" if dry_run else "loaded", "entered": taking.entered, "unchanged": taking.known})
        return
    for kind in dict.fromkeys([*taking.entered, *taking.known]):
        facts = {"kind": taking.label_of(kind), "entered": taking.entered[kind], "known": taking.known[kind]}
        console().print(told(label["counted"].format(**facts)))
    console().print(told(label["checked" if dry_run else "loaded"]))


def _tell_faults(refusal: NotTakenIn, as_json: bool) -> None:
    from gongkai.cli.terminal import say_error, write_json

    if as_json:
        write_json({"status": "refused", "faults": [fault._asdict() for fault in refusal.faults], "more": refusal.more})
    label = words("load")
    for fault in refusal.faults:
        column = label["column"].format(column=fault.column) if fault.column else ""
        value = label["value"].format(value=fault.value) if fault.value else ""
        row = label["row"].format(row=fault.row) if fault.row else ""
        say_error(f"{fault.file}{row}{column}{value}：{fault.message}")
    say_error(str(refusal))


def add_command(app: typer.Typer) -> None:
    """Register the command with `app`."""
    app.command("load", **described("load"))(load_records)
