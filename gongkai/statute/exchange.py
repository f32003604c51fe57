"""A case and its clock as JSON: the contract of `gongkai statute clock` (docs/cli.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from gongkai.findings import Finding
from gongkai.statute.clock import Clock, SubDeadline
from gongkai.statute.events import CaseFacts, Event
from gongkai.statute.receipt import Receipt
from gongkai.statute.refusals import CaseMalformed

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES = ("received_by_applicant", "received_by_other", "due_date")
_NUMBERS = ("period_workdays", "workdays")
_TEXTS = ("id", "approved_by", "outcome", "method", "channel", "opinion")
_OTHER_NAMES = {"delayed_date": "due_date", "until": "due_date", "code": "outcome"}
_KNOWN = sorted({"act", "date", "confirmed", "notified", "reason", "good_cause", *_DATES, *_NUMBERS, *_TEXTS})


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case read from JSON.

    `today` is None where the JSON names none; `chosen` are the agency's own settings. `stopped` is why the
    events from some place on could not be taken, `remarks` are keys that look like a slip of the pen.
    """

    case: CaseFacts
    today: date | None
    chosen: Mapping[str, int]
    stopped: Finding | None
    remarks: tuple[Finding, ...]

    @property
    def latest_date(self) -> date:
        """The last day the case tells of."""
        return max([self.case.receipt.arrival_date, *(event.event_date for event in self.case.events)])


def case_from_dict(data: object) -> ReadCase:
    """Return the case in the JSON value; raise CaseMalformed, which names the place, where it has another shape."""
    top = _mapping(data, "全文")
    receipt = _receipt(_mapping(_needed(top, "received", "received"), "received"))
    events, stopped = _events(_given(top, "events", []))
    today = _date(top["today"], "today") if top.get("today") is not None else None
    chosen = _mapping(_given(top, "settings", {}), "settings")
    for key, value in chosen.items():
        _number(value, f"settings.{key}")
    return ReadCase(CaseFacts(receipt=receipt, events=events), today, chosen, stopped, tuple(_slips(top)))


def _receipt(data: Mapping[str, Any]) -> Receipt:
    confirmed = data.get("confirmed")
    return Receipt(
        channel=_text(_needed(data, "channel", "received.channel"), "received.channel"),
        arrival_date=_date(_needed(data, "date", "received.date"), "received.date"),
        confirmed_date=None if confirmed is None else _date(confirmed, "received.confirmed"),
        unreachable=_truth(data.get("unreachable", False), "received.unreachable"),
    )


def _events(data: object) -> tuple[tuple[Event, ...], Finding | None]:
    """Return the events up to the first without act or date, and the finding about that one."""
    if not isinstance(data, list):
        raise CaseMalformed("case_not_list", place="events")
    events: list[Event] = []
    for place, row in enumerate(data):
        where = f"events[{place}]"
        told = _mapping(row, where)
        for key in ("act", "date"):
            if told.get(key) in (None, ""):
                return tuple(events), Finding("CLOCK-KEY-MISSING", f"{where}.{key}", {"key": key})
        events.append(_event(told, where))
    return tuple(events), None


def _event(data: Mapping[str, Any], where: str) -> Event:
    told = {_OTHER_NAMES.get(key, key): value for key, value in data.items() if value is not None}
    values: dict[str, Any] = {key: _date(told[key], f"{where}.{key}") for key in _DATES if key in told}
    values |= {key: _number(told[key], f"{where}.{key}") for key in _NUMBERS if key in told}
    values |= {key: _text(told[key], f"{where}.{key}") for key in _TEXTS if key in told}
    if "confirmed" in told:
        values["confirmed_date"] = _date(told["confirmed"], f"{where}.confirmed")
    if "notified" in told:
        values["notified"] = _truth(told["notified"], f"{where}.notified")
    return Event(
        act=_text(told["act"], f"{where}.act"),
        event_date=_date(told["date"], f"{where}.date"),
        reason=_reason(told, where),
        **values,
    )


def _reason(told: Mapping[str, Any], where: str) -> str:
    """Return why: the reason given, or that there is a good cause where only this is said."""
    given = told.get("good_cause") or told.get("reason") or ""
    return "有正当理由" if given is True else _text(given, f"{where}.reason")


def _slips(top: Mapping[str, Any]) -> list[Finding]:
    """Return a finding for each key of an event that is nearly one we know: what is not known is left aside."""
    found = []
    for place, row in enumerate(_given(top, "events", [])):
        for key in row if isinstance(row, dict) else ():
            known = [] if key in _KNOWN or key in _OTHER_NAMES else get_close_matches(key, _KNOWN, cutoff=0.8)
            if known:
                facts = {"key": key, "known": known[0]}
                found.append(Finding("CLOCK-KEY-UNKNOWN", f"events[{place}].{key}", facts))
    return found


def _given(data: Mapping[str, Any], key: str, default: Any) -> Any:
    """Return the value, or the default where it is left out or null."""
    return default if data.get(key) is None else data[key]


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CaseMalformed("case_not_object", place=place)
    return value


def _needed(data: Mapping[str, Any], key: str, place: str) -> object:
    if data.get(key) in (None, ""):
        raise CaseMalformed("case_missing", place=place)
    return data[key]


def _text(value: object, place: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise CaseMalformed("case_not_text", place=place, value=value)
    return str(value).strip()


def _date(value: object, place: str) -> date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:  # the 30th of February
        pass
    raise CaseMalformed("case_not_date", place=place, value=value)


def _number(value: object, place: str) -> int:
    """Return a whole number of any size: whether it may be so many is for the law to say."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise CaseMalformed("case_not_number", place=place, value=value)
    return value


def _truth(value: object, place: str) -> bool:
    """Return yes or no; a date on which something was done is a yes."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return True
    raise CaseMalformed("case_not_truth", place=place, value=value)


def clock_to_dict(clock: Clock) -> dict[str, Any]:
    """Return the clock as the contract shows it, but for its findings: ISO dates, None where nothing is due."""
    due, notice = clock.due, clock.correction_notice_due
    return {
        "state": str(clock.state),
        "receipt_date": _iso(clock.receipt_date),
        "due_date": _iso(due.date if due else None),
        "provisional": bool(due and due.provisional),
        "days_left": clock.days_left,
        "correction_notice_due": _iso(notice.date if notice else None),
        "safe_date": _iso(clock.safe_date),
        "sub_deadlines": [_sub_deadline(sub) for sub in clock.sub_deadlines],
        "extension_workdays": clock.extension,
        "excluded_workdays": clock.excluded_workdays,
        "ended_runs": [
            {"start": _iso(run.start_date), "end": _iso(run.end_date), "because": run.because}
            for run in clock.ended_runs
        ],
        "trace": [
            {"date": _iso(day.date), "kind": day.kind, "number": day.number, "because": day.because, "law": day.law}
            for day in clock.trace
        ],
    }


def _sub_deadline(sub: SubDeadline) -> dict[str, Any]:
    """Return a period inside the case; `id` and `provisional` only where they say something."""
    told: dict[str, Any] = {"kind": sub.kind, "due_date": _iso(sub.due.date)}
    if sub.id:
        told["id"] = sub.id
    if sub.due.provisional:
        told["provisional"] = True
    return told


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
