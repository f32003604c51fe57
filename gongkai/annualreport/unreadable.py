"""The one exception of the format readers: a file that cannot be read, and why.

Import-light on purpose: every format reader raises it, the command line catches it first.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from gongkai.annualreport.rules import RULES
from gongkai.findings import Finding


class Unreadable(Exception):
    """A file that cannot be read; `finding` is one of the READ-… rules with its facts."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding

    def __str__(self) -> str:
        """Return what the rule book says of it, in Chinese."""
        return str(RULES.tell(self.finding)["message"])


def unreadable(rule: str, *, reason: str = "", limit: str = "", **facts: Any) -> Unreadable:
    """Return the exception for `rule`.

    `reason` and `limit` are keys of ``data/refusals.toml``; their Chinese words become
    the facts of the same name. A placeholder in the words is filled from `facts`.
    """
    words = tomllib.loads(files(__package__).joinpath("data/refusals.toml").read_text("utf-8"))
    told = dict(facts)
    if reason:
        told["reason"] = words["reason"][reason].format_map(facts)
    if limit:
        told["limit"] = words["limit"][limit].format_map(facts)
    return Unreadable(Finding(rule, facts=told))
