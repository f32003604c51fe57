"""The page of the back office that tells what is not as it should be in the public content of one's agencies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.door import Role, agencies_of, roles_of
from gongkai.publishing.guide import GuidePage
from gongkai.publishing.offices_told import renew_guide
from gongkai.publishing.organisation import OrganisationPage, renew_organisation
from gongkai.publishing.refusals import RULES
from gongkai.publishing.review_views import page_of
from gongkai.publishing.watching import Watched, watched

_LOOKING_ON = {Role.INSPECTOR, Role.SUPERVISOR}  # they see that it is put right, by others
_GRAVEST_FIRST = {"error": 0, "warning": 1, "notice": 2}


@require_safe
def watched_content(request: HttpRequest) -> HttpResponse:
    """Show what is not as it should be, by agency, the gravest first."""
    today = timezone.localdate()
    agencies = [
        {
            "agency": agency,
            "findings": sorted(map(_told, watched(agency, today)), key=_gravity),
            "mends": request.user.is_superuser or bool(roles_of(request.user, agency, on=today) - _LOOKING_ON),
        }
        for agency in agencies_of(request.user, on=today)
    ]
    context = {"agencies": agencies, "heading": "内容检查"}
    return render(request, "publishing/admin/watched.html", context)


def _gravity(told: dict[str, Any]) -> int:
    return _GRAVEST_FIRST[told["severity"]]


def _told(one: Watched) -> dict[str, Any]:
    told = RULES.tell(one.finding)
    return told | {"label": RULES[one.finding.rule].title, "page": one.page, "act": _act(one)}


def _act(one: Watched) -> str:
    """Return what can be done about it at once: ``renew`` the page from the records, ``withdraw`` the decision."""
    if one.finding.rule in RENEWED:
        return "renew"
    return "withdraw" if one.finding.rule.startswith(_OF_PENALTIES) else ""


RENEWED = {"GUIDE-OFFICE", "ORGANISATION-OFFICE"}
_OF_PENALTIES = "PENALTY"


@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """Save a draft of a page with what the records of the offices say now, and open it in the editor."""
    page = page_of(request, number)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied("您不能编辑这一页。")
    changed = _renew(page, request.user)
    messages.success(request, "已按登记带入草稿，请核对后送审。" if changed else "草稿与登记已经一致，送审公开后生效。")
    return redirect("wagtailadmin_pages:edit", page.pk)


def _renew(page: Any, by: Any) -> bool:
    if isinstance(page, GuidePage) and (office := page.agency.disclosure_office):
        return bool(renew_guide(page, office, by=by))
    if isinstance(page, OrganisationPage):
        return renew_organisation(page, by=by, on=timezone.localdate())
    raise PermissionDenied("这一页不由登记带入。")
