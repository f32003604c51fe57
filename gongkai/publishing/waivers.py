"""Whether and until when a normative document is explained: waivers on record, an agency's own term, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, Role, calendar, record
from gongkai.findings import Finding
from gongkai.pages.door import Clearance
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.normative import NormativeDocumentPage
from gongkai.publishing.refusals import Refused
from gongkai.statute import Calendar, Length, SettingInvalid, due_date, limit_row

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

WAIVERS = (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)


class ExplainerWaiver(AppendOnly):
    """A decision that a document goes out without an explainer: for good, or for now. The newest one counts."""

    class Kind(models.TextChoices):
        """For good or for now."""

        NOT_NEEDED = "not_needed", "不需要解读"
        LATER = "later", "随后解读"

    document = models.ForeignKey(
        NormativeDocumentPage, verbose_name="文件", on_delete=models.PROTECT, related_name="explainer_waivers"
    )
    kind = models.CharField("决定", max_length=12, choices=Kind.choices)
    reason = models.CharField("理由", max_length=300)
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.ForeignKey("agencies.Person", verbose_name="决定人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "解读的豁免"
        verbose_name_plural = "解读的豁免"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="publishing_waiver_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.reason}"


class ExplainerTerm(models.Model):
    """How long an agency gives itself to explain a document, from a day on; without one, the statute's default."""

    class Starts(models.TextChoices):
        """The day that starts it."""

        ISSUED = "issued", "印发之日（成文日期）"
        PUBLISHED = "published", "公开之日"

    class Unit(models.TextChoices):
        """What is counted."""

        NATURAL_DAY = "natural_day", "自然日"
        WORKDAY = "workday", "工作日"

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("自何日起")
    starts = models.CharField("起算", max_length=12, choices=Starts.choices, default=Starts.PUBLISHED)
    amount = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=12, choices=Unit.choices, default=Unit.WORKDAY)
    basis = models.CharField("依据", max_length=200, help_text="规定这一期限的文件名称和文号。")

    class Meta:
        verbose_name = "解读期限"
        verbose_name_plural = "解读期限"
        ordering = ["agency", "since"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "since"], name="publishing_one_explainer_term_a_day"),
            models.CheckConstraint(
                name="publishing_explainer_term_is_a_length",
                condition=Q(amount__gte=1),
                violation_error_message="期限至少是1日。",
            ),
        ]

    def clean(self) -> None:
        """Raise ValidationError for a length that the statute does not take."""
        super().clean()
        first = limit_row("explainer", on=timezone.localdate()).since
        try:
            due_date("explainer", first, calendar(), chosen=Length(self.amount or 1, self.unit))
        except SettingInvalid:
            raise ValidationError({"amount": "期限过长，请核对：解读应当与文件同步。"}) from None

    def __str__(self) -> str:
        return f"{self.get_starts_display()}起{self.amount}个{self.get_unit_display()}"


@dataclass(frozen=True, slots=True)
class ExplainerDue:
    """A document that waits for its explainer, and the last day for it."""

    document: NormativeDocumentPage
    due_date: date


@transaction.atomic
def waive(document_id: int, kind: str, reason: str, *, by: Person, at: datetime) -> ExplainerWaiver:
    """Decide that a document goes out without an explainer, for good or for now. Raises Refused."""
    document = locked(document_id)
    acted = acting_for(by, WAIVERS, document.agency, at, rule="WAIVER-ROLE")
    if not reason.strip():
        raise Refused([Finding("WAIVER-REASON", where="reason")])
    waiver = ExplainerWaiver.objects.create(
        document=document, kind=ExplainerWaiver.Kind(kind), reason=reason.strip(), decided_at=at, decided_by=by
    )
    record(
        PublishingAct.WAIVE_EXPLAINER,
        agency=document.agency,
        by=by,
        on_behalf_of=acted.on_behalf_of,
        subject=subject(document),
        facts={"kind": waiver.kind},
        reason=waiver.reason,
        at=at,
    )
    return waiver


def explainer_due_date(document: Any, calendar: Calendar, terms: Iterable[ExplainerTerm] | None = None) -> date | None:
    """Return the last day to publish an explainer of a document; None while the day that starts it is not known.

    `terms` are those of the agency by their first day, where they are at hand.
    """
    day = document.publication_date or document.issue_date
    rows = terms_of(document.agency_id) if terms is None else terms
    term = next((row for row in reversed(list(rows)) if row.since <= day), None)
    starts = term.starts if term else ExplainerTerm.Starts.PUBLISHED
    start = document.issue_date if starts == ExplainerTerm.Starts.ISSUED else document.publication_date
    if start is None or start < limit_row("explainer", on=timezone.localdate()).since:
        return None
    chosen = Length(term.amount, term.unit) if term else None
    return due_date("explainer", start, calendar, chosen=chosen).date


def terms_of(agency: Any) -> list[ExplainerTerm]:
    """Return an agency's own terms, the earliest first."""
    return list(ExplainerTerm.objects.filter(agency=agency).order_by("since"))


def explainers_due(agency: Agency) -> Iterator[ExplainerDue]:
    """Yield each public document the agency made that no public explainer goes with and no waiver frees of one.

    What came in as history was explained, or not, where it was published: it is counted, and is not due here.
    """
    documents = NormativeDocumentPage.objects.filter(agency=agency, is_ours=True, live=True)
    waiting = documents.exclude(clearance=Clearance.IMPORT).exclude(
        pk__in=documents.filter(explainers__live=True).values("pk")
    )
    counted, terms = calendar(), terms_of(agency)
    for document in waiting.prefetch_related("explainer_waivers").order_by("publication_date", "pk"):
        waivers = list(document.explainer_waivers.all())
        due = explainer_due_date(document, counted, terms)
        if due and not (waivers and waivers[-1].kind == ExplainerWaiver.Kind.NOT_NEEDED):
            yield ExplainerDue(document, due)
