"""What every check yields, and the rule books that explain it.

A finding is a rule id, a place and facts. Its Chinese sentence, its severity, the
article behind it and the advice live with the rule, as data, in the room that owns
the rule (a *rule book*). A person may mark a finding as justified; the mark holds as long
as the finding's fingerprint does. Pure: no Django, network, database or clock.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from importlib.resources.abc import Traversable
from string import Formatter
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

SEVERITIES = ("error", "warning", "notice")
FINGERPRINT = re.compile(r"[0-9a-f]{24}")
_TITLE = re.compile(r"《((?:[^《》]*《[^《》]*》)+[^《》]*)》")
_FACT = re.compile(r"\{(\w+)\}")
_CHARACTERS = re.compile(r"\[\d+:\d+\]$")
_PLAIN_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?")
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
    """A rule as data: what it says, how bad it is, whose law it is, what to do.

    `decisive` names the facts that a justification rests on: when one of them changes, the
    finding is another one. Where the row names none, they are the facts that its sentence prints.
    `public_advice` is what a reader of the site can do, where that is not what the office can.
    """

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
    counterexample: str = ""
    public_advice: str = ""
    decisive: tuple[str, ...] = ()


class _Rows(Mapping[str, Rule]):
    """Rules by id, read from their files at the first question."""

    def __init__(self, *sources: Traversable) -> None:
        self._sources = sources

    @cached_property
    def _read(self) -> Mapping[str, Rule]:
        return RuleBook.load(*self._sources).rules

    def __getitem__(self, rule_id: str) -> Rule:
        return self._read[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


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
                rule = _rule(row)
                if rule.id in rules or rule.severity not in SEVERITIES:
                    raise ValueError(f"rule {rule.id}: doubled, or severity {rule.severity!r} is unknown")
                rules[rule.id] = rule
        return cls(MappingProxyType(rules))

    @classmethod
    def of(cls, *sources: Traversable) -> RuleBook:
        """Return the same book, its files read when the first rule is asked for: checking pays for no sentences."""
        return cls(_Rows(*sources))

    def __getitem__(self, rule_id: str) -> Rule:
        return self.rules[rule_id]

    def tell(self, finding: Finding) -> dict[str, Any]:
        """Return the finding as the command line and the pages show it.

        Keys: rule, severity, where, facts, message, law, advice, fingerprint (all but `facts` are strings).
        """
        rule = self.rules[finding.rule]
        return {
            "rule": rule.id,
            "severity": rule.severity,
            "where": finding.where,
            "facts": dict(finding.facts),
            "message": nest_titles(rule.message.format_map(finding.facts)),
            "law": rule.law,
            "advice": nest_titles(_with_facts(rule.advice, finding.facts)),
            "fingerprint": self.fingerprint(finding),
        }

    def fingerprint(self, finding: Finding) -> str:
        """Return what a finding is known by from one check to the next: 24 hexadecimal digits.

        It is made of the rule, the place in the document (of text the section, not the
        characters) and the rule's decisive facts: the figures compared, the words quoted.
        It changes when one of these does; not with the file format, not when other text is
        added, not when a rule is worded anew. Two findings that it cannot tell apart say the
        same of the same place.
        """
        facts = {name: _canonical(finding.facts.get(name)) for name in self.rules[finding.rule].decisive}
        said = json.dumps([finding.rule, _CHARACTERS.sub("", finding.where), facts], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]

    def worst(self, findings: Iterable[Finding]) -> str:
        """Return the gravest severity among `findings`, or an empty string when there is none."""
        found = {self.rules[finding.rule].severity for finding in findings}
        return next((severity for severity in SEVERITIES if severity in found), "")


def nest_titles(text: str) -> str:
    """Return a text with the marks of a title inside a title as GB/T 15834 has them: 《〈办法〉解读》."""
    return _TITLE.sub(lambda found: f"《{found[1].replace('《', '〈').replace('》', '〉')}》", text)


def _with_facts(advice: str, facts: Mapping[str, Any]) -> str:
    """Return advice with the facts it names; what is no fact stays, as the marks of a template that it speaks of."""
    return _FACT.sub(lambda found: str(facts.get(found[1], found[0])), advice)


def _rule(row: Mapping[str, Any]) -> Rule:
    """Return the rule in a row of data."""
    words = {key: str(value) for key, value in row.items() if key != "decisive"}
    printed = dict.fromkeys(name for _, name, _, _ in Formatter().parse(words["message"]) if name)
    return Rule(**words, decisive=tuple(row.get("decisive", printed)))


def _canonical(value: Any) -> Any:
    """Return a fact in the one form it has in memory and in JSON: 5, Decimal("5.0") and "5" are the same."""
    if isinstance(value, Mapping):
        return {str(key): _canonical(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(one) for one in value]
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    return format(Decimal(text).normalize() + 0, "f") if _PLAIN_NUMBER.fullmatch(text) else text


class Refusal(Exception):
    """An act was not done, and nothing was changed; `findings` say why, str() says it in Chinese.

    Each room has a kind of its own, which names the `book` that its findings are told by.
    """

    book: ClassVar[RuleBook]

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take the findings."""
        self.findings = tuple(findings)
        super().__init__("".join(told["message"] for told in self.told()))

    def told(self) -> list[dict[str, Any]]:
        """Return the findings as pages show them."""
        return [self.book.tell(finding) for finding in self.findings]

    @classmethod
    def on(cls, findings: Iterable[Finding]) -> None:
        """Raise it where there is any finding."""
        if found := tuple(findings):
            raise cls(found)


# -- marks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's word that a finding of one report is justified: why, who said so, when (with its time zone).

    Raises ValueError where it says nothing: no fingerprint, no reason, nobody, or a moment without time zone.
    """

    fingerprint: str
    justification: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not FINGERPRINT.fullmatch(self.fingerprint):
            raise ValueError("fingerprint")
        if not self.justification.strip() or not self.by.strip():
            raise ValueError("justification" if self.by.strip() else "by")
        if self.at.tzinfo is None:
            raise ValueError("at")


class Settled(NamedTuple):
    """What is left to do about some findings.

    `open` are those without a valid mark, `justified` those with the mark that counts, both in the
    order they were found; `stale` are the marks that justify nothing: the finding is gone, or is
    another one since a decisive fact changed, or is an error.
    """

    open: tuple[Finding, ...]
    justified: tuple[tuple[Finding, Mark], ...]
    stale: tuple[Mark, ...]


def settle(findings: Iterable[Finding], marks: Iterable[Mark], book: RuleBook) -> Settled:
    """Return the findings of one report, which rules of `book` made, with the marks put on them.

    Of several marks with one fingerprint the latest counts. An error stays open whatever was
    said of it: it is put right, not explained. Raises KeyError for a rule that the book has not.
    """
    given = sorted(marks, key=lambda mark: mark.at)
    latest = {mark.fingerprint: mark for mark in given}
    found = [(finding, latest.get(book.fingerprint(finding))) for finding in findings]
    judged = [(finding, None if book[finding.rule].severity == "error" else mark) for finding, mark in found]
    used = {mark.fingerprint for _, mark in judged if mark is not None}
    return Settled(
        open=tuple(finding for finding, mark in judged if mark is None),
        justified=tuple((finding, mark) for finding, mark in judged if mark is not None),
        stale=tuple(mark for mark in given if mark.fingerprint not in used),
    )
