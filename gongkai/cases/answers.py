"""The answers that lead to a decision: what the case answers by itself, what the officer says, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.statute import Conclusion, Judgement, Question, Whole

if TYPE_CHECKING:
    from gongkai.cases.case import Case
    from gongkai.statute import State


def given_answers(case: Case, *, on: date) -> dict[str, str]:
    """Return the answers that the case itself gives: how it stands, and what it has not come to (Reg. art. 30, 35)."""
    acts = {event.act for event in case.facts().events}
    return statute.answers_given(acts, case.clock(today=on).state)


def answers_of(case: Case, said: Mapping[str, str], *, on: date) -> dict[str, str]:
    """Return the answers of the case and of the officer to the questions that are asked, in their order."""
    return statute.walked(said, given_answers(case, on=on), on=on)


def still_asked(answers: Mapping[str, str], *, on: date) -> Question | None:
    """Return the next question that still decides something, None where the decision is found."""
    return statute.next_question(answers, on=on)


def conclusion(answers: Mapping[str, str], *, on: date) -> Conclusion | None:
    """Return the one decision that the answers of one content lead to, with its row in the form of that year."""
    return statute.concluded(answers, statute.report_format(on.year).id, on=on)


def decision(judgement: Judgement, *, on: date) -> Whole | None:
    """Return what is decided of the application as a whole, with its one row in the form of that year's report."""
    return statute.decided(judgement, statute.report_format(on.year).id, on=on)


def answers_of_state(state: State, *, on: date) -> dict[str, str]:
    """Return the answers of a case that has ended by itself or by its applicant (撤回、逾期), of any other none."""
    return statute.walked({}, statute.answers_given((), state), on=on)


def undecided(answers: Mapping[str, str], *, on: date) -> dict[str, str]:
    """Return the facts of a finding that the answers do not lead to a decision: what is still asked."""
    question = still_asked(answers, on=on)
    return {"question": question.text if question else ""}
