"""The decision tree of a case, one question at a time; it stores nothing and leads to the draft, which does."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.cases.answers import answers_of, given_answers, still_asked
from gongkai.cases.deciding import ANSWERS, found, in_words, told_back
from gongkai.cases.office_views import case_for
from gongkai.cases.origin_proposals import OURS, agreed, proposed
from gongkai.statute import Judgement


@never_cache
@require_safe
def decision_page(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the next question, or show the one reply that the answers lead to."""
    case, today = case_for(request, number), timezone.localdate()
    answers, given = answers_of(case, request.GET.dict(), on=today), given_answers(case, on=today)
    question = still_asked(answers, on=today)
    proposals = proposed(case, on=today) if question and question.id == OURS else []
    context = {
        "case": case,
        "question": question,
        "choices": [(one, in_words(question, one, on=today)) for one in question.answers] if question else [],
        "proposals": proposals,
        "proposed": ANSWERS.get(agreed(proposals), ""),
        "kept": {key: value for key, value in answers.items() if key not in given},
        "query": urlencode({key: value for key, value in answers.items() if key not in given}),
        "asked": told_back(answers, given, on=today),
        "found": found(case, Judgement((answers,)), on=today),
        "unanswered": "asked" in request.GET and request.GET["asked"] == (question.id if question else ""),
    }
    return render(request, "cases/office/decision.html", context)
