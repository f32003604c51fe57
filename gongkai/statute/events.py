"""What is done with a case: the acts, the states, and which act is allowed in which state (Reg. art. 30-37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from gongkai.statute.receipt import Receipt
from gongkai.statute.rows import Row, read_rows, row_in_force


class State(StrEnum):
    """Where a case stands."""

    REGISTERED = "registered"
    RECEIVED = "received"
    CORRECTION_REQUESTED = "correction_requested"
    PROCESSING = "processing"
    CONSULTING = "consulting"
    EXTENDED = "extended"
    FEE_PENDING = "fee_pending"
    REASONS_REQUESTED = "reasons_requested"
    REPLIED = "replied"
    SERVED = "served"
    ARCHIVED = "archived"
    ABANDONED_CORRECTION_OVERDUE = "abandoned_correction_overdue"
    ABANDONED_FEE_OVERDUE = "abandoned_fee_overdue"
    WITHDRAWN = "withdrawn"


ABANDONED = frozenset({State.ABANDONED_CORRECTION_OVERDUE, State.ABANDONED_FEE_OVERDUE})
CLOSED = ABANDONED | {State.REPLIED, State.SERVED, State.ARCHIVED, State.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Row):
    """An act, the states in which it may be done, and the state it leads to.

    `refused_in` names the rule that refuses it in a state where more can be said than "not now"; `same_as` is the
    act whose other name it is; `by_others` an act that nobody chooses: a court orders it, or it
    follows from another record.
    """

    act: str
    name: str
    allowed_in: tuple[str, ...]
    leads_to: str
    refused_in: Mapping[str, str] | None = None
    same_as: str = ""
    by_others: bool = False


@cache
def transitions() -> tuple[Transition, ...]:
    """Return every act, past and present, in the order of the data."""
    return read_rows(Transition, "transition", "transitions.toml")


def transition(act: str, *, on: date) -> Transition | None:
    """Return the row of that act as the law of the day knows it, or None."""
    return row_in_force((row for row in transitions() if row.act == act), on)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateName(Row):
    """What a state is called in Chinese."""

    id: str
    name: str


@cache
def _state_names() -> Mapping[str, str]:
    return {row.id: row.name for row in read_rows(StateName, "state", "states.toml")}


def state_name(state: State) -> str:
    """Return what the state is called in Chinese."""
    return _state_names()[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on one day. Each act looks at the fields that concern it and leaves the others alone.

    `id` joins a consultation to its answer. `received_by_applicant` and `received_by_other` are the days
    a letter reached them. `period_workdays` is the time given for a correction, `workdays` the length of
    an extension, `due_date` a delayed date (art. 35) or that of an ordered reply, `reason` why (a late correction's
    good cause, too), `outcome` the code of a reply, `method` how it was served. `notified` False says that the
    applicant was not told of an extension. `channel` and `confirmed_date` tell how a correction came in. `opinion`
    is the id of what those who were asked said.
    """

    act: str
    event_date: date
    id: str = ""
    received_by_applicant: date | None = None
    received_by_other: date | None = None
    period_workdays: int | None = None
    workdays: int | None = None
    approved_by: str = ""
    notified: bool | None = None
    due_date: date | None = None
    reason: str = ""
    outcome: str = ""
    method: str = ""
    channel: str = ""
    confirmed_date: date | None = None
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """All that the clock needs of a case: its receipt, and its events in the order they happened.

    `chosen` is what its agency had set for itself when it arrived (see Terms).
    """

    receipt: Receipt
    events: tuple[Event, ...] = ()
    chosen: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
