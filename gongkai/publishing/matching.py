"""Which publication a hash belongs to (防伪): of a page as it was published, or of one of its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongkai.pages.door import is_public
from gongkai.publishing.published_files import PublishedFile
from gongkai.publishing.submissions import Publication

if TYPE_CHECKING:
    from gongkai.publishing.withdrawals import Withdrawal


class Fate(StrEnum):
    """What became of what was published."""

    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    GONE = "gone"  # no longer public, and nothing is said of why


@dataclass(frozen=True, slots=True)
class Match:
    """A publication that has the hash; `file` is None where the page itself has it."""

    publication: Publication
    file: PublishedFile | None
    fate: Fate
    withdrawal: Withdrawal | None
    page: Any


def matches(sha256: str) -> list[Match]:
    """Return for each page with this hash (64 hex digits), or with a file that has it, the last such publication."""
    files = PublishedFile.objects.filter(sha256=sha256).select_related("publication__page", "publication__agency")
    pages = Publication.objects.filter(content_hash=sha256).select_related("page", "agency")
    found = [*((one.publication, one) for one in files), *((one, None) for one in pages)]
    return [_match(publication, file) for publication, file in _last_of_each_page(found)]


def _last_of_each_page(
    found: Iterable[tuple[Publication, PublishedFile | None]],
) -> list[tuple[Publication, PublishedFile | None]]:
    last: dict[int, tuple[Publication, PublishedFile | None]] = {}
    for one in sorted(found, key=lambda pair: pair[0].pk):
        last[one[0].page_id] = one
    return list(last.values())


def _match(publication: Publication, file: PublishedFile | None) -> Match:
    page = publication.page
    withdrawal = None
    if is_public(page):
        fate = Fate.CURRENT if page.cleared_hash == publication.content_hash else Fate.REPLACED
    else:
        withdrawal = None if page.live else page.withdrawals.order_by("pk").last()
        fate = Fate.WITHDRAWN if withdrawal else Fate.GONE
    return Match(publication, file, fate, withdrawal, page)
