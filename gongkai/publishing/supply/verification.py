"""Whether the packages that were brought to reading places are as they were made (for `gongkai verify`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from gongkai.findings import Finding
from gongkai.publishing.supply.records import Supply


def verify_supplies() -> Iterator[Finding]:
    """Yield a finding for each package whose file is gone or is not what was made."""
    for supply in Supply.objects.select_related("place").order_by("pk").iterator():
        if _digest(supply) != supply.digest:
            yield Finding("SUPPLY-CHANGED", where=str(supply.pk), facts={"supply": str(supply)})


def _digest(supply: Supply) -> str:
    """Return the SHA-256 of the stored package, empty where it is gone."""
    try:
        with supply.package.storage.open(supply.package.name, "rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
