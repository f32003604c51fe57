"""What was done with a case, as its applicant reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from gongkai import statute
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.letters import Letter, letter_of
from gongkai.statute import LawUnknown


class Milestone(NamedTuple):
    """One step: the day, the sentence, and the letter that went with it."""

    day: date
    text: str
    letter: Letter | None = None


@cache
def _sentences() -> Mapping[str, str]:
    source = files("gongkai.cases").joinpath("data/milestones.toml").read_text("utf-8")
    return {row["act"]: row["text"] for row in tomllib.loads(source)["milestone"]}


def milestones(case: Case) -> list[Milestone]:
    """Return the steps of a case, oldest first: how it came in, then act by act."""
    arrived = Milestone(case.arrival_date, f"{case.get_channel_display()}：申请到达本机关。")
    return [
        arrived,
        *(Milestone(one.event_date, sentence_of(one), told_to_applicant(one)) for one in case.events.all()),
    ]


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
