"""Text that lost every separator, and the oracle that says which of its figures arithmetic still determines.

The oracle tries every way to cut a row's digits into its cells, and every combination of
rows that satisfies the form's sums. It knows nothing but the form: a reader may not do
better, and need not do worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from tests.annualreport.manners import layout
from tests.annualreport.manners.paper import Block, Line, Paper
from tests.annualreport.manners.values import APPLICANTS, NOT_LEAVES

Split = tuple[int, ...]
Vector = tuple[int, ...]
_TOO_MANY = 60_000


def splits(digits: str, cells: int) -> Iterator[Split]:
    """Yield every way to cut `digits` into `cells` numbers without a leading zero."""
    if cells == 0:
        if not digits:
            yield ()
        return
    longest = len(digits) - cells + 1
    if longest < 1:
        return
    for size in (1,) if digits[0] == "0" else range(1, longest + 1):
        for rest in splits(digits[size:], cells - 1):
            yield (int(digits[:size]), *rest)


def row_splits(digits: str) -> list[Split]:
    """Return the ways to cut a row of applications whose total is the sum of the six before it."""
    return [split for split in splits(digits, 7) if sum(split[:6]) == split[6]]


def dispute_splits(digits: str) -> list[Split]:
    """Return the ways to cut the fifteen figures of section four: each fifth is the sum of four."""
    found: list[Split] = []
    for first in range(5, len(digits) - 9):
        for second in range(first + 5, len(digits) - 4):
            parts = (digits[:first], digits[first:second], digits[second:])
            groups = [[s for s in splits(part, 5) if sum(s[:4]) == s[4]] for part in parts]
            found += [(*a, *b, *c) for a in groups[0] for b in groups[1] for c in groups[2]]
    return found


def _sign(row: str) -> int:
    """Return a row's sign in: new + carried in − (七) − carried out = 0. Leaves enter by their own sum."""
    return {"new_received": 1, "carried_over_in": 1, "carried_over_out": -1}.get(row, -1)


def _add(a: Vector, b: Split, sign: int) -> Vector:
    return tuple(x + sign * y for x, y in zip(a, b[:6], strict=True))


def _reachable(rows: list[tuple[int, list[Split]]]) -> dict[Vector, None]:
    sums: dict[Vector, None] = {(0,) * 6: None}
    for sign, choices in rows:
        sums = {_add(total, split, sign): None for total in sums for split in choices}
        if len(sums) > _TOO_MANY:
            raise OverflowError("too many combinations to enumerate")
    return sums


def determined(candidates: dict[str, list[Split]]) -> dict[str, Split]:
    """Return the rows whose cut is the same in every combination that satisfies all sums of the table.

    `candidates`: the possible cuts of every row. The balance and the sum of the leaf rows
    both run through （七）总计, so for each of its cuts the two halves are independent.
    """
    possible: dict[str, set[Split]] = defaultdict(set)
    leaves = [row for row in candidates if row not in NOT_LEAVES]
    outer = ["new_received", "carried_over_in", "carried_over_out"]
    for processed in candidates["processed_total"]:
        goal = processed[:6]
        inside = _solutions({row: candidates[row] for row in leaves}, dict.fromkeys(leaves, 1), goal)
        signs = {row: (-1 if row == "carried_over_out" else 1) for row in outer}
        outside = _solutions({row: candidates[row] for row in outer}, signs, goal)
        if not inside or not outside:
            continue
        possible["processed_total"].add(processed)
        for row, cuts in (*inside.items(), *outside.items()):
            possible[row] |= cuts
    return {row: next(iter(cuts)) for row, cuts in possible.items() if len(cuts) == 1}


def _solutions(rows: dict[str, list[Split]], signs: dict[str, int], goal: Vector) -> dict[str, set[Split]]:
    """Return for each row the cuts that some way of cutting the other rows completes to `goal`; empty if none."""
    found: dict[str, set[Split]] = {}
    for row, cuts in rows.items():
        others = _reachable([(signs[other], rows[other]) for other in rows if other != row])
        fitting = {
            cut for cut in cuts if tuple(g - signs[row] * n for g, n in zip(goal, cut[:6], strict=True)) in others
        }
        if not fitting:
            return {}
        found[row] = fitting
    return found


def _row_digits(line: Line) -> str:
    return "".join(cell.text for cell in line.cells)


def _judge_applications(block: Block) -> None:
    order = [column[0] for column in block.columns]
    try:
        certain = determined({line.id or "": row_splits(_row_digits(line)) for line in block.lines})
    except OverflowError:
        certain = {}
    for line in block.lines:
        for cell in line.cells:
            cell.must = cell.must and (line.id in certain)
        if line.id in certain and order == [*APPLICANTS, "total"]:
            _same(line, dict(zip((*APPLICANTS, "total"), certain[line.id], strict=True)), order)


def _same(line: Line, cut: dict[str, int], order: list[str]) -> None:
    """Refuse a sample in which arithmetic determines something that is not so: a bad sample, not a bad reader."""
    for column, cell in zip(order, line.cells, strict=True):
        if cell.value != cut[column]:
            raise BadSample(f"{line.id}: {cut} is not what was printed")


class BadSample(ValueError):
    """The digits admit exactly one reading and it is not the true one (blanks swallowed by the gluing)."""


def _judge_disputes(block: Block) -> None:
    (line,) = block.lines
    found = dispute_splits(_row_digits(line))
    for at, cell in enumerate(line.cells):
        cell.must = cell.must and len({split[at] for split in found}) == 1


def _judge_proactive(block: Block) -> None:
    for line in block.lines:
        digits = _row_digits(line)
        if len(line.cells) > 1 and (len(digits) > len(line.cells) or not digits.isdigit()):
            for cell in line.cells:
                cell.must = False


def _glue(block: Block, paper: Paper, rng: Random) -> str:
    grid = layout.section_tables([block], "repeat_groups" in paper.habits)[0]
    pieces = []
    for span in (span for row in grid for span in row):
        text = span.text
        if not span.cell and len(text) > 4 and rng.random() < 0.2:
            cut = rng.randint(2, len(text) - 1)
            text = f"{text[:cut]} {text[cut:]}"
        pieces.append(text + (" " if not span.cell and rng.random() < 0.1 else ""))
    return "".join(pieces)


def render(paper: Paper, rng: Random) -> bytes:
    """Render the whole report as one run of text; marks the cells a reader must get by the oracle."""
    lines = [f"标题: {''.join(paper.title)}", paper.dateline, "栏目: 政府信息公开年报", "=" * 20 + " 正文 " + "=" * 20]
    run = [paper.preamble]
    for section in paper.truth.form.sections:
        run += [paper.headings.get(section.id, ""), *paper.texts[section.id]]
        run += [_glue(block, paper, rng) for block in paper.blocks_of(section.id) if block.shown and not block.picture]
    for block in paper.blocks:
        judge = {"applications": _judge_applications, "review_litigation": _judge_disputes}
        judge.get(block.table, _judge_proactive)(block)
    return "\n".join([*lines, "".join(run)]).encode()
