"""Answering several contents of an application on one page: each is named, judged and worded; nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.cases.answers import answers_of, conclusion, given_answers, still_asked
from gongkai.cases.consulted import third_party_opinions
from gongkai.cases.contents import LONGEST_NAME, MOST_CONTENTS, Content, content_findings, numeral
from gongkai.cases.deciding import Asked, in_words, told_back
from gongkai.cases.draft_form import ContentForm
from gongkai.cases.on_record import on_record
from gongkai.cases.refusals import tell
from gongkai.statute import Judgement, holds_identity_number

if TYPE_CHECKING:
    from django.http import QueryDict

    from gongkai.cases.case import Case
    from gongkai.statute import Conclusion, Question

COUNT = "count"
_PLACE = re.compile(r"contents\[(\d+)\](\.name)?")
_PLACED = re.compile(r"c(\d{1,2})-(.+)", re.DOTALL)


@dataclass(kw_only=True)
class Answering:
    """One content while it is worked on: what is asked next, or its form once it is decided.

    `answers` are those of case and officer, `own` the officer's alone. `unanswered`: the question was asked before, and
    no answer chosen. `carried` is what was typed into a form that is not shown now, `earlier` the place of the content
    of the version before that it goes on from. `kept` are the ids of the files of that one, `files` their names.
    `wrong` says what is wrong with the content itself, `name_wrong` with its name, `file_wrong` with its files.
    """

    place: int
    name: str
    answers: dict[str, str]
    own: dict[str, str]
    asked: list[Asked]
    question: Question | None
    choices: list[tuple[str, str]]
    decided: Conclusion | None
    outcome: str
    form: ContentForm | None
    unanswered: bool
    carried: list[tuple[str, str]]
    earlier: str
    kept: list[int]
    wrong: str = ""
    name_wrong: str = ""
    file_wrong: str = ""
    files: list[str] | None = None

    @property
    def number(self) -> str:
        """Return which content it is: 第一项."""
        return f"第{numeral(self.place)}项"

    @property
    def prefix(self) -> str:
        """Return what the names of its fields begin with."""
        return prefix_of(self.place)

    @property
    def files_name(self) -> str:
        """Return the name of the field of its files."""
        return f"{self.prefix}-files"

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return what is kept on the page unseen: the answers so far, and the words of a form that is not shown."""
        return [*((f"{self.prefix}-{key}", value) for key, value in self.own.items()), *self.carried]


def prefix_of(place: int) -> str:
    """Return what the names of the fields of the content at a place begin with."""
    return f"c{place}"


def answering(
    case: Case, data: QueryDict | None, before: tuple[Content, ...], *, on: date, quietly: bool
) -> list[Answering]:
    """Return the contents as they were sent, else as the version before had them.

    `quietly`: nothing is said of what is wrong in forms that are not finished.
    """
    count = _count(data) if data is not None else len(before)
    return [_answering(case, data, place, before, on, quietly) for place in range(count)]


def _count(data: QueryDict) -> int:
    told = data.get(COUNT, "")
    return min(int(told), MOST_CONTENTS) if told.isdecimal() and len(told) < 4 else 0


def _answering(
    case: Case, data: QueryDict | None, place: int, before: tuple[Content, ...], on: date, quietly: bool
) -> Answering:
    prefix = prefix_of(place)
    earlier = _earlier(data, place, before)
    if data is None:
        name, said = earlier.name if earlier else "", dict(earlier.answers) if earlier else {}
    else:
        name = data.get(f"{prefix}-name", "").strip()[: LONGEST_NAME + 1]
        said = {one.id: data.get(f"{prefix}-{one.id}", "") for one in statute.questions()}
    given = given_answers(case, on=on)
    answers = answers_of(case, said, on=on)
    question, led = still_asked(answers, on=on), conclusion(answers, on=on)
    return Answering(
        place=place,
        name=name,
        answers=answers,
        own={key: value for key, value in answers.items() if key not in given},
        asked=told_back(answers, given, on=on),
        question=question,
        choices=[(one, in_words(question, one, on=on)) for one in question.answers] if question else [],
        decided=led,
        outcome=statute.outcome(led.code, on=on).name if led else "",
        form=_form(case, data, led, answers, earlier, prefix, on, quietly) if led else None,
        unanswered=bool(question and data is not None and data.get(f"{prefix}-asked") == question.id),
        carried=_carried(data, prefix) if led is None else [],
        earlier=(str(place) if data is None else data.get(f"{prefix}-before", "")) if earlier else "",
        kept=list(earlier.files) if earlier else [],
    )


