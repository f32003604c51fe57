"""Who discloses what an agency has, by where it has it from (Reg. art. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.statute.refusals import LawUnknown
from gongkai.statute.rows import Row, read_rows, row_in_force

_JOINTLY, _ELSEWHERE = "jointly_made", "jointly_made_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRule(Row):
    """What the law says of one origin; `text` is its sentence.

    `answer` is ``yes`` where the agency itself discloses, else ``no``; `hint` is what to see to before the reply.
    """

    id: str
    answer: str
    name: str
    hint: str


@cache
def _rows() -> tuple[OriginRule, ...]:
    return read_rows(OriginRule, "origin", "origins.toml")


def origin_rule(origin: str, *, led_here: bool, on: date) -> OriginRule:
    """Return the rule of an origin as the law of that day has it; raise LawUnknown where there is none.

    `led_here` tells whether the agency led the making; it matters only for what was made jointly.
    """
    wanted = _ELSEWHERE if origin == _JOINTLY and not led_here else origin
    row = row_in_force([one for one in _rows() if one.id == wanted], on)
    if row is None:
        raise LawUnknown("no_origin", origin=origin, on=on)
    return row
