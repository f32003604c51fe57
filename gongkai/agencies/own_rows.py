"""Whose rows somebody sees and changes in the back office: those of the agencies where the roles of today allow it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.utils import timezone
from wagtail.permission_policies import BasePermissionPolicy

from gongkai.agencies.appointments import Appointment, Role, held, reached
from gongkai.agencies.organs import Agency
from gongkai.agencies.people import Person
from gongkai.agencies.row_views import RowCreateView, RowEditView, RowView

Held = frozenset[tuple[int, Role]]


def held_today(person: Person) -> Held:
    """Return the roles of `person` today as agency id and role; asked once for each request."""
    today = timezone.localdate()
    kept: tuple[date, Held] | None = getattr(person, "_held_today", None)
    if kept is None or kept[0] != today:
        kept = person._held_today = (today, frozenset(held(person, today)))
    return kept[1]


def roles_today(person: Person) -> frozenset[Role]:
    """Return the roles of `person` today in any agency."""
    return frozenset(role for _, role in held_today(person))


class OwnRowsPolicy(BasePermissionPolicy):
    """What Wagtail asks before a row is shown or changed.

    `agency` is the lookup from a row to its agency (``agency``, ``subject__agency``, ``pk`` for
    the agency itself); `acts` says which roles may do what: ``view``, ``add``, ``change``,
    ``delete``. A superuser may do everything; what no role may do, only a superuser may.
    """

    def __init__(self, model: type[models.Model], *, agency: str, acts: Mapping[str, Collection[Role]]) -> None:
        super().__init__(model)
        self.agency_lookup = agency
        self.acts = acts

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do `action` to some row."""
        if not (user.is_authenticated and user.is_active):
            return False
        return user.is_superuser or bool(roles_today(user) & set(self.acts.get(action, ())))

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet[Person]:
        """Return the people who may do one of `actions` to some row today."""
        roles = {role for action in actions for role in self.acts.get(action, ())}
        holding = Appointment.objects.filter(role__in=roles).in_force(timezone.localdate()).values("person")
        allowed = models.Q(is_superuser=True) | models.Q(pk__in=holding)
        return Person.objects.filter(allowed, is_active=True)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Tell whether `user` may do one of `actions` to this row."""
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether `user` may do `action` to this row."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> models.QuerySet[Any]:
        """Return the rows to which `user` may do one of `actions`."""
        rows = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return rows.none()
        if user.is_superuser:
            return rows
        return self.rows_of(rows, user, {role for action in actions for role in self.acts.get(action, ())})

    def rows_of(self, rows: models.QuerySet[Any], user: Person, roles: Collection[Role]) -> models.QuerySet[Any]:
        """Return those of `rows` whose agency is one where `user` has one of `roles`."""
        return rows.filter(**{f"{self.agency_lookup}__in": agencies_with(user, roles).values("pk")})


class OwnRows:
    """Of a listing in the back office: limited to the rows that whoever looks may see; no copies."""

    permission_policy: OwnRowsPolicy
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = RowView
    add_view_class = RowCreateView
    edit_view_class = RowEditView
    index_results_template_name = "agencies/admin/index_results.html"
    create_template_name = "agencies/admin/create.html"
    edit_template_name = "agencies/admin/edit.html"

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        """Return the rows of the agencies of whoever looks."""
        return self.permission_policy.instances_user_has_any_permission_for(request.user, ["view", "add", "change"])


class PeoplePolicy(OwnRowsPolicy):
    """Who sees and changes whose account: an administrator those who work in the own agencies, and nowhere else."""

    def rows_of(self, rows: models.QuerySet[Any], user: Person, roles: Collection[Role]) -> models.QuerySet[Any]:
        """Return the people of the agencies where `user` has one of `roles`: appointed there, or registered for them.

        Not who was ever appointed elsewhere; nor those under whose names imports are made, without a password.
        """
        own = agencies_with(user, roles).values("pk")
        here = Appointment.objects.filter(agency__in=own).values("person")
        elsewhere = Appointment.objects.exclude(agency__in=own).values("person")
        people = rows.filter(is_superuser=False).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return people.filter(models.Q(pk__in=here) | models.Q(agency__in=own)).exclude(pk__in=elsewhere)


def agencies_with(person: Person, roles: Collection[Role]) -> models.QuerySet[Agency]:
    """Return the agencies where `person` has one of `roles` today; a supervisor those supervised as well."""
    return reached((pair for pair in held_today(person) if pair[1] in roles), timezone.localdate())
