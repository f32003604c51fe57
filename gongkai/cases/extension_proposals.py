"""An extension as a clerk proposes it, for the head of the disclosure office to agree to or refuse (Reg. art. 33)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q

from gongkai.agencies.door import AppendOnly, Blank, Role, record, subject_of
from gongkai.cases.acting import tried
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.findings import Finding
from gongkai.statute import Event

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

HEAD = Role.DISCLOSURE_OFFICE_HEAD
EXTEND = "extend"


class ExtensionProposal(AppendOnly):
    """How many working days more somebody asks for, and why; the reason goes into the notice to the applicant."""

    blankable = {"reason": Blank.WORDS}
    case = models.ForeignKey(
        "cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="extension_proposals"
    )
    workdays = models.PositiveSmallIntegerField("延长（工作日）")
    reason = models.TextField("延长的原因")
    by = models.ForeignKey("agencies.Person", verbose_name="提出人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = "延期建议"
        verbose_name_plural = "延期建议"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case} 延长{self.workdays}个工作日"

    @property
    def author_ids(self) -> frozenset[int]:
        """Return who proposed it, and for whom."""
        return frozenset(filter(None, (self.by_id, self.on_behalf_of_id)))


class ExtensionDecision(AppendOnly):
    """What the head said to a proposal: agreed, or refused with a reason."""

    blankable = {"reason": Blank.WORDS}
    proposal = models.OneToOneField(
        ExtensionProposal, verbose_name="延期建议", on_delete=models.PROTECT, related_name="decision"
    )
    agreed = models.BooleanField("同意")
    reason = models.TextField("意见", blank=True)
    by = models.ForeignKey("agencies.Person", verbose_name="审批人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("审批时间")

    class Meta:
        verbose_name = "延期审批"
        verbose_name_plural = "延期审批"
        ordering = ["proposal"]
        constraints = [
            models.CheckConstraint(
                name="cases_extension_refused_with_a_reason",
                condition=Q(agreed=True) | ~Q(reason=""),
                violation_error_message="不同意的要写明理由。",
            )
        ]

    def __str__(self) -> str:
        return str(self.proposal)


@transaction.atomic
def propose_extension(
    case_id: int, *, workdays: int, reason: str, by: Person, at: datetime, today: date
) -> ExtensionProposal:
    """Store the proposal; raise Refused where the law would not allow the extension today, or one waits already."""
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="建议延长答复期限")
    if case.extension_proposals.filter(decision=None).exists():
        raise Refused(Finding("EXTENSION-WAITING"))
    tried(case, event_of(workdays, reason, str(by), today), today=today)
    proposal = ExtensionProposal.objects.create(
        case=case, workdays=workdays, reason=reason, by=by, on_behalf_of=as_whom.on_behalf_of, at=at
    )
    facts = {"proposal": proposal.pk, "workdays": workdays}
    _log(case, CaseAct.PROPOSE_EXTENSION, facts, by, as_whom.on_behalf_of, reason, at)
    return proposal


def event_of(workdays: int, reason: str, approved_by: str, day: date) -> Event:
    """Return the extension as an act of a day, the applicant being told by its notice."""
    return Event(act=EXTEND, event_date=day, workdays=workdays, reason=reason, approved_by=approved_by, notified=True)


@transaction.atomic
def keep_decision(
    proposal_id: int, *, agreed: bool, reason: str, by: Person, at: datetime, today: date
) -> ExtensionDecision:
    """Store what the head says to a proposal; raise Refused for anybody else, its author, or a second time."""
    case_id = ExtensionProposal.objects.values_list("case_id", flat=True).get(pk=proposal_id)
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    proposal = ExtensionProposal.objects.select_related("by").get(pk=proposal_id)
    as_whom = acting_as(by, [HEAD], case, on=today, doing="审批延期建议")
    refuse_on(_undecidable(proposal, agreed, reason, by, as_whom.on_behalf_of))
    decision = ExtensionDecision.objects.create(
        proposal=proposal, agreed=agreed, reason=reason.strip(), by=by, on_behalf_of=as_whom.on_behalf_of, at=at
    )
    what = CaseAct.AGREE_EXTENSION if agreed else CaseAct.REFUSE_EXTENSION
    _log(case, what, {"proposal": proposal.pk}, by, as_whom.on_behalf_of, decision.reason, at)
    return decision


def _undecidable(
    proposal: ExtensionProposal, agreed: bool, reason: str, by: Person, on_behalf_of: Person | None
) -> Iterator[Finding]:
    if hasattr(proposal, "decision"):
        yield Finding("EXTENSION-DECIDED", facts={"person": str(proposal.decision.by)})
    if {by.pk, on_behalf_of.pk if on_behalf_of else by.pk} & proposal.author_ids:
        yield Finding("EXTENSION-AUTHOR", facts={"person": str(proposal.by)})
    if not agreed and not reason.strip():
        yield Finding("EXTENSION-REASON", "reason")


def proposals_waiting(agencies: Iterable[Agency]) -> list[ExtensionProposal]:
    """Return the proposals of open cases that nobody has decided on, the oldest first."""
    found = ExtensionProposal.objects.filter(decision=None, case__closed_date=None, case__agency__in=list(agencies))
    return list(found.select_related("case__agency", "by").prefetch_related("case__events").order_by("pk"))


def _log(
    case: Case,
    what: CaseAct,
    facts: dict[str, int],
    by: Person,
    on_behalf_of: Person | None,
    reason: str,
    at: datetime,
) -> None:
    told = {"agency": case.agency, "subject": subject_of(case), "facts": facts, "reason": reason[:500]}
    record(what, by=by, on_behalf_of=on_behalf_of, at=at, **told)
