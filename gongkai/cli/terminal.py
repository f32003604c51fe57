"""Where the command line writes: a console for people, JSON for programs, errors beside both."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.cli.wording import words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

PIPED_WIDTH = 120  # a pipe has no width: wide enough for the widest statutory table

# Control characters and text-direction marks: a report comes from strangers, the terminal obeys what it is sent.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """Return the text with every character replaced that could steer a terminal or cannot be written."""
    return _CONTROL.sub("\ufffd", text)


def told(value: object, style: str = "") -> Text:
    """Return a value as text for people: no markup is read from it, no control character kept."""
    from rich.text import Text

    return Text(harmless(str(value)), style=style)


@cache
def console() -> Console:
    """Return the console for people on standard output.

    Rich itself honours NO_COLOR, COLUMNS and a dumb terminal; only the width of a pipe is ours.
    """
    from rich.console import Console

    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, emoji=False, width=PIPED_WIDTH if piped else None)


def write_json(value: Any) -> None:
    """Write a value to standard output as JSON, in characters that the output's encoding has.

    A Decimal (money) becomes a string, as does a date.
    """
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8", indent=2, default=str)
    # A file name that is not UTF-8 holds lone surrogates; \udcXX is how JSON writes them.
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def say_error(message: str) -> None:
    """Write one error to standard error."""
    print(f"{words('message')['error']}：{harmless(message)}", file=sys.stderr)


def write_what_fits() -> None:
    """Make both outputs replace what their encoding does not have, where Python would stop with an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
