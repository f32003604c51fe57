"""From what was found to the reply: the questions that are left in a case, and what the reply would bring with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from gongkai import annualreport, statute
from gongkai.agencies.door import Role, calendar
from gongkai.annualreport import column_label, row_label
from gongkai.cases.case import Case
from gongkai.cases.ledger import TABLE
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.remedies_told import paragraphs, without_last_days
from gongkai.statute import Question

GROUND_DECIDES = "按不予公开的主要依据计入相应一行"
ANSWERS = {"yes": "是", "no": "否", "none": "没有", "part": "部分", "all": "全部"}
_NOT_OPEN = ("withdrawn", "correction_overdue", "fee_overdue")  # these end a case by acts of their own
_AFTER = {"unclear": "correction_received", "excessive": "reasons_received"}  # asked only once this was done


class Asked(NamedTuple):
    """A question that was answered: its words, and the answer in words."""

    text: str
    answer: str


class Found(NamedTuple):
    """A reply that the answers lead to.

    `reason` is why and `law` the article; `row` is its one row of table three and `column` the applicant's, as the
    form of the year prints them; `remedies` are the paragraphs that its letter closes with, in every reading.
    """

    code: str
    name: str
    reason: str
    law: str
    letter: str
    approvals: tuple[str, ...]
    row: str
    column: str
    remedies: tuple[str, ...]


def given_answers(case: Case) -> dict[str, str]:
    """Return the answers that the case itself gives: it is open, and what it has not come to is not asked."""
    acts = {event.act for event in case.events.all()}
    known = (*_NOT_OPEN, *(question for question, act in _AFTER.items() if act not in acts))
    return dict.fromkeys(known, "no")


def answers_of(case: Case, said: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of the case and of the officer, the unknown left out; in the order they were asked."""
    answers = given_answers(case)
    for question in statute.questions():
        if question.id not in answers and said.get(question.id) in question.answers:
            answers[question.id] = said[question.id]
    return answers


def still_asked(answers: Mapping[str, str], *, on: date) -> Question | None:
    """Return the next question that still decides something, None where the reply is found."""
    return statute.next_question(answers, on=on)


def told_back(case: Case, answers: Mapping[str, str]) -> list[Asked]:
    """Return what the officer has answered so far, in words."""
    own = answers.keys() - given_answers(case).keys()
    return [Asked(one.text, ANSWERS[answers[one.id]]) for one in statute.questions() if one.id in own]


def found(case: Case, answers: Mapping[str, str], *, on: date) -> Found | None:
    """Return the reply that the answers lead to, None while a question is open (Reg. art. 36, 37)."""
    if still_asked(answers, on=on) is not None:
        return None
    (allowed, *_) = statute.allowed(answers, on=on)
    row = statute.outcome(allowed.code, on=on)
    remedies = statute.remedies(allowed.code, decided_date=on, served_date=on, calendar=calendar())
    form = annualreport.form(statute.report_format(on.year).id)
    return Found(
        code=allowed.code,
        name=row.name,
        reason=allowed.reason,
        law=allowed.law,
        letter=letter_forms()[row.letter].title,
        approvals=tuple(Role(role).label for role in row.approvals),
        row=row_label(form, TABLE, row.row) if row.row else GROUND_DECIDES,
        column=column_label(form, TABLE, case.report_column),
        remedies=tuple(without_last_days(paragraphs(remedies, case.agency, on))),
    )
