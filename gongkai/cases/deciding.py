"""From what was found to the reply: the questions that are left in a case, and what the reply would bring with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gongkai import annualreport, statute
from gongkai.agencies.door import Role
from gongkai.annualreport import column_label, row_label
from gongkai.cases.answers import conclusion, decision
from gongkai.cases.contents import numeral
from gongkai.cases.ledger import TABLE
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.remedies_told import reply_paragraphs, without_last_days
from gongkai.statute import Judgement, LawUnknown, Question

if TYPE_CHECKING:
    from gongkai.cases.case import Case

ANSWERS = {"yes": "是", "no": "否", "none": "没有", "part": "部分", "all": "全部"}


class Asked(NamedTuple):
    """A question that was answered: its words, and the answer in words."""

    text: str
    answer: str


class Judged(NamedTuple):
    """What was judged of one content: which it is (empty where it is the only one), the answer, and how it was found.

    `name` is what is asked for, empty where that is not told; `law` the articles, empty while something is open.
    """

    number: str
    name: str
    outcome: str
    law: str
    asked: list[Asked]


class Found(NamedTuple):
    """A reply that was judged.

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


def judged(
    judgement: Judgement, names: Sequence[str] = (), given: Mapping[str, str] | None = None, *, on: date
) -> list[Judged]:
    """Return how the answer to each content was found, for whoever reads or approves it; `given` as in `told_back`."""
    several = len(judgement.contents) > 1
    made = []
    for place, answers in enumerate(judgement.contents):
        led = conclusion(answers, on=on)
        name = statute.outcome(led.code, on=on).name if led else ""
        asked = told_back(answers, given or {}, on=on)
        number, called = (f"第{numeral(place)}项", names[place] if names else "") if several else ("", "")
        made.append(Judged(number, called, name, led.law if led else "", asked))
    return made


def found(case: Case, judgement: Judgement, *, on: date) -> Found | None:
    """Return the reply that was judged, None while anything is open (Reg. art. 36, 37)."""
    led = decision(judgement, on=on)
    if led is None:
        return None
    form = annualreport.form(statute.report_format(on.year).id)
    alone = led.contents[0] if len(led.contents) == 1 else None
    whole = statute.combination(on=on)
    return Found(
        code=led.code,
        name=statute.outcome(led.code, on=on).name,
        reason=alone.reason if alone else whole.text,
        law=alone.law if alone else whole.law,
        ground=led.ground,
        letter=letter_forms()[led.letter].title,
        approvals=tuple(Role(role).label for role in led.approvals),
        row=row_label(form, TABLE, led.row),
        column=column_label(form, TABLE, case.report_column),
        remedies=_remedies(case, [one.code for one in led.contents], on),
    )


def _remedies(case: Case, kinds: Sequence[str], on: date) -> tuple[str, ...]:
    try:
        said = reply_paragraphs(kinds, case.agency, decided_date=on, served_date=on)
    except LawUnknown:  # what the applicant took back carries none
        return ()
    return tuple(without_last_days(said))
