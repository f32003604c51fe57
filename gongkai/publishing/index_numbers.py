"""Index numbers (索引号): without gaps for what is published here, by the agency's pattern; imported ones are kept."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.agencies.door import next_number
from gongkai.publishing.rows import statistical_classes

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
    """How an agency's index numbers look from a day on."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="number_patterns"
    )
    pattern = models.CharField(
        "格式",
        max_length=100,
        validators=[check_pattern],
        help_text="如“{agency}/{year}-{class}{number:05d}”：机关代号/年份-类别字母和五位流水号。",
    )
    since = models.DateField("启用日期")

    class Meta:
        verbose_name = "索引号格式"
        verbose_name_plural = "索引号格式"
        ordering = ["agency", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "since"],
                name="publishing_one_pattern_a_day",
                violation_error_message="这一天已经有一种格式。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pattern}（自{self.since:%Y-%m-%d}）"


def issue_number(agency: Agency, statistical_class: str, day: date) -> str:
    """Return the next index number of the agency for a publication on `day`, inside the caller's transaction.

    The series runs per agency, year and class, whatever the pattern of the day. A number
    that came in with imported history is that page's; the series goes on behind it.
    """
    from gongkai.publishing.information import InformationPage

    row = agency.number_patterns.filter(since__lte=day).order_by("since").last()
    pattern = row.pattern if row else DEFAULT_PATTERN
    facts = {"agency": agency.slug, "year": day.year, "class": statistical_classes()[statistical_class].code}
    while True:
        number = next_number(agency, f"index:{statistical_class}", day.year)
        told = pattern.format_map({**facts, "number": number})
        if not InformationPage.objects.filter(agency=agency, index_number=told).exists():
            return told
