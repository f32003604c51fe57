"""Which day is the day of receipt (收到申请之日, Reg. art. 31)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.findings import Finding
from gongkai.statute.rows import Row, read_rows, row_in_force
from gongkai.statute.settings import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Row):
    """How an application comes in. `starts` is ``arrival``, ``confirmation`` or ``same_day_confirmation``.

    `is_oral`: who cannot write says it, and the office fills in the form (Reg. art. 29).
    """

    id: str
    name: str
    starts: str
    is_oral: bool = False


@cache
def channels() -> tuple[Channel, ...]:
    """Return the channels in the order of the law."""
    return read_rows(Channel, "channel", "channels.toml")


def channel_row(channel_id: str, *, on: date) -> Channel | None:
    """Return the channel with that id as the law of the day knows it, or None."""
    return row_in_force((row for row in channels() if row.id == channel_id), on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How and when an application, or its correction, came in.

    `arrival_date` is the day it was submitted, signed for, or reached the office; `confirmed_date` the
    day both sides confirmed, None while they have not. `unreachable`: the applicant could not be
    reached on the day an ordinary letter came, so the day of confirmation is later without fault.
    """

    channel: str
    arrival_date: date
    confirmed_date: date | None = None
    unreachable: bool = False


def receipt_date(receipt: Receipt) -> date | None:
    """Return the day of receipt, or None while the confirmation that makes it is missing (Reg. art. 31).

    「以双方确认之日为收到申请之日。」 A channel the law does not know has none.
    """
    row = channel_row(receipt.channel, on=receipt.arrival_date)
    if row is None:
        return None
    return receipt.arrival_date if row.starts == "arrival" else receipt.confirmed_date


def receipt_refusals(receipt: Receipt, where: str) -> Iterator[Finding]:
    """Yield what makes a receipt impossible: an unknown channel, a confirmation before the arrival."""
    if channel_row(receipt.channel, on=receipt.arrival_date) is None:
        known = "、".join(row.id for row in channels())
        yield Finding("CLOCK-CHANNEL-UNKNOWN", f"{where}.channel", {"channel": receipt.channel, "known": known})
    if receipt.confirmed_date is not None and receipt.confirmed_date < receipt.arrival_date:
        facts = {"arrival": receipt.arrival_date, "confirmed": receipt.confirmed_date}
        yield Finding("CLOCK-CONFIRMED-EARLY", f"{where}.confirmed", facts)


def receipt_findings(receipt: Receipt, terms: Terms, today: date) -> Iterator[Finding]:
    """Yield what a receipt leaves open or shows: not confirmed yet or too late, the same-day duty missed."""
    row = channel_row(receipt.channel, on=receipt.arrival_date)
    if row is None or row.starts == "arrival":
        return
    if receipt.confirmed_date is None:
        yield _unconfirmed(receipt, row, terms, today)
    elif row.starts == "same_day_confirmation" and receipt.confirmed_date > receipt.arrival_date:
        rule = "CLOCK-UNREACHABLE" if receipt.unreachable else "CLOCK-SAME-DAY"
        yield Finding(
            rule,
            "received.confirmed",
            {"arrival": receipt.arrival_date, "confirmed": receipt.confirmed_date},
        )


def _unconfirmed(receipt: Receipt, row: Channel, terms: Terms, today: date) -> Finding:
    due = confirmation_due(receipt, terms)
    rule = "CLOCK-UNCONFIRMED-OVERDUE" if today > due else "CLOCK-UNCONFIRMED"
    facts = {"arrival": receipt.arrival_date, "channel": row.name, "due": due, "safe": safe_date(receipt, terms)}
    return Finding(rule, "received.confirmed", facts)


def confirmation_due(receipt: Receipt, terms: Terms) -> date:
    """Return the last day to confirm with the applicant: the same day for an ordinary letter."""
    row = channel_row(receipt.channel, on=receipt.arrival_date)
    if row is not None and row.starts == "same_day_confirmation":
        return receipt.arrival_date
    days = terms.setting("confirmation", on=receipt.arrival_date)
    return terms.calendar.add_workdays(receipt.arrival_date, days).date


def safe_date(receipt: Receipt, terms: Terms) -> date:
    """Return the day by which to reply if the arrival counted as receipt: the office cannot stall the clock."""
    return terms.last_day("reply", receipt.arrival_date).date
