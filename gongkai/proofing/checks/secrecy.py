"""Marks of secrecy and of internal use that must not stand on what goes out (PLAT-80)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern
from gongkai.proofing.text import Reading

_MARKS = {
    "SECRET-MARK": "secrecy.mark",
    "SECRET-INTERNAL": "secrecy.internal",
    "SECRET-NOT-PUBLIC": "secrecy.not_public",
}


def secrecy_marks(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each mark: 秘密★, 内部资料, 此件不公开. Words in a sentence are no mark."""
    for rule, name in _MARKS.items():
        for found in pattern(name).finditer(reading.narrow):
            yield reading.find(rule, *found.span())
