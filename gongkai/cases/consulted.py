"""Whose opinion was asked for in a case, and what they said: what the page of a draft tells, and what a form offers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gongkai import statute
from gongkai.cases.case import Case, CaseEvent, name_of_act
from gongkai.cases.letters import letter_of

if TYPE_CHECKING:
    from collections.abc import Collection

THIRD_PARTY = "third_party"
_OPEN, _UNTOLD = "open", ""
_NAMES = {_OPEN: "还没有意见，期限也没有届满", _UNTOLD: "已有意见，登记时没有写明同意还是不同意"}


class Heard(NamedTuple):
    """A letter that asked for an opinion: what was asked, whom, and how it stands in words."""

    act: str
    whom: str
    standing: str


def opinion_choices(of: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Return opinions as a form offers them: those that can be registered, or those named."""
    return [(row.id, row.name) for row in statute.opinions() if (row.asked if of is None else row.id in of)]


def opinion_in_words(standing: str) -> str:
    """Return what an opinion, or the lack of one, is called."""
    return _NAMES.get(standing) or next((row.name for row in statute.opinions() if row.id == standing), standing)


def third_party_opinions(case: Case, *, on: date) -> list[str]:
    """Return what third parties said or left unsaid by that day, as ids; empty where it was not put on record."""
    return [one.standing for one in case.clock(today=on).consulted if one.kind == THIRD_PARTY and one.standing != _OPEN]


def may_choose(said: Collection[str]) -> list[tuple[str, str]]:
    """Return the opinions that a content may be about: those on record, all where one of them was not put on record."""
    return opinion_choices({row.id for row in statute.opinions()} if _UNTOLD in said else set(said))


def heard(case: Case, *, on: date) -> list[Heard]:
    """Return the letters of a case that asked for an opinion, in their order."""
    asked = [one for one in case.events.all() if one.act.startswith("consult_")]
    stand = case.clock(today=on).consulted
    return [
        Heard(name_of_act(event.act), asked_whom(event), opinion_in_words(one.standing))
        for event, one in zip(asked, stand, strict=False)
    ]


def asked_whom(event: CaseEvent) -> str:
    """Return whom a letter went to, empty where it names nobody."""
    letter = letter_of(event)
    return letter.recipient.name if letter and hasattr(letter, "recipient") else ""