def _earlier(data: QueryDict | None, place: int, before: tuple[Content, ...]) -> Content | None:
    """Return the content of the version before that this one goes on from, whatever was added or taken out since."""
    told = str(place) if data is None else data.get(f"{prefix_of(place)}-before", "")
    return before[int(told)] if told.isdecimal() and len(told) < 4 and int(told) < len(before) else None


def _form(
    case: Case,
    data: QueryDict | None,
    led: Conclusion,
    answers: Mapping[str, str],
    earlier: Content | None,
    prefix: str,
    on: date,
    quietly: bool,
) -> ContentForm:
    """Return the form of a decided content, with what was typed; one that was not on the page so has no errors yet."""
    sent = data if data is not None and f"{prefix}-text" in data else None
    said = third_party_opinions(case, on=on)
    form = ContentForm(
        sent,
        decided=led,
        answers=answers,
        on=on,
        before=earlier,
        said_by_others=said,
        known=on_record(case, statute.outcome(led.code, on=on).needs, on=on),
        prefix=prefix,
    )
    if sent is not None and (quietly or sent.get(f"{prefix}-shown") != led.code):
        form.hold_errors()
    return form


def _carried(data: QueryDict | None, prefix: str) -> list[tuple[str, str]]:
    """Return what was typed into the form of a content, to come back with it once the content is decided again."""
    asked = {f"{prefix}-{one}" for one in ("name", "before", "asked", *(row.id for row in statute.questions()))}
    told = data.lists() if data is not None else ()
    return [(name, one) for name, all_ in told if name.startswith(f"{prefix}-") and name not in asked for one in all_]


def judgement_of(contents: list[Answering], principal: int | None) -> Judgement:
    """Return what was judged so far."""
    return Judgement(tuple(one.answers for one in contents), principal)


def tell_wrong(contents: list[Answering], *, storing: bool, on: date) -> list[str]:
    """Put beside each content what is wrong with it, with its name where it is to be stored; return what is with all.

    What is only open is asked, not told; the principal content has a field of its own.
    """
    names = [one.name for one in contents]
    general = []
    for finding in content_findings(judgement_of(contents, None), names, on=on):
        placed = _PLACE.match(finding.where)
        if placed is None and finding.where != "principal":
            general.append(tell(finding)["message"])
        elif placed and placed[2]:
            contents[int(placed[1])].name_wrong = tell(finding)["message"] if storing else ""
        elif placed and finding.rule != "CONTENT-OPEN":
            contents[int(placed[1])].wrong = tell(finding)["message"]
    for one in contents:
        one.name_wrong = one.name_wrong or _name_problem(one.name)
    return general


def _name_problem(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"最多 {LONGEST_NAME} 个字。"
    return "写有身份证号码，请删去。" if holds_identity_number(name) else ""


# -- what the buttons do ---------------------------------------------------------------------------


def listed(data: QueryDict, names: list[str]) -> QueryDict:
    """Return a page with these contents, none of them judged."""
    sent = data.copy()
    sent[COUNT] = str(len(names))
    for place, name in enumerate(names):
        sent[f"{prefix_of(place)}-name"] = name
    return sent


def with_one_more(data: QueryDict) -> QueryDict:
    """Return what was sent, with a blank content at the end."""
    sent = data.copy()
    sent[COUNT] = str(min(_count(data) + 1, MOST_CONTENTS))
    return sent


def without(data: QueryDict, place: int) -> QueryDict:
    """Return what was sent without the content at a place; those behind it move up."""
    sent = data.copy()
    sent.clear()
    for name, values in data.lists():
        placed = _PLACED.fullmatch(name)
        at = int(placed[1]) if placed else -1
        if placed and at != place:
            name = f"{prefix_of(at - (at > place))}-{placed[2]}"
        if at != place:
            sent.setlist(name, values)
    sent[COUNT] = str(max(_count(data) - 1, 0))
    return sent


def judged_anew(data: QueryDict, place: int) -> QueryDict:
    """Return what was sent without the answers of the content at a place; its words stay."""
    sent = data.copy()
    for question in statute.questions():
        sent.pop(f"{prefix_of(place)}-{question.id}", None)
    return sent


def choice_words(contents: list[Answering]) -> list[str]:
    """Return how the contents are told apart where one is chosen."""
    return [f"{one.number}“{one.name[:40]}”：{one.outcome}" for one in contents]
