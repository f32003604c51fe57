"""What the report engine finds in a report we hold."""

from __future__ import annotations

from typing import Any

from gongkai import annualreport


def inspect(report: dict[str, Any], before: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the findings in `report`, told by the rule book.

    `report` and `before` (last year's, for the checks across years) are the JSON of
    `gongkai.annualreport`; the findings are in the shape of `RuleBook.tell`.
    """
    findings = annualreport.check(
        annualreport.from_dict(report), previous=annualreport.from_dict(before) if before else None
    )
    return [annualreport.RULES.tell(finding) for finding in findings]
