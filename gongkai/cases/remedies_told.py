"""What may be done against a reply, as applicant and letter are told (Reg. art. 51; 《行政复议法》 art. 20-23)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.agencies.door import RelationKind, calendar
from gongkai.cases.answers import decision
from gongkai.cases.contents import numeral
from gongkai.cases.letters import letter_of
from gongkai.statute import Judgement, LawUnknown, Remedies, Remedy

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.cases.case import Case, CaseEvent

COURT = "有管辖权的人民法院"
_UNKNOWN_BODY = "有管辖权的行政复议机关"
_ACT = "答复"  # what the letter is called in the sentences of the law
_LAST_DAYS = re.compile(r"（至[^）]*）")
INTERNET_CHANNEL = "行政复议机关公布的网上申请渠道"


def body_of(agency: Agency, on: date) -> str:
    """Return who decides on a reconsideration against the agency."""
    return agency.related_body(RelationKind.RECONSIDERATION_BODY, on) or _UNKNOWN_BODY


def reply_remedies(case: Case) -> list[str]:
    """Return the paragraphs for a case that was answered, with the last days; none where there is no reply."""
    replied = _reply_of(case)
    if replied is None or case.remake_due is not None:  # what was annulled is not disputed again
        return []
    served = case.service_of(replied)
    letter = letter_of(replied)
    try:
        said = reply_paragraphs(
            kinds_of(replied),
            case.agency,
            decided_date=replied.event_date,
            served_date=_service_date(served) or replied.event_date,
            by_internet=bool(served and served.facts.get("method") == "electronic"),
            reading=letter.reading if letter else "",
        )
    except LawUnknown:  # what the applicant took back carries none
        return []
    return said if served else without_last_days(said)


def _reply_of(case: Case) -> CaseEvent | None:
    events = list(case.events.all())
    return next((one for one in reversed(events) if one.facts.get("outcome") and one.act != "withdraw"), None)


def goes_to_reconsideration_first(case: Case) -> bool:
    """Tell whether nobody may sue over the reply of a case before a reconsideration, in every reading (复议前置)."""
    replied = _reply_of(case)
    if replied is None:
        return False
    days = {"decided_date": replied.event_date, "served_date": replied.event_date}
    try:
        found = [statute.remedies(kind, **days, calendar=calendar()) for kind in kinds_of(replied)]
    except LawUnknown:  # what the applicant took back carries none
        return False
    return any(one.reconsideration_first for one in found)


def kinds_of(replied: CaseEvent) -> list[str]:
    """Return the kinds of answer that a reply gives, content by content; of history the one that is on record."""
    whole = decision(Judgement.of_data(replied.answers), on=replied.event_date) if replied.answers else None
    return [one.code for one in whole.contents] if whole else [replied.facts["outcome"]]


def reply_paragraphs(
    kinds: Sequence[str],
    agency: Agency,
    *,
    decided_date: date,
    served_date: date,
    by_internet: bool = False,
    reading: str = "",
) -> list[str]:
    """Return what may be done against a reply whose contents are answered so, in paragraphs with the last days.

    Where contents carry different remedies each paragraph says for which it is. Raises LawUnknown for a kind that
    carries none.
    """
    days = {"decided_date": decided_date, "served_date": served_date}
    found = [statute.remedies(one, **days, calendar=calendar(), by_internet=by_internet) for one in kinds]
    routes: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(found):
        routes.setdefault(tuple(_routes(one, agency, decided_date, reading)), []).append(place)
    if len(routes) == 1:
        return [*next(iter(routes)), *_notes(found[0])]
    told = ((f"对第{'项、第'.join(map(numeral, places))}项的答复：", lines) for lines, places in routes.items())
    return [*(f"{whom}{line}" for whom, lines in told for line in lines), *_notes(found[0])]


def readings(kinds: Sequence[str], *, on: date) -> list[Remedy]:
    """Return the readings of the law that must be chosen from, where it has several for one of these kinds."""
    found: dict[str, Remedy] = {}
    for kind in kinds:
        try:
            remedies = statute.remedies(kind, decided_date=on, served_date=on, calendar=calendar())
        except LawUnknown:  # carries none
            continue
        found |= {} if remedies.is_clear else {one.id: one for one in remedies.readings}
    return list(found.values())


def _service_date(served: CaseEvent | None) -> date | None:
    if served is None:
        return None
    reached = served.facts.get("received_by_applicant")
    return date.fromisoformat(reached) if reached else served.event_date


def _routes(found: Remedies, agency: Agency, on: date, reading: str) -> list[str]:
    """Return the ways that are open; where the law has several readings, in the chosen one, or in all of them."""
    chosen = [one for one in found.readings if one.id == reading] or list(found.readings)
    body = body_of(agency, on)
    return [found.paragraph(one, act=_ACT, body=body, court=COURT) for one in chosen]


def _notes(found: Remedies) -> list[str]:
    return [note.text.format(act=_ACT, internet_channel=INTERNET_CHANNEL) for note in found.notes]


def without_last_days(said: list[str]) -> list[str]:
    """Return the paragraphs without the last days, for a letter whose day of service is not known yet."""
    return [_LAST_DAYS.sub("", one) for one in said]
