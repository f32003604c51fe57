"""The room's part of the back office: the review pages, and the ways to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import NotificationsSettingsPanel
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.admin.widgets import Button
from wagtail.models import Task, Workflow
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from gongkai.publishing.admin_urls import urlpatterns
from gongkai.publishing.attributes import Attribute, Genre
from gongkai.publishing.information import InformationPage
from gongkai.publishing.leaders import LeaderPage
from gongkai.publishing.made_once import make_once
from gongkai.publishing.manuscript_views import may_draft
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.public_comments import CommentPage
from gongkai.publishing.queue import people_who_handed_in
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.setting_views import SettingsGroup
from gongkai.publishing.workflow import NobodyPolicy


@hooks.register("register_admin_urls")
def review_addresses() -> list[URLPattern]:
    """Return the addresses of the review pages; Wagtail lets only staff in."""
    return urlpatterns


@hooks.register("register_admin_menu_item")
def review_menu_item() -> MenuItem:
    """Return the way to the queue."""
    return MenuItem("三审", reverse("publishing_queue"), name="reviews", icon_name="tasks", order=150)


@hooks.register("register_admin_menu_item")
def watched_menu_item() -> MenuItem:
    """Return the way to what is not as it should be."""
    return MenuItem("内容检查", reverse("publishing_watched"), name="watched", icon_name="warning", order=151)


@hooks.register("before_create_page", order=1000)  # behind those that change what was sent
def one_page_of_one_form(request: Any, parent: Any, kind: Any) -> Any:
    """Return the answer to a form of a new page that goes through reviews, whether it comes once or twice."""
    return make_once(request, parent) if issubclass(kind, ReviewedPage) else None


class HandIn(ActionMenuItem):
    """In the editor's menu: on to handing in what was saved."""

    name = "action-hand-in"
    label = "送审（先保存）"
    icon_name = "upload"

    def is_shown(self, context: Any) -> bool:
        """Return whether the page is one that goes through reviews and has been saved."""
        return context["view"] == "edit" and isinstance(context["page"].specific, ReviewedPage)

    def get_url(self, parent_context: Any) -> str:
        """Return the address of handing in."""
        return reverse("publishing_submit", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def hand_in() -> HandIn:
    """Return the item of the editor's menu."""
    return HandIn(order=10)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield proofreading, handing in and, for what is public, taking down; of a section, drafting from Word."""
    if may_draft(page, user):
        address = reverse("publishing_draft_manuscript", args=[page.pk])
        yield Button("从 Word 文档新建", url=address, icon_name="doc-full", priority=30)
    if not isinstance(page.specific, ReviewedPage):
        return
    if page.manuscript_records.exists():
        yield Button("来稿", url=reverse("publishing_manuscript", args=[page.pk]), icon_name="doc-full", priority=9)
    yield Button("校对", url=reverse("publishing_proofread", args=[page.pk]), icon_name="tick", priority=4)
    yield Button("送审", url=reverse("publishing_submit", args=[page.pk]), icon_name="upload", priority=5)
    yield Button("协商和批准", url=reverse("publishing_gates", args=[page.pk]), icon_name="comment", priority=9)
    if isinstance(page.specific, InformationPage) and page.live:
        yield Button("置顶", url=reverse("publishing_pin", args=[page.pk]), icon_name="pin", priority=10)
    if page.live:
        yield Button("下线", url=reverse("publishing_withdraw", args=[page.pk]), icon_name="download", priority=6)
    yield from _buttons_of_its_kind(page.specific)


def _buttons_of_its_kind(page: Any) -> Iterator[Button]:
    if isinstance(page, NormativeDocumentPage):
        address = reverse("publishing_waive_explainer", args=[page.pk])
        yield Button(
            "有效性", url=reverse("publishing_change_validity", args=[page.pk]), icon_name="history", priority=8
        )
        yield Button("解读的豁免", url=address, icon_name="doc-empty", priority=7)
    if getattr(page, "genre", "") == Genre.PENALTY:
        yield Button("处罚决定的变动", url=reverse("publishing_penalty", args=[page.pk]), icon_name="undo", priority=7)
    if getattr(page, "attribute", "") == Attribute.WITHHELD:
        address = reverse("publishing_review_withheld", args=[page.pk])
        yield Button("定期评估", url=address, icon_name="history", priority=3)
    if isinstance(page, CommentPage):
        address = reverse("publishing_opinions", args=[page.pk])
        yield Button("收到的意见", url=address, icon_name="comment", priority=7)
    if isinstance(page, LeaderPage) and page.live:
        yield Button("离任", url=reverse("publishing_departure", args=[page.pk]), icon_name="user", priority=7)


class CommentNotifications(NotificationPreferencesForm):
    """Which e-mails somebody wants: those about comments alone, since Wagtail writes none about reviews (apps.py)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"updated_comments_notifications"}:
            del self.fields[name]


NotificationsSettingsPanel.form_class = CommentNotifications
register_snippet(SettingsGroup)
for _kind in (Workflow, Task):  # exactly: Wagtail registers policies of its own for them, later than this is read
    register_permission_policy(_kind, NobodyPolicy(_kind), exact_class=True)
WorkflowReportFilterSet.base_filters["requested_by"].queryset = people_who_handed_in
