"""Texts and what proofreading finds in them, as tests write them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gongkai.findings import Finding
from gongkai.proofing import RULES, TITLE, Block, Text, proofread

TODAY = date(2025, 6, 1)


def found_in(text: Text | str, *, on: date = TODAY) -> dict[str, list[Finding]]:
    """Return the findings by rule; each can be told in words."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in proofread(Text.of(text) if isinstance(text, str) else text, on=on):
        assert RULES.tell(finding)["message"]
        found[finding.rule].append(finding)
    return dict(found)


def errors_in(found: dict[str, list[Finding]]) -> set[str]:
    """Return the rules among the findings that are errors."""
    return {rule for rule in found if RULES[rule].severity == "error"}


def in_paragraphs(words: str) -> Text:
    """Return a text whose first line is its title and whose other lines are a block each."""
    title, *lines = words.splitlines()
    return Text((Block(TITLE, title), *(Block(f"body.{number}", line) for number, line in enumerate(lines))))


def quoted(text: Text, finding: Finding) -> str:
    """Return the characters that the finding's place names."""
    name, _, span = finding.where.rstrip("]").partition("[")
    start, end = map(int, span.split(":"))
    (block,) = (block for block in text.blocks if block.id == name)
    return block.text[start:end]
