"""From what was found to the reply: the questions that are left in a case, and what the reply would bring with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gongkai import annualreport, statute
from gongkai.agencies.door import Role, calendar
from gongkai.annualreport import column_label, row_label
from gongkai.cases.answers import conclusion
from gongkai.cases.ledger import TABLE
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.remedies_told import paragraphs, without_last_days
from gongkai.statute import Question

if TYPE_CHECKING:
    from gongkai.cases.case import Case

ANSWERS = {"yes": "是", "no": "否", "none": "没有", "part": "部分", "all": "全部"}


class Asked(NamedTuple):
    """A question that was answered: its words, and the answer in words."""

    text: str
    answer: str


class Found(NamedTuple):
    """A reply that the answers lead to.

    `reason` is why and `law` the article; `ground` the id of the principal
    ground of a refusal; `row` is its one row of table three and `column` the applicant's, as the
    form of the year prints them; `remedies` are the paragraphs that its letter closes with, in every reading.
    """

    code: str
    name: str
    reason: str
    law: str
    ground: str
    letter: str
    approvals: tuple[str, ...]
    row: str
    column: str
    remedies: tuple[str, ...]


def in_words(question: Question, answer: str, *, on: date) -> str:
    """Return an answer as it is read."""
    return statute.ground(answer, on=on).name if question.id == statute.GROUND else ANSWERS[answer]


def told_back(answers: Mapping[str, str], given: Mapping[str, str], *, on: date) -> list[Asked]:
    """Return what the officer has answered, in words; what the case answers by itself (`given`) is left out."""
    own = answers.keys() - given.keys()
    return [Asked(one.text, in_words(one, answers[one.id], on=on)) for one in statute.questions() if one.id in own]


def found(case: Case, answers: Mapping[str, str], *, on: date) -> Found | None:
    """Return the reply that the answers lead to, None while a question is open (Reg. art. 36, 37)."""
    led = conclusion(answers, on=on)
    if led is None:
        return None
    row = statute.outcome(led.code, on=on)
    remedies = statute.remedies(led.code, decided_date=on, served_date=on, calendar=calendar())
    form = annualreport.form(statute.report_format(on.year).id)
    return Found(
        code=led.code,
        name=row.name,
        reason=led.reason,
        law=led.law,
        ground=led.ground,
        letter=letter_forms()[led.letter].title,
        approvals=tuple(Role(role).label for role in row.approvals),
        row=row_label(form, TABLE, led.row),
        column=column_label(form, TABLE, case.report_column),
        remedies=tuple(without_last_days(paragraphs(remedies, case.agency, on))),
    )
