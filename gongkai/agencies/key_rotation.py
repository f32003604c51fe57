"""Changing the keys of encrypted personal data: everything is written anew with the newest key."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from gongkai.agencies.encryption import EncryptedText, ExactMatchHash
from gongkai.agencies.log import AgencyAct, record

BATCH = 500


def encrypted_models() -> Iterator[tuple[type[models.Model], list[str], list[ExactMatchHash]]]:
    """Yield each model with its encrypted fields, and the hashes beside them."""
    for model in apps.get_models():
        fields = [field.name for field in model._meta.local_concrete_fields if isinstance(field, EncryptedText)]
        hashes = [field for field in model._meta.local_concrete_fields if isinstance(field, ExactMatchHash)]
        if fields:
            yield model, fields, hashes


@transaction.atomic
def rotate() -> dict[str, int]:
    """Encrypt everything anew with the newest key; return the rows written of each model, all or none.

    Afterwards the older keys are needed only for backups made before.
    """
    written = {model._meta.label: _rotate(model, fields, hashes) for model, fields, hashes in encrypted_models()}
    record(AgencyAct.ROTATE_KEYS, agency=None, by=None, subject="agencies:data-keys", facts={"rows": written})
    return written


def _rotate(model: type[models.Model], fields: list[str], hashes: list[ExactMatchHash]) -> int:
    rows = 0
    for row in model._base_manager.order_by("pk").values("pk", *fields).iterator(chunk_size=BATCH):
        values = {name: row[name] for name in fields}
        hashed = {field.name: field.hash_for(model(**values)) for field in hashes}
        model._base_manager.filter(pk=row["pk"]).update(**values, **hashed)
        rows += 1
    return rows
