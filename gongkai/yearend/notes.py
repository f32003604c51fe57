"""Notes for a year's report: what an office did and what it found wanting, each on its day, with its source.

They are what sections one, five and six tell beside the figures; last year's problems come
back with what was done about them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from gongkai.agencies.door import AppendOnly, Field, Line, RecordKind, RecordLine, Taking, entering, owner_of


class Part(models.TextChoices):
    """Where in the report a note belongs (国办公开办函〔2021〕30号)."""

    PROACTIVE = "proactive", "主动公开"
    ON_APPLICATION = "on_application", "依申请公开"
    MANAGEMENT = "management", "政府信息管理"
    PLATFORM = "platform", "政府信息公开平台建设"
    SUPERVISION = "supervision", "监督保障"
    PROBLEM = "problem", "存在的主要问题"
    IMPROVEMENT = "improvement", "改进情况"
    OTHER = "other", "其他需要报告的事项"


class YearNote(AppendOnly):
    """One thing to be told, in a sentence or two. `answers` names the problem that an improvement is about."""

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="year_notes"
    )
    reference = models.CharField("编号", max_length=40, help_text="本机关内不重复，如 2023-01。")
    part = models.CharField("写入哪一部分", max_length=20, choices=Part.choices)
    day = models.DateField("日期")
    text = models.TextField("内容", max_length=2000)
    source = models.CharField("依据", max_length=200)
    answers = models.ForeignKey(
        "self", verbose_name="针对哪个问题", null=True, blank=True, on_delete=models.PROTECT, related_name="answers_to"
    )

    class Meta:
        verbose_name = "年度情况记录"
        verbose_name_plural = "年度情况记录"
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["agency", "day"], name="yearend_note_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "reference"],
                name="yearend_one_note_of_a_reference",
                violation_error_message="本机关已有这个编号的情况记录。",
            ),
            models.CheckConstraint(
                name="yearend_only_improvements_answer",
                condition=Q(answers=None) | Q(part=Part.IMPROVEMENT),
                violation_error_message="只有改进情况可以写明针对哪个问题。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_part_display()}"

    record_relations = ()

    def record_line(self) -> RecordLine:
        """Return how a list of records names it: its number and its words."""
        return RecordLine(f"情况记录 {self.reference}：{self.text}", self.day)

    def clean(self) -> None:
        """Raise ValidationError where it answers something that is no problem of the same agency."""
        super().clean()
        if self.answers and (self.answers.agency_id, self.answers.part) != (self.agency_id, Part.PROBLEM):
            raise ValidationError({"answers": "只能针对本机关登记过的“存在的主要问题”。"})


_FIELDS = (
    Field("agency", "行政机关", required=True, help="机关代号或全称。", example="yunhu"),
    Field("reference", "编号", required=True, longest=40, help="本机关内不重复。", example="2023-01"),
    Field("part", "写入哪一部分", required=True, choices=dict(Part.choices), example="监督保障"),
    Field("day", "日期", "date", required=True, example="2023-03-10"),
    Field("text", "内容", required=True, longest=2000, example="组织政府信息公开业务培训，各科室信息员参加。"),
    Field("source", "依据", required=True, longest=200, example="培训签到表"),
    Field("answers", "针对哪个问题", longest=40, help="改进情况所针对的问题的编号。"),
)


def _note(taking: Taking, line: Line) -> YearNote:
    agency = owner_of(taking, line)
    answered = line.values["answers"]
    problem = agency.year_notes.filter(reference=answered).first() if answered else None
    if answered and problem is None:
        raise ValidationError({"answers": "没有这个编号的情况记录；请先登记问题，再登记改进情况。"})
    given = {one.name: line.values[one.name] for one in _FIELDS if one.name not in ("agency", "answers")}
    return YearNote(agency=agency, answers=problem, **given)


YEAR_NOTES = RecordKind(
    "year_notes",
    "年度情况记录",
    "写进年度报告文字部分的情况：各项工作、存在的问题和改进、其他事项，每条有日期和依据。",
    _FIELDS,
    ("agency", "reference"),
    entering(_note, _FIELDS),
)


def notes_of(agency: models.Model, part: str, year: int) -> Sequence[YearNote]:
    """Return the agency's notes for one part of the report on `year`, by day."""
    return list(YearNote.objects.filter(agency=agency, part=part, day__year=year).select_related("answers"))
