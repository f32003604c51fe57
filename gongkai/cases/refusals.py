"""Why an act on a case is refused: a finding of the law, or of the rules by which the office works."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from gongkai import statute
from gongkai.findings import Finding, RuleBook

_SAYS_WHICH = ("CONTENT-", "LETTER-CONTENT-")  # rules whose sentence names the content itself
_CONTENT = re.compile(r"contents\[(\d+)\]")
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
    """Return a finding as pages show it, whether the law's or this room's; of several contents it says which."""
    told = (RULES if finding.rule in RULES.rules else statute.RULES).tell(finding)
    place = _CONTENT.match(finding.where)
    if place is None or finding.rule.startswith(_SAYS_WHICH):
        return told
    return {**told, "message": f"第 {int(place[1]) + 1} 项：{told['message']}"}


def severity(finding: Finding) -> str:
    """Return how bad a finding is: ``error``, ``warning`` or ``notice``."""
    return str(tell(finding)["severity"])


def refuse_on(findings: Iterable[Finding]) -> None:
    """Raise Refused where there is any finding."""
    if found := tuple(findings):
        raise Refused(*found)
