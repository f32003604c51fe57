"""The forms of the back office's 年终 pages."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from gongkai.agencies.door import Agency
from gongkai.statute import LawUnknown, report_format
from gongkai.yearend.periods import CHOSEN, PARTS, WHOLE, Period, part_of

_NO_YEAR = "请填写四位数的年份，如 2025。"


def report_year(year: int, latest: int) -> int:
    """Return the year; raise ValidationError where no statutory form serves it, or it is later than `latest`."""
    try:
        report_format(year)
    except (LawUnknown, ValueError) as unknown:
        raise ValidationError(f"{year}年度没有法定的报告格式，请填写 2019 以后的年度。") from unknown
    if year > latest:
        raise ValidationError(f"最晚填写 {latest} 年度：{year}年还没有到。")
    return year


class DayInput(forms.DateInput):
    """A date field of the browser's own."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PeriodForm(forms.Form):
    """Whose figures, of which days. What is not given is this year's, of one's own agency, else of the first."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="行政机关", to_field_name="slug", required=False)
    year = forms.IntegerField(
        label="年份",
        required=False,
        min_value=MINYEAR + 10,
        max_value=MAXYEAR,
        error_messages={"invalid": _NO_YEAR, "min_value": _NO_YEAR, "max_value": _NO_YEAR},
    )
    part = forms.ChoiceField(label="期间", choices=list(PARTS.items()), required=False)
    since = forms.DateField(
        label="起始日期", required=False, widget=DayInput(), help_text="期间选“自选起止日期”时填写。"
    )
    until = forms.DateField(label="截止日期", required=False, widget=DayInput(), help_text="当日也统计在内。")

    def __init__(self, data: Any, *, agencies: QuerySet[Agency], own: Agency | None, today: date) -> None:
        """Take the query of the address, the agencies on offer, one's own, and the day on which it is asked."""
        given = {name: data.get(name, "") for name in ("agency", "year", "part", "since", "until")}
        first = own or agencies.first()
        given["agency"] = given["agency"] or (first.slug if first else "")
        given["year"] = given["year"] or str(today.year)
        given["part"] = given["part"] or WHOLE
        super().__init__(given)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].empty_label = None
        self.fields["agency"].error_messages["invalid_choice"] = "没有这个机关，请从列表中选。"

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError at the days where they are asked for and missing, or the wrong way round."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("part") != CHOSEN:
            return cleaned
        for name in ("since", "until"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"请填写{self.fields[name].label}，或者改选一个季度、月份。")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "截止日期不能早于起始日期。")
        return cleaned

    @property
    def period(self) -> Period:
        """Return the days that a valid form asks about."""
        given = self.cleaned_data
        if given["part"] == CHOSEN:
            return Period(given["since"], given["until"])
        return part_of(given["year"], given["part"])
