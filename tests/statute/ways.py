"""Ways through the decision tree, as an officer answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from gongkai import statute

TODAY = date(2026, 11, 27)
FORM = "format_2021"
ASKED = {"petition": "no", "publication": "no"}


@cache
def leading_to(outcome: str, ground: str = "") -> dict[str, str]:
    """Return answers of an officer that lead to that outcome, a refusal on that ground."""
    found = (one for one in every_way() if statute.concluded(one, FORM, on=TODAY).code == outcome)
    return next(one for one in found if one.get(statute.GROUND, ground) == ground or not ground)


def every_way(answers: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Yield all ways to answer the tree to its end."""
    answers = dict(answers or {})
    question = statute.next_question(answers, on=TODAY)
    if question is None:
        yield answers
        return
    for answer in question.answers:
        yield from every_way({**answers, question.id: answer})


WAYS = tuple(every_way())
