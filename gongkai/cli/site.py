"""Starting the web rooms for a command that needs the records, not the server."""

from __future__ import annotations

import os

import typer

from gongkai.cli.terminal import say_error
from gongkai.cli.wording import words


def start_site(*, bring_up_to_date: bool = True, makes_none: bool = False) -> None:
    """Start Django on this installation's database, brought up to date; exit with 2 where there is no secret key.

    A command that `makes_none` exits with 2 as well where there is no database with records yet.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django
    from django.conf import settings

    if not settings.HAS_SECRET_KEY:
        say_error(words("message")["no_secret_key"])
        raise typer.Exit(2)
    django.setup()
    if makes_none:
        _require_records()
    if bring_up_to_date:
        migrate_site()


def _require_records() -> None:
    """Exit with 2 where this installation's database cannot be opened, or holds no records yet."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    name, said = connection.settings_dict["NAME"], words("message")
    if name == settings.EMBEDDED_DATABASE and not settings.EMBEDDED_DATABASE.exists():
        raise _refused(said["no_database"].format(file=name))
    try:
        begun = "agencies_logentry" in connection.introspection.table_names()
    except DatabaseError as error:
        raise _refused(said["database_unopened"].format(reason=str(error).strip())) from None
    if not begun:
        raise _refused(said["no_records"].format(name=name))


def _refused(message: str) -> typer.Exit:
    say_error(message)
    return typer.Exit(2)


def migrate_site() -> None:
    """Bring this installation's database up to date."""
    from django.core.management import call_command

    from gongkai.agencies.door import keep_private

    keep_private()
    call_command("migrate", verbosity=0)
