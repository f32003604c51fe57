"""The page of the back office on which other organs are asked before something is public, and their answers kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.publishing.authors import authors_of_page
from gongkai.publishing.consulting import answer, ask
from gongkai.publishing.forms import AnswerForm, GateForm
from gongkai.publishing.gates import Gate
from gongkai.publishing.refusals import Refused
from gongkai.publishing.review_views import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def gates_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show what other organs were asked about a page and what they said; ask another, or record an answer."""
    page = page_of(request, number)
    gates = list(page.gates.select_related("answer", "opened_by", "answer__recorded_by"))
    answering = request.POST.get("gate", "")
    ask_form = GateForm(request.POST if request.method == "POST" and not answering else None)
    forms = {str(gate.pk): _answer_form(request, gate) for gate in gates if gate.is_open}
    refused: list[dict[str, Any]] = []
    form = forms.get(answering) if answering else ask_form
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            said = _answered(request, page, form) if answering else _asked(request, page, form)
        except Refused as refusal:
            refused = refusal.told()
        else:
            messages.success(request, said)
            return redirect("publishing_gates", page.pk)
    context = {
        "page": page,
        "gates": [{"gate": gate, "form": forms.get(str(gate.pk))} for gate in gates],
        "form": ask_form,
        "refused": refused,
        "is_author": request.user.pk in authors_of_page(page),
        "heading": "协商和批准",
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "publishing/admin/gates.html", context, status=409 if refused else 400 if wrong else 200)


def _answer_form(request: HttpRequest, gate: Gate) -> AnswerForm:
    sent = request.POST if request.POST.get("gate") == str(gate.pk) else None
    return AnswerForm(sent, prefix=f"gate-{gate.pk}", today=timezone.localdate())


def _asked(request: HttpRequest, page: Any, form: GateForm) -> str:
    told = form.cleaned_data
    gate = ask(page.pk, told["kind"], told["organ"], question=told["question"], by=request.user, at=timezone.now())
    return f"已登记：{gate}。有了同意的答复才公开。"


def _answered(request: HttpRequest, page: Any, form: AnswerForm) -> str:
    gate = get_object_or_404(page.gates, pk=request.POST["gate"])
    told = answer(gate.pk, **form.cleaned_data, by=request.user, at=timezone.now())
    return f"已登记{gate.organ}的答复：{told.get_outcome_display()}。"
