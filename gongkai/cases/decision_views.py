"""The decision tree of a case, one question at a time; it stores nothing and leads to the draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.cases.deciding import ANSWERS, answers_of, found, still_asked, told_back
from gongkai.cases.office_views import case_for


@never_cache
@require_safe
def decision_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the next question, or show the one reply that the answers lead to."""
    case, today = case_for(request, number), timezone.localdate()
    answers = answers_of(case, request.GET.dict())
    question = still_asked(answers, on=today)
    context = {
        "case": case,
        "question": question,
        "choices": [(one, ANSWERS[one]) for one in question.answers] if question else [],
        "kept": {key: value for key, value in answers.items() if request.GET.get(key) == value},
        "asked": told_back(case, answers),
        "found": found(case, answers, on=today),
        "unanswered": "asked" in request.GET and request.GET["asked"] == (question.id if question else ""),
    }
    return render(request, "cases/office/decision.html", context)
