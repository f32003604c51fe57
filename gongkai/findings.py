"""What every check yields, and the rule books that explain it.

A finding is a rule id, a place and facts. Its Chinese sentence, its severity, the
article behind it and the advice live with the rule, as data, in the room that owns
the rule (a *rule book*). Pure: no Django, network, database or clock.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

SEVERITIES = ("error", "warning", "notice")
_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: which rule, where, and the facts behind it.

    `where` is a dotted place: ``applications.granted.total`` for a cell,
    ``text.overall_situation[12:40]`` for characters 12 to 40 of a section's text,
    ``agency`` or ``year`` for a field, empty for the whole document.
    """

    rule: str
    where: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: _NO_FACTS)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as data: what it says, how bad it is, whose law it is, what to do."""

    id: str
    severity: str
    title: str
    message: str
    law: str
    advice: str
    since: str
    checked: str
    formula: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one room, by id."""

    rules: Mapping[str, Rule]

    @classmethod
    def load(cls, *sources: Traversable) -> RuleBook:
        """Return the rules of the TOML files `sources`; raise ValueError on a doubled or incomplete row."""
        rules: dict[str, Rule] = {}
        for source in sources:
            for row in tomllib.loads(source.read_text("utf-8"))["rule"]:
                rule = Rule(**{key: str(value) for key, value in row.items()})
                if rule.id in rules or rule.severity not in SEVERITIES:
                    raise ValueError(f"rule {rule.id}: doubled, or severity {rule.severity!r} is unknown")
                rules[rule.id] = rule
        return cls(MappingProxyType(rules))

    def __getitem__(self, rule_id: str) -> Rule:
        return self.rules[rule_id]

    def tell(self, finding: Finding) -> dict[str, Any]:
        """Return the finding as the command line and the pages show it.

        Keys: rule, severity, where, facts, message, law, advice (all but `facts` are strings).
        """
        rule = self.rules[finding.rule]
        return {
            "rule": rule.id,
            "severity": rule.severity,
            "where": finding.where,
            "facts": dict(finding.facts),
            "message": rule.message.format_map(finding.facts),
            "law": rule.law,
            "advice": rule.advice,
        }

    def worst(self, findings: Iterable[Finding]) -> str:
        """Return the gravest severity among `findings`, or an empty string when there is none."""
        found = {self.rules[finding.rule].severity for finding in findings}
        return next((severity for severity in SEVERITIES if severity in found), "")
