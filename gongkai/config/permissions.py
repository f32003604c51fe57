"""What a role lets somebody do, as Django and Wagtail ask it: derived from the appointments of today."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from gongkai.agencies.door import Role, roles_today

# Whoever has a role comes into the back office. Pages, files and rows have policies of their own,
# by agency; here is only what Wagtail asks without naming one.
ENTRANCE = "wagtailadmin.access_admin"
ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {role: frozenset({ENTRANCE}) for role in Role}


class AppointmentBackend(ModelBackend):
    """Signs people in by password, and gives them what their roles of today allow. Groups give nothing."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the permissions of `user_obj` today (``app.codename``); never any for a single object."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return {permission for role in roles_today(user_obj) for permission in ROLE_PERMISSIONS[role]}

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what `get_all_permissions` does: nothing is given to a person directly."""
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return nothing: groups are not used."""
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Tell whether `user_obj` has this permission today."""
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Tell whether `user_obj` has any permission of an app today."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
