"""A mended report as a file to go on working with: a document, a workbook, or its cells as CSV.

The marks are in the file itself, since whoever opens it no longer sees the page that it came from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.annualreport.mending import Mark, Mend, Mended
from gongkai.annualreport.model import How
from gongkai.annualreport.places import LONGEST_EXCERPT, place_in_words
from gongkai.annualreport.writers import KINDS, Kind, write

MENDED_KINDS = {
    "docx": KINDS["docx"],
    "xlsx": Kind("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": KINDS["csv"],
}
_MOST_OPEN = 20  # sentences about cells that are simply open; the others are counted


def mended_file(mended: Mended, kind: str) -> bytes:
    """Return the mended report as a file of `kind`, a key of `MENDED_KINDS`; raise KeyError for another."""
    return {"docx": _document, "xlsx": _workbook, "csv": _cells}[kind](mended)


def mends_in_words(mended: Mended) -> list[tuple[Mark, str]]:
    """Return each mark with its sentence: what was set first, then what is in doubt, then what is open."""
    order = list(Mark)
    ordered = sorted(mended.mends, key=lambda mend: order.index(mend.mark))
    return [(mend.mark, _sentence(mended, mend)) for mend in ordered]


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("gongkai.annualreport").joinpath("data/mending.toml").read_text("utf-8"))


def _sentence(mended: Mended, mend: Mend) -> str:
    place = place_in_words(str(mend.place), mended.report)
    sentence: str = _words()[mend.mark]["sentence"]
    return sentence.format(place=place, printed=_printed(mend), now=mend.after)


def _printed(mend: Mend) -> str:
    """Return what stood in the cell: its figure, or in words why there was none."""
    cell = mend.before
    if cell.value is not None:
        return f"{cell.value}"
    how = How.BLANK if cell.how is How.UNREAD and not cell.raw else cell.how
    raw = cell.raw if len(cell.raw) <= LONGEST_EXCERPT else cell.raw[:LONGEST_EXCERPT] + "…"
    return str(_words()["printed"][how]).format(raw=raw)


def _notice(mended: Mended) -> list[str]:
    told = _words()["notice"]
    return [told["heading"], told["signs"], *_in_short(mends_in_words(mended))]


def _in_short(told: Iterable[tuple[Mark, str]]) -> Iterator[str]:
    """Yield the sentences; of cells that are merely open not more than a person reads, and how many more there are."""
    count = 0
    for mark, sentence in told:
        count += mark is Mark.OPEN
        if mark is not Mark.OPEN or count <= _MOST_OPEN:
            yield sentence
    if count > _MOST_OPEN:
        yield _words()["notice"]["more"].format(count=count - _MOST_OPEN)


def _document(mended: Mended) -> bytes:
    from gongkai.annualreport.writers.docx import docx

    signs = {place: str(_words()[mark]["sign"]) for place, mark in mended.marks().items()}
    opening = "\n".join((mended.report.preamble, *_notice(mended))).strip()  # before it the title would stand below
    return docx(replace(mended.report, preamble=opening), signs)


def _workbook(mended: Mended) -> bytes:
    from gongkai.annualreport.writers.workbook import workbook

    remarks = {mend.place: _sentence(mended, mend) for mend in mended.mends}
    return workbook(mended.report, _notice(mended), remarks)


def _cells(mended: Mended) -> bytes:
    notes = (*mended.report.notes, *_notice(mended))
    return write(replace(mended.report, notes=notes), "csv")
