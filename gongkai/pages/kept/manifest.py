"""The list of hashes of kept pages and of the files beside them: for who saved one, and for `gongkai verify`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from django.conf import settings

from gongkai.agencies.door import DEMONSTRATION, Agency
from gongkai.pages.kept.beside import file_differences, standing_files
from gongkai.pages.kept.files import FOLDER
from gongkai.pages.kept.rows import KeptPage
from gongkai.pages.kept.tree import GONE, PAGE, is_safe
from gongkai.pages.kept.writing import stamp, tree

NAME = "manifest.sha256"


def manifest() -> Path:
    """Return where the list stands: lines of ``sha256sum``, which checks the folder by it (``--check``)."""
    return Path(settings.KEPT_PAGES) / NAME


def write_manifest() -> bool:
    """Write the list anew where a page was written since; return whether it was."""
    before = manifest().stat().st_mtime if manifest().exists() else 0.0
    written = KeptPage.objects.filter(written_at__gt=datetime.fromtimestamp(before, UTC), stale_at=None)
    if not written.exists():
        return False
    pages = ((f"{address.lstrip('/')}{PAGE}", digest) for address, digest in _standing())
    lines = [*_notice(), *(_line(name, digest) for name, digest in chain(pages, standing_files()))]
    tree().write_beside(NAME, "".join(f"{line}\n" for line in lines).encode())
    return True


def kept_differences() -> Iterator[tuple[str, str]]:
    """Yield ``changed`` and the address of each page or file that is not what was written, ``foreign`` if nobody did.

    Where this machine keeps no pages of this database there is nothing to compare.
    """
    if tree().stamp != stamp():
        return
    rows = KeptPage.objects.values_list("address", "sha256", "stale_at")
    known = {address: "" if stale else digest for address, digest, stale in rows}
    for address, digest in known.items():
        data = tree().read(address) if digest else None
        if data is not None and hashlib.sha256(data).hexdigest() != digest:
            yield "changed", address
    for file in Path(settings.KEPT_PAGES).rglob("*.html"):
        parts = file.parent.relative_to(settings.KEPT_PAGES).parts
        address = "/" + "".join(f"{part}/" for part in parts)
        if file.name in (PAGE, GONE) and parts[:1] != (FOLDER,) and is_safe(address) and address not in known:
            yield "foreign", address
    yield from file_differences(set(KeptPage.objects.exclude(stale_at=None).values_list("page", flat=True)))


def _line(name: str, digest: str) -> str:
    """Return a line as ``sha256sum`` writes it: a name with a backslash or a new line is marked and escaped."""
    plain = name.replace("\\", "\\\\").replace("\n", "\\n")
    return f"{'' if plain == name else chr(92)}{digest}  {plain}"


def _standing() -> Iterator[tuple[str, str]]:
    shown = KeptPage.objects.filter(page__live=True, stale_at=None).exclude(sha256="")
    yield from shown.order_by("address").values_list("address", "sha256").iterator()


def _notice() -> list[str]:
    """Return a line for a site of demonstrations alone; ``sha256sum`` passes it over."""
    agencies = list(Agency.objects.values_list("demonstration", flat=True))
    return [f"# {DEMONSTRATION}"] if agencies and all(agencies) else []
