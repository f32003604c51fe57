"""归档 in the back office: what is over and not put away yet, what was, until when it is kept, and its package."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.door import row_number
from gongkai.cases.archiving import Archive, archive, disputable_until, take_out, to_archive
from gongkai.cases.disposals import with_end
from gongkai.cases.office_views import A_PAGE, agencies_for
from gongkai.cases.refusals import Refused

MOST_WAITING = 200


def _page(request: HttpRequest, *, status: int = HTTPStatus.OK, **told: object) -> HttpResponse:
    agencies = list(agencies_for(request))
    kept = (
        Archive.objects.filter(case__agency__in=agencies)
        .select_related("case__agency", "case__destruction", "by")
        .prefetch_related("supplements")
    )
    context = {
        "waiting": [(case, disputable_until(case)) for case in to_archive(agencies)[:MOST_WAITING]],
        "page_of_archives": Paginator(with_end(kept).order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("p")),
        "today": timezone.localdate(),
        **told,
    }
    return render(request, "cases/office/archive.html", context, status=status)


@never_cache
@require_safe
def archive_page(request: HttpRequest) -> HttpResponse:
    """Show what waits to be put away, and what was."""
    return _page(request)


@never_cache
@require_POST
def archive_many(request: HttpRequest) -> HttpResponse:
    """Put the cases that were ticked away, each by itself; what cannot be is told, and the others are."""
    chosen = [number for one in request.POST.getlist("case") if (number := row_number(one))]
    cases = to_archive(list(agencies_for(request))).filter(pk__in=chosen)
    now, note = timezone.now(), request.POST.get("note", "").strip()[:1000]
    done, refusals = 0, []
    for case in cases:
        try:
            archive(case.pk, note=note, by=request.user, at=now, today=timezone.localdate(now))
            done += 1
        except Refused as refused:
            refusals.append(f"{case.number}：{refused}")
    if not chosen or refusals:
        problem = "".join(refusals) or "请先选要归档的办件。"
        return _page(request, status=HTTPStatus.CONFLICT, problem=problem, note=note, done=done)
    messages.success(request, f"已归档 {done} 件。")
    return redirect("cases:archive")


@never_cache
@require_POST
def archive_package(request: HttpRequest, number: int) -> HttpResponse:
    """Give the package of a case to keep; why it was taken out is on the log."""
    found = Archive.objects.filter(case__agency__in=agencies_for(request)).select_related("case__agency")
    row = get_object_or_404(found, case_id=number)
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        return _page(request, status=HTTPStatus.BAD_REQUEST, reason_error=row.pk)
    now = timezone.now()
    try:
        part = row.supplements.filter(pk=row_number(request.POST.get("part"))).first()
        made = take_out(row, reason=reason, by=request.user, at=now, today=timezone.localdate(now), part=part)
    except Refused as refused:
        return _page(request, status=HTTPStatus.CONFLICT, problem=str(refused))
    name = content_disposition_header(as_attachment=True, filename=f"{row.case.number}.zip") or "attachment"
    return HttpResponse(made.data, content_type="application/zip", headers={"Content-Disposition": name})
