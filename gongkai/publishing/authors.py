"""Who had a hand in a content: the author of something never decides about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from wagtail.models import PageLogEntry, Revision

from gongkai.pages.door import BasePage

if TYPE_CHECKING:
    from gongkai.publishing.submissions import Submission

Row = TypeVar("Row")
_NEWEST = 2**63  # behind every version there is


def authors_of(submissions: Iterable[Submission], pages: Mapping[int, Any] | None = None) -> dict[int, set[int]]:
    """Return for each submission, by its number, who handed it in and who saved a version of it: ids of people.

    Versions up to the one that was public before are not counted: they were another cycle's. Where one of them was
    restored that never was public, those who wrote it are authors again, whoever restored it. `pages` are the pages
    by number in their own types, where they are at hand. A handful of queries, however many there are.
    """
    from gongkai.publishing.submissions import Publication

    asked = list(submissions)
    numbers = {one.page_id for one in asked}
    own = specific_pages(numbers) if pages is None else pages
    rows = Publication.objects.filter(page__in=numbers).order_by("pk").values_list("page_id", "revision_id")
    public, saved, restored = _by_page(rows), _savers(numbers), _restored(numbers)
    return {
        one.pk: {
            one.submitted_by_id,
            *_writers(one.revision_id, public[one.page_id], saved[one.page_id], restored[one.page_id]),
            *own[one.page_id].writer_ids(),
        }
        for one in asked
    }


def authors_of_page(page: Any) -> set[int]:
    """Return the ids of those who made the page, or saved a version of it since it was last made public."""
    public = list(page.publications.order_by("pk").values_list("revision_id", flat=True))
    saved, restored = _savers({page.pk})[page.pk], _restored({page.pk})[page.pk]
    versions = _writers(_NEWEST, public, saved, restored)
    return versions | page.writer_ids() | ({page.owner_id} if page.owner_id and not public else set())


def _writers(
    version: int, public: Sequence[int], saved: Sequence[tuple[int, int]], restored: Sequence[tuple[int, int]]
) -> set[int]:
    """Return who wrote what stands in a version: who saved it, or one since the last public one before it.

    `restored` are pairs of a version and the older one whose words it brought back.
    """
    since = max((revision for revision in public if revision < version), default=0)
    found = {user for revision, user in saved if since < revision <= version}
    for newer, older in restored:
        if since < newer <= version and older < since and older not in public:
            found |= _writers(older, public, saved, restored)
    return found


def specific_pages(numbers: Iterable[int]) -> dict[int, Any]:
    """Return pages by number, each as its own type: a query for each type."""
    return {page.pk: page for page in BasePage.objects.filter(pk__in=list(numbers)).specific()}


def _savers(numbers: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return for each page the numbers of its versions, each with the id of who saved it."""
    versions = Revision.page_revisions.filter(object_id__in=list(map(str, numbers))).exclude(user=None)
    rows = versions.values_list("object_id", "pk", "user_id")
    return _by_page((int(page), (revision, user)) for page, revision, user in rows)


def _restored(numbers: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return for each page the versions that brought an older one back, each with the number of that one."""
    entries = PageLogEntry.objects.filter(page__in=list(numbers), action="wagtail.revert").exclude(revision=None)
    rows = entries.values_list("page_id", "revision_id", "data")
    return _by_page((page, (revision, data["revision"]["id"])) for page, revision, data in rows)


def _by_page(rows: Iterable[tuple[int, Row]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for page, row in rows:
        found[page].append(row)
    return found
