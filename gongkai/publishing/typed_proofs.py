"""Proofreading what stands in the editor at this moment. Nothing of it is stored, nothing has to be complete."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from gongkai.findings import settle
from gongkai.pages.door import BasePage
from gongkai.publishing.proofs import BOOK, READ, proofread_page, told_with_places
from gongkai.publishing.reviewed import ReviewedPage

PROOFREAD_FIELDS = READ | {"body", "issue_date"}
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError)


@require_POST
def proof_typed(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the checks find in the text that the editor of a page sends."""
    page = get_object_or_404(BasePage, pk=number).specific
    if not isinstance(page, ReviewedPage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("您不能编辑这一页。")
    return _shown(request, page.get_latest_revision_as_object(), page.get_parent().specific)


@require_POST
def proof_typed_new(request: HttpRequest, parent: int, kind: str) -> HttpResponse:
    """Show the same for a page that is being written and was never saved: of type `kind`, below `parent`."""
    section = get_object_or_404(BasePage, pk=parent).specific
    models = {model._meta.model_name: model for model in type(section).creatable_subpage_models()}
    model = models.get(kind)
    allowed = section.permissions_for_user(request.user).can_add_subpage()
    if model is None or not issubclass(model, ReviewedPage) or not allowed:
        raise PermissionDenied("您不能在这里新建内容。")
    return _shown(request, model(), section)


def _shown(request: HttpRequest, page: Any, parent: Any) -> HttpResponse:
    content = typed_content(request, page, parent)
    marks = [mark.as_mark() for mark in page.proof_marks.select_related("marked_by")] if page.pk else []
    left = settle(proofread_page(content), marks, BOOK)
    told = told_with_places(content, [(finding, None) for finding in left.open])
    context = {"page": page, "told": told, "title": content.title, "heading": "校对", "justified": len(left.justified)}
    part = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return render(request, f"publishing/admin/{'typed_findings' if part else 'typed_proofs'}.html", context)


def typed_content(request: HttpRequest, page: Any, parent: Any) -> Any:
    """Return `page` with the texts that stand in the form, as far as they have come; raise BadRequest for no form."""
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=page, parent_page=parent, for_user=request.user)
    for name in PROOFREAD_FIELDS & form.fields.keys():
        field = form.fields[name]
        try:
            typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            setattr(page, name, field.clean(typed) if name == "issue_date" else typed or "")
        except ValidationError:
            continue  # no day yet: that of the version saved last, or today's
        except _UNREADABLE as error:
            raise BadRequest("这不是编辑页的内容。") from error
    return page
