"""The room's part of the back office: the menu 年终 and its pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature, EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from gongkai.agencies.door import Role, roles_today
from gongkai.yearend import office_urls
from gongkai.yearend.live_text import FIGURE, LiveFigure
from gongkai.yearend.rewording import EDITORS


class _OfDepartments(MenuItem):
    """An item for those who act for a competent department."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever asks has such a role today."""
        return bool(request.user.is_superuser or Role.SUPERVISOR in roles_today(request.user))


class _OfOffices(MenuItem):
    """An item for those who may change the words of an agency's reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether whoever asks has such a role today."""
        return bool(request.user.is_superuser or roles_today(request.user) & set(EDITORS))


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
        _OfOffices("报告用语", reverse("yearend:sentences"), name="sentences", icon_name="edit", order=25),
        _OfDepartments("下级报告", reverse("yearend:collection"), name="collection", icon_name="group", order=30),
    ]
    return SubmenuMenuItem("年终", Menu(items=items), name="yearend", icon_name="calendar-check", order=300)


@hooks.register("register_rich_text_features")
def live_figures_in_the_editor(features: FeatureRegistry) -> None:
    """Give the editor the live figure and the bar that tells of it; no field has them but a report's section."""
    entity = {"type": FIGURE, "label": "数", "description": "插入活数字", "attributes": LiveFigure._fields}
    features.register_editor_plugin("draftail", "live-figure", EntityFeature(entity, js=["yearend/writing.js"]))
    features.register_editor_plugin("draftail", "live-figure-bar", ControlFeature({"type": "FIGURE-BAR"}))
