"""Help pages and usage errors in Chinese: the parts that typer itself words in English."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from gongkai.cli.terminal import say_error
from gongkai.cli.wording import words

# typer's error classes are private: known by name, and any other still gets a sentence.
_KINDS = {
    "MissingParameter": "missing",
    "NoSuchOption": "no_option",
    "BadOptionUsage": "option_value",
    "BadParameter": "bad_value",
}
_EXTRA = "Got unexpected extra argument(s) "  # typer says this one by its sentence alone
_ONE_OF = "is not one of "  # and names the values of a choice only here


def _name_the_parts() -> None:
    """Give typer's help page its Chinese headings; imported late, since only help needs it."""
    from typer import rich_utils

    panel = words("panel")
    rich_utils.ARGUMENTS_PANEL_TITLE = panel["arguments"]
    rich_utils.OPTIONS_PANEL_TITLE = panel["options"]
    rich_utils.COMMANDS_PANEL_TITLE = panel["commands"]
    rich_utils.DEFAULT_STRING = panel["default"]
    rich_utils.REQUIRED_LONG_STRING = panel["required"]


class _InChinese:
    """What a command and a group share."""

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line with its Chinese heading."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc] # a mixin: the class beside it has the method
        return usage.replace("Usage: ", words("panel")["usage"], 1)

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with Chinese help for those that typer adds."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc] # as above
        for param in params:
            if param.name in ("help", "install_completion", "show_completion"):
                param.help, param.metavar = words("help")[param.name], ""
        return params

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _name_the_parts()
        super().format_help(ctx, formatter)  # type: ignore[misc] # as above


class Command(_InChinese, TyperCommand):
    """A command whose help is Chinese."""


class WronglyTyped(TyperException):
    """A command typed wrongly in a way of our own; `message` is Chinese, `ctx` says which help to look at."""

    exit_code = 2

    def __init__(self, message: str, ctx: Any) -> None:
        super().__init__(message)
        self.ctx = ctx


class NoSuchCommand(WronglyTyped):
    """A command that does not exist."""


class Group(_InChinese, TyperGroup):
    """A group of commands whose help is Chinese."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names; raise NoSuchCommand with the likeliest ones."""
        if not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in self.commands:
            likely = _suggestion(get_close_matches(args[0], self.commands))
            raise NoSuchCommand(words("usage")["no_command"].format(command=args[0], suggestion=likely), ctx)
        return super().resolve_command(ctx, args)


def _suggestion(names: Any) -> str:
    return words("usage")["suggestion"].format(names="、".join(names)) if names else ""


def _facts(error: Any) -> dict[str, str]:
    """Return what the sentences of ``[usage]`` may name, as far as this error has it."""
    parameter = getattr(error, "param", None)
    return {
        "parameter": parameter.get_error_hint().replace("'", "") if parameter is not None else "",
        "choices": "、".join(_choices(error)),
        "help": getattr(parameter, "help", "") or "",
        "option": getattr(error, "option_name", ""),
        "suggestion": _suggestion(getattr(error, "possibilities", None)),
        "words": error.message.removeprefix(_EXTRA),
        "message": error.format_message(),
    }


def _choices(error: Any) -> list[str]:
    """Return the values among which one has to be chosen, none where any would do."""
    return re.findall("'([^']+)'", error.message.partition(_ONE_OF)[2])


def usage_message(error: Any) -> str:
    """Return a usage error of typer as a Chinese sentence."""
    if isinstance(error, WronglyTyped):
        return error.message
    kind = "extra" if error.message.startswith(_EXTRA) else _KINDS.get(type(error).__name__, "other")
    if kind == "bad_value" and _choices(error):
        kind = "bad_choice"
    return words("usage")[kind].format(**_facts(error))


def say_usage_error(error: Any) -> None:
    """Write a usage error and where to find help to standard error."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # the help page is the message, and is on the screen already
        return
    say_error(usage_message(error))
    command = context.command_path if context is not None else "gongkai"
    print(words("usage")["hint"].format(command=command), file=sys.stderr)
