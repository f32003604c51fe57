"""Choosing among possible rows by the form's own arithmetic, and by nothing else.

A choice is made only where every way to satisfy the sums agrees on it. Where the sums
cannot be satisfied at all, nothing is chosen: the report or our reading is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod

Numbers = tuple[int, ...]
LIMIT = 20_000  # partial sums held at once: beyond this the columns decide nothing


def add(left: Numbers, right: Numbers) -> Numbers:
    """Return the two rows added column by column."""
    return tuple(a + b for a, b in zip(left, right, strict=True))


def _less(left: Numbers, right: Numbers) -> Numbers:
    return tuple(a - b for a, b in zip(left, right, strict=True))


def feasible(
    rows: Mapping[str, Sequence[Numbers]],
    leaves: Sequence[str],
    total: str,
    balance: tuple[Sequence[str], Sequence[str]],
) -> dict[str, list[Numbers]] | None:
    """Return for each row the options that occur in a solution, None where there is no solution.

    In each column the `leaves` add up to `total`, and the rows of ``balance[0]`` to those
    of ``balance[1]``. Rows that are not in `rows` make an equation unusable: it is left out.
    """
    kept = {row: list(options) for row, options in rows.items()}
    if total not in kept:
        return kept
    balanced = _balanced(kept, balance)
    if balanced is None or not all(row in balanced for row in leaves):
        return balanced
    summed = _summing(balanced, leaves, total)
    return summed and _balanced(summed, balance)


def _balanced(
    rows: dict[str, list[Numbers]], balance: tuple[Sequence[str], Sequence[str]]
) -> dict[str, list[Numbers]] | None:
    """Keep the options of the balance rows with which both sides are equal; None where none are."""
    names = tuple(dict.fromkeys((*balance[0], *balance[1])))
    if not all(name in rows for name in names) or prod(len(rows[name]) for name in names) > LIMIT:
        return rows
    chosen = (dict(zip(names, choice, strict=True)) for choice in product(*(rows[name] for name in names)))
    solutions = [choice for choice in chosen if _balances(choice, balance)]
    if not solutions:
        return None
    return rows | {name: list(dict.fromkeys(choice[name] for choice in solutions)) for name in names}


def _balances(chosen: Mapping[str, Numbers], balance: tuple[Sequence[str], Sequence[str]]) -> bool:
    left, right = (_sum([chosen[row] for row in side]) for side in balance)
    return left == right


def _sum(rows: Sequence[Numbers]) -> Numbers:
    return tuple(map(sum, zip(*rows, strict=True)))


def _summing(kept: dict[str, list[Numbers]], leaves: Sequence[str], total: str) -> dict[str, list[Numbers]] | None:
    """Keep the options of leaves and total with which the leaves add up; None where none do, `kept` where too many."""
    ceiling = tuple(max(column) for column in zip(*kept[total], strict=True))
    forward: list[set[Numbers]] = [{tuple(0 for _ in ceiling)}]
    for row in leaves:
        reached = {add(sofar, option) for sofar in forward[-1] for option in kept[row]}
        forward.append({sums for sums in reached if all(a <= b for a, b in zip(sums, ceiling, strict=True))})
        if len(forward[-1]) > LIMIT:
            return kept
    wanted = set(kept[total]) & forward[-1]
    if not wanted:
        return None
    kept[total] = [option for option in kept[total] if option in wanted]
    for row, before in zip(reversed(leaves), reversed(forward[:-1]), strict=True):
        kept[row] = [option for option in kept[row] if any(_less(after, option) in before for after in wanted)]
        wanted = {_less(after, option) for after in wanted for option in kept[row]} & before
    return kept
