"""`gongkai backup` and `gongkai restore`: everything in one file, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.describing import described
from gongkai.cli.site import migrate_site, start_site
from gongkai.cli.version import program_version
from gongkai.cli.wording import reason_of, words

if TYPE_CHECKING:
    from gongkai.config.backup import Manifest

_HELP = words("help")
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help=_HELP["backup_file"], show_default=False)]
RestoreFile = Annotated[Path, typer.Argument(metavar="FILE", help=_HELP["restore_file"], show_default=False)]


def backup(file: BackupFile) -> None:
    """Write a backup; exit 2 where there is none afterwards."""
    from django.utils import timezone

    from gongkai.cli.terminal import console, told

    start_site(bring_up_to_date=False)
    from gongkai.config.backup import make_backup

    with _refusals():
        manifest = make_backup(file, version=program_version(), now=timezone.now())
    said = words("backup")
    size = f"{file.stat().st_size / 1e6:.1f}"
    console().print(told(said["made"].format(file=file, count=len(manifest.files), megabytes=size)))
    keys = said["keys"].format(keys="、".join(manifest.keys)) if manifest.keys else said["no_keys"]
    console().print(told(keys))


def restore(file: RestoreFile) -> None:
    """Put a backup back and bring it up to date; exit 2 where nothing was restored."""
    start_site(bring_up_to_date=False)
    from gongkai.config.restoring import restore as put_back

    with _refusals():
        manifest = put_back(file, version=program_version())
    migrate_site()
    _tell_restored(manifest)


def _tell_restored(manifest: Manifest) -> None:
    from django.utils import timezone

    from gongkai.cli.terminal import console, told
    from gongkai.config.backup import fingerprints

    said = words("backup")
    made_at = f"{timezone.localtime(manifest.made_at):%Y-%m-%d %H:%M}"
    facts = {"count": len(manifest.files), "made_at": made_at, "version": manifest.version}
    console().print(told(said["restored"].format(**facts)))
    missing = [key for key in manifest.keys if key not in fingerprints()]
    if missing:
        console().print(told(said["missing_keys"].format(count=len(missing), keys="、".join(missing))))


@contextmanager
def _refusals() -> Iterator[None]:
    """Say in Chinese why nothing was done, and exit with 2."""
    from gongkai.cli.terminal import say_error
    from gongkai.config.database_copies import BackupRefused

    try:
        yield
    except BackupRefused as refused:
        say_error(words("backup")[refused.kind].format(**refused.facts))
        raise typer.Exit(2) from None
    except OSError as error:
        say_error(words("backup")["failed"].format(file=error.filename, reason=reason_of(error)))
        raise typer.Exit(2) from None


def add_commands(app: typer.Typer) -> None:
    """Register both with `app`."""
    app.command("backup", **described("backup"))(backup)
    app.command("restore", **described("restore"))(restore)
