"""What is withheld is looked at again on its day: kept back with a reason, or no longer (Reg. art. 18).

「行政机关应当建立健全政府信息管理动态调整机制，对本行政机关不予公开的政府信息进行定期评估审查，
对因情势变化可以公开的政府信息应当公开。」
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, Role, acting_in, record
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, locked, subject
from gongkai.publishing.attributes import Attribute
from gongkai.publishing.information import InformationPage, review_day_after
from gongkai.publishing.refusals import refuse_on
from gongkai.publishing.rows import months_after, months_for

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

DECIDERS = (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)


class WithheldReview(AppendOnly):
    """A decision about something withheld, with its reason: from the day of it the next period runs."""

    class Outcome(models.TextChoices):
        """What becomes of it."""

        KEEP = "keep", "继续不予公开"
        ON_APPLICATION = "on_application", "转为依申请公开"
        PUBLISH = "publish", "转为主动公开"

    page = models.ForeignKey(
        InformationPage, verbose_name="政府信息", on_delete=models.PROTECT, related_name="withheld_reviews"
    )
    outcome = models.CharField("评估结果", max_length=16, choices=Outcome.choices)
    ground = models.CharField("当时的依据", max_length=40)
    reason = models.CharField("理由", max_length=500)
    review_date = models.DateField("评估日期")
    reviewed_at = models.DateTimeField("登记时间")
    reviewed_by = models.ForeignKey(
        "agencies.Person", verbose_name="决定人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "不予公开的评估"
        verbose_name_plural = "不予公开的评估"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="publishing_withheld_review_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.review_date:%Y-%m-%d} {self.get_outcome_display()}"


class Withheld(NamedTuple):
    """Something withheld: the day it was decided, that of the last look since, that by which the next is due."""

    page: InformationPage
    decided_date: date
    reviewed_date: date | None
    due_date: date


@transaction.atomic
def review_withheld(page_id: int, outcome: str, reason: str, *, by: Person, at: datetime) -> WithheldReview:
    """Decide whether something stays withheld. Raises Refused.

    What is to be public becomes a draft that goes the way of every draft; the twenty working days of Art. 26
    run from the day of the decision.
    """
    page = locked(page_id)
    today = timezone.localdate(at)
    acted = acting_in(by, DECIDERS, page.agency, on=today)
    refuse_on(_may_review(page, reason, is_decider=bool(acted)))
    review = WithheldReview.objects.create(
        page=page,
        outcome=WithheldReview.Outcome(outcome),
        ground=page.ground,
        reason=reason.strip(),
        review_date=today,
        reviewed_at=at,
        reviewed_by=by,
    )
    if review.outcome != WithheldReview.Outcome.KEEP:
        _turn(page, review)
    record(
        PublishingAct.REVIEW_WITHHELD,
        agency=page.agency,
        by=by,
        on_behalf_of=acted and acted.on_behalf_of,
        subject=subject(page),
        facts={"outcome": review.outcome, "ground": review.ground},
        reason=review.reason,
        at=at,
    )
    return review


def _may_review(page: Any, reason: str, *, is_decider: bool) -> Iterator[Finding]:
    if not is_decider:
        yield Finding("WITHHELD-ROLE", facts={"agency": page.agency.name})
    if getattr(page, "attribute", "") != Attribute.WITHHELD:
        yield Finding("WITHHELD-NOT")
    if not reason.strip():
        yield Finding("WITHHELD-REASON", where="reason")


def _turn(page: InformationPage, review: WithheldReview) -> None:
    """Give the page, and a new version of it, what the decision makes of it."""
    changes: dict[str, Any] = {"ground": "", "withheld_date": None}
    if review.outcome == WithheldReview.Outcome.PUBLISH:
        changes |= {"attribute": Attribute.PROACTIVE, "attribute_reason": "", "formed_date": review.review_date}
    else:
        changes |= {"attribute": Attribute.ON_APPLICATION, "attribute_reason": review.reason}
    content = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(content, name, value)
    content.save_revision(user=review.reviewed_by)
    InformationPage.objects.filter(pk=page.pk, live=False).update(**changes)


def withheld_by(agencies: Collection[Agency]) -> list[Withheld]:
    """Return everything these agencies withhold, what is to be looked at first in front."""
    rows = InformationPage.objects.filter(agency__in=agencies, attribute=Attribute.WITHHELD)
    rows = rows.exclude(withheld_date=None).annotate(reviewed=Max("withheld_reviews__review_date"))
    found = []
    for page in rows.select_related("agency"):
        last = max(filter(None, (page.withheld_date, page.reviewed)))
        found.append(Withheld(page, page.withheld_date, page.reviewed, review_day_after(last)))
    return sorted(found, key=lambda one: (one.due_date, one.page.pk))


def is_coming(one: Withheld, today: date) -> bool:
    """Tell whether the next look is due, or comes so soon that it should be prepared."""
    return months_after(one.due_date, -months_for("withheld_review_notice")) <= today
