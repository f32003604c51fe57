"""How commands and their groups are told to typer: help and examples from the wording."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gongkai.cli.in_chinese import Command, Group
from gongkai.cli.wording import words

_HELP, _PANEL = words("help"), words("panel")

AsJson = Annotated[bool, typer.Option("--json", metavar="", help=_HELP["json"])]


def described(name: str) -> dict[str, Any]:
    """Return what typer is told of the command `name`."""
    return {
        "cls": Command,
        "help": _HELP[name],
        "epilog": _HELP[f"{name}_examples"],
        "options_metavar": _PANEL["options_metavar"],
    }


def group(name: str, /, **more: Any) -> typer.Typer:
    """Return a group without a command yet; `more` goes to typer as it is."""
    return typer.Typer(
        cls=Group,
        help=_HELP[name],
        epilog=_HELP[f"{name}_examples"],
        no_args_is_help=True,
        rich_markup_mode="rich",
        options_metavar=_PANEL["options_metavar"],
        subcommand_metavar=_PANEL["commands_metavar"],
        **more,
    )
