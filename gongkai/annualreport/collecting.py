"""Which row of which table each record is: read by labels, wherever they stand.

Tables two and three have a label in each row; the disputes table has only headings, so
the numbers that follow its headings are its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from gongkai.annualreport.forms import all_forms
from gongkai.annualreport.labels import GLUED, RowLabel, core, heading_of, match_pieces, ordinal
from gongkai.annualreport.numbers import Kind
from gongkai.annualreport.records import Piece, Record

_DISPUTES = re.compile(
    "结果维持|结果纠正|其他结果|尚未审结|未经复议直接起诉|复议后起诉|^行政法?复议(?:情况)?$|^行政诉讼(?:情况)?$"
)
_FIVE = "结果维持结果纠正其他结果尚未审结(?:总计|合计)?"  # a line for each result: that of 总计 is known as a row
_ALL_DISPUTES = re.compile(
    f".*?行政复议(?:情况|案件)?{_FIVE}(?:行政诉讼(?:情况|案件)?)?未经复议直接起诉(?:复议后起诉{_FIVE}{_FIVE}|{_FIVE}复议后起诉{_FIVE})"
)
_DISPUTE_ROW = re.compile(r"^(?:件数|数量|合计|总计|小计|本年)?$")
_HEADER_STARTS = ("信息内容", "第二十条第", "申请人情况", "本列数据的勾稽关系")
_RESULT_GROUPS = ("本年度办理结果", "本年办理结果", "不予公开", "无法提", "不予处理", "其他处理")
_MOST_HEADINGS = 200  # cells: the widest heading of the forms has twenty
_OTHER = RowLabel("applications", "other_misc")
_TOTAL = RowLabel("applications", "processed_total")
_OTHERS = {
    RowLabel(equal.table, part) for form in all_forms().values() for equal in form.equivalences for part in equal.parts
}
_OTHERS |= {RowLabel(equal.table, equal.whole) for form in all_forms().values() for equal in form.equivalences}


class Reading(NamedTuple):
    """A record known to be a row: which, by what label, under which headings.

    `header_before` are the headings of the same table on the page before, if they were repeated.
    `doubtful`: figures that belong to no row stand next to it, so its own may be incomplete.
    """

    label: RowLabel
    printed: str
    likeness: float
    record: Record
    header: tuple[Piece, ...]
    header_grid: int
    header_before: tuple[Piece, ...] = ()
    doubtful: bool = False


@dataclass(slots=True)
class Collected:
    """The rows found in a document, the rows of disputes, and what was printed besides."""

    rows: list[Reading] = field(default_factory=list)
    disputes: list[Reading] = field(default_factory=list)
    extras: list[Record] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)


class Collector:
    """Goes through the records once, in reading order, remembering headings."""

    def __init__(self) -> None:
        self.found = Collected()
        self.header: list[Piece] = []
        self.headed: tuple[Piece, ...] = ()  # the headings as the rows below them keep them: one tuple for all
        self.header_grid = 0
        self.header_before: tuple[Piece, ...] = ()
        self.rows_since_header = False
        self.in_disputes = False
        self.before: RowLabel | None = None
        self.fragment: Record | None = None  # figures of no row, just before
        self.pending: Record | None = None  # a record whose label may go on in the next one

    def take(self, record: Record) -> None:
        """Sort one record: heading, row, row of disputes, or something local."""
        if not record.values or (not record.pieces and not record.has_figures() and not self.in_disputes):
            self._head_or_continuation(record)
            return
        if self._take_dispute(record):
            return
        found = self._label(record)
        if found is None:
            self._unknown(record)
            return
        self._row(found[0], found[1], record, found[2])

    # -- headings ------------------------------------------------------------------------------

    def _head_or_continuation(self, record: Record) -> None:
        if self.pending and self.pending.has_figures() and self._joined(self.pending, record, self.pending):
            return
        self._head(record.pieces, record.grid)
        self.pending = record if record.pieces else self.pending

    def _head(self, pieces: Iterable[Piece], grid: int) -> None:
        for piece in pieces:
            words = core(piece.text)
            if words.startswith(_RESULT_GROUPS):
                continue  # heads rows, not columns
            if words.startswith(_HEADER_STARTS) or (
                words == "自然人" and any(core(p.text) == "自然人" for p in self.header)
            ):
                self.header.clear()
            if _DISPUTES.search(words):
                self._open_disputes(anew=_is_top(words) and any(_is_top(core(one.text)) for one in self.header))
            if len(self.header) < _MOST_HEADINGS:
                self.header.append(piece)
            self.header_grid = grid
            self.found.headers.append(words)

    def _open_disputes(self, *, anew: bool) -> None:
        if anew or not self.in_disputes:
            self.in_disputes = True
            self._clear()

    def _clear(self) -> None:
        """Forget the headings, but those of a table that may go on under repeated ones."""
        self.header_before = tuple(self.header) if self.rows_since_header else self.header_before
        self.rows_since_header = False
        self.header.clear()

    # -- disputes ------------------------------------------------------------------------------

    def _take_dispute(self, record: Record) -> bool:
        """Take the record as the numbers of the disputes table, if it is."""
        own = _speaks_of_disputes(record.texts)
        if own:
            self._head(record.pieces, record.grid)
        else:
            own = bool(_DISPUTE_ROW.match(core("".join(record.texts))))
        bare = not record.pieces and len(record.values) == 15
        if not ((self.in_disputes and own) or bare):
            return False
        self.found.disputes.append(self._reading(RowLabel("review_litigation", "cases"), "", 100.0, record))
        self.pending = None
        return True

    # -- rows ----------------------------------------------------------------------------------

    def _label(self, record: Record) -> tuple[RowLabel, float, int] | None:
        found = match_pieces(record.texts) if record.pieces else None
        if found is None:
            return None
        if found[0] == _OTHER and not self._among_others(record):
            return None
        if found[0] == _TOTAL and (self.before is None or self.before.table != "applications"):
            return None
        return found

    def _among_others(self, record: Record) -> bool:
        """Tell whether a bare 其他 is the third row of （六）其他处理."""
        if self.before in _OTHERS:
            return True
        grouped = any(core(text) == "其他处理" for text in record.texts[:-1])
        return grouped or (
            ordinal(record.texts[-1]) == 3 and self.before is not None and self.before.table == "applications"
        )

    def _row(self, label: RowLabel, likeness: float, record: Record, taken: int) -> None:
        self.in_disputes = False
        self._head(record.pieces[: len(record.pieces) - taken], record.grid)
        if likeness == GLUED:
            self._head([Piece(heading_of("".join(record.texts[-taken:])))], record.grid)
        printed = "".join(record.texts[-taken:])
        if self.found.rows and self._supersedes(label, record):
            self.found.rows.pop()
        self.found.rows.append(self._reading(label, printed, likeness, record))
        self.before = label
        self.pending = record

    def _supersedes(self, label: RowLabel, record: Record) -> bool:
        last = self.found.rows[-1]
        return last.label == label and not last.record.has_figures() and record.has_figures()

    def _reading(self, label: RowLabel, printed: str, likeness: float, record: Record) -> Reading:
        doubtful = self.fragment is not None
        self.fragment = None
        self.rows_since_header = True
        header = tuple(self.header)
        self.headed = self.headed if self.headed == header else header
        before = self.header_before
        return Reading(label, printed, likeness, record, self.headed, self.header_grid, before, doubtful)

    def _unknown(self, record: Record) -> None:
        """A row with an unknown label: the rest of the label before it, or a local row."""
        if self.pending and not self.pending.has_figures() and self._joined(self.pending, record, record):
            return
        if record.has_figures():
            self.found.extras.append(record)
            self.pending = record
            self._doubt(record)
        else:
            self._head_or_continuation(record)

    def _doubt(self, record: Record) -> None:
        """Distrust the rows beside a fragment: in text, a figure broken over lines leaves a part there."""
        last = self.found.rows[-1] if self.found.rows else None
        if record.grid or last is None or last.record.grid or len(record.values) >= _COLUMNS[last.label.table]:
            return
        self.found.rows[-1] = last._replace(doubtful=True)
        self.fragment = record

    def _joined(self, first: Record, second: Record, values: Record) -> bool:
        """Take two records as one row whose label a page or cell border cut in two."""
        if not first.pieces or not second.pieces:
            return False
        pieces = (*first.pieces, *second.pieces)
        whole = match_pieces(tuple(piece.text for piece in pieces))
        alone = match_pieces(first.texts)
        if whole is None or whole[2] < 2 or (alone and (alone[0] != whole[0] or alone[1] >= whole[1])):
            return False
        if values is first and self.found.extras and self.found.extras[-1] is first:
            self.found.extras.pop()
            self.fragment = None
        elif values is first:
            return False
        joined = values._replace(pieces=pieces)
        self._row(whole[0], whole[1], joined, whole[2])
        return True


@lru_cache(maxsize=4096)
def _speaks_of_disputes(texts: tuple[str, ...]) -> bool:
    return _DISPUTES.search("".join(map(core, texts))) is not None


def _is_top(words: str) -> bool:
    return words.startswith(("行政复议", "行政法复议"))


def collect(records: Iterable[Record]) -> Collected:
    """Return the rows of the statutory tables among `records`."""
    collector = Collector()
    for record in records:
        collector.take(record)
    collector.found.disputes = _stitched(collector.found.disputes)
    return collector.found


def _stitched(disputes: list[Reading]) -> list[Reading]:
    """Return the disputes rows that hold figures, or the first where none does.

    A row set as several (a table for each group, or a line for each result) is put together again.
    """
    filled = [reading for reading in disputes if reading.record.has_figures()]
    if len(filled) < 2 or not _are_parts(filled):
        return filled or disputes[:1]
    values = tuple(value for reading in filled for value in reading.record.values)
    # Nothing but the sums of its groups tells that no part is another table's: loose rows must agree with them.
    record = Record((), values, loose=True, last=filled[-1].record.last, unit=filled[-1].record.unit)
    doubtful = any(reading.doubtful for reading in filled)
    return [filled[-1]._replace(record=record, header_grid=0, doubtful=doubtful)]


def _are_parts(readings: list[Reading]) -> bool:
    """Tell whether rows make up one of the disputes table, all of whose headings are printed once and in order."""
    counts = [len(reading.record.values) for reading in readings]
    whole = sum(counts) == _COLUMNS["review_litigation"] and (max(counts) == 1 or all(n % 5 == 0 for n in counts))
    figures = (value for reading in readings for value in reading.record.values)
    header = "".join(core(piece.text) for piece in readings[-1].header)
    return (
        whole
        and all(value.token.kind is Kind.NUMBER for value in figures)
        and _ALL_DISPUTES.fullmatch(header) is not None
    )


def make(reading: Reading) -> tuple[str, int]:
    """Return what rows set alike have in common: in a grid the table and where the label stands."""
    record = reading.record
    if record.grid and record.pieces:
        return reading.label.table, record.pieces[-1].column
    return ("review_litigation" if reading.label.row == "cases" else ""), -1


_COLUMNS = {table.id: len(table.columns) for form in all_forms().values() for table in form.tables.values()}


__all__ = ["Collected", "Reading", "collect", "make"]
