"""Check digits of the numbers that people and organisations carry, by the standards that define them."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_ID_LENGTH = 18
_FIRST_BIRTH_YEAR = 1900
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters are a resident identity number: birth date and check digit (GB 11643)."""
    if len(number) != _ID_LENGTH or not (number.isascii() and number[:17].isdigit()) or not _is_birth_date(number):
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True)) % 11
    return _ID_CHECK[remainder] == number[17]


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
