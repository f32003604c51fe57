"""Published penalty decisions that were changed or set aside: withdrawn within three days, with the reason.

「公开的行政处罚决定被依法变更、撤销、确认违法或者确认无效的，行政机关应当在三日内撤回行政处罚决定信息并公开说明理由。」
(《行政处罚法》 art. 48)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.door import Role, calendar, record
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.annullable import Annullable
from gongkai.publishing.attributes import Genre
from gongkai.publishing.information import InformationPage
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.withdrawals import Withdrawal
from gongkai.publishing.withdrawing import withdraw
from gongkai.statute import due_date, in_chinese

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

RECORDERS = (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)


class PenaltyReversal(Annullable):
    """What happened to a published penalty decision. A row made by mistake is annulled by a further one."""

    class Outcome(models.TextChoices):
        """The four cases of the law."""

        CHANGED = "changed", "变更"
        REVOKED = "revoked", "撤销"
        UNLAWFUL = "unlawful", "确认违法"
        VOID = "void", "确认无效"

    page = models.ForeignKey(
        InformationPage, verbose_name="处罚决定", on_delete=models.PROTECT, related_name="penalty_reversals"
    )
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    decided_date = models.DateField("作出之日")
    organ = models.CharField("作出的机关", max_length=100)
    reference = models.CharField("文书名称和文号", max_length=120)
    explanation = models.CharField("公开说明的理由", max_length=300)

    class Meta:
        verbose_name = "处罚决定的变动"
        verbose_name_plural = "处罚决定的变动"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="publishing_reversal_is_explained", condition=~Q(explanation=""))]

    def __str__(self) -> str:
        return f"{self.decided_date:%Y-%m-%d} {self.get_outcome_display()}"

    @property
    def due_date(self) -> date:
        """Return the last day to withdraw the decision: three natural days, rest days do not help."""
        return due_date("penalty_withdrawal", self.decided_date, calendar()).date

    @property
    def notice(self) -> str:
        """Return what the public reads in the decision's place."""
        day = in_chinese(self.decided_date)
        return f"该行政处罚决定{day}被{self.organ}{self.get_outcome_display()}（{self.reference}）。{self.explanation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What is recorded: how it ended, when, by whom, in which document, and what the public is told."""

    outcome: str
    decided_date: date
    organ: str
    reference: str
    explanation: str


class PenaltyDue(NamedTuple):
    """A public decision that must be withdrawn, and by when."""

    page: InformationPage
    reversal: PenaltyReversal
    due_date: date


@transaction.atomic
def record_reversal(page_id: int, what: Reversal, *, by: Person, at: datetime) -> PenaltyReversal:
    """Record that a public penalty decision was changed or set aside; from then on its withdrawal is due.

    Raises Refused.
    """
    page = locked(page_id)
    refuse_on(_may_record(page, what, timezone.localdate(at)))
    fields = {name: getattr(what, name) for name in Reversal.__dataclass_fields__}
    return _recorded(page, fields, by=by, at=at)


def _may_record(page: Any, what: Reversal, today: date) -> Iterator[Finding]:
    if getattr(page, "genre", "") != Genre.PENALTY or not page.live:
        yield Finding("PENALTY-KIND")
    if what.decided_date > today:
        yield Finding("PENALTY-DATE", where="decided_date")
    issued = getattr(page, "issue_date", None)
    if issued and what.decided_date < issued:
        told = {"issued": in_chinese(issued), "day": in_chinese(what.decided_date)}
        yield Finding("PENALTY-BEFORE", where="decided_date", facts=told)
    for name in ("organ", "reference", "explanation"):
        if not getattr(what, name).strip():
            label = PenaltyReversal._meta.get_field(name).verbose_name
            yield Finding("PENALTY-FIELD", where=name, facts={"field": label})


@transaction.atomic
def annul_reversal(reversal_id: int, reason: str, *, by: Person, at: datetime) -> PenaltyReversal:
    """Record that a reversal was recorded by mistake, and why. Raises Refused."""
    wrong = PenaltyReversal.objects.get(pk=reversal_id)
    page = locked(wrong.page_id)
    if wrong.is_annulled:
        raise Refused([Finding("PENALTY-ANNULLED")])
    if not reason.strip():
        raise Refused([Finding("PENALTY-FIELD", where="reason", facts={"field": "更正的理由"})])
    fields = {name: getattr(wrong, name) for name in ("outcome", "decided_date", "organ", "reference")}
    return _recorded(page, {**fields, "explanation": reason, "annuls": wrong}, by=by, at=at)


def _recorded(page: Any, fields: dict[str, Any], *, by: Person, at: datetime) -> PenaltyReversal:
    acted = acting_for(by, RECORDERS, page.agency, at, rule="PENALTY-ROLE")
    told = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    row = PenaltyReversal.objects.create(page=page, recorded_at=at, recorded_by=by, **told)
    record(
        PublishingAct.RECORD_REVERSAL,
        agency=page.agency,
        by=by,
        on_behalf_of=acted.on_behalf_of,
        subject=subject(page),
        facts={"outcome": row.outcome, "decided_date": row.decided_date, "annuls": row.annuls_id},
        reason=row.explanation,
        at=at,
    )
    return row


def standing_reversal(page: Any) -> PenaltyReversal | None:
    """Return what was last recorded of a penalty decision and not annulled, None for nothing."""
    rows = PenaltyReversal.objects.filter(page=page.pk, annuls=None, annulled_by=None)
    return rows.order_by("pk").last()


@transaction.atomic
def withdraw_penalty(page_id: int, *, by: Person, at: datetime) -> Withdrawal:
    """Withdraw a penalty decision for the reversal on record; its address tells the reason. Raises Refused."""
    reversal = standing_reversal(locked(page_id))
    if reversal is None:
        raise Refused([Finding("PENALTY-NOT-REVERSED")])
    return withdraw(page_id, reversal.notice[:500], by=by, at=at, kind=Withdrawal.Kind.PENALTY_REVOKED, mates="keep")


def penalties_due(agency: Agency) -> Iterator[PenaltyDue]:
    """Yield each penalty decision of the agency that is still public though it was changed or set aside."""
    rows = PenaltyReversal.objects.filter(page__agency=agency, page__live=True, annuls=None, annulled_by=None)
    latest = {row.page_id: row for row in rows.select_related("page").order_by("pk")}
    yield from (PenaltyDue(row.page, row, row.due_date) for row in latest.values() if _is_open(row))


def _is_open(row: PenaltyReversal) -> bool:
    """Tell whether the decision has not been withdrawn since: a changed one may be public again as it reads now."""
    return not Withdrawal.objects.filter(page=row.page_id, withdrawn_at__gte=row.recorded_at).exists()


def penalty_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield each decision whose withdrawal is due, or overdue, on that day."""
    for due in penalties_due(agency):
        facts = {
            "title": due.page.title,
            "decided": f"{due.reversal.decided_date:%Y-%m-%d}",
            "outcome": due.reversal.get_outcome_display(),
            "due": f"{due.due_date:%Y-%m-%d}",
        }
        yield due.page, Finding("PENALTY-LATE" if on > due.due_date else "PENALTY-DUE", facts=facts)
