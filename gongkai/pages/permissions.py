"""Who may do what to a page: for reviewed pages nobody, not even a superuser, publishes by hand.

What the law names (`fixed`) nobody withdraws, deletes or moves.
"""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class ReviewedPermissions(PagePermissionTester):
    """Wagtail's answers, with no to every act that would pass by the review or make a page disappear."""

    def can_publish(self) -> bool:
        """Return False for a reviewed page: its clearance publishes it, not a person."""
        return not self.page.reviewed_type and super().can_publish()

    def can_submit_for_moderation(self) -> bool:
        """Return False: handing in asks what Wagtail's own button does not (proofs, correction, bundle)."""
        return False

    def can_publish_subpage(self) -> bool:
        """Return False where every kind of page that may stand below is a reviewed one."""
        return self._has_free_kind_below() and super().can_publish_subpage()

    def can_reorder_children(self) -> bool:
        """Return False where every kind of page that may stand below is a reviewed one: such lists go by date."""
        return self._has_free_kind_below() and super().can_reorder_children()

    def can_unpublish(self) -> bool:
        """Return False for a reviewed page, or one above a public reviewed page: nothing disappears."""
        return not self._must_stay() and super().can_unpublish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return False where a reviewed page that has been public would go with it."""
        return not self._must_stay() and super().can_delete(ignore_bulk)

    def can_set_view_restrictions(self) -> bool:
        """Return False for a reviewed page that has been public, or one above it: nothing is hidden by the way."""
        return not self._must_stay() and super().can_set_view_restrictions()

    def can_move(self) -> bool:
        """Return what deletion would have to say about rights; moving keeps every record and address."""
        return not self._is_fixed() and super().can_delete(ignore_bulk=True)

    def _has_free_kind_below(self) -> bool:
        below = self.page.specific_class.creatable_subpage_models() if self.page.specific_class else []
        return any(not model.reviewed for model in below)

    def _is_fixed(self) -> bool:
        return bool(getattr(self.page.specific_class, "fixed", False))

    def _must_stay(self) -> bool:
        tree = self.page.get_descendants(inclusive=True)
        return self._is_fixed() or tree.filter(reviewed_type=True, first_published_at__isnull=False).exists()
