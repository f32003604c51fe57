"""Cases as a person would write them: ``told("internet 2025-09-17 confirmed 2025-09-19", "2025-09-26 extend 10")``."""

from datetime import date

from gongkai.statute import Calendar, CaseFacts, Clock, Event, Receipt, clock

CALENDAR = Calendar()
_DAYS = ("received_by_applicant", "received_by_other", "due_date", "confirmed_date")
_NUMBERS = ("period_workdays", "workdays")


def day(text: str) -> date:
    return date.fromisoformat(text)


def an_event(line: str) -> Event:
    """``2025-09-26 request_correction received_by_applicant=2025-09-28 period_workdays=15``."""
    event_date, act, *rest = line.split()
    values: dict = dict(part.split("=", 1) for part in rest)
    values |= {key: day(values[key]) for key in _DAYS if key in values}
    values |= {key: int(values[key]) for key in _NUMBERS if key in values}
    if "notified" in values:
        values["notified"] = values["notified"] == "yes"
    return Event(act=act, event_date=day(event_date), **values)


def a_case(received: str, *lines: str) -> CaseFacts:
    """``"2025-09-19"`` is handed in in person; ``"internet 2025-09-17 confirmed 2025-09-19"`` names more."""
    words = received.split()
    if len(words) == 1:
        words = ["in_person", *words]
    confirmed = day(words[3]) if words[2:3] == ["confirmed"] else None
    receipt = Receipt(
        channel=words[0], arrival_date=day(words[1]), confirmed_date=confirmed, unreachable="unreachable" in words
    )
    return CaseFacts(receipt=receipt, events=tuple(map(an_event, lines)))


def on(today: str, received: str, *lines: str, **chosen: int) -> Clock:
    """The clock of that case on that day."""
    return clock(a_case(received, *lines), CALENDAR, today=day(today), chosen=chosen)


def due(found: Clock) -> str | None:
    return found.due.date.isoformat() if found.due else None


def rules(found: Clock) -> list[str]:
    return [finding.rule for finding in found.findings]


def limits(found: Clock) -> dict[str, str]:
    return {sub.kind: sub.due.date.isoformat() for sub in found.sub_deadlines}
