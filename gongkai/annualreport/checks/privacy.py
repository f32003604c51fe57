"""Personal data in the text: identity numbers, mobile numbers, bank cards (PLAT-82).

A finding never repeats what it found: its digits are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import folded, texts_of
from gongkai.annualreport.model import Report
from gongkai.findings import Finding
from gongkai.statute import is_identity_number, passes_luhn

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")  # one for one: places stay
_LONG = re.compile(r"(?<![\dA-Za-z.])\d(?:[ -]?\d){14,17}(?:[ -]?[\dXx])(?![\dA-Za-z])")
_LONG_RUN = re.compile(r"\d[\d－-]{10}")
_MOBILE = re.compile(r"(?<![\d.-])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\d.]|-\d)")
_ID_LENGTH = 18
_CARD = range(16, 20)
_UNION_PAY = "62"


def personal_data(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each personal number in the report's texts."""
    for section, raw in texts_of(report):
        if not _LONG_RUN.search(folded(raw)):
            continue
        text = raw.translate(_WIDE)
        for found in _LONG.finditer(text):
            rule = _rule_for(re.sub(r"[ -]", "", found[0]).upper())
            if rule:
                yield _finding(rule, section, found, found[0])
        for found in _MOBILE.finditer(text):
            if phrases().figures["amount"].match(text, found.end()):
                continue
            yield _finding("PRIV-MOBILE", section, found, found[1])


def _rule_for(number: str) -> str:
    """Return which rule a long number falls under, empty where it is none of these."""
    if len(number) == _ID_LENGTH and is_identity_number(number):
        return "PRIV-ID"
    if number.isdigit() and len(number) in _CARD and passes_luhn(number):
        if number.startswith(_UNION_PAY):
            return "PRIV-CARD"
        return "PRIV-CARD-LIKE" if number[0] in "3456" else _like_identity(number)
    return _like_identity(number)


def _like_identity(number: str) -> str:
    return "PRIV-ID-LIKE" if len(number) == _ID_LENGTH else ""


def _finding(rule: str, section: str, found: re.Match[str], number: str) -> Finding:
    digits = re.sub(r"[ -]", "", number)
    head = 6 if len(digits) > 11 else 3
    masked = digits[:head] + "*" * (len(digits) - head - 4) + digits[-4:]
    return Finding(rule, f"text.{section}[{found.start()}:{found.end()}]", {"masked": masked})
