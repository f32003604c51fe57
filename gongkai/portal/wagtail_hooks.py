"""The room's part of the back office: the menus 网站找错 and 集约化平台 with their pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.door import roles_today
from gongkai.portal.due import CONNECTORS
from gongkai.portal.platform import office as platform
from gongkai.portal.site_errors import office


class SiteErrorsMenuItem(MenuItem):
    """The way to the queue, for those who answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks answers reports today."""
        return request.user.is_superuser or bool(roles_today(request.user) & set(office.HANDLERS))


class PlatformMenuItem(MenuItem):
    """The way to the connection with the shared platform, for those who look after it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever looks may see the connection of some agency today."""
        return request.user.is_superuser or bool(roles_today(request.user) & CONNECTORS)


@hooks.register("register_admin_urls")
def office_addresses() -> list[URLPattern]:
    """Return the addresses of the pages; Wagtail lets only staff in."""
    return [
        path("site-errors/", office.site_error_queue, name="portal_site_errors"),
        path("site-errors/<int:number>/", office.site_error_page, name="portal_site_error"),
        path("site-errors/<int:number>/contact/", office.site_error_contact, name="portal_site_error_contact"),
        path("platform/", platform.platform_agencies, name="portal_platforms"),
        path("platform/<slug:slug>/", platform.platform_page, name="portal_platform"),
        path("platform/<slug:slug>/retry/", platform.platform_retry, name="portal_platform_retry"),
        path("platform/<slug:slug>/everything/", platform.platform_everything, name="portal_platform_everything"),
    ]


@hooks.register("register_admin_menu_item")
def office_menu() -> MenuItem:
    """Return the menu item."""
    return SiteErrorsMenuItem(
        "网站找错", reverse("portal_site_errors"), name="site-errors", icon_name="warning", order=160
    )


@hooks.register("register_admin_menu_item")
def platform_menu() -> MenuItem:
    """Return the menu item of the shared platform."""
    return PlatformMenuItem("集约化平台", reverse("portal_platforms"), name="platform", icon_name="upload", order=720)
