"""A year's notice on rest days, as it is typed in: one holiday a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai.cases.act_forms import line_field, words_field
from gongkai.statute import Notice, NoticeInvalid

_DAY = r"(\d{4}-\d{1,2}-\d{1,2})"
_REST = re.compile(rf"{_DAY}(?:\s*(?:至|到|—|－|~)\s*{_DAY})?\s+(\S.*)")
_WORKED = re.compile(rf"{_DAY}")
_LONGEST = 15  # days of one holiday: more is a slip of the pen
_FIRST_YEAR, _LAST_YEAR = 2025, 2100


class NoticeForm(forms.Form):
    """The notice of a year."""

    use_required_attribute = False

    year = forms.IntegerField(
        label="年份",
        min_value=_FIRST_YEAR,
        max_value=_LAST_YEAR,
        error_messages={
            "required": "请填写年份。",
            "invalid": "年份应为四位数字。",
            "min_value": f"{_FIRST_YEAR} 年以前的安排已经内置。",
            "max_value": "请核对年份。",
        },
    )
    law = line_field(
        "通知的名称和文号",
        required="请填写通知的名称和文号。",
        hint="如“国务院办公厅关于某年部分节假日安排的通知（国办发明电〔某年〕某号）”。",
    )
    rest = words_field(
        "放假的日子",
        required="请填写放假的日子。",
        rows=8,
        hint="每行一个节日：2027-10-01 至 2027-10-07 国庆节。只放一天的写一个日期。",
    )
    worked = words_field("调休上班的周末", rows=4, hint="每行一个日期：2027-10-09。没有的不填。")

    def clean_rest(self) -> dict[date, str]:
        """Return the rest days with the holiday's name."""
        found: dict[date, str] = {}
        for number, line in _lines(self.cleaned_data["rest"]):
            found.update(dict.fromkeys(*_rest_days(number, line)))
        return found

    def clean_worked(self) -> frozenset[date]:
        """Return the weekend days worked instead."""
        found = set()
        for number, line in _lines(self.cleaned_data["worked"]):
            if not _WORKED.fullmatch(line):
                raise ValidationError(f"第 {number} 行“{line}”不是日期，应为 2027-10-09 这样。")
            found.add(_day(number, line))
        return frozenset(found)

    def clean(self) -> dict[str, Any]:
        """Refuse what the law knows to be no notice."""
        said: dict[str, Any] = super().clean() or {}
        if {"year", "law", "rest", "worked"} <= said.keys():
            try:
                said["notice"] = Notice(said["year"], said["rest"], said["worked"], law=said["law"])
            except NoticeInvalid as error:
                self.add_error("rest", str(error))
        return said

    def notice(self) -> Notice:
        """Return the notice of a valid form."""
        found: Notice = self.cleaned_data["notice"]
        return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    lines = (line.strip() for line in text.splitlines())
    return ((number, line) for number, line in enumerate(lines, 1) if line)


def _rest_days(number: int, line: str) -> tuple[list[date], str]:
    said = _REST.fullmatch(line)
    if said is None:
        raise ValidationError(f"第 {number} 行“{line}”看不懂，应为“2027-10-01 至 2027-10-07 国庆节”这样。")
    first = _day(number, said[1])
    last = _day(number, said[2]) if said[2] else first
    if not 0 <= (last - first).days < _LONGEST:
        raise ValidationError(f"第 {number} 行的起止日期不对：一个节日最多 {_LONGEST} 天，前一天不能晚于后一天。")
    return [first + timedelta(step) for step in range((last - first).days + 1)], said[3]


def _day(number: int, text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError(f"第 {number} 行的“{text}”不是日历上的日子。") from None
