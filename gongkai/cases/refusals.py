"""Why an act on a case is refused: a finding of the law, or of the rules by which the office works."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from gongkai import statute
from gongkai.findings import Finding, RuleBook

RULES = RuleBook.load(files("gongkai.cases").joinpath("data/rules.toml"))


class Refused(Exception):
    """An act was not done, and nothing was changed; `findings` say why, str() says it in Chinese."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("".join(tell(finding)["message"] for finding in findings))

    @property
    def finding(self) -> Finding:
        """Return the first reason."""
        return self.findings[0]


def tell(finding: Finding) -> dict[str, Any]:
    """Return a finding as pages show it, whether the law's or this room's."""
    return (RULES if finding.rule in RULES.rules else statute.RULES).tell(finding)


def severity(finding: Finding) -> str:
    """Return how bad a finding is: ``error``, ``warning`` or ``notice``."""
    return str(tell(finding)["severity"])


def refuse_on(findings: Iterable[Finding]) -> None:
    """Raise Refused where there is any finding."""
    if found := tuple(findings):
        raise Refused(*found)
