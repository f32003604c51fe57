"""`gongkai administrator`: an administrator's account, made at the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from getpass import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.describing import described
from gongkai.cli.site import start_site
from gongkai.cli.wording import words

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

AccountName = Annotated[
    str, typer.Argument(metavar="NAME", help=words("help")["administrator_name"], show_default=False)
]


def administrator(name: AccountName) -> None:
    """Make an administrator's account; exit 2 where there is none afterwards."""
    start_site()
    from gongkai.agencies.door import checked_administrator, make_administrator
    from gongkai.cli.terminal import console, told

    said = words("administrator")
    _or_exit(lambda: checked_administrator(name))  # before a password is asked for
    person = _or_exit(lambda: make_administrator(name, _password()))
    console().print(told(said["made"].format(name=person.get_username())))


def _or_exit(act: Callable[[], Person]) -> Person:
    """Return what `act` does; say in Chinese what is wrong with the name or the password, and exit with 2."""
    from django.core.exceptions import ValidationError

    from gongkai.cli.terminal import say_error

    try:
        return act()
    except ValidationError as error:
        for message in error.messages:
            say_error(message)
        raise typer.Exit(2) from None


def _password() -> str:
    """Return the password: typed twice, unseen, or a line of standard input where that is no terminal."""
    from gongkai.cli.terminal import say_error

    said = words("administrator")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, second = (getpass(said[prompt]) for prompt in ("password", "again"))
    if first == second:
        return first
    say_error(said["differs"])
    raise typer.Exit(2)


def add_commands(app: typer.Typer) -> None:
    """Register the command."""
    app.command("administrator", **described("administrator"))(administrator)
