"""Why an act of this room is refused: findings, each a rule with its article and advice."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from gongkai.findings import Finding, RuleBook

_DATA = files("gongkai.publishing").joinpath("data")
RULES = RuleBook.load(_DATA.joinpath("rules.toml"), _DATA.joinpath("manuscripts.toml"))


class Refused(Exception):
    """An act was not done, and nothing was changed; `findings` say why, str() says it in Chinese."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("".join(told["message"] for told in self.told()))

    def told(self) -> list[dict[str, Any]]:
        """Return the findings as pages show them."""
        return [RULES.tell(finding) for finding in self.findings]


def refuse_on(findings: Iterable[Finding]) -> None:
    """Raise Refused where there is any finding."""
    found = tuple(findings)
    if found:
        raise Refused(found)
