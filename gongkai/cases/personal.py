"""What a case knows of its applicant, and how it is shown to who need not see it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.agencies.door import masked

if TYPE_CHECKING:
    from gongkai.cases.case import Case

PERSONAL = ("applicant_name", "identity_number", "representative", "contact_name", "telephone", "email", "address")
_NUMBER = 11  # characters: what is as long and without a Chinese character is a number or an address of mail


def known_of(case: Case) -> dict[str, str]:
    """Return what a case knows of its applicant, by column."""
    return {name: value for name in PERSONAL if (value := getattr(case, name))}


def masked_value(value: str) -> str:
    """Return a value with what tells the person hidden; a name keeps its first character."""
    return masked(value) if len(value) >= _NUMBER and value.isascii() else masked_name(value)


def masked_name(name: str) -> str:
    """Return a name of which only the first character is seen."""
    return name[:1] + "*" * (len(name) - 1)
