"""Check digits of the numbers that people and organisations carry, by the standards that define them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_ID_LENGTH = 18
_FIRST_BIRTH_YEAR = 1900
# What people type for the X of the check digit, which the standard itself calls the Roman ten: Roman, Cyrillic, Greek
# letters and the sign of multiplication.
_TENS = dict.fromkeys(map(ord, "xⅩⅹ×✕ХхΧχ"), "X")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―－_·・.]+")
_GAP = r"[\s\-‐‑‒–—―－_·・.]{0,3}"
_NUMBER_APART = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{16}}{_GAP}[\dX])(?!\d))")
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters are a resident identity number: birth date and check digit (GB 11643)."""
    if len(number) != _ID_LENGTH or not (number.isascii() and number[:17].isdigit()) or not _is_birth_date(number):
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True)) % 11
    return _ID_CHECK[remainder] == number[17]


def written_plainly(number: str) -> str:
    """Return a number as its standard writes it: half-width, in capitals, without what stands between its characters.

    Any sign for the ten of a check digit becomes X.
    """
    return _BETWEEN.sub("", _narrow(number)).upper()


def _narrow(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text.translate(_TENS)).translate(_TENS)
    return "".join(one for one in narrow if unicodedata.category(one) != "Cf")


def holds_identity_number(text: str) -> bool:
    """Tell whether a resident identity number stands in a text, in whatever writing: full-width, in groups, with Ⅹ."""
    return any(is_identity_number(written_plainly(found)) for found in _NUMBER_APART.findall(_narrow(text)))


def _is_birth_date(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= _FIRST_BIRTH_YEAR


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code (统一社会信用代码, GB 32100)."""
    if len(code) != _ID_LENGTH or not set(code) <= set(_CREDIT_ALPHABET):
        return False
    values = [_CREDIT_ALPHABET.index(character) for character in code]
    total = sum(value * weight for value, weight in zip(values[:17], _CREDIT_WEIGHTS, strict=True))
    return (31 - total % 31) % 31 == values[17]


def passes_luhn(number: str) -> bool:
    """Tell whether a card number's check digit is right (Luhn, ISO/IEC 7812); `number` is digits alone."""
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
