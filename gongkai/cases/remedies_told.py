"""What may be done against a reply, as applicant and letter are told (Reg. art. 51; 《行政复议法》 art. 20-23)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.agencies.door import RelationKind, calendar
from gongkai.cases.letters import letter_of
from gongkai.statute import LawUnknown, Remedies

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.cases.case import Case, CaseEvent

COURT = "有管辖权的人民法院"
_UNKNOWN_BODY = "有管辖权的行政复议机关"
_LAST_DAYS = re.compile(r"（至[^）]*）")
INTERNET_CHANNEL = "行政复议机关公布的网上申请渠道"


def body_of(agency: Agency, on: date) -> str:
    """Return who decides on a reconsideration against the agency."""
    return agency.related_body(RelationKind.RECONSIDERATION_BODY, on) or _UNKNOWN_BODY


def reply_remedies(case: Case) -> list[str]:
    """Return the paragraphs for a case that was answered, with the last days; none where there is no reply."""
    events = list(case.events.all())
    replied = next((one for one in events if one.facts.get("outcome") and one.act != "withdraw"), None)
    if replied is None:
        return []
    served = next((one for one in events if one.act == "serve"), None)
    try:
        found = statute.remedies(
            replied.facts["outcome"],
            decided_date=replied.event_date,
            served_date=_service_date(served) or replied.event_date,
            calendar=calendar(),
            by_internet=bool(served and served.facts.get("method") == "electronic"),
        )
    except LawUnknown:  # what the applicant took back carries none
        return []
    letter = letter_of(replied)
    reading = letter.reading if letter else ""
    said = paragraphs(found, case.agency, replied.event_date, reading=reading)
    return said if served else without_last_days(said)


def _service_date(served: CaseEvent | None) -> date | None:
    if served is None:
        return None
    reached = served.facts.get("received_by_applicant")
    return date.fromisoformat(reached) if reached else served.event_date


def paragraphs(found: Remedies, agency: Agency, on: date, *, reading: str = "", act: str = "答复") -> list[str]:
    """Return the paragraphs of a letter; where the law has several readings, the chosen one, or all of them."""
    chosen = [one for one in found.readings if one.id == reading] or list(found.readings)
    body = body_of(agency, on)
    said = [found.paragraph(one, act=act, body=body, court=COURT) for one in chosen]
    notes = [note.text.format(act=act, internet_channel=INTERNET_CHANNEL) for note in found.notes]
    return [*said, *notes]


def without_last_days(said: list[str]) -> list[str]:
    """Return the paragraphs without the last days, for a letter whose day of service is not known yet."""
    return [_LAST_DAYS.sub("", one) for one in said]
