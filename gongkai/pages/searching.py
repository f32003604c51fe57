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

from gongkai.pages import search_table
from gongkai.pages.models import BasePage
from gongkai.pages.search_index import FACTS, SearchEntry
from gongkai.pages.search_words import asked_tokens, number_key
from gongkai.pages.visibility import public

MOST_COUNTED = 2_000  # more hits than that are told as "2,000+", and counted by facet among the newest
MOST_RANKED = 500  # by relevance, the newest of them are ranked; the rest follow by date
_LISTED = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}
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

    def oldest_year(self) -> int | None:
        """Return the first year that anything public is of, where not all hits were counted."""
        years = SearchEntry.objects.order_by("newness").values_list("year", flat=True)
        return years.first() if self.is_capped else None


def find(question: Question) -> Hits:
    """Return the pages that have all words, the newest first or the best first; what has the number asked for leads."""
    rows = _narrowed(public(BasePage.objects.filter(search_entry__isnull=False)), question.only)
    asked = _asked(question)
    found = _newest(rows, asked) if asked or not question.words.strip() else []
    facets = {name: Counter(row[at] for row in found if row[at]) for at, name in enumerate((*FACETS, "state"), 1)}
    if amended := facets["state"]["amended"]:
        facets["state"]["in_force"] += amended
    order = [row[0] for row in found]
    if asked and not question.by_date:
        order = _ranked(asked, order[:MOST_RANKED]) + order[MOST_RANKED:]
    exact = _with_number(question, rows)
    numbers = [search_table.page_number(row) for row in order]
    return Hits([*exact, *(number for number in numbers if number not in exact)], facets)


def _asked(question: Question) -> list[tuple[str, bool]]:
    """Return the tokens a row must have: those of the words, and of what they are narrowed to where tokens tell it."""
    words = asked_tokens(question.words)
    told = [(search_table.fact(name, value), False) for name, value in question.only.items() if name in FACTS]
    return [*words, *told] if words else []


def _newest(rows: QuerySet[BasePage], asked: list[tuple[str, bool]]) -> list[tuple[Any, ...]]:
    """Return newness, facets and state of the newest rows that have all tokens, one more than are counted."""
    columns = [f"search_entry__{name}" for name in ("newness", *FACETS)]
    ordered = rows.annotate(state=_state(timezone.localdate())).order_by("-search_entry__newness")
    told = ordered.values_list(*columns, "state")
    most = MOST_COUNTED + 1
    if not asked:
        return list(told[:most])
    found: list[tuple[Any, ...]] = []
    before: int | None = None
    while len(found) < most:
        having = search_table.newest(asked, most, before=before)
        found += told.filter(pk__in=_numbers(having))
        if len(having) < most:
            break
        before = having[-1]
    return found[:most]


def _numbers(rows: list[int]) -> RawSQL:
    """Return the numbers of these pages as a table; no list of parameters may be as long."""
    numbers = json.dumps([search_table.page_number(row) for row in rows])
    return RawSQL(_LISTED[connection.vendor], [numbers])  # noqa: S611 - the numbers are a parameter


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
    return list(exact.order_by("-search_entry__newness").values_list("pk", flat=True)[:20])


def _ranked(asked: list[tuple[str, bool]], rows: list[int]) -> list[int]:
    """Return the rows best first: the words in its title, often, in little text; of equals the newer."""
    fit = search_table.scores(asked, rows)
    return sorted(rows, key=lambda row: -fit.get(row, 0.0))
