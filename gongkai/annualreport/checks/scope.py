"""Whose figures a sentence speaks of: the report's own and this year's, or a part's, or another time's."""

from __future__ import annotations

import re
from enum import Enum

from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import Sentence
from gongkai.annualreport.model import Report

_CLAUSE_END = re.compile(r"[，：（）]")


class Scope(Enum):
    """How far a figure in the text may be held against the tables."""

    WHOLE = "whole"  # this agency, this year: must agree
    NAMED = "named"  # the scope is named and may be wider or narrower than the table's: worth a look
    ELSEWHERE = "elsewhere"  # a part, another time, a comparison: says nothing about the tables


def scope_of(report: Report, sentence: Sentence, start: int, end: int, *, applicants: bool = False) -> Scope:
    """Return whose figures characters `start` to `end` of the sentence are.

    `applicants` asks also for words that narrow the figure to a channel or a kind of
    applicant (those of 收到 N 件), or make it a share of another (其中).
    """
    patterns = phrases().scope
    before = patterns["whole_year"].sub("", sentence.text[:start])
    near = _clauses(sentence.text, start, end)
    if _another_time(report, before, near) or patterns["comparison"].search(_last_clause(sentence.text, end)):
        return Scope.ELSEWHERE
    named = patterns["verify"].search(near)
    if named and named[0] not in (report.agency or ""):
        return Scope.NAMED
    if _of_a_part(report, near) or (applicants and _narrowed(near)):
        return Scope.ELSEWHERE
    return Scope.WHOLE


def _last_clause(text: str, end: int) -> str:
    return _CLAUSE_END.split(text[:end])[-1]


def _clauses(text: str, start: int, end: int) -> str:
    """Return the clause the figure stands in and the one before it."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text, 0, start)]
    return text[ends[-2] if len(ends) > 1 else 0 : end]


def _another_time(report: Report, before: str, near: str) -> bool:
    patterns = phrases().scope
    years = patterns["year"].findall(before)
    if report.year is not None and years and int(years[-1]) != report.year:
        return True
    return any(patterns["time"].search(words) for words in (before, patterns["whole_year"].sub("", near)))


def _of_a_part(report: Report, near: str) -> bool:
    """Tell whether the words name some other organ, or a part of this one."""
    patterns = phrases().scope
    agency = report.agency or ""
    others = patterns["own"].sub("", near)
    return any(found[0] not in agency for found in patterns["part"].finditer(others))


def _narrowed(near: str) -> bool:
    patterns = phrases().scope
    if patterns["among"].search(near) or patterns["applicant"].search(near):
        return True
    return patterns["channel"].search(near) is not None and patterns["all_channels"].search(near) is None
