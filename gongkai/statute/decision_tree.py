"""From what was found to the outcomes the law allows (Reg. art. 30, 33-39)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from gongkai.statute.outcomes import ground, outcome, report_row
from gongkai.statute.rows import Row, read_rows

GROUND = "ground"  # the question whose answers are ids of grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Row):
    """A question of the tree (`text`) and the answers it may have.

    Some the case answers by itself: with ``yes`` in the state `in_state`, else ``no``; with ``no`` while the act
    `after_act` has not been done.
    """

    id: str
    answers: tuple[str, ...]
    after_act: str = ""
    in_state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Row):
    """A way through the tree: the answers that lead to an outcome; `text` is the reason.

    `asks` are questions that have to be answered too, however they are.
    """

    outcome: str
    answers: Mapping[str, str]
    asks: tuple[str, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """Return the ids of all questions that this way needs answered."""
        return frozenset((*self.answers, *self.asks))


class Allowed(NamedTuple):
    """An outcome that the answers so far allow: its code, why, by which article, and the questions still open."""

    code: str
    reason: str
    law: str
    open_questions: tuple[str, ...]


class Conclusion(NamedTuple):
    """What a decision is and brings with it: its code, why, by which articles, the kind of letter, its one row.

    `ground` is the principal ground of a refusal, else empty; `row` an id of table three of the form that was asked.
    """

    code: str
    reason: str
    law: str
    ground: str
    letter: str
    row: str


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
        Allowed(way.outcome, way.text, way.law, tuple(key for key in order if key in way.asked and key not in answers))
        for way in _open_ways(answers, on)
    )


def next_question(answers: Mapping[str, str], *, on: date) -> Question | None:
    """Return the first question whose answer still decides something, or None where the outcome is found."""
    _refuse_unknown(answers)
    needed = {key for way in _open_ways(answers, on) for key in way.asked}
    return next((question for question in questions() if question.id in needed and question.id not in answers), None)


def answers_given(acts: Collection[str], state: str) -> dict[str, str]:
    """Return the answers that a case gives itself, by the acts done in it and the state it is in (art. 30, 35).

    Nobody can say otherwise: what has not come about is no, and how a case ended is told by its state.
    """
    given = {row.id: "yes" if row.in_state == state else "no" for row in questions() if row.in_state}
    return given | {row.id: "no" for row in questions() if row.after_act and row.after_act not in acts}


def walked(said: Mapping[str, str], given: Mapping[str, str], *, on: date) -> dict[str, str]:
    """Return the answers to the questions that are asked, one after the other, as far as they are known.

    What the case has `given` comes before what the officer `said`; answers to questions that are not asked, or that a
    question does not have, are left out.
    """
    answers: dict[str, str] = {}
    while (question := next_question(answers, on=on)) is not None:
        answer = given.get(question.id, said.get(question.id, ""))
        if answer not in question.answers:
            break
        answers[question.id] = answer
    return answers


def concluded(answers: Mapping[str, str], form_id: str, *, on: date) -> Conclusion | None:
    """Return the one decision that the answers lead to, with its row in that form; None while a question is open.

    Answers to unknown questions, or other answers than a question has, raise ValueError.
    """
    if next_question(answers, on=on) is not None:
        return None
    (way,) = _open_ways(answers, on)
    chosen = answers[GROUND] if GROUND in way.asked else ""
    law = f"{way.law}、{ground(chosen, on=on).law}" if chosen else way.law
    row = report_row(way.outcome, form_id, on=on, principal_ground=chosen)
    return Conclusion(way.outcome, way.text, law, chosen, outcome(way.outcome, on=on).letter, row)


def _refuse_unknown(answers: Mapping[str, str]) -> None:
    known = {question.id: question.answers for question in questions()}
    for key, answer in answers.items():
        if answer not in known.get(key, ()):
            raise ValueError(f"{key}: {answer!r}")
