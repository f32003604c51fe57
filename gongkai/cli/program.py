"""The program `gongkai`: its commands, its version, and how it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer
from typer.exceptions import TyperException

from gongkai.cli import (
    adding_up,
    backing_up,
    batching,
    building,
    comparing,
    converting,
    first_account,
    keeping,
    loading,
    pushing,
    report,
    serving,
    statute,
    taking_in,
    trying_links,
    verifying,
)
from gongkai.cli.describing import group
from gongkai.cli.following import INTERRUPTED
from gongkai.cli.in_chinese import say_usage_error
from gongkai.cli.reading import end_reading
from gongkai.cli.terminal import write_what_fits
from gongkai.cli.version import program_version
from gongkai.cli.wording import words

_HELP = words("help")

app = group(
    "program",
    name="gongkai",
    pretty_exceptions_enable=False,  # a traceback with local values would print the report it is about
    context_settings={"help_option_names": ["--help", "-h"]},
)
for commands in (converting, comparing, adding_up, batching):
    commands.add_command(report.app)
app.add_typer(report.app, name="report")
app.add_typer(statute.app, name="statute")
app.add_typer(building.app, name="yearend")
taking_in.add_command(building.app)
serving.add_commands(app)
first_account.add_commands(app)
loading.add_command(app)
verifying.add_commands(app)
keeping.add_commands(app)
pushing.add_commands(app)
trying_links.add_commands(app)
backing_up.add_commands(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(words("message")["version"].format(version=program_version()))
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", metavar="", help=_HELP["version"], callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Take what stands before the command: only --version, which has its own callback."""


def _unwritten(error: OSError) -> int:
    """Say that the output could not be written; a reader that has gone (`| head`) is told nothing."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer goes nowhere
    if error.errno != errno.EPIPE:
        print(words("message")["not_output"].format(reason=error.strerror or error), file=sys.stderr)
    return 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `gongkai` with these arguments (default: those of the process) and return its exit code.

    0 done or clean, 1 errors found, 2 a file could not be read or the command was typed wrongly,
    130 interrupted by Ctrl-C. Output that cannot be written ends with 2.
    """
    write_what_fits()
    try:
        code = int(app(arguments, prog_name="gongkai", standalone_mode=False) or 0)
    except TyperException as error:
        say_usage_error(error)
        return getattr(error, "exit_code", 2)
    except typer.Abort:
        print(words("message")["aborted"], file=sys.stderr)
        return 1
    except OSError as error:
        return _unwritten(error)
    finally:
        end_reading()
    if code == INTERRUPTED:
        print(words("message")["interrupted"], file=sys.stderr)
    return code
