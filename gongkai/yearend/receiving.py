"""Reports that a competent department takes in from agencies that use other software.

A file is kept as it came, with its hash; beside it the report as the engine read it, each cell with
where it stood. What could not be read stays null and is named; nobody fills it in here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from gongkai import annualreport
from gongkai.agencies.door import (
    AppendOnly,
    Undoing,
    files_undone,
    interrupt_held,
    record,
    save_with_file,
    subject_of,
)
from gongkai.findings import Finding
from gongkai.yearend.kept_figures import keep_figures, key_of
from gongkai.yearend.refusals import refuse_on
from gongkai.yearend.signing import ReportStep
from gongkai.yearend.supervising import not_supervising

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

LONGEST_NAME = 200


class CollectionAct(models.TextChoices):
    """What a competent department's work puts on the log."""

    RECEIVE = "receive_report", "收存年度报告"


class ReceivedReport(AppendOnly):
    """A report as a file that a competent department took in (Reg. art. 49).

    `digest` is the file's SHA-256, `status` and `findings` what reading and checking gave, `report` the JSON of
    `gongkai.annualreport` with where each cell came from, None where no report could be read.
    """

    department = models.ForeignKey(
        "agencies.Agency", verbose_name="主管部门", on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("报告年度")
    day = models.DateField("报送日期")
    file = models.FileField("文件", upload_to="received-reports/%Y/", max_length=300)
    file_name = models.CharField("文件名", max_length=LONGEST_NAME)
    digest = models.CharField("文件的 SHA-256", max_length=64)
    status = models.CharField("读取结果", max_length=12)
    report = models.JSONField("报告", null=True)
    findings = models.JSONField("核对结果")
    received_at = models.DateTimeField("收存时间")
    received_by = models.ForeignKey(
        "agencies.Person", verbose_name="收存人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "收到的年度报告"
        verbose_name_plural = "收到的年度报告"
        ordering = ["pk"]
        indexes = [models.Index(fields=["department", "year"], name="yearend_received_year")]

    def __str__(self) -> str:
        return f"{self.agency} {self.year} {self.file_name}"

    @property
    def is_untouched(self) -> bool:
        """Tell whether the kept file still is the one that came."""
        try:
            with self.file.open("rb") as kept:
                return hashlib.file_digest(kept, "sha256").hexdigest() == self.digest
        except OSError:
            return False


class Upload(NamedTuple):
    """A file as it came: its name and bytes, and what the engine said of it (`annualreport.read_apart`)."""

    name: str
    data: bytes
    answer: Mapping[str, Any]


class Named(NamedTuple):
    """Whose report on which year a file is taken for, and on which day it was submitted.

    `other_name`: whoever takes it in has seen that the file names the agency otherwise.
    """

    agency: Agency
    year: int
    day: date
    other_name: bool = False


def receive(department: Agency, named: Named, upload: Upload, *, by: Person, at: datetime) -> ReceivedReport:
    """Take in a report of an agency that `department` supervises (Reg. art. 49), and keep the file with its hash.

    Raises Refused where `by` does not act for the department, where the year has not ended, where the file is of
    another year or another agency, came already, or holds no report at all; then, and where Ctrl-C came, neither row
    nor file is kept.
    """
    with interrupt_held(), files_undone() as undoing, transaction.atomic():
        return _received(department, named, upload, by, at, undoing)


def _received(
    department: Agency, named: Named, upload: Upload, by: Person, at: datetime, undoing: Undoing
) -> ReceivedReport:
    today = timezone.localdate(at)
    refuse_on(not_supervising(by, department, on=today, agency=named.agency))
    digest = hashlib.sha256(upload.data).hexdigest()
    refuse_on(_unfit(department, named, upload, digest, today))
    name = PurePath(upload.name).name[-LONGEST_NAME:] or "report"
    row = ReceivedReport(
        department=department,
        agency=named.agency,
        year=named.year,
        day=named.day,
        file=ContentFile(upload.data, name=f"{digest}{PurePath(name).suffix[:10]}"),
        file_name=name,
        digest=digest,
        status=upload.answer["status"],
        report=upload.answer["report"],
        findings=list(upload.answer["findings"]),
        received_at=at,
        received_by=by,
    )
    save_with_file(row, "file", undoing)
    keep_figures([(key_of(row), row.report)])
    facts = {"year": row.year, "file": row.file_name, "sha256": digest, "status": row.status, "of": row.agency.slug}
    record(CollectionAct.RECEIVE, agency=department, by=by, subject=subject_of(row), facts=facts, at=at)
    return row


def no_report(upload: Upload) -> list[Finding]:
    """Return why a file is no report at all, empty where one could be read from it."""
    if upload.answer["report"] is not None:
        return []
    why = "".join(one["message"] for one in upload.answer["findings"][:1])
    return [Finding("COLLECT-UNREADABLE", "file", {"file": upload.name, "why": why})]


def year_open(year: int, today: date) -> list[Finding]:
    """Return that a year has not ended, so that there can be no report on it; empty where it has."""
    return [Finding("COLLECT-YEAR-OPEN", "year", {"year": year})] if year >= today.year else []


def _unfit(department: Agency, named: Named, upload: Upload, digest: str, today: date) -> list[Finding]:
    """Return what keeps a file from being taken for the report that it is said to be."""
    report = upload.answer["report"]
    if unread := no_report(upload):
        return unread
    found = year_open(named.year, today)
    if found:
        return found
    if report["year"] not in (None, named.year):
        found.append(Finding("COLLECT-YEAR", "year", {"found": report["year"], "asked": named.year}))
    missing, _ = annualreport.compare_with_list([report["agency"]], [named.agency.name])
    if missing and report["agency"] and not named.other_name:
        found.append(Finding("COLLECT-AGENCY", "agency", {"found": report["agency"], "asked": named.agency.name}))
    if not date(named.year, 12, 31) < named.day <= today:
        found.append(Finding("COLLECT-DAY", "day", {"day": named.day.isoformat(), "year": named.year}))
    came = ReceivedReport.objects.filter(department=department, agency=named.agency, year=named.year)
    same = came.exclude(steps__kind=ReportStep.Kind.MISTAKEN).last()
    if same and same.digest == digest:
        found.append(Finding("COLLECT-TWICE", "file", {"day": f"{timezone.localdate(same.received_at):%Y-%m-%d}"}))
    return found
