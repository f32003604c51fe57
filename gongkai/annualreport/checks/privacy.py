"""Personal data in the text: identity numbers, mobile numbers, bank cards (PLAT-82).

A finding never repeats what it found: its digits are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import folded, texts_of
from gongkai.annualreport.model import Report
from gongkai.findings import Finding

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")  # one for one: places stay
_LONG = re.compile(r"(?<![\dA-Za-z.])\d(?:[ -]?\d){14,17}(?:[ -]?[\dXx])(?![\dA-Za-z])")
_LONG_RUN = re.compile(r"\d[\d－-]{10}")
_MOBILE = re.compile(r"(?<![\d.-])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\d.]|-\d)")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
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


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters are a resident identity number: birth date and check digit (GB 11643)."""
    body, check = number[:17], number[17]
    if not body.isdigit() or not _is_birth_date(number[6:14]):
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11
    return _ID_CHECK[remainder] == check


def _is_birth_date(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= 1900


def passes_luhn(number: str) -> bool:
    """Tell whether a card number's check digit is right (Luhn)."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _finding(rule: str, section: str, found: re.Match[str], number: str) -> Finding:
    digits = re.sub(r"[ -]", "", number)
    head = 6 if len(digits) > 11 else 3
    masked = digits[:head] + "*" * (len(digits) - head - 4) + digits[-4:]
    return Finding(rule, f"text.{section}[{found.start()}:{found.end()}]", {"masked": masked})
