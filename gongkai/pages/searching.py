"""Finding what is public: the same pages on both databases, and never one the public may not see."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from gongkai.pages.models import BasePage
from gongkai.pages.search_words import asked_tokens, number_key
from gongkai.pages.visibility import public

MOST_COUNTED = 10_000  # more hits than that are told as "10,000+"
MOST_RANKED = 1_000  # by relevance, the newest of them are ranked; the rest follow by date
FACETS = ("section", "year", "statistical_class", "subject")

# Whether a document is in force on a day, from what the index keeps of it. What is in force may be amended too.
STATES: dict[str, Callable[[date], Q]] = {
    "in_force": lambda day: Q(search_entry__effective_date__lte=day) & ~_ended(day),
    "amended": lambda day: STATES["in_force"](day) & Q(search_entry__amended_date__lte=day),
    "ended": lambda day: Q(search_entry__effective_date__isnull=False) & _ended(day),
    "repealed": lambda day: STATES["ended"](day) & Q(search_entry__is_repealed=True),
    "lapsed": lambda day: STATES["ended"](day) & Q(search_entry__is_repealed=False),
    "not_yet": lambda day: Q(search_entry__effective_date__gt=day) & ~_ended(day),
}
_COUNTED = ("repealed", "lapsed", "not_yet", "amended", "in_force")  # the first that fits is the one counted


def _ended(day: date) -> Q:
    return Q(search_entry__ended_date__isnull=False, search_entry__ended_date__lte=day)


def _state(day: date) -> Case:
    """Return the state of a page as a column, empty for what is no document."""
    whens = (When(STATES[state](day), then=Value(state)) for state in _COUNTED)
    return Case(When(search_entry__effective_date=None, then=Value("")), *whens, default=Value(""))


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: words, and by facet (FACETS, agency, state) the one value wanted."""

    words: str = ""
    only: dict[str, Any] = field(default_factory=dict)
    by_date: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """The numbers of the pages found, in order, and how many there are by facet and value."""

    numbers: list[int]
    facets: dict[str, Counter[Any]]

    @property
    def is_capped(self) -> bool:
        """Whether there are more hits than are counted."""
        return len(self.numbers) > MOST_COUNTED


def find(question: Question) -> Hits:
    """Return the pages that have all words, the newest first or the best first; what has the number asked for leads."""
    rows = _narrowed(_matching(question.words), question.only)
    columns = [f"search_entry__{name}" for name in FACETS]
    newest = rows.order_by("-search_entry__publication_date", "-pk")
    newest = newest.annotate(state=_state(timezone.localdate())).values_list("pk", *columns, "state")
    found = list(newest[: MOST_COUNTED + 1])
    numbers = [row[0] for row in found]
    if question.words and not question.by_date:
        numbers = _ranked(question.words, numbers[:MOST_RANKED]) + numbers[MOST_RANKED:]
    exact = _with_number(question, rows)
    facets = {name: Counter(row[at] for row in found if row[at]) for at, name in enumerate((*FACETS, "state"), 1)}
    if amended := facets["state"]["amended"]:
        facets["state"]["in_force"] += amended
    return Hits([*exact, *(number for number in numbers if number not in exact)], facets)


def _matching(words: str) -> QuerySet[BasePage]:
    pages: QuerySet[BasePage] = public(BasePage.objects.filter(search_entry__isnull=False))
    if not words.strip():
        return pages
    asked = asked_tokens(words)
    if not asked:
        return pages.none()
    having = RawSQL(_MATCHING[connection.vendor], [_expression(asked)])  # noqa: S611 - the words are a parameter
    return pages.filter(pk__in=having)


def _narrowed(pages: QuerySet[BasePage], only: dict[str, Any]) -> QuerySet[BasePage]:
    for name, value in only.items():
        if name == "state":
            pages = pages.filter(STATES[value](timezone.localdate()))
        else:
            pages = pages.filter(**{f"search_entry__{name}": value})
    return pages


def _with_number(question: Question, rows: QuerySet[BasePage]) -> list[int]:
    """Return what has exactly the document or index number that was asked for."""
    key = number_key(question.words)
    if not any(sign.isdigit() for sign in key):
        return []
    exact = rows.filter(Q(search_entry__document_key=key) | Q(search_entry__index_key=key))
    return list(exact.order_by("-search_entry__publication_date", "-pk").values_list("pk", flat=True)[:20])


# -- in each database's own way ------------------------------------------------------------------------


_MATCHING = {
    "sqlite": "SELECT rowid FROM pages_search WHERE pages_search MATCH %s",
    "postgresql": "SELECT page_id FROM pages_search WHERE tokens @@ %s::tsquery",
}
_SCORING = {
    "sqlite": "SELECT rowid, -bm25(pages_search, 10.0, 1.0) FROM pages_search"
    " WHERE pages_search MATCH %s AND rowid IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT page_id, ts_rank('{0.1, 0.2, 0.4, 1.0}', tokens, %s::tsquery, 1) FROM pages_search"
    " WHERE page_id IN (SELECT value::bigint FROM json_array_elements_text(%s::json))",
}


def _expression(asked: list[tuple[str, bool]]) -> str:
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{token}"{"*" if begins else ""}' for token, begins in asked)
    return " & ".join(f"'{token}'{':*' if begins else ''}" for token, begins in asked)


def _ranked(words: str, numbers: list[int]) -> list[int]:
    """Return the pages best first: the words in its title, often, in little text; of equals the newer."""
    with connection.cursor() as cursor:
        cursor.execute(_SCORING[connection.vendor], [_expression(asked_tokens(words)), json.dumps(numbers)])
        scores: dict[int, float] = dict(cursor.fetchall())
    return sorted(numbers, key=lambda number: -scores.get(number, 0.0))
