"""What each answer of a served demonstration took: how often the database was asked, which templates drew it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.template import Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

ASKED, DRAWN = "X-Asked", "X-Drawn"
_drawn: ContextVar[list[str]] = ContextVar("drawn")


class TellWhatItTook:
    """The middleware that tells it with every answer."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        Template._render = instrumented_test_render
        template_rendered.connect(_note_template, dispatch_uid="tests.journeys.counting")
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Return the answer with its two marks."""
        asked: list[str] = []
        _drawn.set([])
        with connection.execute_wrapper(lambda ask, sql, *more: asked.append(sql) or ask(sql, *more)):
            answer = self.get_response(request)
        answer.headers[ASKED] = str(len(asked))
        answer.headers[DRAWN] = " ".join(dict.fromkeys(_drawn.get()))
        return answer


def _note_template(sender: Any, template: Any, **_: Any) -> None:
    if template.name and (seen := _drawn.get(None)) is not None:
        seen.append(template.name)
