"""Personal numbers (PLAT-82): identity numbers, bank cards, fund accounts, telephones, plates.

A finding never repeats what it found: all but the first three and the last two characters are
masked (`masked`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.proofing.patterns import pattern, setting
from gongkai.proofing.text import Reading, masked
from gongkai.statute import is_credit_code, is_identity_number, passes_luhn, written_plainly

_APART = re.compile(r"[ .．·-]")
_NAME_NEAR = 60  # characters on each side
_CARD_WORDS_BEFORE = 16  # characters


def _find(reading: Reading, rule: str, found: re.Match[str], group: str | int = 0) -> Finding:
    return reading.find(rule, *found.span(group), words=masked(found[group]))


def _digits(found: re.Match[str]) -> str:
    return written_plainly(found[0])


def _is_identity(number: str) -> bool:
    return number[:2] in setting("setting.provinces") and is_identity_number(number)


def identity_numbers(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each resident identity number, of 18 digits or, where it is named, of 15."""
    text = reading.narrow
    for found in pattern("person.identity").finditer(text):
        if _is_identity(_digits(found)):
            hidden_name = pattern("person.masked_name").search(_lines_around(text, found))
            yield _find(reading, "PRIV-ID-NAME-MASKED" if hidden_name else "PRIV-ID", found)
    for found in pattern("person.old_identity").finditer(text):
        yield _find(reading, "PRIV-ID-OLD", found, "number")


def _lines_around(text: str, found: re.Match[str]) -> str:
    """Return the number's line with the one before and the one after: in a table, the cells beside it."""
    before = text[max(found.start() - _NAME_NEAR, 0) : found.start()].split("\n")
    after = text[found.end() : found.end() + _NAME_NEAR].split("\n")
    return "\n".join(before[-2:]) + found[0] + "\n".join(after[:2])


def like_identity_numbers(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each number of 18 digits that is no identity number, credit code or card."""
    for found in pattern("person.eighteen").finditer(reading.narrow):
        number = written_plainly(found[0])
        if not (_is_identity(number) or is_credit_code(number) or _card_rule(reading, found, number)):
            yield _find(reading, "PRIV-ID-LIKE", found)


def bank_cards(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each number that passes as a bank card: length, issuer, check digit (Luhn)."""
    for found in pattern("person.card").finditer(reading.narrow):
        number = _digits(found)
        rule = "" if _is_identity(number) else _card_rule(reading, found, number)
        if rule:
            yield _find(reading, rule, found)


def _card_rule(reading: Reading, found: re.Match[str], number: str) -> str:
    """Return the rule a number falls under as a card; empty where it is none."""
    if not number.isdigit() or not passes_luhn(number):
        return ""
    before = reading.narrow[max(0, found.start() - _CARD_WORDS_BEFORE) : found.start()]
    if number.startswith(setting("setting.card_prefixes")) or pattern("person.card_words").search(before):
        return "PRIV-CARD"
    return "PRIV-CARD-LIKE" if number.startswith(setting("setting.foreign_card_prefixes")) else ""


def fund_accounts(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each housing provident fund account of a person; those of employers are not personal."""
    for found in pattern("person.fund_account").finditer(reading.narrow):
        yield _find(reading, "PRIV-FUND-ACCOUNT", found, "number")


def mobile_numbers(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each mobile number, and one for the text where so many stand that it is a roster."""
    found = list(pattern("person.mobile").finditer(reading.narrow))
    for one in found:
        yield _find(reading, "PRIV-MOBILE", one, "number")
    different = {_APART.sub("", one["number"]) for one in found}
    if len(different) >= setting("setting.roster"):
        yield reading.find("PRIV-MOBILE-LIST", *found[0].span("number"), words="", count=len(different))


def home_telephones(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each telephone that the text calls somebody's own; those of offices are not personal."""
    for found in pattern("person.landline").finditer(reading.narrow):
        yield _find(reading, "PRIV-LANDLINE", found, "number")


def small_cells(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each count of so few people, in a cell or on a line of its own, that they may be known."""
    for found in pattern("person.small_cell").finditer(reading.narrow):
        yield reading.find("PRIV-SMALL-CELL", *found.span("number"), words=found[0])


def plates(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each number plate of a vehicle."""
    for found in pattern("person.plate").finditer(reading.narrow):
        yield _find(reading, "PRIV-PLATE", found, "number")
