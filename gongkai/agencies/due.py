"""What is due: a queue is a question to the records, as a figure is; nothing is ever ticked off by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gongkai.agencies.appointments import Role
    from gongkai.agencies.organs import Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that somebody is to do: what, in which role, by which day, and the page where it is done.

    `what` is shown to everybody who looks after the agency and names no person outside it; `note` only
    to those who are to do it. `office` is whose work it is, empty where nobody said. `barred` are the
    ids of people who must not do it (authors, whoever decided before), `only` of those whose own work it is,
    empty for everybody in the role. `waits`: somebody else has to act first. Without `due_date` no day is set.
    """

    what: str
    address: str
    agency: Agency
    roles: frozenset[Role]
    due_date: date | None = None
    note: str = ""
    office: str = ""
    barred: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()
    waits: bool = False

    def is_for(self, person_id: int, seats: Mapping[tuple[int, Role], int | None]) -> bool:
        """Tell whether it waits for a person in these seats (`seats`); a deputy wears the hat of whom he acts for."""
        sat = [seats[self.agency.pk, role] for role in self.roles if (self.agency.pk, role) in seats]
        hats = ({person_id, person_id if absent is None else absent} for absent in sat)
        return any(not worn & self.barred and (not self.only or bool(worn & self.only)) for worn in hats)


class Queue(NamedTuple):
    """Things of one kind that may be due: who they are for, the law behind them, and how they are found.

    `id` names room and queue (``publishing.reviews``). `find` takes agencies and the moment it is asked for,
    and returns what is due in these agencies then, whoever is to do it.
    """

    id: str
    title: str
    law: str
    roles: frozenset[Role]
    find: Callable[[Collection[Agency], datetime], Iterable[Due]]
