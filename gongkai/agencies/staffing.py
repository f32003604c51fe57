"""How few people an agency needs, so that every gate is opened by somebody allowed to (data/gates.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that somebody with one of `roles` must do, and not who did one of `apart`."""

    id: str
    title: str
    roles: frozenset[str]
    apart: frozenset[str]
    law: str
    mark: str
    since: date
    checked: date


@cache
def gates() -> tuple[Gate, ...]:
    """Return the gates, in the order in which they are passed."""
    rows = tomllib.loads(files("gongkai.agencies").joinpath("data", "gates.toml").read_text("utf-8"))["gate"]
    return tuple(Gate(**{**row, "roles": frozenset(row["roles"]), "apart": frozenset(row["apart"])}) for row in rows)


def are_apart(one: Gate, other: Gate) -> bool:
    """Tell whether one person may not open both gates for the same item or case."""
    return other.id in one.apart or one.id in other.apart


def smallest_staff(needed: Sequence[Gate]) -> list[list[Gate]]:
    """Return the fewest people who can open all gates: for each person the gates he opens, none of them apart."""
    return next(found for size in range(len(needed) + 1) if (found := _shared(needed, [], size)) is not None)


def roles_needed(opened: Iterable[Gate]) -> list[str]:
    """Return the fewest roles that let one person open these gates, those that only one role opens first."""
    roles: set[str] = set()
    for gate in sorted(opened, key=lambda gate: len(gate.roles)):
        if not gate.roles & roles:
            roles.add(min(gate.roles))
    return sorted(roles)


def opened_by(needed: Sequence[Gate], held: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return who opens which gate for one item: gate id -> person, as many gates as these people can open together.

    `held` gives the roles of each person. A gate that is missing stays closed: nobody has the role, or only people
    who must open a gate apart from it.
    """
    fit = {gate.id: [one for one, roles in held.items() if gate.roles & set(roles)] for gate in needed}
    tight, free = list(needed), []
    while loose := [gate for gate in tight if len(fit[gate.id]) > sum(are_apart(gate, other) for other in tight)]:
        free += loose[:1]  # whatever the others take, somebody is left for it
        tight.remove(loose[0])
    order = sorted(tight, key=lambda gate: len(fit[gate.id]))
    found = next(one for left in range(len(order) + 1) if (one := _held(order, fit, {}, left)) is not None)
    for gate in reversed(free):
        found |= {gate.id: next(one for one in fit[gate.id] if not _is_barred(one, gate, found))}
    return found


def _held(
    left: Sequence[Gate], fit: Mapping[str, Sequence[str]], found: dict[str, str], may_miss: int
) -> dict[str, str] | None:
    """Return `found` with the gates `left` given to people, all but `may_miss` of them; None where that fails."""
    if not left:
        return found
    gate, *rest = left
    options = [found | {gate.id: one} for one in fit[gate.id] if not _is_barred(one, gate, found)]
    tried = ((option, may_miss) for option in options)
    closed = [(found, may_miss - 1)] if may_miss else []
    return next((done for one, miss in (*tried, *closed) if (done := _held(rest, fit, one, miss)) is not None), None)


def _is_barred(person: str, gate: Gate, found: Mapping[str, str]) -> bool:
    return any(found.get(other.id) == person and are_apart(gate, other) for other in gates())


def _shared(left: Sequence[Gate], people: list[list[Gate]], most: int) -> list[list[Gate]] | None:
    """Return how the gates `left` fall to `people` and new ones, `most` in all; None where they cannot."""
    if not left:
        return people
    gate, *rest = left
    fitting = [at for at, opened in enumerate(people) if not any(are_apart(gate, other) for other in opened)]
    options = [people[:at] + [people[at] + [gate]] + people[at + 1 :] for at in fitting]
    if len(people) < most:
        options.append(people + [[gate]])
    return next((found for option in options if (found := _shared(rest, option, most)) is not None), None)
