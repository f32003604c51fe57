"""Index numbers (索引号): without gaps for what is published here, by the agency's pattern; imported ones are kept."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.agencies.door import next_number
from gongkai.publishing.rows import class_choices, statistical_classes

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

DEFAULT_PATTERN = "{agency}/{year}-{class}{number:05d}"
_PARTS = {"agency": "pingchang", "year": 2026, "class": "B", "number": 1}
_LONGEST = 60
_NEEDED = {"year", "class", "number"}  # a number is counted within year and class: without them two would be the same


def check_pattern(pattern: str) -> None:
    """Raise ValidationError where `pattern` names unknown parts or leaves out one that makes a number unique."""
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        raise ValidationError("格式里的大括号不成对。") from None
    named = {name for _, name, _, _ in parts}
    if not named <= set(_PARTS) or any(how or not _plain(name, spec) for _, name, spec, how in parts):
        raise ValidationError("格式里只能用 {agency}、{year}、{class} 和 {number}；流水号的位数写作 {number:05d}。")
    if not named >= _NEEDED:
        raise ValidationError("格式里必须有 {year}、{class} 和 {number}，否则会重号。")
    if len(pattern.format_map(_PARTS)) > _LONGEST:
        raise ValidationError(f"编出的号不能超过{_LONGEST}个字符。")


def _plain(name: str | None, spec: str | None) -> bool:
    return not spec or (name == "number" and re.fullmatch(r"0[1-9]d", spec) is not None)


class NumberPattern(models.Model):
    """How an agency's index numbers look from a day on: all of them, or those of one class."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="number_patterns"
    )
    pattern = models.CharField(
        "格式",
        max_length=100,
        validators=[check_pattern],
        help_text="如“{agency}/{year}-{class}{number:05d}”：机关代号/年份-类别字母和五位流水号。",
    )
    statistical_class = models.CharField(
        "统计类别", max_length=20, choices=class_choices, blank=True, help_text="不选的，用于没有另定格式的全部类别。"
    )
    since = models.DateField("启用日期")

    class Meta:
        verbose_name = "索引号格式"
        verbose_name_plural = "索引号格式"
        ordering = ["agency", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "statistical_class", "since"],
                name="publishing_one_pattern_a_class_a_day",
                violation_error_message="这一类别从这一天起已经有一种格式。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pattern}（自{self.since:%Y-%m-%d}）"

    @property
    def example(self) -> str:
        """Return the first number of its first year, as it would look."""
        row = statistical_classes().get(self.statistical_class) or next(iter(statistical_classes().values()))
        facts = {"agency": self.agency.slug, "year": self.since.year, "class": row.code, "number": 1}
        return self.pattern.format_map(facts)


def pattern_on(agency: Agency, statistical_class: str, day: date) -> str:
    """Return the pattern of a class on a day: its own, the agency's for all classes, or the usual one."""
    rows = agency.number_patterns.filter(statistical_class__in=("", statistical_class), since__lte=day)
    last = {row.statistical_class: row.pattern for row in rows.order_by("since")}
    return last.get(statistical_class) or last.get("", DEFAULT_PATTERN)


def issue_number(agency: Agency, statistical_class: str, day: date) -> str:
    """Return the next index number of the agency for a publication on `day`, inside the caller's transaction.

    The series runs per agency, year and class, whatever the pattern of the day. A number
    that came in with imported history is that page's; the series goes on behind it.
    """
    from gongkai.publishing.information import InformationPage

    pattern = pattern_on(agency, statistical_class, day)
    facts = {"agency": agency.slug, "year": day.year, "class": statistical_classes()[statistical_class].code}
    while True:
        number = next_number(agency, f"index:{statistical_class}", day.year)
        told = pattern.format_map({**facts, "number": number})
        if not InformationPage.objects.filter(agency=agency, index_number=told).exists():
            return told
