"""What a template shows of a report: the head, sections, tables, cells and findings. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.annualreport import UNREAD, Form


class Manner(NamedTuple):
    """How a cell came to its value: the id, the sign in the cell, the word, what it means."""

    id: str
    sign: str
    word: str
    meaning: str


MANNERS = {
    manner.id: manner
    for manner in (
        Manner("read", "", "读出", "按原件所印读出。"),
        Manner("inferred", "∑", "推算", "原件此处没有可靠的数，由表内勾稽关系推算，且只有这一个解。"),
        Manner("blank", "—", "空白", "原件此处空白或只画一横。空白不等于 0。"),
        Manner("unread", "？", "未能确定", "原件此处有内容，但不能确定是什么数，所以不填。"),
        Manner("absent", "缺", "未找到", "原件中没有找到这一行、这一列或这张表。"),
    )
}
SIGNS = {"error": ("✕", "错误"), "warning": ("△", "待核实"), "notice": ("ⓘ", "提示")}


class Passage(NamedTuple):
    """A stretch of text that repeats last year's, and how alike the two are in percent."""

    text: str
    before: str
    percent: int


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its number on the page, its sign, and the way to its place."""

    number: int
    severity: str
    sign: str
    word: str
    rule: str
    message: str
    law: str
    advice: str
    where: str
    place: str
    target: str
    passages: tuple[Passage, ...] = ()

    @property
    def reading(self) -> bool:
        """Tell whether the finding is about our reading, not about the document."""
        return self.rule.startswith("READ-")

    @property
    def unread(self) -> bool:
        """Tell whether something that is printed was not read, so that the report has not passed."""
        return self.reading and (self.severity == "error" or self.rule in UNREAD)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the findings come to: ``clean``, ``errors`` or ``unreadable``, and the counts behind it.

    `uncompared`: last year's report was given, and not one check across the years could be made.
    """

    status: str
    errors: int = 0
    unread: int = 0
    doubts: int = 0
    hints: int = 0
    uncompared: bool = False


_NO_LAST_YEAR = frozenset(["PREV-YEAR", "PREV-AGENCY"])  # what was given is not last year's report of this agency


def judge(findings: Sequence[FindingView], *, unreadable: bool = False, uncompared: bool = False) -> Verdict:
    """Return the verdict on `findings`.

    `unreadable`: no report could be read at all; `uncompared`: last year's, though given, was not used.
    """
    errors = sum(finding.severity == "error" and not finding.reading for finding in findings)
    unread = sum(finding.unread for finding in findings)
    return Verdict(
        "unreadable" if unreadable else "errors" if errors or unread else "clean",
        errors,
        unread,
        sum(finding.severity == "warning" and not finding.unread for finding in findings),
        sum(finding.severity == "notice" for finding in findings),
        uncompared or any(finding.rule in _NO_LAST_YEAR for finding in findings),
    )


class Header(NamedTuple):
    """A header cell: its id on the page, its words, what it heads, how many columns and rows it spans, its unit."""

    id: str
    text: str
    scope: str
    colspan: int = 1
    rowspan: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    """One data cell: what it shows, how it was obtained, its headers and findings, the address of its records."""

    anchor: str
    headers: str
    text: str
    manner: Manner
    told: str
    findings: tuple[FindingView, ...]
    address: str = ""


class TraceLine(NamedTuple):
    """Where one cell came from."""

    row: str
    column: str
    text: str
    manner: Manner
    raw: str
    place: str


class RowView(NamedTuple):
    """One body row of a table."""

    anchor: str
    headers: tuple[Header, ...]
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One statutory table as the form prints it."""

    id: str
    anchor: str
    caption: str
    unit: str
    head: tuple[tuple[Header, ...], ...]
    rows: tuple[RowView, ...]
    trace: tuple[TraceLine, ...]


class Span(NamedTuple):
    """A stretch of running text, the findings that speak of it, and where what stands behind it is shown."""

    text: str
    findings: tuple[FindingView, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """One of the six sections."""

    id: str
    anchor: str
    title: str
    paragraphs: tuple[tuple[Span, ...], ...]
    tables: tuple[TableView, ...]
    missing: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report made ready: head, sections, findings, the signs its cells use."""

    agency: str
    year: int | None
    period: tuple[str, ...]
    publication_date: str
    form: Form
    preamble: tuple[tuple[Span, ...], ...]
    sections: tuple[SectionView, ...]
    findings: tuple[FindingView, ...]
    tally: tuple[tuple[Manner, int], ...]
    notes: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Return what the findings come to."""
        return judge(self.findings)
