"""What a case knows of its applicant, and how it is shown to who need not see it whole."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from gongkai.agencies.door import masked
from gongkai.statute import written_plainly

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


def person_key(name: str, number: str, telephone: str) -> str:
    """Return by what an applicant is known again, however it is written; empty where that cannot be told.

    A number alone may be another's: who is known by it also bears its name. Who gave none is known by name and
    telephone.
    """
    called = "".join(one for one in unicodedata.normalize("NFKC", name).casefold() if one.isalnum())
    if number:
        return f"{written_plainly(number)}/{called}"
    reached = "".join(one for one in unicodedata.normalize("NFKC", telephone) if one.isdigit())
    return f"tel {reached}/{called}" if reached and called else ""
