"""Whether the people an agency has can pass every gate, and who would open which."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gongkai.agencies.door import Appointment, Gate, Role, gates, opened_by, roles_needed, smallest_staff

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


class Passage(NamedTuple):
    """A gate: who of the agency may open it, and who would for one item; nobody where it stays closed."""

    gate: Gate
    roles: list[str]
    allowed: list[str]
    opens: str


def passages(agency: Agency, on: date) -> list[Passage]:
    """Return every gate in its order, with those appointed on that day; deputies stand in and are not counted."""
    held: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    rows = Appointment.objects.filter(agency=agency, person__is_active=True).in_force(on).select_related("person")
    for row in rows.order_by("person_id"):
        held[f"{row.person_id}"].add(row.role)
        names[f"{row.person_id}"] = str(row.person)
    opens = opened_by(gates(), held)
    return [
        Passage(
            gate,
            [Role(role).label for role in Role if role in gate.roles],
            [names[one] for one, roles in held.items() if gate.roles & roles],
            names.get(opens.get(gate.id, ""), ""),
        )
        for gate in gates()
    ]


def fewest() -> list[dict[str, list[str]]]:
    """Return the smallest staff that passes every gate: for each person the roles and the gates he opens."""
    return [
        {"roles": [Role(role).label for role in roles_needed(opened)], "gates": [gate.title for gate in opened]}
        for opened in smallest_staff(gates())
    ]
