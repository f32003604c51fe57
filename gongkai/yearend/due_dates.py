"""When a year's report is due: by the law, or on an earlier day that a competent department has set for a year."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, record, subject_of
from gongkai.findings import Finding
from gongkai.statute import LocalDue, LocalDueInvalid, ReportDue, report_due
from gongkai.yearend.refusals import refuse_on
from gongkai.yearend.supervising import departments_above, not_supervising

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.agencies.door import Agency, Person


class DueAct(models.TextChoices):
    """What setting a day puts on the log."""

    SET_DUE = "set_report_due", "登记年度报告的报送期限"


class LocalDueDate(AppendOnly):
    """An earlier day that a competent department sets for the reports on a year; the newest row of a year counts.

    It binds the department itself and every agency it supervises. A row without days takes the earlier one back.
    """

    department = models.ForeignKey(
        "agencies.Agency", verbose_name="主管部门", on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("报告年度")
    submit_date = models.DateField("最迟报送日期", null=True, blank=True)
    publish_date = models.DateField("最迟公开日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, help_text="通知的名称和文号。")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "年度报告的地方期限"
        verbose_name_plural = "年度报告的地方期限"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="yearend_local_submit_first",
                condition=Q(submit_date=None) | Q(publish_date=None) | Q(submit_date__lte=F("publish_date")),
                violation_error_message="最迟报送日期不能晚于最迟公开日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year} {self.basis}"


def due_for(departments: Iterable[int], year: int) -> ReportDue:
    """Return when the reports of what these departments (numbers) supervise are due; the law's day where none is set.

    Raises LawUnknown for a year the law does not know.
    """
    rows = LocalDueDate.objects.filter(department__in=departments, year=year).order_by("pk")
    newest = {row.department_id: row for row in rows}
    local = [
        LocalDue(year, row.basis, row.submit_date, row.publish_date)
        for row in newest.values()
        if row.submit_date or row.publish_date
    ]
    return report_due(year, local=local)


def due_of(agency: Agency, year: int, *, on: date) -> ReportDue:
    """Return when an agency sends and publishes its report (Reg. art. 49), everywhere it is asked.

    The earliest of the law's day and those that the departments above it, or it itself, have set. They are those
    of `on`, or of the law's own day once that is past. Raises LawUnknown for a year the law does not know.
    """
    day = min(on, report_due(year).publish_date)
    return due_for([one.pk for one in departments_above(agency, day)], year)


class Given(NamedTuple):
    """What a department's person writes of local days: for which year, which days (None: the law's), by what."""

    year: int
    submit_date: date | None
    publish_date: date | None
    basis: str


@transaction.atomic
def set_local_due(department: Agency, given: Given, *, by: Person, at: datetime) -> LocalDueDate:
    """Set earlier days for a year's reports; raises Refused (a day later than the law's) or ValidationError."""
    refuse_on(not_supervising(by, department, on=timezone.localdate(at)))
    try:
        report_due(given.year, local=[LocalDue(given.year, given.basis, given.submit_date, given.publish_date)])
    except LocalDueInvalid as late:
        refuse_on([Finding("COLLECT-DUE-LATER", "publish_date", {"words": str(late)})])
    row = LocalDueDate(department=department, **given._asdict(), recorded_at=at, recorded_by=by)
    row.full_clean()
    row.save()
    facts = {"year": row.year, "submit": str(row.submit_date or ""), "publish": str(row.publish_date or "")}
    record(
        DueAct.SET_DUE,
        agency=department,
        by=by,
        subject=subject_of(row),
        facts=facts,
        reason=row.basis,
        at=at,
    )
    return row
