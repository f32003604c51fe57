"""What was carried over against what last year's report carried out: a difference is an error that a record releases.

Three things release it: last year's report was amended (its own record, nothing to register), two
organs were merged, or this is the first year made from records. Either way section six tells it with both years.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, Field, Line, RecordKind, RecordLine, Taking, entering, owner_of
from gongkai.annualreport import How, column_label
from gongkai.findings import Finding
from gongkai.yearend.signing import SignedReport

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.annualreport import Cell, Form, Report
    from gongkai.yearend.filling import Cells

TABLE, ARRIVING, LEAVING = "applications", "carried_over_in", "carried_over_out"


class CarryRelease(AppendOnly):
    """Why a year's opening stock is not last year's published closing one: a merger, or the first year from records."""

    class Kind(models.TextChoices):
        """What makes the two differ."""

        MERGER = "merger", "机构合并或者职能划转"
        FIRST_YEAR = "first_year", "首年按记录编制"

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="carry_releases"
    )
    year = models.PositiveSmallIntegerField("报告年度")
    kind = models.CharField("情形", max_length=20, choices=Kind.choices)
    day = models.DateField("日期", help_text="合并、划转的日期；首年按记录编制的，确认记录的日期。")
    basis = models.CharField("依据", max_length=200, help_text="批准合并的文件和文号，或者核对结转数的材料。")
    explanation = models.CharField("原因", max_length=500, help_text="写进第六部分的一句话。")

    record_relations = ()

    class Meta:
        verbose_name = "结转差异说明"
        verbose_name_plural = "结转差异说明"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "kind"],
                name="yearend_one_carry_release_a_kind",
                violation_error_message="这一年度的这种情形已经登记过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year} {self.get_kind_display()}"

    def record_line(self) -> RecordLine:
        """Return how a list of records names it."""
        return RecordLine(f"结转差异：{self.get_kind_display()}，{self.explanation}", self.day)

    def clean(self) -> None:
        """Raise ValidationError where its day is not the year's, or a first year is not the first."""
        super().clean()
        if self.day and self.year and self.kind == self.Kind.MERGER and self.day.year not in (self.year - 1, self.year):
            raise ValidationError({"day": "合并、划转应当发生在报告年度或者上一年度。"})
        if self.day and self.year and self.kind == self.Kind.FIRST_YEAR and self.day.year < self.year:
            raise ValidationError({"day": "确认记录的日期不能早于报告年度。"})
        earlier = SignedReport.objects.filter(agency_id=self.agency_id, year__lt=self.year or 0)
        if self.kind == self.Kind.FIRST_YEAR and earlier.exists():
            raise ValidationError({"kind": "以前年度的报告已经按记录编制过，这一年不是首年。"})


_FIELDS = (
    Field("agency", "行政机关", required=True, help="机关代号或全称。", example="yunhu"),
    Field("year", "报告年度", "integer", required=True, example="2023"),
    Field("kind", "情形", required=True, choices=dict(CarryRelease.Kind.choices), example="首年按记录编制"),
    Field("day", "日期", "date", required=True, example="2023-01-05"),
    Field("basis", "依据", required=True, longest=200, example="2022年度办件台账核对记录"),
    Field(
        "explanation",
        "原因",
        required=True,
        longest=500,
        example="上年度报告按收件日期统计，本年度起按收到申请之日统计。",
    ),
)


def _release(taking: Taking, line: Line) -> CarryRelease:
    given = {one.name: line.values[one.name] for one in _FIELDS if one.name != "agency"}
    return CarryRelease(agency=owner_of(taking, line), **given)


CARRY_RELEASES = RecordKind(
    "carry_releases",
    "结转差异说明",
    "上年结转与上年度报告公布的结转下年度不一致的原因：机构合并、职能划转，或者首年按记录编制。",
    _FIELDS,
    ("agency", "year", "kind"),
    entering(_release, _FIELDS),
)


class Release(NamedTuple):
    """Which record releases an error: the rules that are one error, its own first, and how a released one is told."""

    rules: tuple[str, ...]
    record: str
    told_as: str


@cache
def releases() -> tuple[Release, ...]:
    """Return every error that a record releases (data/releases.toml); all others block whatever is recorded."""
    text = files("gongkai.yearend").joinpath("data/releases.toml").read_text("utf-8")
    return tuple(Release(tuple(row["rules"]), row["record"], row["told_as"]) for row in tomllib.loads(text)["release"])


def release_of(rule: str) -> Release | None:
    """Return what releases the error of a rule by a record of this kind, None where nothing does."""
    return next((one for one in releases() if rule in one.rules and one.record == CARRY_RELEASES.name), None)


class Carried(NamedTuple):
    """What a year's report does about a difference: what releases it, and what section six says of it."""

    released: CarryRelease | None
    sentences: tuple[str, ...]

    def judged(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings, a difference that a record releases as the notice of it, any other as an error.

        Words in the text release nothing: of somebody else's report they are all there is, here there are records.
        """
        for finding in findings:
            release = release_of(finding.rule)
            if release is None:
                yield finding
            elif self.released is None:
                yield Finding(release.rules[0], finding.where, _without_quote(finding.facts))
            else:
                facts = {**_without_quote(finding.facts), "kind": self.released.get_kind_display()}
                yield Finding(release.told_as, finding.where, facts | {"basis": self.released.basis})


def _without_quote(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name != "quote"}


def carried(agency: Agency, year: int, tables: Mapping[str, Cells], form: Form, before: Report | None) -> Carried:
    """Return what is to be done about the difference between a year's opening stock and last year's closing one."""
    released = CarryRelease.objects.filter(agency=agency, year=year).order_by("pk").last()
    differing = list(_differing(tables, form, before)) if before else []
    said = [*_amended(agency, year)]
    if differing and released:
        said.append(_told(year, differing, released))
    return Carried(released, tuple(said))


class _Difference(NamedTuple):
    """One column in which the two differ, with both numbers."""

    column: str
    before: object
    now: object


def _differing(tables: Mapping[str, Cells], form: Form, before: Report) -> Iterator[_Difference]:
    arriving: Mapping[str, Cell] = tables.get(TABLE, {}).get(ARRIVING, {})
    for column, cell in arriving.items():
        was = before.cell(TABLE, LEAVING, column)
        known = was.value is not None or was.how is How.BLANK
        if known and cell.value is not None and (was.value or 0) != cell.value:
            yield _Difference(column_label(form, TABLE, column), was.value or 0, cell.value)


def _told(year: int, differing: list[_Difference], released: CarryRelease) -> str:
    columns = "、".join(f"{one.column}{one.before}件和{one.now}件" for one in differing)
    return (
        f"{year - 1}年度报告公布的结转下年度数与{year}年度按办件记录计算的上年结转数不一致，分别为{columns}。"
        f"原因：{released.explanation.rstrip('。')}（{released.basis}）。"
    )


def _amended(agency: Agency, year: int) -> Iterator[str]:
    """Yield what an amendment of last year's report put right in its closing stock, from its signed versions."""
    label = "结转下年度"
    for version in SignedReport.objects.filter(agency=agency, year=year - 1).exclude(difference=[]):
        changes = [line for line in version.difference if label in line]
        if changes:
            day = timezone.localdate(version.signed_at)
            yield f"{year - 1}年度报告已于{day}更正，{year}年度的上年结转按更正后的数：{'；'.join(changes)}。"
