"""Whether the agency itself discloses what was found: proposed from where it has it from, never set (Reg. art. 10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gongkai import statute
from gongkai.agencies.door import Agency
from gongkai.publishing.door import Origin

if TYPE_CHECKING:
    from collections.abc import Collection

    from gongkai.agencies.door import Office
    from gongkai.cases.case import Case
    from gongkai.publishing.door import InformationPage

OURS = "ours"  # the question of the tree that is spoken to
_NOT_OURS = "no"
_LONGEST = 200  # what a draft holds of the organ and how to reach it


class Proposed(NamedTuple):
    """What one piece of information that a search found speaks for.

    `answer` is the answer to “ours”, ``yes`` or ``no``; `organ` who discloses it otherwise, with how to reach it where
    that organ is known here. `origin`, `text`, `law` and `hint` are words: where it is from, the sentence of the law,
    its article, what to see to.
    """

    title: str
    number: str
    answer: str
    organ: str
    origin: str
    text: str
    law: str
    hint: str


def proposed(case: Case, *, on: date) -> list[Proposed]:
    """Return what each piece of information that the searches of a case found speaks for, each once."""
    found = case.searchrecords.exclude(information=None).select_related("information__agency").order_by("pk")
    pages = {one.information_id: one.information for one in found}
    return [_of(page, on=on) for page in pages.values()]


def agreed(proposals: Collection[Proposed]) -> str:
    """Return the answer that all of them speak for; empty where there is none, or they differ."""
    answers = {one.answer for one in proposals}
    return answers.pop() if len(answers) == 1 else ""


def organ_to_name(case: Case, *, on: date) -> str:
    """Return the organs that disclose what was found instead of the agency, as a draft names them; may be empty."""
    told = "；".join(dict.fromkeys(one.organ for one in proposed(case, on=on) if one.answer == _NOT_OURS))
    return told if len(told) <= _LONGEST else ""


def _of(page: InformationPage, *, on: date) -> Proposed:
    rule = statute.origin_rule(page.origin, led_here=_led_here(page), on=on)
    organ = _reached(page.responsible_organ.strip(), on) if rule.answer == _NOT_OURS else ""
    return Proposed(page.title, page.index_number, rule.answer, organ, rule.name, rule.text, rule.law, rule.hint)


def _led_here(page: InformationPage) -> bool:
    """Tell whether the organ that led the making is the agency, by what it is or then was called."""
    then = page.agency.as_of(page.issue_date)
    called = {page.agency.name, page.agency.short_name, then["name"], then["short_name"]}
    return page.origin == Origin.JOINTLY_MADE and page.responsible_organ.strip() in called


def _reached(organ: str, on: date) -> str:
    """Return an organ's name, with its disclosure office and telephone where it is an agency of this system."""
    agency = Agency.objects.filter(name=organ).first()
    office: Office | None = agency.disclosure_office_on(on) if agency else None
    return f"{organ}（{office.name}，{office.address}，电话{office.telephone}）" if office else organ
