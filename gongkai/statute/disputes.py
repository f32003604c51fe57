"""How reconsideration and litigation are counted in table four of the annual report (Reg. art. 50)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.statute.refusals import LawUnknown
from gongkai.statute.rows import Row, read_rows, row_in_force

RECONSIDERATION, LITIGATION = "reconsideration", "litigation"
PENDING = "pending"
_COLUMNS = {  # route and whether reconsideration came before: how the form's columns begin
    (RECONSIDERATION, False): "reconsideration",
    (LITIGATION, False): "litigation_direct",
    (LITIGATION, True): "litigation_after_reconsideration",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeResult(Row):
    """A result of a route (``reconsideration``, ``litigation``); `counts_as` is upheld, corrected or other_result.

    `orders_reply` tells that the agency has to answer the application anew.
    """

    route: str
    id: str
    name: str
    counts_as: str
    orders_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One instance of a dispute: the id of its result and the day it came, None and None while it is pending."""

    result: str | None = None
    closed_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A dispute over one act of the agency, with its instances in order: two instances are one case.

    `is_original` is False where the agency is sued only as the organ that reconsidered another's act: such a
    suit counts for the original organ alone.
    """

    route: str
    instances: tuple[Instance, ...]
    after_reconsideration: bool = False
    is_original: bool = True


@cache
def dispute_results() -> tuple[DisputeResult, ...]:
    """Return every result, past and present, in the order of the data."""
    return read_rows(DisputeResult, "dispute_result", "dispute_results.toml")


def dispute_result(route: str, result_id: str, *, on: date) -> DisputeResult:
    """Return the row of a result; raise LawUnknown for one the data do not know."""
    rows = (row for row in dispute_results() if (row.route, row.id) == (route, result_id))
    row = row_in_force(rows, on)
    if row is None:
        raise LawUnknown("no_dispute_result", route=route, result=result_id, on=on)
    return row


def dispute_column(dispute: Dispute, *, year: int) -> str | None:
    """Return the column of table four where the dispute counts in the report of that year, or None.

    What was not decided by 31 December is pending; the result that stood on that day is the last instance's. A
    dispute that was closed in an earlier year, or not yet begun, is the caller's to leave out.
    """
    if not dispute.is_original:
        return None
    start = _COLUMNS[dispute.route, dispute.after_reconsideration and dispute.route == LITIGATION]
    return f"{start}_{_standing(dispute.route, dispute.instances, date(year, 12, 31))}"


def _standing(route: str, instances: Sequence[Instance], on: date) -> str:
    last = instances[-1] if instances else Instance()
    if last.result is None or last.closed_date is None or last.closed_date > on:
        return PENDING
    return dispute_result(route, last.result, on=last.closed_date).counts_as
