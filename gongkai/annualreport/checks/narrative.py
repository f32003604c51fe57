"""The text against the tables: what the sentences claim must be what the cells say.

Only a figure of this agency and this year is held against a cell (see `scope`); what no
cell of certain value answers gets no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from re import Match

from gongkai.annualreport.checks.amounts import Number, add, plain, with_totals
from gongkai.annualreport.checks.naming import label_of
from gongkai.annualreport.checks.phrases import CellSum, Claim, phrases
from gongkai.annualreport.checks.scope import Scope, scope_of
from gongkai.annualreport.checks.sentences import Sentence, excerpt, place_of, sentences
from gongkai.annualreport.forms import Form
from gongkai.annualreport.model import ABSENT, Cell, Report, Row
from gongkai.findings import Finding

_RECEIVED, _NONE_RECEIVED = "TEXT-RECEIVED", "TEXT-NO-APPLICATIONS"
_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
_NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as the text is held against them: blank totals filled from their rows, each sum reckoned once."""

    report: Report
    rows: Mapping[str, Mapping[str, Row]]
    _sums: dict[CellSum, Number | None] = field(default_factory=dict)

    def sum(self, places: CellSum) -> Number | None:
        """Return the sum of the cells at `places`; None where one was not read, or none belongs to this form."""
        if places not in self._sums:
            self._sums[places] = self._sum(places)
        return self._sums[places]

    def _sum(self, places: CellSum) -> Number | None:
        amount = add(cell for place in self._printed(places) for cell in self._cells(place))
        return amount.value if amount.certain and amount.printed + amount.blanks else None

    def _printed(self, places: CellSum) -> tuple[str, ...]:
        """Return the places as this source prints them (（六）其他处理 whole or in parts)."""
        known = tuple(place for place in places if _is_of_form(self.report.form, place))
        table = places[0].split(".")[0]
        rows = tuple(place.split(".")[1] for place in known)
        printed = self.report.printed_rows(table, rows)
        return known if set(printed) == set(rows) else tuple(f"{table}.{row}" for row in printed)

    def _cells(self, place: str) -> Iterator[Cell]:
        table, row, *column = place.split(".")
        yield self.rows.get(table, {}).get(row, {}).get(column[0] if column else "total", ABSENT)


@lru_cache(maxsize=1024)
def _is_of_form(form: Form, place: str) -> bool:
    """Tell whether a form has the row, and the column where one is named."""
    name, row, *column = place.split(".")
    table = form.tables.get(name)
    if table is None or all(axis.id != row for axis in table.rows):
        return False
    return not column or any(axis.id == column[0] for axis in table.columns)


def _tables(report: Report) -> Tables:
    return Tables(report, {table: with_totals(report, table) for table in report.tables})


# -- figures ---------------------------------------------------------------------------------------


