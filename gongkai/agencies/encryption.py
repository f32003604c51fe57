"""Personal data at rest: encrypted with keys that can be changed, found again by a keyed hash.

The keys come from GONGKAI_DATA_KEYS, or else from a file in the data folder that is made on
first need. The first key encrypts; all of them decrypt.
"""

from __future__ import annotations

import hmac
import os
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

from gongkai.agencies.append_only import AppendOnly


class MissingKey(ImproperlyConfigured):
    """What is stored was encrypted with a key that is not here."""


def data_keys() -> tuple[str, ...]:
    """Return the keys, newest first; raise ImproperlyConfigured where one is no Fernet key."""
    keys = tuple(settings.DATA_KEYS) or _kept_keys(Path(settings.DATA_KEYS_FILE))
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"GONGKAI_DATA_KEYS 的第 {number} 个密钥不对，应是 gongkai keys new 给出的一串字符。"
            ) from None
    return keys


def _kept_keys(path: Path) -> tuple[str, ...]:
    """Return the keys in the file, one a line; a new one in a new file, readable by its owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return tuple(path.read_text("ascii").split())
    key = Fernet.generate_key().decode()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return (key,)


@cache
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(value: str) -> str:
    """Return `value` encrypted with the newest key."""
    return _ring(data_keys()).encrypt(value.encode()).decode()


def decrypt(token: str) -> str:
    """Return what `encrypt` was given; raise MissingKey where none of the keys fits."""
    try:
        return _ring(data_keys()).decrypt(token.encode()).decode()
    except InvalidToken:
        raise MissingKey("个人信息解不开：缺少当时的密钥，请把它补进 GONGKAI_DATA_KEYS。") from None


def exact_match_hash(value: str) -> str:
    """Return the keyed hash (64 hex digits) under which an encrypted `value` is stored for exact search."""
    return _hashed(value, data_keys()[0])


def exact_match_hashes(value: str) -> list[str]:
    """Return the hashes of `value` under every key: what a search compares with while keys are being changed."""
    return [_hashed(value, key) for key in data_keys()]


def _hashed(value: str, key: str) -> str:
    own_key = hmac.digest(key.encode(), b"gongkai exact match", "sha256")
    return hmac.new(own_key, value.strip().encode(), "sha256").hexdigest()


class EncryptedText(models.TextField):
    """Text that the database holds encrypted. It cannot be searched: an `ExactMatchHash` beside it can."""

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse to stand in a row that is never changed: its keys could not be changed either."""
        found: list[checks.CheckMessage] = super().check(**kwargs)
        if issubclass(self.model, AppendOnly):
            found.append(checks.Error("An append-only model has no encrypted field.", obj=self, id="agencies.E001"))
        return found

    def get_prep_value(self, value: Any) -> Any:
        """Return the encrypted text; what is empty stays empty."""
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Return the text."""
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but with nothing: the same text is encrypted differently each time."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted; search its hash")


class ExactMatchHash(models.CharField):
    """The keyed hash of the field, or of the property, named `of`, kept current whenever the row is saved."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 64, "blank": True, "editable": False, "db_index": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return the field for migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the hash of the other field's text, empty where that is empty."""
        hashed = self.hash_for(model_instance)
        setattr(model_instance, self.attname, hashed)
        return hashed

    def hash_for(self, row: models.Model) -> str:
        """Return the hash, under the newest key, that belongs to what a row says."""
        value = getattr(row, self.of)
        return exact_match_hash(value) if value else ""
