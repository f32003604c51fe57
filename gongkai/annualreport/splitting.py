"""Digits glued together without separators, split where the form's arithmetic allows.

``21710000218`` in a row of seven columns whose last is the sum of the others can only
be 217 1 0 0 0 0 218. A cell never starts with an idle zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

LIMIT = 400  # splits of one row that are still worth telling apart
LONGEST = 48  # digits: more than any row of the form holds
STEPS = 60_000  # cuts tried for one row before it is given up


class Budget:
    """How many cuts may still be tried; when none are left, the search ends without a result."""

    def __init__(self) -> None:
        self.left = STEPS

    def spend(self) -> bool:
        """Take one step; tell whether it is still paid for."""
        self.left -= 1
        return self.left > 0


def splits(digits: str, count: int, budget: Budget | None = None) -> Iterator[tuple[int, ...]]:
    """Yield every way to cut `digits` into `count` numbers without idle zeros."""
    budget = budget or Budget()
    if not budget.spend():
        return
    if count == 1:
        if digits and (digits[0] != "0" or len(digits) == 1):
            yield (int(digits),)
        return
    longest = 1 if digits[:1] == "0" else len(digits) - count + 1
    for length in range(1, longest + 1):
        head = int(digits[:length])
        for tail in splits(digits[length:], count - 1, budget):
            yield (head, *tail)


def summed_splits(digits: str, parts: int, budget: Budget) -> Iterator[tuple[int, ...]]:
    """Yield the cuts into `parts` numbers and a last one that is their sum."""
    for length in range(1, len(digits) - parts + 1):
        total = digits[-length:]
        if total[0] == "0" and length > 1:
            continue
        for head in _adding_to(digits[:-length], parts, int(total), budget):
            yield (*head, int(total))


def _adding_to(digits: str, parts: int, total: int, budget: Budget) -> Iterator[tuple[int, ...]]:
    """Yield the cuts of `digits` into `parts` numbers that add up to `total`."""
    if not budget.spend():
        return
    if parts == 1:
        if digits and (digits[0] != "0" or len(digits) == 1) and int(digits) == total:
            yield (total,)
        return
    longest = 1 if digits[:1] == "0" else len(digits) - parts + 1
    for length in range(1, longest + 1):
        head = int(digits[:length])
        if head > total:
            break
        for tail in _adding_to(digits[length:], parts - 1, total - head, budget):
            yield (head, *tail)


def grouped_splits(digits: str, groups: int, parts: int, budget: Budget) -> Iterator[tuple[int, ...]]:
    """Yield the cuts into `groups` runs, each of `parts` numbers and their sum."""
    if groups == 1:
        yield from summed_splits(digits, parts, budget)
        return
    for length in range(parts + 1, len(digits) - (groups - 1) * (parts + 1) + 1):
        for head in summed_splits(digits[:length], parts, budget):
            for tail in grouped_splits(digits[length:], groups - 1, parts, budget):
                yield (*head, *tail)


@lru_cache(maxsize=2048)
def candidates(tokens: tuple[str, ...], groups: int, parts: int) -> tuple[tuple[int, ...], ...]:
    """Return the possible rows behind glued `tokens`; empty where there is none or too many.

    The row has `groups` runs of `parts` numbers and a sum (`parts` 0: no sums, `groups`
    numbers). Borders between tokens are kept: a number never spans two of them.
    """
    digits = "".join(tokens)
    if not digits.isdecimal() or len(digits) > LONGEST:
        return ()
    borders = _borders(map(str, tokens))
    budget = Budget()
    found = grouped_splits(digits, groups, parts, budget) if parts else splits(digits, groups, budget)
    kept = list(islice((row for row in found if borders <= _borders(map(str, row))), LIMIT + 1))
    return tuple(kept) if len(kept) <= LIMIT and budget.left > 0 else ()


def _borders(tokens: Iterator[str]) -> set[int]:
    place = 0
    borders = set()
    for token in tokens:
        place += len(token)
        borders.add(place)
    return borders


def unanimous(rows: Sequence[tuple[int | None, ...]]) -> tuple[int | None, ...]:
    """Return the values on which all possible rows agree, None where they differ."""
    return tuple(column[0] if len(set(column)) == 1 else None for column in zip(*rows, strict=True))