def claims(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each figure in the text that the tables contradict."""
    tables = _tables(report)
    for section in report.sections:
        if section.id == "problems_and_improvements":
            continue  # it speaks of shortcomings and plans
        elsewhere = ""
        for sentence in sentences(section.id, section.text):
            for claim, found in _claims_in(sentence, report.agency or ""):
                if claim.rule == "TEXT-RESULT" and elsewhere == sentence.paragraph:
                    continue  # a breakdown of applications that are not the table's
                scope, finding = _judged(tables, sentence, claim, found)
                if finding is not None:
                    yield finding
                if claim.rule == _RECEIVED and scope is not Scope.WHOLE and not _agrees(tables, claim, found):
                    elsewhere = sentence.paragraph


def _claims_in(sentence: Sentence, agency: str) -> Iterator[tuple[Claim, Match[str]]]:
    """Yield the claims of a sentence; each figure is claimed once, by the first pattern that holds it."""
    taken: set[int] = set()
    for claim in [claim for claim in phrases().claims if claim.needs in sentence.text]:
        for found in claim.pattern.finditer(sentence.text):
            if found.start("n") not in taken and _applies(claim, sentence, found, agency):
                taken.add(found.start("n"))
                yield claim, found


def _applies(claim: Claim, sentence: Sentence, found: Match[str], agency: str) -> bool:
    if not _is_about_disclosure(claim, sentence, agency):
        return False
    clause = sentence.text[_clause_start(sentence.text, found.start()) : found.end()]
    return claim.unless is None or claim.unless.search(clause) is None


def _is_about_disclosure(claim: Claim, sentence: Sentence, agency: str) -> bool:
    """Tell whether the sentence's figures are those of the form: it says so, or the heading says it for it."""
    if claim.context is None or claim.context.search(sentence.paragraph):
        return True
    scope = phrases().scope
    words = sentence.paragraph[sentence.paragraph.rfind("。", 0, sentence.start) + 1 : sentence.start] + sentence.text
    if scope["time"].search(scope["whole_year"].sub("", words)):
        return False  # 历年累计行政复议9件；行政诉讼3件: the time holds for both
    of_every_kind = scope["other_disputes"].search(words) or scope["reconsiders"].search(agency)
    return sentence.section in claim.given or (sentence.section in claim.assumed and not of_every_kind)


def _clause_start(text: str, end: int) -> int:
    return max(text.rfind(mark, 0, end) for mark in "，：（") + 1


def _judged(tables: Tables, sentence: Sentence, claim: Claim, found: Match[str]) -> tuple[Scope, Finding | None]:
    """Return the claim's scope, and a finding where the tables contradict it."""
    scope = scope_of(tables.report, sentence, found.start(), found.end(), applicants=claim.rule == _RECEIVED)
    value = tables.sum(claim.cells)
    if scope is Scope.ELSEWHERE or value is None or _agrees(tables, claim, found):
        return scope, None
    printed = _printed_number(found)
    rule = claim.rule
    if scope is Scope.NAMED:
        rule = "TEXT-RECEIVED-SCOPE" if rule == _RECEIVED else ""
    elif rule == _RECEIVED and printed == 0:
        rule = _NONE_RECEIVED
    return scope, _finding(tables.report, rule, sentence, found, claim, value) if rule else None


def _agrees(tables: Tables, claim: Claim, found: Match[str]) -> bool:
    printed, value = _printed_number(found), tables.sum(claim.cells)
    if value is None or printed == value:
        return True
    if claim.rule == _RECEIVED:
        return printed > 0 and printed in _acceptable_as_received(tables)
    if claim.rule == "TEXT-FEES":
        return _fees_agree(printed, value, at_most=claim.relation == "at_most")
    return any(printed == tables.sum(places) for places in claim.accept)


def _fees_agree(printed: Number, value: Number, *, at_most: bool) -> bool:
    """Tell whether two amounts agree to the decimals of the coarser one; 0 agrees with nothing else."""
    if at_most and printed <= value:
        return True
    if not printed or not value:
        return printed == value
    places = max(min(0, int(Decimal(number).as_tuple().exponent)) for number in (printed, value))
    step = Decimal(1).scaleb(places)
    return abs(Decimal(printed) - Decimal(value)) < step


def _acceptable_as_received(tables: Tables) -> set[Number]:
    """Return the figures that 收到 N 件 may mean: new, with those carried over, handled, of one kind of applicant."""
    sums = (
        tables.sum(("applications.new_received", "applications.carried_over_in")),
        tables.sum(("applications.processed_total",)),
        tables.sum(("applications.processed_total", "applications.carried_over_out")),
    )
    kinds = tables.rows.get("applications", {}).get("new_received", {})
    values = [cell.value for cell in kinds.values() if cell.value is not None]
    organizations = add(cell for column, cell in kinds.items() if column not in ("natural_person", "total")).value
    return {number for number in (*sums, *values, organizations) if number is not None}


def _printed_number(found: Match[str]) -> Number:
    text, groups = found["n"], found.groupdict()
    if not text[0].isascii():
        return _numeral(text)
    return Decimal(text) * _WAN[groups["unit"]] if groups.get("unit") else int(text)


def _numeral(text: str) -> int:
    """Return the value of a Chinese numeral below a thousand (二十一)."""
    value = digit = 0
    for character in text:
        if character in _TENS:
            value += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _NUMERALS[character]
    return value + digit


# -- nothing ---------------------------------------------------------------------------------------


def denials(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each sentence that says there was nothing where the tables have a figure (未收到申请)."""
    tables = _tables(report)
    for section in report.sections:
        for sentence in sentences(section.id, section.text):
            for claim, found in _denials_in(sentence):
                scope = scope_of(report, sentence, found.start(), found.end(), applicants=True)
                value = tables.sum(claim.cells)
                if value and scope is Scope.WHOLE:
                    yield _finding(report, claim.rule, sentence, found, claim, value)


def _denials_in(sentence: Sentence) -> Iterator[tuple[Claim, Match[str]]]:
    for claim in phrases().denials:
        found = claim.pattern.search(sentence.text) if claim.needs in sentence.text else None
        if found and not (claim.unless and claim.unless.search(found[0])):
            yield claim, found


# -- findings --------------------------------------------------------------------------------------


def _finding(report: Report, rule: str, sentence: Sentence, found: Match[str], claim: Claim, value: Number) -> Finding:
    printed = _printed_number(found) if "n" in found.re.groupindex else 0
    facts = {
        "quote": excerpt(found[0]),
        "printed": plain(printed),
        "value": plain(value),
        "table": claim.name or _labels(claim.cells, report),
        "cells": list(claim.cells),
    }
    return Finding(rule, place_of(report, sentence, found[0]), facts)


def _labels(places: Sequence[str], report: Report) -> str:
    known = (place.split(".") for place in places if _is_of_form(report.form, place))
    names = (filter(None, (label_of(table, axis) for axis in axes)) for table, *axes in known)
    return phrases().separator.join(map(" ".join, names))
