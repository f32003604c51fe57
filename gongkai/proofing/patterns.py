"""The patterns and bounds of ``data/patterns.toml``, compiled at the first text that is read.

A pattern must cost no more than the text is long, whatever the text: repetitions are
bounded, and two that could match the same characters never follow each other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Pattern = re.Pattern[str]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("gongkai.proofing").joinpath("data/patterns.toml").read_text("utf-8"))


@cache
def pattern(name: str) -> Pattern:
    """Return the pattern ``table.name``, each word in braces replaced by that of ``[words]``."""
    table, _, key = name.partition(".")
    text = str(_data()[table][key])
    return re.compile(_filled(text, _data()["words"]), re.M)


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Return the pattern with each named word in braces replaced, words within words too."""
    while named := [name for name in words if f"{{{name}}}" in text]:
        for name in named:
            text = text.replace(f"{{{name}}}", words[name])
    return text


@cache
def setting(name: str) -> Any:
    """Return the value ``table.name``: a number, or a tuple of words."""
    table, _, key = name.partition(".")
    value = _data()[table][key]
    return tuple(value) if isinstance(value, list) else value
