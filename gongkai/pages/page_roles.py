"""What each role may do with the pages, pictures and attachments of its agency.

Wagtail keeps such permissions with groups of users. Here a role that ends on a day ends on
that day, so the same answers are made from the roles of today.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from gongkai.agencies.door import Role, held_today
from gongkai.pages.models import AgencyPage

_REVIEWERS = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.THIRD_REVIEWER, Role.LEADER)

# Reviewed pages are never published by hand, whatever stands here (permissions.py).
PAGE_ACTS: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset({"add", "change"}),
    Role.PROOFREADER: frozenset({"change"}),
    **{role: frozenset({"change", "lock"}) for role in _REVIEWERS},
    Role.DISCLOSURE_OFFICE_HEAD: frozenset({"add", "change", "publish", "lock", "unlock"}),
    Role.ADMINISTRATOR: frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"}),
}
FILE_ACTS: dict[Role, frozenset[str]] = {
    Role.CLERK: frozenset({"add", "change", "choose"}),
    Role.PROOFREADER: frozenset({"choose"}),
    **{role: frozenset({"choose"}) for role in _REVIEWERS},
    Role.DISCLOSURE_OFFICE_HEAD: frozenset({"add", "change", "choose"}),
    Role.ADMINISTRATOR: frozenset({"add", "change", "choose"}),
}


class _Codename(NamedTuple):
    codename: str


class PagePermission(NamedTuple):
    """One act on one page and all below it, in the form of Wagtail's `GroupPagePermission`."""

    page: AgencyPage
    permission: _Codename

    @property
    def page_id(self) -> int:
        """Return the page's number."""
        return int(self.page.pk)


class CollectionPermission(NamedTuple):
    """One act on what is in a collection, in the form of Wagtail's `GroupCollectionPermission`."""

    collection: Collection
    permission: _Codename

    @property
    def collection_id(self) -> int:
        """Return the collection's number."""
        return int(self.collection.pk)


def _allowed(user: Any, table: dict[Role, frozenset[str]]) -> Iterator[tuple[AgencyPage, str]]:
    """Yield the places of the agencies where `user` has a role today, each with every act the table allows there."""
    if not user.is_active or user.is_anonymous or user.is_superuser:
        return
    roles = dict[int, set[Role]]()
    for agency, role in held_today(user):
        roles.setdefault(agency, set()).add(role)
    for place in AgencyPage.objects.filter(agency__in=roles).select_related("collection"):
        yield from ((place, act) for act in {act for role in roles[place.agency_id] for act in table.get(role, ())})


class RolePagePolicy(PagePermissionPolicy):
    """Wagtail's answers about pages, from the roles of today."""

    def get_all_permissions_for_user(self, user: Any) -> list[PagePermission]:
        """Return what the roles of `user` allow, once for each agency and act."""
        return [
            PagePermission(place, _Codename(self._get_permission_codename(act)))
            for place, act in _allowed(user, PAGE_ACTS)
        ]


class RoleFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's answers about pictures and attachments, from the roles of today."""

    permission_cache_name = ""  # pictures and attachments would share one

    def get_all_permissions_for_user(self, user: Any) -> list[CollectionPermission]:
        """Return what the roles of `user` allow in the collections of the agencies."""
        return [
            CollectionPermission(place.collection, _Codename(self._get_permission_codename(act)))
            for place, act in _allowed(user, FILE_ACTS)
            if place.collection
        ]


def may_open(user: Any, file: Any) -> bool:
    """Tell whether `user` may open this picture or attachment in the back office: one of an agency of his own."""
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(user, ["choose", "change"], file))
