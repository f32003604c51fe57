"""From what was found to the outcomes the law allows (Reg. art. 30, 33-39)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from gongkai.statute.rows import Row, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Row):
    """A question of the tree (`text`) and the answers it may have."""

    id: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Row):
    """A way through the tree: the answers that lead to an outcome; `text` is the reason."""

    outcome: str
    answers: Mapping[str, str]


class Allowed(NamedTuple):
    """An outcome that the answers so far allow: its code, why, by which article, and the questions still open."""

    code: str
    reason: str
    law: str
    open_questions: tuple[str, ...]


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions in the order they are asked."""
    return read_rows(Question, "question", "decision_tree.toml")


@cache
def _ways() -> tuple[Way, ...]:
    return read_rows(Way, "way", "decision_tree.toml")


def _open_ways(answers: Mapping[str, str], on: date) -> Iterator[Way]:
    for way in _ways():
        if way.in_force(on) and all(answers.get(key, value) == value for key, value in way.answers.items()):
            yield way


def allowed(answers: Mapping[str, str], *, on: date) -> tuple[Allowed, ...]:
    """Return the outcomes that the answers (question id → answer) leave open, in the order of the tree.

    What nothing more needs to be asked of has no open questions. Answers to unknown questions, or other answers
    than a question has, raise ValueError.
    """
    _refuse_unknown(answers)
    order = [question.id for question in questions()]
    return tuple(
        Allowed(
            way.outcome, way.text, way.law, tuple(key for key in order if key in way.answers and key not in answers)
        )
        for way in _open_ways(answers, on)
    )


def next_question(answers: Mapping[str, str], *, on: date) -> Question | None:
    """Return the first question whose answer still decides something, or None where the outcome is found."""
    _refuse_unknown(answers)
    needed = {key for way in _open_ways(answers, on) for key in way.answers}
    return next((question for question in questions() if question.id in needed and question.id not in answers), None)


def _refuse_unknown(answers: Mapping[str, str]) -> None:
    known = {question.id: question.answers for question in questions()}
    for key, answer in answers.items():
        if answer not in known.get(key, ()):
            raise ValueError(f"{key}: {answer!r}")
