"""The code by which an applicant follows the own case (查询码): a hundred bits; only a keyed hash is stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac

from gongkai.cases.case import Case

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are taken for others
LENGTH, GROUP = 20, 5
_SALT = "gongkai.cases.tracking"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """Return a code that nobody has, as it is shown: four groups of five."""
    return _in_groups("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_from(secret: str) -> str:
    """Return the code that belongs to a secret of ours: the same for the same, and unknown to whoever lacks the key."""
    number = int.from_bytes(salted_hmac(f"{_SALT}.code", secret, algorithm="sha256").digest(), "big")
    return _in_groups("".join(ALPHABET[(number >> 5 * place) % 32] for place in range(LENGTH)))


def _in_groups(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def plain(code: str) -> str:
    """Return what somebody typed as the code reads: without blanks and hyphens, capitals, digits for look-alikes."""
    return "".join(one for one in code.upper().translate(_MISREAD) if one.isalnum())


def tracking_hash(code: str) -> str:
    """Return what is stored of a code."""
    return _hashed(code, settings.SECRET_KEY)


def case_of(code: str) -> Case | None:
    """Return the case with this code, None where there is none."""
    typed = plain(code)
    if len(typed) != LENGTH or not set(typed) <= set(ALPHABET):
        return None
    return Case.objects.select_related("agency").filter(tracking_hash__in=list(_hashes(typed))).first()


def _hashes(code: str) -> Iterator[str]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _hashed(code, key)


def _hashed(code: str, key: str) -> str:
    return salted_hmac(_SALT, plain(code), secret=key, algorithm="sha256").hexdigest()
