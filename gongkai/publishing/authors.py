"""Who had a hand in a content: the author of something never decides about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wagtail.models import Revision

from gongkai.pages.door import BasePage

if TYPE_CHECKING:
    from gongkai.publishing.submissions import Submission


def authors_of(submissions: Iterable[Submission], pages: Mapping[int, Any] | None = None) -> dict[int, set[int]]:
    """Return for each submission, by its number, who handed it in and who saved a version of it: ids of people.

    Versions up to the one that was public before are not counted: they were another cycle's. `pages` are the
    pages by number in their own types, where they are at hand. A handful of queries, however many there are.
    """
    from gongkai.publishing.submissions import Publication

    asked = list(submissions)
    numbers = {one.page_id for one in asked}
    own = specific_pages(numbers) if pages is None else pages
    public: dict[int, list[int]] = defaultdict(list)
    rows = Publication.objects.filter(page__in=numbers).order_by("pk")
    for page, revision in rows.values_list("page_id", "revision_id"):
        public[page].append(revision)
    saved = _savers(numbers)
    found = {}
    for one in asked:
        since = next((revision for revision in reversed(public[one.page_id]) if revision < one.revision_id), 0)
        versions = {user for revision, user in saved[one.page_id] if since < revision <= one.revision_id}
        found[one.pk] = {one.submitted_by_id, *versions, *own[one.page_id].writer_ids()}
    return found


def authors_of_page(page: Any) -> set[int]:
    """Return the ids of those who made the page, or saved a version of it since it was last made public."""
    published = page.publications.order_by("pk").last()
    since = published.revision_id if published else 0
    versions = {user for revision, user in _savers({page.pk})[page.pk] if revision > since}
    return versions | page.writer_ids() | ({page.owner_id} if page.owner_id and not published else set())


def specific_pages(numbers: Iterable[int]) -> dict[int, Any]:
    """Return pages by number, each as its own type: a query for each type."""
    return {page.pk: page for page in BasePage.objects.filter(pk__in=list(numbers)).specific()}


def _savers(numbers: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return for each page the numbers of its versions, each with the id of who saved it."""
    versions = Revision.page_revisions.filter(object_id__in=list(map(str, numbers))).exclude(user=None)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, revision, user in versions.values_list("object_id", "pk", "user_id"):
        found[int(page)].append((revision, user))
    return found
