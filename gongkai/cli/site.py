"""Starting the web rooms for a command that needs the records, not the server."""

from __future__ import annotations

import os

import typer

from gongkai.cli.terminal import say_error
from gongkai.cli.wording import words


def start_site(*, bring_up_to_date: bool = True) -> None:
    """Start Django on this installation's database, brought up to date; exit with 2 where there is no secret key."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django
    from django.conf import settings

    if not settings.HAS_SECRET_KEY:
        say_error(words("message")["no_secret_key"])
        raise typer.Exit(2)
    django.setup()
    if bring_up_to_date:
        migrate_site()


def migrate_site() -> None:
    """Bring this installation's database up to date."""
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
