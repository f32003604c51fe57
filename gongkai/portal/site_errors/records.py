"""A report of something wrong on the site, and its answer (《政府网站发展指引》)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, EncryptedText, calendar, next_number, record, subject_of
from gongkai.cases.door import submission_hash
from gongkai.statute import due_date

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

SERIES = "site_errors"
LIMIT = "site_error_report"  # the row of statute's limits


class SiteErrorAct(models.TextChoices):
    """What is put on the log of it."""

    RECEIVE = "receive_site_error", "收到网站找错"
    ANSWER = "answer_site_error", "答复网站找错"
    SEE_CONTACT = "see_site_error_contact", "查看找错人联系方式"


class SiteErrorReport(models.Model):
    """What somebody found wrong, where, and how they can be reached if they like. Nobody needs an account."""

    class Kind(models.TextChoices):
        """What is wrong."""

        WORDING = "wording", "内容有错（错字、错数、过时）"
        LINK = "link", "链接或者附件打不开"
        MISSING = "missing", "该有的内容没有"
        FUNCTION = "function", "功能不好用"
        OTHER = "other", "其他"

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=20, editable=False)
    kind = models.CharField("问题类型", max_length=10, choices=Kind.choices)
    page_address = models.CharField("出错页面的地址", max_length=500, blank=True)
    description = models.TextField("问题描述", max_length=1000)
    contact = EncryptedText("联系方式", blank=True)
    submission_hash = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField("收到时间", editable=False)
    received_date = models.DateField("收到日期", editable=False)

    class Meta:
        verbose_name = "网站找错"
        verbose_name_plural = "网站找错"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="portal_site_error_number_once"),
            models.CheckConstraint(name="portal_site_error_says_what", condition=~Q(description="")),
        ]
        indexes = [models.Index(fields=["agency", "received_date"], name="portal_site_error_day")]

    def __str__(self) -> str:
        return f"网站找错 {self.number}"

    @property
    def due_date(self) -> date:
        """Return the last day to answer, in working days from the day it came in."""
        return due_date(LIMIT, self.received_date, calendar()).date

    def is_overdue(self, *, on: date) -> bool:
        """Return whether it was, or on that day still is, unanswered after its last day."""
        answered = timezone.localdate(self.answer.answered_at) if hasattr(self, "answer") else on
        return answered > self.due_date


class SiteErrorAnswer(AppendOnly):
    """What was done about it, told to whoever reported it."""

    class Outcome(models.TextChoices):
        """How it ended."""

        MENDED = "mended", "已改正"
        NOT_AN_ERROR = "not_an_error", "经核实没有错误"
        PASSED_ON = "passed_on", "已转有关单位"
        UNCLEAR = "unclear", "无法核实"

    report = models.OneToOneField(SiteErrorReport, verbose_name="找错", on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField("处理结果", max_length=15, choices=Outcome.choices)
    text = models.TextField("答复", max_length=500)
    answered_at = models.DateTimeField("答复时间")
    answered_by = models.ForeignKey(
        "agencies.Person", verbose_name="答复人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "网站找错的答复"
        verbose_name_plural = "网站找错的答复"
        constraints = [models.CheckConstraint(name="portal_site_error_answer_says", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.report}：{self.get_outcome_display()}"


def receive(report: SiteErrorReport, agency: Agency, *, token_number: str, at: datetime) -> SiteErrorReport:
    """Register a report with the next number of its year; the same form sent twice gives the same record."""
    report.submission_hash = submission_hash(token_number)
    if before := SiteErrorReport.objects.filter(submission_hash=report.submission_hash).first():
        return before
    report.agency, report.received_at, report.received_date = agency, at, timezone.localdate(at)
    try:
        return _registered(report)
    except IntegrityError:  # the other of two clicks was faster
        return SiteErrorReport.objects.get(submission_hash=report.submission_hash)


@transaction.atomic
def _registered(report: SiteErrorReport) -> SiteErrorReport:
    year = report.received_date.year
    report.number = f"ZC{year}-{next_number(report.agency, SERIES, year):04d}"
    report.save()
    facts = {"number": report.number, "kind": report.kind}
    record(
        SiteErrorAct.RECEIVE,
        agency=report.agency,
        by=None,
        subject=subject_of(report),
        facts=facts,
        at=report.received_at,
    )
    return report


@transaction.atomic
def answer(report: SiteErrorReport, outcome: str, text: str, *, by: Person, at: datetime) -> SiteErrorAnswer:
    """Record the answer; raise IntegrityError where there is one already."""
    told = SiteErrorAnswer.objects.create(
        report=report, outcome=SiteErrorAnswer.Outcome(outcome), text=text, answered_at=at, answered_by=by
    )
    record(
        SiteErrorAct.ANSWER,
        agency=report.agency,
        by=by,
        subject=subject_of(report),
        facts={"number": report.number, "outcome": told.outcome},
        at=at,
    )
    return told
