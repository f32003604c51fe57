"""What offices do to a report before it is published. Each blemish changes the paper in place.

Those of words alone are in `wording`.
Where a blemish makes a figure undecidable, the figure's `must` is taken away: a reader may
leave it empty, with a finding; it may never be wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from gongkai.annualreport.model import Place
from tests.annualreport.manners.paper import Block, Line, Paper, Print
from tests.annualreport.manners.values import OTHER_PARTS, printed
from tests.annualreport.manners.wording import (
    cut_headers,
    enumerators,
    label_variants,
    missing_headings,
    readings,
    renumbered_headings,
    spaces_in_words,
    traditional,
    typing_errors,
    varied_titles,
)

Blemish = Callable[[Paper, Random], None]
_WIDE = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")


def _filled(paper: Paper) -> list[Print]:
    return [cell for cell in paper.cells() if cell.value is not None and cell.place]


def units(paper: Paper, rng: Random) -> None:
    """Print counts as 3个 or 3件, money with its unit, sometimes another unit than the form's."""
    for cell in _filled(paper):
        assert cell.place
        if cell.place.column == "procurement_amount":
            cell.text = _procurement(cell.value, rng)
        elif cell.place.column == "fees_collected_this_year":
            cell.text = f"{_plain(Decimal(cell.value or 0) * 10000)}元" if rng.random() < 0.5 else f"{cell.text}万元"
        elif rng.random() < 0.3:
            cell.text += rng.choice(("个", "件", " 件"))


def _procurement(value: int | Decimal | None, rng: Random) -> str:
    amount = Decimal(value or 0)
    return f"{printed(amount)}元" if rng.random() < 0.5 else f"{_plain(amount / 10000)}万元"


def _plain(amount: Decimal) -> str:
    return format(amount.normalize() + 0, "f")


def full_width_digits(paper: Paper, rng: Random) -> None:
    """Print some figures in full-width digits."""
    for cell in paper.cells():
        if rng.random() < 0.5:
            cell.text = cell.text.translate(_WIDE)


def thousands(paper: Paper, rng: Random) -> None:
    """Print figures from a thousand on with separators."""
    for cell in _filled(paper):
        if isinstance(cell.value, int) and abs(cell.value) > 999 and cell.text == str(cell.value):
            cell.text = f"{cell.value:,}".replace(",", rng.choice((",", ",", "，")))


def blank_cells(paper: Paper, rng: Random) -> None:
    """Leave cells empty: some zeros, in some reports the whole column of totals."""
    no_totals = rng.random() < 0.3
    share = rng.choice((0.03, 0.2, 0.9))
    for block in paper.blocks:
        for line in block.lines:
            for cell in line.cells:
                total = no_totals and cell.place is not None and cell.place.column == "total"
                if total or (cell.value == 0 and rng.random() < share):
                    cell.text, cell.value = "", None
            _soften(line)


def _soften(line: Line) -> None:
    """A row with an empty cell can no longer be told apart where empty cells leave no trace."""
    if any(cell.text == "" for cell in line.cells):
        for cell in line.cells:
            cell.beside_blank = True


def dashes(paper: Paper, rng: Random) -> None:
    """Print a mark for 'none' in place of some zeros: it is a blank, not a zero."""
    mark = rng.choice(("-", "/", "—", "无", "——", "\\", "－"))
    for cell in _filled(paper):
        if cell.value == 0 and rng.random() < 0.3:
            cell.text, cell.value = mark, None


def signed_changes(paper: Paper, rng: Random) -> None:
    """Print the change on last year with a sign or a word."""
    for cell in _filled(paper):
        if cell.place and cell.place.column == "change_this_year" and isinstance(cell.value, int):
            size = abs(cell.value)
            less = (f"减{size}", f"-{size}", f"－{size}", f"减少{size}", f"−{size}")
            more = (f"+{size}", f"增{size}", f"增加{size}", f"＋{size}", str(size))
            cell.text = rng.choice(less if cell.value < 0 else more if cell.value else ("0",))


def repeated_groups(paper: Paper, rng: Random) -> None:
    """Print a group's label again in each of its rows."""
    paper.habits.add("repeat_groups")


