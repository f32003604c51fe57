"""The shared platform in the back office: how an agency is connected, what has not arrived and why, the receipts."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.door import Agency, Role, agencies_with, record, subject_of
from gongkai.portal.due import CONNECTORS
from gongkai.portal.platform.forms import ConnectionForm
from gongkai.portal.platform.outbox import note_everything
from gongkai.portal.platform.records import (
    PlatformAct,
    PlatformAttempt,
    PlatformConnection,
    PlatformNotice,
    not_arrived,
    try_again,
    with_last_attempt,
)

A_PAGE, RECEIPTS = 50, 20


def _agencies_of(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies whose connection whoever looks may see."""
    return Agency.objects.all() if request.user.is_superuser else agencies_with(request.user, CONNECTORS)


def _may_connect(request: HttpRequest, agency: Agency) -> bool:
    """Tell whether whoever looks may set the connection: the administrator, who keeps the keys."""
    own = agencies_with(request.user, (Role.ADMINISTRATOR,))
    return request.user.is_superuser or own.filter(pk=agency.pk).exists()


@require_safe
def platform_agencies(request: HttpRequest) -> HttpResponse:
    """Lead to the one agency there is, else show them with what has not arrived."""
    agencies = list(_agencies_of(request).select_related("platform_connection").order_by("slug"))
    if len(agencies) == 1:
        return redirect("portal_platform", agencies[0].slug)
    shown = [
        {
            "agency": agency,
            "connection": getattr(agency, "platform_connection", None),
            "waiting": not_arrived([agency]).count(),
        }
        for agency in agencies
    ]
    return render(request, "portal/platform/agencies.html", {"shown": shown})


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def platform_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the connection of an agency, what has not arrived and the last receipts; set the connection (POST)."""
    agency = get_object_or_404(_agencies_of(request), slug=slug)
    connection = PlatformConnection.objects.filter(agency=agency).first() or PlatformConnection(agency=agency)
    if request.method != "POST":
        return _page(request, agency, connection, ConnectionForm(instance=connection))
    if not _may_connect(request, agency):
        problem = "对接由管理员设置；您写的没有保存。"
        form = ConnectionForm(instance=connection)
        return _page(request, agency, connection, form, problem=problem, status=HTTPStatus.FORBIDDEN)
    form = ConnectionForm(request.POST, instance=connection)
    if not form.is_valid():
        standing = PlatformConnection.objects.filter(agency=agency).first() or PlatformConnection(agency=agency)
        return _page(request, agency, standing, form, status=HTTPStatus.BAD_REQUEST)
    _connect(request, form)
    messages.success(request, "对接设置已保存。没有送达的，会马上再试。")
    return redirect("portal_platform", slug)


@transaction.atomic
def _connect(request: HttpRequest, form: ConnectionForm) -> None:
    """Save the connection, log what changed of it without the key, and try again what was refused."""
    connection = form.save()
    facts = {"changed": form.changed_data, "active": connection.active, "address": connection.address}
    record(
        PlatformAct.CONNECT,
        agency=connection.agency,
        by=request.user,
        subject=subject_of(connection),
        facts={**facts, "algorithm": connection.algorithm, "key_name": connection.key_name},
    )
    try_again(not_arrived([connection.agency]), at=timezone.now())


@never_cache
@require_POST
def platform_retry(request: HttpRequest, slug: str) -> HttpResponse:
    """Let what has not arrived be tried again at once: one notice, or all of them."""
    agency = get_object_or_404(_agencies_of(request), slug=slug)
    wanted = not_arrived([agency])
    if number := request.POST.get("notice", ""):
        wanted = wanted.filter(pk=number) if number.isdecimal() and len(number) < 19 else wanted.none()
    with transaction.atomic():
        many = try_again(wanted, at=timezone.now())
        if many:
            facts = {"notices": many, "notice": number}
            subject = subject_of(agency)
            record(PlatformAct.SEND_AGAIN, agency=agency, by=request.user, subject=subject, facts=facts)
    if many:
        messages.success(request, f"{many} 条会在一分钟内再报送。")
    else:
        messages.warning(request, "没有要再报送的：可能刚才已经送达。")
    return redirect("portal_platform", slug)


@never_cache
@require_POST
def platform_everything(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everything that is public be told to a platform that knows nothing of it yet."""
    agency = get_object_or_404(_agencies_of(request), slug=slug)
    if not PlatformConnection.objects.filter(agency=agency, active=True).exists():
        messages.error(request, "还没有启用报送，没有登记任何一条。")
        return redirect("portal_platform", slug)
    with transaction.atomic():
        many = note_everything(agency, at=timezone.now())
        facts = {"notices": many}
        record(PlatformAct.SEND_ALL, agency=agency, by=request.user, subject=subject_of(agency), facts=facts)
    messages.success(request, f"已登记 {many} 条，从现在起依次报送。")
    return redirect("portal_platform", slug)


def _page(
    request: HttpRequest,
    agency: Agency,
    connection: PlatformConnection,
    form: ConnectionForm,
    *,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    told = with_last_attempt(not_arrived([agency]).select_related("page"))
    receipts = PlatformAttempt.objects.filter(notice__agency=agency, outcome=PlatformAttempt.Outcome.ARRIVED)
    context = {
        "agency": agency,
        "connection": connection,
        "form": form,
        "problem": problem,
        "may_connect": _may_connect(request, agency),
        "waiting": Paginator(told, A_PAGE).get_page(request.GET.get("p")),
        "arrived": PlatformNotice.objects.filter(agency=agency, state=PlatformNotice.State.ARRIVED).count(),
        "receipts": receipts.select_related("notice__page").order_by("-pk")[:RECEIPTS],
    }
    return render(request, "portal/platform/agency.html", context, status=status)
