"""A later day to reply as a clerk proposes it, for the head of the disclosure office to agree to (Reg. art. 33, 35)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

from gongkai.agencies.door import AppendOnly, Blank, Role, record, subject_of
from gongkai.cases.acting import tried
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case, in_hand
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.findings import Finding
from gongkai.statute import Event

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

HEAD = Role.DISCLOSURE_OFFICE_HEAD
EXTEND, DELAY = "extend", "set_delayed_date"


class ExtensionProposal(AppendOnly):
    """How many working days more somebody asks for, or until which day, and why; the reason goes into the notice.

    `delayed_to` is the day of art. 35, with no working days.
    """

    blankable = {"reason": Blank.WORDS}
    case = models.ForeignKey(
        "cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="extension_proposals"
    )
    workdays = models.PositiveSmallIntegerField("延长（工作日）")
    delayed_to = models.DateField("延迟到哪一天答复", null=True)
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
        constraints = [
            models.CheckConstraint(
                name="cases_proposed_days_or_a_day",
                condition=Q(workdays__gt=0, delayed_to=None) | Q(workdays=0, delayed_to__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.asked_for}"

    @property
    def act(self) -> str:
        """Return the act that is proposed."""
        return DELAY if self.delayed_to else EXTEND

    @property
    def asked_for(self) -> str:
        """Return what is proposed, in words."""
        if self.delayed_to:
            return f"延迟到 {self.delayed_to:%Y-%m-%d} 答复（第三十五条）"
        return f"延长 {self.workdays} 个工作日"

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
    case_id: int,
    *,
    reason: str,
    by: Person,
    at: datetime,
    today: date,
    workdays: int = 0,
    delayed_to: date | None = None,
) -> ExtensionProposal:
    """Store the proposal of so many working days, or of a day; raise Refused where the law would not allow it today.

    Refused, too, while another one waits.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(by, WRITERS, case, on=today, doing="建议延长答复期限")
    if case.extension_proposals.filter(decision=None).exists():
        raise Refused(Finding("EXTENSION-WAITING"))
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    proposal = ExtensionProposal(case=case, workdays=workdays, delayed_to=delayed_to, reason=reason, at=at, **who)
    tried(case, _event_of(proposal, today), today=today)
    proposal.save()
    facts = {"proposal": proposal.pk, "workdays": workdays, "delayed_to": delayed_to}
    _log(case, CaseAct.PROPOSE_EXTENSION, facts, by, as_whom.on_behalf_of, reason, at)
    return proposal


def _event_of(proposal: ExtensionProposal, day: date) -> Event:
    """Return what is proposed as an act of a day, as if it were agreed to."""
    said = {"act": proposal.act, "event_date": day, "reason": proposal.reason, "approved_by": str(proposal.by)}
    if proposal.delayed_to:
        return Event(**said, due_date=proposal.delayed_to)
    return Event(**said, workdays=proposal.workdays, notified=True)


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
    found = ExtensionProposal.objects.filter(in_hand("case__"), decision=None, case__agency__in=list(agencies))
    return list(found.select_related("case__agency", "by").prefetch_related("case__events").order_by("pk"))


def _log(
    case: Case,
    what: CaseAct,
    facts: dict[str, Any],
    by: Person,
    on_behalf_of: Person | None,
    reason: str,
    at: datetime,
) -> None:
    told = {"agency": case.agency, "subject": subject_of(case), "facts": facts, "reason": reason[:500]}
    record(what, by=by, on_behalf_of=on_behalf_of, at=at, **told)
