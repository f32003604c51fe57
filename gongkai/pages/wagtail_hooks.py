"""What the editor does differently here."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.action_menu import (
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.admin.forms.models import register_form_field_override
from wagtail.permissions import policy_registry, register_permission_policy

from gongkai.pages.guards import Immovable, require_no_record_of
from gongkai.pages.media import Attachment, Picture
from gongkai.pages.models import BasePage
from gongkai.pages.page_roles import RoleFilePolicy, RolePagePolicy, may_open

register_permission_policy(BasePage, RolePagePolicy())
# Exactly for these classes: Wagtail registers policies of its own for them, later than this is read.
for _model, _stock in ((Picture, "wagtailimages.Image"), (Attachment, "wagtaildocs.Document")):
    _policy = RoleFilePolicy(_model, auth_model=_stock, owner_field_name="uploaded_by_user")
    register_permission_policy(_model, _policy, exact_class=True)


@hooks.register("before_serve_document")
def only_whose_it_is(document: Attachment, request: Any) -> None:
    """Raise PermissionDenied for staff of other agencies."""
    if not may_open(request.user, document):
        raise PermissionDenied


@hooks.register("before_delete_page")
def keep_what_has_records(request: HttpRequest, page: BasePage) -> HttpResponse | None:
    """Return to the list with the reason where a page has to stay for the records that name it."""
    try:
        require_no_record_of(page)
    except Immovable as stays:
        messages.error(request, str(stays))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("construct_page_chooser_queryset")
def own_or_public(pages: Any, request: Any) -> Any:
    """Return of the pages one can link to those that are public, or that whoever chooses may see as drafts."""
    own = policy_registry.get_by_type(BasePage).explorable_instances(request.user)
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


@hooks.register("construct_help_menu")
def only_the_keys(request: Any, items: list[Any]) -> None:
    """Take away the pages of Wagtail's own site, in English and not to be reached from a government's network."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]


# What Wagtail's editor does about a workflow by itself: none of it asks what handing in and reviewing ask.
_OF_THE_WORKFLOW = {
    *(item.name for item in (SubmitForModerationMenuItem, RestartWorkflowMenuItem, CancelWorkflowMenuItem)),
    "action-workflow-action",
}


@hooks.register("construct_page_action_menu")
def no_button_that_is_never_allowed(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Take off the editor what only reviews do; whether a page that exists is published, Wagtail asks us."""
    hidden = {*_OF_THE_WORKFLOW}
    if context["view"] == "create" and _is_reviewed(request):
        hidden.add(PublishMenuItem.name)
    items[:] = [item for item in items if item.name not in hidden]


@hooks.register("before_create_page")
def kept_as_a_draft(request: Any, parent: Any, kind: Any) -> None:
    """Let what was sent to be published, from a tab opened long ago, be kept as a draft and not be lost."""
    if kind.reviewed:
        _keep_as_a_draft(request, {PublishMenuItem.name, *_OF_THE_WORKFLOW})


@hooks.register("before_edit_page")
def kept_as_a_draft_too(request: Any, page: Any) -> None:
    """Let what was sent to be handed in, decided or taken back by the editor itself be kept as a draft only."""
    _keep_as_a_draft(request, _OF_THE_WORKFLOW)


def _keep_as_a_draft(request: Any, acts: set[str]) -> None:
    if sent := acts & request.POST.keys():
        request.POST = request.POST.copy()
        for act in sent:
            del request.POST[act]
        messages.info(request, "这类内容三审通过后公开。您填写的内容已按草稿保存，请从“送审”继续。")


def _is_reviewed(request: Any) -> bool:
    told = request.resolver_match.kwargs
    return bool(apps.get_model(told["content_type_app_name"], told["content_type_model_name"]).reviewed)


@hooks.register("insert_global_admin_css")
def lists_on_a_phone() -> SafeString:
    """Return the style sheet that every page of the back office has beside Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/listings.css"))


# Wagtail's date choosers start by a script inside the page, which our policy does not run;
# the browser's own chooser needs none.
for _field, _widget in (
    (models.DateField, forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    (models.DateTimeField, forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")),
    (models.TimeField, forms.TimeInput(attrs={"type": "time"}, format="%H:%M")),
):
    register_form_field_override(_field, override={"widget": _widget}, exact_class=True)
