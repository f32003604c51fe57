"""What was done with a case, as its applicant reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.utils import timezone

from gongkai import statute
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.contents import numeral
from gongkai.cases.deliveries import Delivery, Way, with_newest_result
from gongkai.cases.letters import Letter, letter_of
from gongkai.statute import LawUnknown


class Milestone(NamedTuple):
    """One step: the day, the sentence, and the letter that went with it."""

    day: date
    text: str
    letter: Letter | None = None


class InTurn(NamedTuple):
    """What became of one of several contents: which it is, what was asked for, the answer in words."""

    number: str
    name: str
    outcome: str


def answered_in_turn(case: Case) -> list[InTurn]:
    """Return what became of each content of a case that was answered content by content; none of any other."""
    letters = (letter_of(one) for one in case.events.all() if one.facts.get("outcome"))
    draft = next((one.draft for one in reversed(list(letters)) if one and one.draft), None)
    contents = draft.answered if draft else ()
    return [
        InTurn(f"第{numeral(place)}项", one.name, one.kind(on=timezone.localdate(draft.written_at)).name)
        for place, one in enumerate(contents)
        if len(contents) > 1
    ]


@cache
def _sentences() -> Mapping[str, str]:
    source = files("gongkai.cases").joinpath("data/milestones.toml").read_text("utf-8")
    return {row["act"]: row["text"] for row in tomllib.loads(source)["milestone"]}


def milestones(case: Case) -> list[Milestone]:
    """Return the steps of a case, oldest first: its arrival, its acts, and how letters to the applicant were sent."""
    arrived = Milestone(case.arrival_date, f"{case.get_channel_display()}：申请到达本机关。")
    acts = (Milestone(one.event_date, sentence_of(one), told_to_applicant(one)) for one in case.events.all())
    return sorted([arrived, *acts, *_sent(case)], key=lambda step: step.day)


def _sent(case: Case) -> Iterator[Milestone]:
    """Yield how each letter to the applicant was sent; what can be read here needs no telling."""
    tried = Delivery.objects.filter(letter__case=case, letter__recipient=None).exclude(way=Way.PORTAL)
    for one in with_newest_result(tried).select_related("letter").order_by("at", "pk"):
        number = f"，邮件号码 {one.postal_number}" if one.postal_number else ""
        failed = "；没有送到，将再次送达" if one.arrived is False else ""
        yield Milestone(one.sent_date, f"送出《{one.letter.title}》：{one.get_way_display()}{number}{failed}。")


def told_to_applicant(event: CaseEvent) -> Letter | None:
    """Return the letter to the applicant that went with an act; those to others are not shown to the applicant."""
    letter = letter_of(event)
    return letter if letter and not hasattr(letter, "recipient") else None


def sentence_of(event: CaseEvent) -> str:
    """Return what the applicant reads of an event."""
    facts = {**event.facts, "outcome": _outcome_name(event)}
    return _sentences()[event.act].format_map(facts)


def _outcome_name(event: CaseEvent) -> str:
    try:
        return statute.outcome(event.facts.get("outcome", ""), on=event.event_date).name
    except LawUnknown:
        return "见答复书"
