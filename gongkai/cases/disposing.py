"""Deciding about cases whose time is over: a list is compiled, two people agree, and only then it is carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from gongkai.agencies.door import next_number, record, subject_of
from gongkai.cases.approvals import WRITERS
from gongkai.cases.archiving import Archive, retention
from gongkai.cases.capacity import acting_for
from gongkai.cases.case import Case
from gongkai.cases.destroying import destroy_file, leave_no_trace
from gongkai.cases.disposals import (
    Destruction,
    Disposal,
    DisposalClosing,
    DisposalDecision,
    DisposalLine,
    Verdict,
    ended,
)
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Agency, Person

SERIES = "case_disposal"
MOST = 200  # cases on one list


class DisposalAct(models.TextChoices):
    """What the end of the time of archived cases puts on the log."""

    COMPILE = "case_disposal", "编制鉴定清册"
    AGREE = "case_disposal_agree", "同意鉴定清册"
    REFUSE = "case_disposal_refuse", "不同意鉴定清册"
    CARRY_OUT = "case_disposal_carry_out", "执行鉴定清册"
    DESTROY = "case_destroy", "期满销毁"
    PROLONG = "case_prolong", "延长保管期限"


@transaction.atomic
def compile_list(
    agency: Agency,
    verdicts: Mapping[int, str],
    *,
    opinion: str,
    keep_until: date | None,
    by: Person,
    at: datetime,
    today: date,
) -> Disposal:
    """Store a list with the verdict on each of these archives (by id); raise Refused where one's time is not over."""
    as_whom = acting_for(by, WRITERS, agency, on=today, doing=DisposalAct.COMPILE.label)
    rows = list(Archive.objects.select_for_update().filter(pk__in=verdicts).order_by("pk"))
    over = set(ended([agency], today=today).filter(pk__in=verdicts).values_list("pk", flat=True))
    refuse_on(_uncompilable(verdicts, over, opinion, keep_until, today))
    number = f"{today.year}年第{next_number(agency, SERIES, today.year)}号"
    until = keep_until if Verdict.PROLONG in verdicts.values() else None
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of, "at": at}
    made = Disposal.objects.create(agency=agency, number=number, opinion=opinion.strip(), keep_until=until, **who)
    DisposalLine.objects.bulk_create(DisposalLine(disposal=made, archive=row, verdict=verdicts[row.pk]) for row in rows)
    facts = {"number": number, "cases": {str(row.case_id): verdicts[row.pk] for row in rows}}
    record(DisposalAct.COMPILE, agency=agency, subject=subject_of(made), facts=facts, **who)
    return made


def _uncompilable(
    verdicts: Mapping[int, str], over: set[int], opinion: str, keep_until: date | None, today: date
) -> Iterator[Finding]:
    if not verdicts:
        yield Finding("DISPOSAL-NOTHING", "verdicts")
    elif len(verdicts) > MOST:
        yield Finding("DISPOSAL-MANY", "verdicts", {"most": MOST})
    elif not over.issuperset(verdicts) or not set(verdicts.values()) <= set(Verdict.values):
        yield Finding("DISPOSAL-EARLY", "verdicts")
    if not opinion.strip():
        yield Finding("DISPOSAL-OPINION", "opinion")
    if Verdict.PROLONG in verdicts.values() and (keep_until is None or keep_until <= today):
        yield Finding("DISPOSAL-UNTIL", "keep_until", {"today": today})


@transaction.atomic
def decide_on(
    disposal_id: int, *, agreed: bool, reason: str, by: Person, at: datetime, today: date
) -> DisposalDecision:
    """Store what somebody says to a list; raise Refused out of turn, or for whoever had to do with it before."""
    disposal = _locked(disposal_id)
    role = next(iter(disposal.roles_due()), None)
    if role is None:
        raise Refused(Finding("DISPOSAL-DECIDED", facts={"number": disposal.number}))
    what = DisposalAct.AGREE if agreed else DisposalAct.REFUSE
    as_whom = acting_for(by, [role], disposal.agency, on=today, doing=what.label)
    refuse_on(_undecidable(disposal, agreed, reason, by, as_whom))
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of, "at": at}
    said = {"role": role, "approved": agreed, "reason": reason.strip()}
    decision = DisposalDecision.objects.create(disposal=disposal, **said, **who)
    facts = {"number": disposal.number, "role": role}
    about = {"agency": disposal.agency, "subject": subject_of(disposal), "reason": decision.reason}
    record(what, facts=facts, **about, **who)
    return decision


def _undecidable(disposal: Disposal, agreed: bool, reason: str, by: Person, as_whom: Acting) -> Iterator[Finding]:
    for person in filter(None, (by, as_whom.on_behalf_of)):
        if person.pk in disposal.hats:
            yield Finding("DISPOSAL-TWO-HATS", facts={"person": str(person)})
    if not agreed and not reason.strip():
        yield Finding("DISPOSAL-REASON", "reason")


@transaction.atomic
def carry_out(disposal_id: int, *, is_checked: bool, by: Person, at: datetime, today: date) -> DisposalClosing:
    """Destroy and prolong what a list says, once two people agreed; what is disputed meanwhile is left, and named.

    `is_checked`: whoever does it has compared the list with what lies in the archive.
    """
    disposal = _locked(disposal_id)
    as_whom = acting_for(by, WRITERS, disposal.agency, on=today, doing=DisposalAct.CARRY_OUT.label)
    if disposal.is_over or disposal.roles_due():
        raise Refused(Finding("DISPOSAL-UNAGREED", facts={"number": disposal.number}))
    if not is_checked:
        raise Refused(Finding("DISPOSAL-UNCHECKED", "is_checked"))
    leave_no_trace()
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of, "at": at}
    lines = list(disposal.lines.select_related("archive").order_by("pk"))
    left = [number for line in lines if (number := _done(disposal, line, who, today))]
    closing = DisposalClosing.objects.create(disposal=disposal, left=left, **who)
    facts = {"number": disposal.number, "cases": len(lines), "left": left}
    record(DisposalAct.CARRY_OUT, agency=disposal.agency, subject=subject_of(disposal), facts=facts, **who)
    return closing


def _done(disposal: Disposal, line: DisposalLine, who: Mapping[str, Any], today: date) -> str:
    """Do what a line says; return the number of a case that must be left as it is, else nothing."""
    case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=line.archive.case_id)
    if line.verdict == Verdict.PROLONG:
        act, facts = DisposalAct.PROLONG, {"list": disposal.number, "keep_until": disposal.keep_until}
    elif _is_needed(case, today):
        return case.number
    else:
        act, facts = DisposalAct.DESTROY, {"list": disposal.number, **destroy_file(case)}
        counted = {"files": facts["files"], "letters": facts["letters"]}
        Destruction.objects.create(case=case, line=line, at=who["at"], **counted)
    record(act, agency=case.agency, subject=subject_of(case), facts=facts, **who)
    return ""


def _is_needed(case: Case, today: date) -> bool:
    """Tell whether a dispute that came since makes the time longer, or is not over."""
    disputes = case.disputes.prefetch_related("instances", "steps")
    return retention(case)[1] >= today or any(one.closed_by(today) is None for one in disputes)


def _locked(disposal_id: int) -> Disposal:
    locked = Disposal.objects.select_for_update(of=("self",)).select_related("agency")
    return locked.prefetch_related("decisions").get(pk=disposal_id)
