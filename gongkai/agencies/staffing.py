"""How few people an agency needs, so that every gate is opened by somebody allowed to (data/gates.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
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
    """Return roles that let one person open these gates: the first allowed role of each, once."""
    return sorted({min(gate.roles) for gate in opened})


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
