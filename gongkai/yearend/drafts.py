"""What people write into a year's report: its texts, every version kept, and their word on what the checks found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from gongkai.agencies.door import AppendOnly, record, subject_of
from gongkai.annualreport import Section
from gongkai.findings import Mark

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person


class YearendAct(models.TextChoices):
    """What this room puts on the log."""

    WRITE = "write_report", "编写年度报告"
    JUSTIFY = "justify_finding", "说明核对情况"
    REGISTER_TALLY = "register_tally", "登记统计数"
    REGISTER_NOTE = "register_note", "登记年度情况"
    REWORD = "change_sentence", "修改报告用语"
    RELEASE_CARRY = "release_carry", "登记结转差异说明"


class Overtaken(Exception):
    """Somebody else saved a newer version meanwhile; nothing was saved over it."""


class DraftRevision(AppendOnly):
    """One version of the texts of a year's report: the sections that somebody wrote, numbers as tokens.

    A section that is not in `texts` is drafted from the figures and notes each time it is shown.
    """

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("报告年度")
    seq = models.PositiveIntegerField("版次")
    texts = models.JSONField("文字")
    written_at = models.DateTimeField("编写时间")
    written_by = models.ForeignKey("agencies.Person", verbose_name="编写人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "年度报告文稿"
        verbose_name_plural = "年度报告文稿"
        ordering = ["agency", "year", "seq"]
        constraints = [models.UniqueConstraint(fields=["agency", "year", "seq"], name="yearend_one_draft_a_number")]

    def __str__(self) -> str:
        return f"{self.agency} {self.year} 第{self.seq}版"


class FindingMark(AppendOnly):
    """Somebody's written word that a finding in a year's report is justified; it holds by the finding's fingerprint."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("报告年度")
    fingerprint = models.CharField("发现的标识", max_length=24)
    rule = models.CharField("规则", max_length=60)
    message = models.TextField("核对发现")
    justification = models.TextField("说明", max_length=1000)
    marked_at = models.DateTimeField("说明时间")
    marked_by = models.ForeignKey("agencies.Person", verbose_name="说明人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "核对说明"
        verbose_name_plural = "核对说明"
        ordering = ["marked_at", "pk"]
        indexes = [models.Index(fields=["agency", "year"], name="yearend_mark_year")]
        constraints = [
            models.CheckConstraint(
                name="yearend_mark_says_why",
                condition=~models.Q(justification=""),
                violation_error_message="请写明为什么没有问题。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.justification}"

    def as_mark(self) -> Mark:
        """Return it as `findings.settle` takes it."""
        return Mark(self.fingerprint, self.justification, self.marked_by.name_on_record(), self.marked_at)


def newest_draft(agency: Agency, year: int) -> DraftRevision | None:
    """Return the version of the texts that counts, None where nobody wrote any."""
    return DraftRevision.objects.filter(agency=agency, year=year).order_by("seq").last()


def earlier_texts(agency: Agency, year: int, section: str) -> list[DraftRevision]:
    """Return the versions in which a section got words that no longer stand, the newest first."""
    found, text = [], None
    for revision in DraftRevision.objects.filter(agency=agency, year=year).select_related("written_by").order_by("seq"):
        told = revision.texts.get(section)
        if told is not None and told != text:
            found.append(revision)
        text = told
    stands = found and found[-1].texts[section] == text
    return found[-2 if stands else -1 :: -1] if len(found) > bool(stands) else []


def written_over(drafted: Sequence[Section], texts: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections with what somebody wrote in the place of what was drafted."""
    return tuple(one._replace(text=texts.get(one.id, one.text)) for one in drafted)


@transaction.atomic
def write(agency: Agency, year: int, section: str, text: str | None, *, seen: int, by: Person, at: datetime) -> None:
    """Save what somebody wrote for one section as a new version; None lets it be drafted from the records again.

    `seen` is the version that the writer had before him (0: none). Raises Overtaken where there is a newer one.
    """
    newest = newest_draft(agency, year)
    if seen != (newest.seq if newest else 0):
        raise Overtaken
    texts = {**(newest.texts if newest else {}), section: text}
    revision = DraftRevision.objects.create(
        agency=agency,
        year=year,
        seq=seen + 1,
        texts={name: written for name, written in texts.items() if written is not None},
        written_at=at,
        written_by=by,
    )
    facts = {"year": year, "section": section, "seq": revision.seq, "drafted": text is None}
    record(YearendAct.WRITE, agency=agency, by=by, subject=subject_of(revision), facts=facts, at=at)


def marks_of(agency: Agency, year: int) -> list[Mark]:
    """Return what was said of findings in the report on `year`."""
    found = FindingMark.objects.filter(agency=agency, year=year).select_related("marked_by")
    return [mark.as_mark() for mark in found]


@transaction.atomic
def justify(
    agency: Agency, year: int, told: Mapping[str, str], justification: str, *, by: Person, at: datetime
) -> FindingMark:
    """Record why a finding (as the rule book tells it) is no fault; raise ValidationError where nothing is said."""
    mark = FindingMark(
        agency=agency,
        year=year,
        fingerprint=told["fingerprint"],
        rule=told["rule"],
        message=told["message"],
        justification=justification.strip(),
        marked_at=at,
        marked_by=by,
    )
    mark.full_clean()
    mark.save()
    facts = {"year": year, "rule": mark.rule, "fingerprint": mark.fingerprint}
    record(
        YearendAct.JUSTIFY,
        agency=agency,
        by=by,
        subject=subject_of(mark),
        facts=facts,
        reason=mark.justification,
        at=at,
    )
    return mark
