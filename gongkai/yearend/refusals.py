"""Why an act on a year's report is refused: findings of this room's rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.findings import Finding
from gongkai.yearend.rules import RULES


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
