"""Nobody comes in at an address whose policy does not let them (policies.py)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.permissions import policy_registry

from gongkai.agencies.door import MOST_NUMBER, next_step, roles_today
from gongkai.config.expired import signed_out, typed
from gongkai.config.policies import Policy, policy_of, route_name
from gongkai.pages.door import BasePage

logger = logging.getLogger("gongkai.config")


class RouteAccess:
    """The middleware that asks the table before a view runs."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Return the refusal, None where the view may run; raise PermissionDenied for a route without a policy.

        Raises Http404 for an address with a number that no row can have.
        """
        match = request.resolver_match
        if any(isinstance(value, int) and value > MOST_NUMBER for value in kwargs.values()):
            raise Http404("没有这个编号")
        policy = policy_of(route_name(match.view_name, match.route))
        if policy is None:
            logger.error("no policy for the route %s", match.view_name or match.route)
            raise PermissionDenied
        if policy.public:
            return None
        return (
            _refusal(request, policy)
            or _foreign_row(request, match.namespace, kwargs)
            or _foreign_page(request, match.view_name, kwargs)
        )


def _refusal(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    person = request.user
    if person.is_anonymous or not (person.is_superuser or roles_today(person)):
        return _sign_in_first(request)
    if policy.refusal:
        return _refused_to_everybody(request, policy.refusal)
    if not (person.is_superuser or roles_today(person) & policy.roles):
        return permission_denied(request)
    if not policy.before_second_factor and (step := next_step(request)):
        return redirect(f"{reverse(step)}?{urlencode({'next': request.get_full_path()})}")
    return None


def _refused_to_everybody(request: HttpRequest, told: str) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied(told)
    messages.error(request, told)
    return redirect("wagtailadmin_home")


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    if request.user.is_anonymous and request.method == "POST" and typed(request):
        return signed_out(request)
    return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))


_ACTS = {"edit": ["change"], "delete": ["delete"]}  # by the name of the route; whatever else is looking


def _foreign_row(request: HttpRequest, namespace: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Refuse a row of the back office that is another agency's: Wagtail's own views ask for the kind of row only."""
    kind = namespace.partition("_")
    if "pk" not in kwargs or kind[0] not in {"wagtailsnippets", "wagtailsnippetchoosers"}:
        return None
    model = apps.get_model(*kind[2].split("_", 1))
    acts = _ACTS.get(request.resolver_match.url_name, ["view", "add", "change"])
    try:
        row = model._default_manager.get(pk=kwargs["pk"])
    except (model.DoesNotExist, ValueError):  # the view answers that there is no such row
        return None
    if not policy_registry.get_by_type(model).user_has_any_permission_for_instance(request.user, acts, row):
        return permission_denied(request)
    return None


def _foreign_page(request: HttpRequest, view_name: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Refuse what would tell the title of somebody else's draft, which Wagtail asks for too late, or break its view."""
    asks = _PAGE_ASKED.get(view_name)
    page = BasePage.objects.filter(pk=kwargs[asks[0]]).first() if asks and asks[0] in kwargs else None
    if page is None or asks[1](request, page):  # the view answers that there is no such page
        return None
    return permission_denied(request)


def _may_move(request: HttpRequest, page: BasePage) -> bool:
    return bool(page.permissions_for_user(request.user).can_move())


def _has_place(request: HttpRequest, page: BasePage) -> bool:
    return not page.is_root()  # the view asks for rights on the page above


def _may_see(request: HttpRequest, page: BasePage) -> bool:
    own = policy_registry.get_by_type(BasePage).explorable_instances(request.user)
    return page.live or own.filter(pk=page.pk).exists()


# By the name of the route: which of its numbers is a page, and what is asked of it.
_PAGE_ASKED: dict[str, tuple[str, Callable[[HttpRequest, BasePage], bool]]] = {
    "wagtailadmin_pages:move_confirm": ("page_to_move_id", _may_move),
    "wagtailadmin_pages:set_page_position": ("page_to_move_id", _has_place),
    "wagtailadmin_choose_page_child": ("parent_page_id", _may_see),
}
