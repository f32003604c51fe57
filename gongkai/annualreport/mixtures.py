"""（六）其他处理 as one row or as three: bringing what different reports print to one shape.

The form of 2019 has one row, the form of 2021 three parts of it, and offices print either on
either form. The two may be put beside each other only as the sum of the parts.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.annualreport.checks.amounts import add
from gongkai.annualreport.model import ABSENT, Cell, How, Place, Report


def cell_or_sum(report: Report, place: Place, parts: Sequence[str]) -> Cell:
    """Return the cell at `place`, or the sum of the rows `parts` where the report prints these in its stead.

    Blank parts beside printed ones add nothing; all blank make a blank; a part that was not
    read, or is absent, makes the sum absent.
    """
    cell = report.cell(*place)
    if cell.how is not How.ABSENT or not parts:
        return cell
    amount = add(report.cell(place.table, part, place.column) for part in parts)
    if not amount.certain:
        return ABSENT
    return Cell(amount.value, How.INFERRED) if amount.printed else Cell(None, How.BLANK)
