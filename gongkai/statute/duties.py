"""What an agency must publish without being asked (法定主动公开内容, Reg. art. 20 and 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.statute.refusals import LawUnknown
from gongkai.statute.rows import Row, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureDuty(Row):
    """One item of the list; `text` is its exact wording.

    `code` is fixed and stored with what is published: ``art20_07_budget``, ``art21_city_county/public_service``.
    `group` is ``art20`` (every agency), ``art21_city_county`` (city and county governments and their
    departments) or ``art21_township``. `number` is the printed one, ``（七）``; art. 21 prints none.
    """

    code: str
    group: str
    number: str


@cache
def _rows() -> tuple[DisclosureDuty, ...]:
    return read_rows(DisclosureDuty, "duty", "duties.toml")


def duties(*, on: date, group: str = "") -> tuple[DisclosureDuty, ...]:
    """Return the items in force on that day in the order of the law, all groups or only one."""
    return tuple(row for row in _rows() if row.in_force(on) and group in ("", row.group))


def duty(code: str, *, on: date) -> DisclosureDuty:
    """Return the item with that code; raise LawUnknown where none is in force on that day."""
    for row in duties(on=on):
        if row.code == code:
            return row
    raise LawUnknown("no_duty", code=code, on=on)
