"""The room's part of the back office: its home page, and the page of the workload."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from gongkai.agencies.door import roles_today
from gongkai.desk import urls
from gongkai.desk.advice import advice_for
from gongkai.desk.agenda import agenda
from gongkai.desk.beginning import first_steps
from gongkai.desk.views import STAFFING
from gongkai.desk.workload import OVERSEERS

_WAGTAILS_OWN = ("RecentEditsPanel", "LockedPagesPanel")  # what its panels of moderation list, the desk lists itself


class DeskPanel(Component):
    """What is due for whoever looks."""

    name = "desk"
    order = 10
    template_name = "desk/agenda.html"

    @property
    def media(self) -> Media:
        """Return the style of the desk."""
        return Media(css={"all": ["desk/desk.css"]})

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the groups of today, and whether there is a workload to look at."""
        person, now = parent_context["request"].user, timezone.now()
        groups = agenda(person, now)
        steps = first_steps() if person.is_superuser else []
        return {
            "groups": groups,
            "counts": [(group.title, len(group.lines)) for group in groups],
            "today": timezone.localdate(now),
            "person": person,
            "oversees": oversees(parent_context["request"]),
            "advice": [] if groups or steps else list(advice_for(roles_today(person))),
            "steps": steps,
        }


def oversees(request: HttpRequest) -> bool:
    """Tell whether whoever looks may see how the work lies."""
    return bool(request.user.is_superuser or roles_today(request.user) & set(OVERSEERS))


@hooks.register("construct_homepage_panels")
def lay_out_desk(request: HttpRequest, panels: list[Any]) -> None:
    """Put the desk first, and keep of Wagtail's panels what helps to go on with something."""
    panels[:] = [DeskPanel(), *(panel for panel in panels if type(panel).__name__ in _WAGTAILS_OWN)]


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLPattern | URLResolver]:
    """Return the addresses of the pages; Wagtail lets only staff in."""
    return [path("desk/", include(urls))]


class WorkloadMenuItem(MenuItem):
    """The way to the workload, for those who lead or supervise."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks has anything to oversee today."""
        return oversees(request)


class StaffingMenuItem(MenuItem):
    """The way to whether the staff passes every gate, for those who lead or administer."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks settles anything for an agency today."""
        return bool(request.user.is_superuser or roles_today(request.user) & set(STAFFING))


@hooks.register("register_admin_menu_item")
def staffing_menu_item() -> MenuItem:
    """Return the menu item, beside what an agency settles for itself."""
    return StaffingMenuItem("人员配备", reverse("desk:staffing"), name="staffing", icon_name="group", order=705)


@hooks.register("register_admin_menu_item")
def workload_menu_item() -> MenuItem:
    """Return the menu item."""
    return WorkloadMenuItem("工作情况", reverse("desk:workload"), name="workload", icon_name="view", order=120)
