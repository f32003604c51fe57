"""Putting a case away once it is over: for how long it is kept, and what exactly was put away (Reg. art. 45)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q, QuerySet

from gongkai import statute
from gongkai.agencies.door import AppendOnly, calendar, record, subject_of
from gongkai.cases.acting import act
from gongkai.cases.agency_settings import retention_length
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.archive_package import NAMES_THE_PACKAGE, Package, package_of
from gongkai.cases.case import Case
from gongkai.cases.deliveries import arrived_among, attempts, has_proof
from gongkai.cases.delivering import counts_as
from gongkai.cases.refusals import Refused
from gongkai.cases.undelivered import TO_BE_SENT, undelivered_of
from gongkai.findings import Finding
from gongkai.statute import Event, LawUnknown

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person
    from gongkai.cases.letters import Letter

_ANEW = ("remake_ordered", "service_failed")  # after which a reply is served once more
_ENDED_UNSERVED = ("withdraw", "correction_overdue", "fee_overdue")


class ArchiveAct(models.TextChoices):
    """What the archive puts on the log."""

    ARCHIVE = NAMES_THE_PACKAGE, "归档"
    TAKE_OUT = "case_archive_package", "下载归档文件"


class Archive(AppendOnly):
    """A case that was put away: `digest` is that of its package's manifest at that moment, in hex."""

    case = models.OneToOneField("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="archive")
    limit = models.CharField("保管期限的依据", max_length=40)
    keep_until = models.DateField("保管到", db_index=True)
    digest = models.CharField("归档文件的摘要", max_length=64)
    note = models.TextField("归档说明", blank=True)
    by = models.ForeignKey("agencies.Person", verbose_name="归档人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("归档时间")

    class Meta:
        verbose_name = "归档"
        verbose_name_plural = "归档"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case}（保管到 {self.keep_until:%Y-%m-%d}）"


class ArchiveSupplement(AppendOnly):
    """What came to an archived case since, such as a dispute: until when it is kept now, and the digest as above."""

    archive = models.ForeignKey(Archive, verbose_name="归档", on_delete=models.PROTECT, related_name="supplements")
    limit = models.CharField("保管期限的依据", max_length=40)
    keep_until = models.DateField("保管到")
    digest = models.CharField("归档文件的摘要", max_length=64)
    note = models.TextField("归档说明", blank=True)
    by = models.ForeignKey("agencies.Person", verbose_name="归档人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("归档时间")

    class Meta:
        verbose_name = "补充归档"
        verbose_name_plural = "补充归档"
        ordering = ["archive", "pk"]

    def __str__(self) -> str:
        return f"{self.archive.case} 补充归档"


def to_archive(agencies: Collection[Agency]) -> QuerySet[Case]:
    """Return the cases that are over and not put away: served, abandoned or withdrawn, the oldest first."""
    over = Q(events__act="serve") | Q(events__act__in=_ENDED_UNSERVED)
    theirs = Case.objects.filter(agency__in=agencies, remake_due=None, closed_date__isnull=False)
    first = theirs.filter(over, archive=None).exclude(events__act__in=("archive", *_ANEW))
    again = [case.pk for case in theirs.filter(events__act__in=_ANEW).distinct() if _was_served_since(case)]
    found = Case.objects.filter(Q(pk__in=first.values("pk")) | Q(pk__in=again)).select_related("agency")
    return found.distinct().order_by("closed_date", "pk")


def _was_served_since(case: Case) -> bool:
    """Tell whether the last thing that happened to a case is that its reply was served."""
    last = case.events.order_by("seq").last()
    return last is not None and last.act == "serve"


def disputable_until(case: Case) -> date | None:
    """Return the last day to ask for reconsideration of what was served, None where nothing was."""
    served = case.events.filter(act="serve").order_by("seq").last()
    try:
        return statute.due_date("reconsideration", served.event_date, calendar()).date if served else None
    except LawUnknown:  # of a day before the rows begin
        return None


def retention(case: Case) -> tuple[str, date]:
    """Return for how long a closed case is kept: the id of the limit, and the last day, years being full ones."""
    if case.closed_date is None:
        raise Refused(Finding("ARCHIVE-OPEN", facts={"number": case.number}))
    limit = "case_retention_disputed" if case.disputes.exists() else "case_retention"
    last_of_year = date(case.closed_date.year, 12, 31)
    length = retention_length(case.agency_id, limit, on=case.closed_date)
    return limit, statute.due_date(limit, last_of_year, calendar(), chosen=length).date


def unproven_letters(case: Case) -> list[Letter]:
    """Return the letters that somebody is told to have signed for, without the proof of it in the file."""
    found = case.letters.filter(deliveries__isnull=False).distinct().order_by("pk")
    arrived = ((letter, arrived_among(attempts(letter))) for letter in found)
    return [letter for letter, one in arrived if one and counts_as(one) == "signed" and not has_proof(one)]


def unsent_letters(case: Case, *, today: date) -> list[Letter]:
    """Return the letters of a case that went out on paper and that nobody has sent to anybody."""
    return [one.letter for one in undelivered_of(case, today=today) if one.standing == TO_BE_SENT]


@transaction.atomic
def archive(case_id: int, *, note: str, by: Person, at: datetime, today: date) -> Archive:
    """Put a case away; raise Refused where the law does not allow it yet, or a dispute about it is pending."""
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing=ArchiveAct.ARCHIVE.label)
    if unsent := unsent_letters(case, today=today):
        facts = {"number": case.number, "letters": "、".join(one.number for one in unsent)}
        raise Refused(Finding("ARCHIVE-UNSENT", facts=facts))
    if any(one.closed_by(today) is None for one in case.disputes.prefetch_related("instances", "steps")):
        raise Refused(Finding("ARCHIVE-DISPUTED", facts={"number": case.number}))
    if not note.strip() and (unproven := unproven_letters(case)):
        facts = {"number": case.number, "letters": "、".join(one.number for one in unproven)}
        raise Refused(Finding("ARCHIVE-UNPROVEN", facts=facts))
    event = Event(act="archive", event_date=today)
    act(case.pk, event, by=by, at=at, today=today, on_behalf_of=as_whom.on_behalf_of, note=note)
    limit, keep_until = retention(case)
    digest = package_of(case, until=at).digest
    kept = {"limit": limit, "keep_until": keep_until, "digest": digest, "note": note, "by": by, "at": at}
    row = Archive.objects.filter(case=case).first()
    if row is None:
        row = Archive.objects.create(case=case, **kept)
    else:  # its reply was annulled and given anew
        ArchiveSupplement.objects.create(archive=row, **kept)
    facts = {"keep_until": keep_until, "digest": digest}
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    record(ArchiveAct.ARCHIVE, agency=case.agency, subject=subject_of(case), facts=facts, at=at, **who)
    return row


@transaction.atomic
def take_out(
    row: Archive, *, reason: str, by: Person, at: datetime, today: date, part: ArchiveSupplement | None = None
) -> Package:
    """Return the package of a case that was put away, as it was then, or as it was with a later `part`.

    That it was taken out is on the log first.
    """
    as_whom = acting_as(by, WRITERS, row.case, on=today, doing=ArchiveAct.TAKE_OUT.label)
    if hasattr(row.case, "destruction"):
        raise Refused(Finding("ARCHIVE-DESTROYED", facts={"number": row.case.number}))
    kept = part or row
    made = package_of(row.case, until=kept.at)
    facts = {"digest": made.digest, "unchanged": made.digest == kept.digest}
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of, "reason": reason}
    record(ArchiveAct.TAKE_OUT, agency=row.case.agency, subject=subject_of(row.case), facts=facts, at=at, **who)
    return made
