"""What those who were asked for their opinion have said, and what a reply may make of it (Reg. art. 32-34)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gongkai.statute.consultations import SILENCE, Consultation
from gongkai.statute.rows import Row, read_rows

CONSENT, OBJECTION = "consent", "objection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Row):
    """What may be said to a letter that asks for an opinion.

    Of several about the same information the one of the highest `weight` counts. `asked` is False for what nobody
    says: it follows from the calendar.
    """

    id: str
    name: str
    weight: int
    asked: bool


@cache
def opinions() -> tuple[Opinion, ...]:
    """Return every opinion, in the order of the data."""
    return read_rows(Opinion, "opinion", "opinions.toml")


class Consulted(NamedTuple):
    """A letter that asked for an opinion, as it stands on a day.

    `kind` is whom it asked (``third_party``, ``other_organ``, ``co_maker``), `standing` ``open`` while the answer is
    waited for, else the id of an opinion; empty where an answer came and what it says is not on record.
    """

    kind: str
    standing: str
    id: str = ""


def consulted(letter: Consultation, standing: str) -> Consulted:
    """Return a letter as it stands: the silence of who made it too agrees, that of others says nothing (art. 34)."""
    agrees = standing == SILENCE and letter.kind == "co_maker"
    return Consulted(letter.kind, CONSENT if agrees else standing, letter.id)


def weight_of(opinion: str) -> int:
    """Return the weight of an opinion, -1 of none."""
    return next((row.weight for row in opinions() if row.id == opinion), -1)


def weightiest(said: Collection[str]) -> str:
    """Return the opinion that counts among several, empty where there is none."""
    known = [row.id for row in opinions() if row.id in said]
    return max(known, key=weight_of, default="")
