"""The room's part of the back office: the menu 依申请公开 and its pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem

from gongkai.agencies.door import agencies_with, roles_today
from gongkai.cases import office_urls
from gongkai.cases.case import Case
from gongkai.cases.letter_templates import EDITORS
from gongkai.cases.office_views import READERS


class CaseAddress(ModelAdminURLFinder):
    """The way from what names a case, as the log does, to its page."""

    edit_url_name = "cases:case"

    def get_edit_url(self, instance: Case) -> str | None:
        """Return the address of the page for those who may read cases there; the page asks again."""
        may = self.user.is_superuser or agencies_with(self.user, READERS).filter(pk=instance.agency_id).exists()
        return self.construct_edit_url(instance) if may else None


register_admin_url_finder(Case, CaseAddress)


class CasesMenuItem(MenuItem):
    """The way to the queue, for those who may read cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks works with cases today."""
        return request.user.is_superuser or bool(roles_today(request.user) & set(READERS))


class InstallationMenuItem(MenuItem):
    """The way to what is settled for the whole installation, for whoever looks after it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks is a superuser."""
        return bool(request.user.is_superuser)


class OwnMenuItem(MenuItem):
    """The way to what an agency settles for itself, for those who settle it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks settles them today."""
        return bool(roles_today(request.user) & set(EDITORS))


@hooks.register("register_settings_menu_item")
def templates_menu() -> MenuItem:
    """Return the menu item of the templates."""
    return OwnMenuItem("文书模板", reverse("cases:templates"), name="letter-templates", icon_name="form", order=520)


@hooks.register("register_settings_menu_item")
def settings_menu() -> MenuItem:
    """Return the menu item of the rules by which cases are handled."""
    return OwnMenuItem("办理规则", reverse("cases:settings"), name="case-settings", icon_name="cogs", order=510)


@hooks.register("register_settings_menu_item")
def calendar_menu() -> MenuItem:
    """Return the menu item of the yearly notices on rest days."""
    return InstallationMenuItem("放假安排", reverse("cases:calendar"), name="calendar", icon_name="date", order=500)


@hooks.register("register_admin_urls")
def office_addresses() -> list[URLPattern | URLResolver]:
    """Return the addresses of the pages; Wagtail lets only staff in."""
    return [path("cases/", include(office_urls))]


@hooks.register("register_admin_menu_item")
def office_menu() -> MenuItem:
    """Return the menu item."""
    return CasesMenuItem("依申请公开", reverse("cases:queue"), name="cases", icon_name="mail", order=140)
