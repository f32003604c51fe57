"""What a competent department says of a report it was sent: returned with comments, or cleared (Reg. art. 49).

It is a step in the report's life and nothing more: no figure of another's report is changed here, and
the agency's own day to publish stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from gongkai import annualreport
from gongkai.agencies.door import record, subject_of
from gongkai.findings import Finding
from gongkai.yearend.inspection import inspect
from gongkai.yearend.life import LifeAct
from gongkai.yearend.receiving import ReceivedReport
from gongkai.yearend.refusals import refuse_on
from gongkai.yearend.signing import ReportStep, SignedReport
from gongkai.yearend.supervising import not_supervising

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person
    from gongkai.annualreport import Report

Sent = SignedReport | ReceivedReport
ANSWERS = (ReportStep.Kind.RETURNED, ReportStep.Kind.CLEARED, ReportStep.Kind.MISTAKEN)


@transaction.atomic
def answer(sent: Sent, kind: str, note: str, *, of: Agency, by: Person, at: datetime) -> ReportStep:
    """Return a report with comments, or clear it, for the department `of`; the agency sees it in the report's life.

    A file that was taken in for the wrong agency or year is said to be mistaken and counts for nothing any more.
    Raises Refused where `by` does not act for the department or the report was not sent, and that or ValidationError
    where it is returned, said to be mistaken, or cleared with errors in it, without a word why.
    """
    today = timezone.localdate(at)
    refuse_on(not_supervising(by, of, on=today, agency=sent.agency))
    refuse_on(_not_sent(sent, kind))
    refuse_on(_faulty(sent) if kind == ReportStep.Kind.CLEARED and not note.strip() else [])
    step = ReportStep(kind=kind, day=today, note=note.strip(), recorded_at=at, recorded_by=by, **_about(sent))
    step.full_clean()
    step.save()
    facts = {"kind": kind, "day": today, "department": of.name}
    record(LifeAct.STEP, agency=sent.agency, by=by, subject=subject_of(sent), facts=facts, reason=step.note, at=at)
    return step


def _about(sent: Sent) -> Mapping[str, Any]:
    return {"signed": sent} if isinstance(sent, SignedReport) else {"received": sent}


def _faulty(sent: Sent) -> list[Finding]:
    """Return a finding where the checks find errors in a report, or could not read all of it."""
    wrong = sum(one["severity"] == "error" for one in inspect(dict(sent.report)))
    return [Finding("COLLECT-FAULTY", "note", {"count": wrong})] if wrong else []


def _not_sent(sent: Sent, kind: str) -> list[Finding]:
    if kind not in ANSWERS:
        return [Finding("COLLECT-ANSWER", "kind", {"kind": kind})]
    kinds = [step.kind for step in sent.steps.order_by("pk")]
    if isinstance(sent, SignedReport) and ReportStep.Kind.SUBMITTED not in kinds:
        return [Finding("COLLECT-NOT-SENT", facts={"agency": sent.agency.name, "year": sent.year})]
    if kind == ReportStep.Kind.MISTAKEN:
        return [Finding("COLLECT-ANSWER", "kind", {"kind": kind})] if isinstance(sent, SignedReport) else []
    return [Finding("COLLECT-CLEARED")] if kinds[-1:] == [ReportStep.Kind.CLEARED] else []


def all_sent(agencies: Iterable[Agency], year: int) -> list[Sent]:
    """Return every report on `year` that these agencies sent, from here or as a file, the last one last.

    What is long in them is fetched when it is asked for.
    """
    agencies = [one.pk for one in agencies]  # numbers: of thousands the objects cost a while
    received = ReceivedReport.objects.filter(agency__in=agencies, year=year, report__isnull=False)
    received = received.exclude(steps__kind=ReportStep.Kind.MISTAKEN).defer("report", "findings")
    of_life = {"agency__in": agencies, "year": year, "steps__kind": ReportStep.Kind.SUBMITTED}
    signed = SignedReport.objects.filter(**of_life).distinct().defer(*SignedReport.digested[2:])
    steps = Prefetch("steps", to_attr="steps_there")
    rows: list[Sent] = [*received.prefetch_related(steps), *signed.prefetch_related(steps)]
    return sorted(rows, key=_sent_at)


def steps_with(agency: Agency, year: int) -> list[ReportStep]:
    """Return what passed about all reports of an agency on a year, of one taken in by mistake too, the oldest first."""
    of_it = Q(signed__agency=agency, signed__year=year) | Q(received__agency=agency, received__year=year)
    return list(ReportStep.objects.filter(of_it).select_related("recorded_by").order_by("recorded_at", "pk"))


def sent_before(sent: Sent | None) -> Report | None:
    """Return the report that the agency had sent before this one for the same year, None where it had sent none."""
    rows = all_sent([sent.agency], sent.year) if sent else []
    earlier = rows[: rows.index(sent)] if sent else []
    return annualreport.from_dict(earlier[-1].report) if earlier else None


def _sent_at(sent: Sent) -> tuple[datetime, int]:
    if isinstance(sent, ReceivedReport):
        return sent.received_at, sent.pk
    return max(step.recorded_at for step in steps_of(sent) if step.kind == ReportStep.Kind.SUBMITTED), sent.pk


def steps_of(sent: Sent) -> tuple[ReportStep, ...]:
    """Return what passed about a report, in the order in which it was recorded."""
    there = sent.steps_there if hasattr(sent, "steps_there") else sent.steps.all()
    return tuple(sorted(there, key=lambda step: step.pk))


def awaits_better(agency: Agency, year: int) -> ReportStep | None:
    """Return the return that the agency has not answered with a new report, None where nothing was returned."""
    last = next(reversed(all_sent([agency], year)), None)
    step = next(reversed(steps_of(last)), None) if last else None
    if step is None or step.kind != ReportStep.Kind.RETURNED:
        return None
    answered = isinstance(last, SignedReport) and last.version < _newest_version(agency, year)
    return None if answered else step


def _newest_version(agency: Agency, year: int) -> int:
    return SignedReport.objects.filter(agency=agency, year=year).aggregate(newest=Max("version"))["newest"] or 0


def day_sent(sent: Sent) -> date | None:
    """Return the day on which a report was sent to the department, None where it was not yet."""
    if isinstance(sent, ReceivedReport):
        return sent.day
    days = [step.day for step in steps_of(sent) if step.kind == ReportStep.Kind.SUBMITTED]
    return min(days, default=None)
