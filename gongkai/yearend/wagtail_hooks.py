"""The room's part of the back office: the menu 年终 and its pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gongkai.yearend import office_urls


@hooks.register("register_admin_urls")
def office_addresses() -> list[URLPattern | URLResolver]:
    """Return the addresses of the pages; Wagtail lets only staff in."""
    return [path("yearend/", include(office_urls))]


@hooks.register("register_admin_menu_item")
def office_menu() -> SubmenuMenuItem:
    """Return the menu 年终."""
    items = [
        MenuItem("年度报告", reverse("yearend:reports"), name="reports", icon_name="doc-full", order=10),
        MenuItem("指标", reverse("yearend:figures"), name="figures", icon_name="table", order=20),
    ]
    return SubmenuMenuItem("年终", Menu(items=items), name="yearend", icon_name="calendar-check", order=300)
