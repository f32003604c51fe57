"""Addresses to the door of somebody's home (PLAT-82); rooms of offices are not personal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern, setting
from gongkai.proofing.text import Reading

_HIDDEN = re.compile(r"[0-9]")


def addresses(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each address to the door, to the room where people live, to the number behind 住址."""
    told = 0
    for found in sorted(_candidates(reading), key=lambda one: (one.start(), -one.end())):
        if found.start() >= told:
            told = found.end()
            yield reading.find("PRIV-ADDRESS", *found.span(), words=_HIDDEN.sub("*", found[0]))


def _candidates(reading: Reading) -> Iterator[re.Match[str]]:
    text = reading.narrow
    yield from pattern("person.door").finditer(text)
    yield from pattern("person.home").finditer(text)
    residence, reach = pattern("person.residence"), setting("person.residence_before")
    for found in pattern("person.room").finditer(text):
        begin = max(found.start() - reach, 0)
        begin = max(text.rfind("\n", begin, found.start()) + 1, begin)
        if residence.search(text, begin, found.start()):
            yield found
