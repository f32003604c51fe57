"""The catalogue of rules: everything that a check of a report can say, each rule at an address of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.annualreport import RULES
from gongkai.findings import Rule
from gongkai.yearend.door import SIGNS

_FACT = re.compile(r"\{[^{}]*\}")
_CHAPTERS = (  # severity (empty: about reading), its title and what it means
    ("error", "错误", "报告本身不符合格式的勾稽关系，或者前后矛盾，应当更正。"),
    ("warning", "待核实", "可能有问题，也可能有正当原因，请承办人看过再定。"),
    ("notice", "提示", "不一定是问题，知道即可。"),
    ("", "读取情况", "说的是本站能不能读出，不是报告对不对；有没读出的内容，报告就不算通过。"),
)


class RuleView(NamedTuple):
    """A rule as the page shows it; `sentence` has an ellipsis wherever a fact of the case is filled in."""

    rule: Rule
    sign: str
    word: str
    sentence: str


class Chapter(NamedTuple):
    """The rules of one severity, or all that are about reading."""

    anchor: str
    title: str
    meaning: str
    rules: tuple[RuleView, ...]


@require_safe
def rule_catalogue(request: HttpRequest) -> HttpResponse:
    """Return the page with every rule of the annual report."""
    chapters = tuple(_chapters())
    return render(
        request, "portal/rules.html", {"chapters": chapters, "count": sum(len(one.rules) for one in chapters)}
    )


def _chapters() -> Iterator[Chapter]:
    for severity, title, meaning in _CHAPTERS:
        rules = tuple(_view(rule) for rule in RULES.rules.values() if _chapter_of(rule) == severity)
        yield Chapter(f"chapter-{severity or 'reading'}", title, meaning, rules)


def _chapter_of(rule: Rule) -> str:
    return "" if rule.id.startswith("READ-") else rule.severity


def _view(rule: Rule) -> RuleView:
    sign, word = SIGNS[rule.severity]
    return RuleView(rule, sign, word, _FACT.sub("…", rule.message))
