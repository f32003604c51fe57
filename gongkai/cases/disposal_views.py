"""期满鉴定 in the back office: which archived cases have reached their end, the lists about them, who agrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.door import Role, roles_of, row_number
from gongkai.cases.act_forms import date_field, words_field
from gongkai.cases.approvals import WRITERS
from gongkai.cases.archiving import Archive
from gongkai.cases.disposal_files import KINDS, file_of
from gongkai.cases.disposals import Disposal, Verdict, disposals, ended
from gongkai.cases.disposing import MOST, carry_out, compile_list, decide_on
from gongkai.cases.office_views import agencies_for
from gongkai.cases.refusals import Refused, tell

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

_VERDICT = "verdict_"
_LONGEST = 500
MOST_LISTS = 100


class ListForm(forms.Form):
    """What goes with the verdicts: why, and until when the prolonged ones are kept."""

    use_required_attribute = False
    opinion = words_field("鉴定意见", hint="为什么销毁，为什么延长；写进清册，供审批人核对。")
    keep_until = date_field("延长保管到", required=False, hint="有延长保管的才填；清册里延长的各件都保管到这一天。")

    def __init__(self, data: Any, *, agency: Agency) -> None:
        super().__init__(data, auto_id=f"id_{agency.slug}_%s")


@never_cache
@require_safe
def disposals_page(request: HttpRequest) -> HttpResponse:
    """Show what has reached its end, agency by agency, and the lists."""
    return _page(request)


def _page(
    request: HttpRequest, wrong: ListForm | None = None, agency: Agency | None = None, **told: Any
) -> HttpResponse:
    today = timezone.localdate()
    agencies = list(agencies_for(request))
    over = defaultdict[Any, list[Archive]](list, {agency: []} if agency else {})
    found = list(ended(agencies, today=today)[: MOST + 1])
    for one in found[:MOST]:
        over[one.case.agency].append(one)
    groups = [
        {
            "agency": one,
            "rows": [_row(row, request.POST if one == agency else {}) for row in rows],
            "form": wrong if one == agency else ListForm(None, agency=one),
            "verdicts_error": told.get("verdicts_error", "") if one == agency else "",
            "may_compile": bool(roles_of(request.user, one, on=today) & set(WRITERS)),
        }
        for one, rows in over.items()
    ]
    lists = disposals(agencies)[:MOST_LISTS]
    context = {"groups": groups, "verdicts": Verdict.choices, "lists": lists, **told}
    context |= {"most": MOST, "is_cut": len(found) > MOST}
    status = HTTPStatus.CONFLICT if wrong else HTTPStatus.OK
    return render(request, "cases/office/disposals.html", context, status=status)


def _row(row: Archive, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return an archived case whose time is over, with the verdict that was chosen."""
    name = f"{_VERDICT}{row.pk}"
    return {"row": row, "name": name, "chosen": chosen.get(name, "")}


@never_cache
@require_POST
def compile_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Store a list with what was chosen; where something is wrong, all that was chosen and typed comes back."""
    agency = get_object_or_404(agencies_for(request), slug=slug)
    form, now = ListForm(request.POST, agency=agency), timezone.now()
    chosen = {
        row_number(key.removeprefix(_VERDICT)): value
        for key, value in request.POST.items()
        if key.startswith(_VERDICT) and row_number(key.removeprefix(_VERDICT)) and value
    }
    if not form.is_valid():
        return _page(request, form, agency)
    who = {"by": request.user, "at": now, "today": timezone.localdate(now)}
    try:
        made = compile_list(agency, chosen, **form.cleaned_data, **who)
    except Refused as refused:
        return _page(request, form, agency, **_placed(form, refused))
    messages.success(request, f"已编制{made}鉴定清册，等公开工作机构负责人和分管领导先后同意；同意之前什么都不会销毁。")
    return redirect("cases:disposal", made.pk)


def _placed(form: ListForm, refused: Refused) -> dict[str, str]:
    """Put each reason beside its field; return what has none, by name of the page's own place."""
    told = {"verdicts": "", "": ""}
    for finding in refused.findings:
        words = tell(finding)["message"]
        if finding.where in form.fields:
            form.add_error(finding.where, words)
        else:
            told[finding.where] = told.get(finding.where, "") + words
    return {"verdicts_error": told["verdicts"], "problem": told[""]}


def _found(request: HttpRequest, number: int) -> Disposal:
    return get_object_or_404(disposals(list(agencies_for(request))), pk=number)


def _shown(request: HttpRequest, disposal: Disposal, *, status: int = HTTPStatus.OK, **told: Any) -> HttpResponse:
    roles = roles_of(request.user, disposal.agency, on=timezone.localdate())
    due = disposal.roles_due()
    context = {
        "disposal": disposal,
        "lines": disposal.lines.select_related("archive__case", "destruction"),
        "due": [Role(one).label for one in due],
        "may_decide": bool(due) and due[0] in roles,
        "may_carry_out": not due and not disposal.is_over and bool(roles & set(WRITERS)),
        **told,
    }
    return render(request, "cases/office/disposal.html", context, status=status)


@never_cache
@require_safe
def disposal_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a list: each case, what shall become of it, who said what, and what may be done now."""
    return _shown(request, _found(request, number))


@never_cache
@require_safe
def disposal_file(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    """Return a list as a file to keep."""
    disposal = _found(request, number)
    if ending not in KINDS:
        raise Http404("没有这种文件")
    name = content_disposition_header(as_attachment=True, filename=f"{disposal}鉴定清册.{ending}") or "attachment"
    made = file_of(disposal, ending)
    return HttpResponse(made, content_type=KINDS[ending].content_type, headers={"Content-Disposition": name})


@never_cache
@require_POST
def decide_page(request: HttpRequest, number: int) -> HttpResponse:
    """Record what an approver says to a list."""
    disposal, now = _found(request, number), timezone.now()
    said = {"agreed": request.POST.get("verdict") == "agree", "reason": request.POST.get("reason", "")[:_LONGEST]}
    try:
        decide_on(disposal.pk, **said, by=request.user, at=now, today=timezone.localdate(now))
    except Refused as refused:
        told = {"decision_error": str(refused), "reason": said["reason"]}
        return _shown(request, disposal, status=HTTPStatus.CONFLICT, **told)
    messages.success(request, f"已登记：{'同意' if said['agreed'] else '不同意'}{disposal}鉴定清册。")
    return redirect("cases:disposal", disposal.pk)


@never_cache
@require_POST
def carry_out_page(request: HttpRequest, number: int) -> HttpResponse:
    """Carry out a list that two people agreed to."""
    disposal, now = _found(request, number), timezone.now()
    said = {"is_checked": "is_checked" in request.POST, "by": request.user, "at": now}
    try:
        done = carry_out(disposal.pk, **said, today=timezone.localdate(now))
    except Refused as refused:
        return _shown(request, disposal, status=HTTPStatus.CONFLICT, checked_error=str(refused))
    left = f"；{'、'.join(done.left)} 有复议或者诉讼，没有销毁" if done.left else ""
    messages.success(request, f"已执行{disposal}鉴定清册{left}。")
    return redirect("cases:disposal", disposal.pk)