def page_numbers(paper: Paper, rng: Random) -> None:
    """Leave a page number between two rows."""
    paper.habits.add("page_numbers")


def local_rows(paper: Paper, rng: Random) -> None:
    """Add rows of the office's own: 其中：网络申请, 小计 of a group, one more block row."""
    block = paper.block("applications")
    extra = (
        ("其中：网络申请", "new_received", 1),
        ("其中：当面申请", "carried_over_in", 1),
        ("小计", "denied_administrative_inquiry", 1),
        ("小计", "unable_unclear_after_correction", 1),
        ("6.本地增列情形", "not_processed_confirm_or_reissue", 1),
    )
    for label, after, share in rng.sample(extra, rng.choice((1, 2, 3))):
        at = next(i for i, line in enumerate(block.lines) if line.id == after)
        model = block.lines[at]
        cells = [Print(str((cell.value or 0) + share + rng.randint(0, 3))) for cell in model.cells]
        block.lines.insert(at + 1, Line(None, label, model.groups, cells))


def _forget(cells: list[Print]) -> None:
    for cell in cells:
        cell.must = False


def pictures(paper: Paper, rng: Random) -> None:
    """Publish one table as a picture: nothing of it can be read."""
    table = rng.choice(("applications", "review_litigation", "article_"))
    for block in paper.blocks:
        if block.table.startswith(table):
            block.picture = True
            _forget(list(block.cells()))


def lost_values(paper: Paper, rng: Random) -> None:
    """Lose one cell of some rows without a trace: the rest has moved up."""
    for block in paper.blocks:
        for line in block.lines:
            if len(line.cells) > 1 and rng.random() < (0.9 if len(line.cells) > 7 else 0.3):
                rng.choice(line.cells).lost = True
                _forget(line.cells)


def lost_rows(paper: Paper, rng: Random) -> None:
    """Lose whole rows: their figures are nowhere, and those below must not move up."""
    for block in paper.blocks:
        if len(block.lines) > 3:
            for line in rng.sample(block.lines, rng.choice((1, 3))):
                _forget(line.cells)
                block.lines.remove(line)


def reordered_columns(paper: Paper, rng: Random) -> None:
    """Print the columns in another order, under their proper headers."""
    for block in paper.blocks:
        order = _new_order(block, rng)
        block.columns = [block.columns[i] for i in order]
        for line in block.lines:
            line.cells = [line.cells[i] for i in order]
            for cell in line.cells:
                cell.flat = cell.flat and len(order) == 1


def _new_order(block: Block, rng: Random) -> list[int]:
    """Return an order in which columns of one group stay together."""
    runs: list[list[int]] = []
    for at, (_, _, groups) in enumerate(block.columns):
        if runs and groups and block.columns[runs[-1][0]][2] == groups:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        rng.shuffle(run)
    if block.table != "review_litigation":
        rng.shuffle(runs)
    return [at for run in runs for at in run]


def other_single_row(paper: Paper, rng: Random) -> None:
    """Print the one row （六）其他处理 of 2019 on a report of 2021 that had three."""
    block = paper.block("applications")
    at = next((i for i, line in enumerate(block.lines) if line.id == OTHER_PARTS[0]), None)
    if at is None:
        return
    parts = block.lines[at : at + 3]
    cells = []
    for trio in zip(*(line.cells for line in parts), strict=True):
        place = trio[0].place
        assert place
        total = sum(int(cell.value or 0) for cell in trio)
        cells.append(Print(str(total), Place("applications", "other_processing", place.column), total))
    block.lines[at : at + 3] = [Line("other_processing", "（六）其他处理", ("三、本年度办理结果",), cells)]
    paper.truth.single_other = True


BLEMISHES: dict[str, Blemish] = {
    blemish.__name__: blemish
    for blemish in (
        other_single_row,
        blank_cells,
        dashes,
        units,
        thousands,
        signed_changes,
        full_width_digits,
        label_variants,
        typing_errors,
        cut_headers,
        enumerators,
        readings,
        spaces_in_words,
        traditional,
        repeated_groups,
        page_numbers,
        local_rows,
        missing_headings,
        renumbered_headings,
        varied_titles,
        pictures,
        lost_values,
        lost_rows,
        reordered_columns,
    )
}
