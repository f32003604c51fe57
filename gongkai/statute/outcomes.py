"""How an application may end, on which grounds, and the one row of the report where it counts (Reg. art. 36-39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.statute.refusals import LawUnknown, OutcomeUndecided
from gongkai.statute.rows import Row, read_rows, row_in_force

REFUSED, PARTIAL = "R3_refuse", "R2p_partial"
FORM_2019 = "format_2019_trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Row):
    """A kind of reply.

    `kind` is the group of the form (``granted``, ``denied``, ``unable`` …). `row` and `row_2019` are the ids of its
    row in table three of either form, empty where the ground decides. `needs` are ids of facts that must be on
    record, `letter` the kind of letter that says it, `approvals` the roles that must have approved. `after_act` and
    `in_state` are what the case must have gone through. `of_whole`: it answers the application as one, never one of
    several contents.
    """

    code: str
    kind: str
    name: str
    row: str
    row_2019: str
    needs: tuple[str, ...]
    letter: str
    approvals: tuple[str, ...]
    after_act: str = ""
    in_state: str = ""
    of_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Row):
    """A ground for not disclosing: its article (14, 15 or 16), row, what it needs on record, its sub-classes."""

    id: str
    name: str
    article: int
    row: str
    needs: tuple[str, ...]
    subclasses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFact(Row):
    """Something that must be on record before a reply may go out: its id and what it is called."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver(Row):
    """A role that approves replies: its id and what it is called."""

    id: str
    name: str


@cache
def approvers() -> tuple[Approver, ...]:
    """Return the roles that approve replies."""
    return read_rows(Approver, "approver", "outcomes.toml")


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return every kind of reply, past and present, in the order of the law."""
    return read_rows(Outcome, "outcome", "outcomes.toml")


@cache
def grounds() -> tuple[Ground, ...]:
    """Return every ground for not disclosing, in the order of the law."""
    return read_rows(Ground, "ground", "outcomes.toml")


@cache
def needed_facts() -> tuple[NeededFact, ...]:
    """Return what replies may need on record."""
    return read_rows(NeededFact, "fact", "outcomes.toml")


def outcome(code: str, *, on: date) -> Outcome:
    """Return the kind of reply with that code; raise LawUnknown where none is in force on that day."""
    row = row_in_force((row for row in outcomes() if row.code == code), on)
    if row is None:
        raise LawUnknown("no_outcome", outcome=code, on=on)
    return row


def ground(ground_id: str, *, on: date) -> Ground:
    """Return the ground with that id; raise LawUnknown where none is in force on that day."""
    row = row_in_force((row for row in grounds() if row.id == ground_id), on)
    if row is None:
        raise LawUnknown("no_ground", ground=ground_id, on=on)
    return row


def report_row(code: str, form_id: str, *, on: date, principal_ground: str = "") -> str:
    """Return the id of the one row of table three, in that form, where such a reply counts.

    A refusal counts in the row of its principal ground. Raises LawUnknown for a code or ground nobody knows.
    """
    found = outcome(code, on=on)
    if not found.row:
        return ground(principal_ground, on=on).row
    return found.row_2019 if form_id == FORM_2019 else found.row


def combined(codes: Sequence[str], *, on: date, principal: str = "") -> str:
    """Return the one code of an application with several contents.

    Something given and something not is a partial disclosure, whatever the reasons. Where nothing is given for
    several reasons the officer chooses the principal one; raises OutcomeUndecided while he has not, or names one
    that is not among them.
    """
    kinds = {outcome(code, on=on).kind for code in codes}
    if kinds == {"granted"}:
        return next((code for code in codes if code == "R2_provide"), codes[0])
    if kinds & {"granted", "partially_granted"}:
        return PARTIAL
    if len(set(codes)) == 1:
        return codes[0]
    if principal not in codes:
        names = "、".join(outcome(code, on=on).name for code in dict.fromkeys(codes))
        raise OutcomeUndecided("outcome_undecided", names=names or "（无）")
    return principal
