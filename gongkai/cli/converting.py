"""`gongkai report convert`: any report file to any format that the engine writes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.describing import described
from gongkai.cli.report import say_unread
from gongkai.cli.wording import reason_of, words

_HELP = words("help")


class Kind(StrEnum):
    """The formats by the names that the command line knows; those of the engine's writers."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"
    MD = "md"
    CSV = "csv"


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_HELP["file"], show_default=False)],
    to: Annotated[Kind, typer.Option("--to", help=_HELP["to"], show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help=_HELP["out"], show_default=False)],
) -> None:
    """Write one report in another format; exit 0, or 2 where FILE is not read or OUT not written, as where it is."""
    from gongkai import annualreport
    from gongkai.cli import verdicts
    from gongkai.cli.terminal import say_error

    if out.exists():
        say_error(words("message")["would_overwrite"].format(file=out))
        raise typer.Exit(2)
    try:
        report = verdicts.read_file(file)
    except (verdicts.NotOpened, annualreport.Unreadable) as error:
        say_unread(verdicts.unread(file, error.finding))
        raise typer.Exit(verdicts.EXIT_CODES["unreadable"]) from error
    try:
        data = annualreport.write(report, to)
    except annualreport.NotWritten as error:
        kinds = "、".join(annualreport.kinds_for(report))
        say_error(words("message")["no_writer"].format(title=report.form.title, kind=to, kinds=kinds))
        raise typer.Exit(2) from error
    write_file(out, data)


def write_file(out: Path, data: bytes) -> None:
    """Write what was made; where that fails, say why and exit with 2."""
    from gongkai.cli.terminal import say_error

    try:
        out.write_bytes(data)
    except OSError as error:
        say_error(words("message")["not_written"].format(file=out, reason=reason_of(error)))
        raise typer.Exit(2) from error


def add_command(app: typer.Typer) -> None:
    """Register the command with `app`."""
    app.command("convert", **described("convert"))(convert)
