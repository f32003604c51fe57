"""Whether the packages that were brought to reading places are as they were made (for `gongkai verify`)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.agencies.door import digest_of_stored
from gongkai.findings import Finding
from gongkai.publishing.supply.records import Supply


def verify_supplies() -> Iterator[Finding]:
    """Yield a finding for each package whose file is gone or is not what was made."""
    for supply in Supply.objects.select_related("place").order_by("pk").iterator():
        if digest_of_stored(supply.package) != supply.digest:
            yield Finding("SUPPLY-CHANGED", where=str(supply.pk), facts={"supply": str(supply)})
