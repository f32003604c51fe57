"""What people say about a draft (意见): on this site, or registered by the office; and what became of each.

Who wrote and what they wrote is encrypted; how to reach them is shown to the office on request, on record.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, EncryptedText, RecordLine, Role, next_number, record, subject_of
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, acting_for
from gongkai.publishing.public_comments import CommentPage, Stage
from gongkai.publishing.refusals import Refused

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

SERIES = "opinions"
HANDLERS = (Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD)
LONGEST = 3000


class Opinion(models.Model):
    """What somebody said about a draft. Written once; a new key encrypts it anew."""

    class Way(models.TextChoices):
        """How it came."""

        ONLINE = "online", "在线"
        POST = "post", "信函"
        MAIL = "mail", "电子邮件"
        TELEPHONE = "telephone", "电话"
        MEETING = "meeting", "座谈或者来访"

    collection = models.ForeignKey(
        CommentPage, verbose_name="意见征集", on_delete=models.PROTECT, related_name="opinions"
    )
    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    number = models.CharField("编号", max_length=20, editable=False)
    way = models.CharField("提出方式", max_length=10, choices=Way.choices, default=Way.ONLINE)
    text = EncryptedText("意见")
    name = EncryptedText("姓名或者单位", blank=True)
    contact = EncryptedText("联系方式", blank=True)
    submission_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    received_date = models.DateField("收到日期")
    received_at = models.DateTimeField("登记时间", editable=False)
    received_by = models.ForeignKey(
        "agencies.Person",
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = "意见"
        verbose_name_plural = "意见"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="publishing_opinion_number_once"),
            models.CheckConstraint(
                name="publishing_opinion_registered_by_somebody",
                condition=Q(way="online", received_by=None, submission_hash__isnull=False)
                | (~Q(way="online") & Q(received_by__isnull=False, submission_hash=None)),
            ),
        ]
        indexes = [models.Index(fields=["agency", "received_date"], name="publishing_opinion_day")]

    record_relations = ()

    def __str__(self) -> str:
        return f"意见 {self.number}"

    def record_line(self) -> RecordLine:
        """Return how a list of records names it: its number and how it came, nothing of who wrote or what."""
        name = f"{self}（{self.get_way_display()}）"
        return RecordLine(name, self.received_date, reverse("publishing_opinion", args=[self.pk]))

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of what was said, about what, how and when; nothing of who said it."""
        return _digest([self.number, self.collection_id, self.way, self.received_date, self.text])

    @property
    def verdict(self) -> OpinionVerdict | None:
        """Return what was said last of what becomes of it."""
        return max(self.verdicts.all(), key=lambda one: one.pk, default=None)


class OpinionVerdict(AppendOnly):
    """What becomes of an opinion; a later word replaces an earlier one."""

    class Outcome(models.TextChoices):
        """How it ends."""

        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "未采纳"
        BESIDE = "beside", "与征求意见的事项无关"

    opinion = models.ForeignKey(Opinion, verbose_name="意见", on_delete=models.PROTECT, related_name="verdicts")
    outcome = models.CharField("采纳情况", max_length=10, choices=Outcome.choices)
    reason = models.CharField("理由", max_length=500, blank=True)
    decided_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey("agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "意见的采纳情况"
        verbose_name_plural = "意见的采纳情况"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="publishing_what_is_not_adopted_is_explained", condition=Q(outcome="adopted") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of what was decided and why."""
        return _digest([self.outcome, self.reason])


def receive(opinion: Opinion, collection: CommentPage, *, submission_hash: str, at: datetime) -> Opinion:
    """Take an opinion from the site while the collection is open; the same form sent twice is one opinion.

    Raises Refused where it is not open, or takes none on this site.
    """
    if before := Opinion.objects.filter(submission_hash=submission_hash).first():
        return before
    if collection.stage_on(timezone.localdate(at)) is not Stage.OPEN or not collection.takes_online:
        raise Refused([Finding("OPINION-CLOSED", facts={"title": collection.title})])
    opinion.way, opinion.submission_hash, opinion.received_date = (
        Opinion.Way.ONLINE,
        submission_hash,
        timezone.localdate(at),
    )
    try:
        return _kept(opinion, collection, by=None, at=at)
    except IntegrityError:  # the other of two clicks was faster
        return Opinion.objects.get(submission_hash=submission_hash)


def register_opinion(opinion: Opinion, collection: CommentPage, *, by: Person, at: datetime) -> Opinion:
    """Register what came by post, mail, telephone or in a meeting, with the day it came. Raises Refused."""
    acting_for(by, HANDLERS, collection.agency, at, rule="OPINION-ROLE")
    if not collection.from_date <= opinion.received_date <= timezone.localdate(at):
        raise Refused([Finding("OPINION-DAY", where="received_date")])
    return _kept(opinion, collection, by=by, at=at)


@transaction.atomic
def _kept(opinion: Opinion, collection: CommentPage, *, by: Person | None, at: datetime) -> Opinion:
    year = timezone.localdate(at).year
    opinion.collection, opinion.agency, opinion.received_at, opinion.received_by = collection, collection.agency, at, by
    opinion.number = f"YJ{year}-{next_number(collection.agency, SERIES, year):04d}"
    opinion.save()
    facts = {"number": opinion.number, "collection": collection.pk, "way": opinion.way}
    facts["digest"] = opinion.digest_now()
    _log(PublishingAct.RECEIVE_OPINION, opinion, by, at, facts)
    return opinion


@transaction.atomic
def decide_opinion(opinion: Opinion, outcome: str, reason: str, *, by: Person, at: datetime) -> OpinionVerdict:
    """Record what becomes of an opinion, with the reason where it is not adopted as it is. Raises Refused."""
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)  # row and log in one order
    acting_for(by, HANDLERS, opinion.agency, at, rule="OPINION-ROLE")
    if outcome != OpinionVerdict.Outcome.ADOPTED and not reason.strip():
        raise Refused([Finding("OPINION-REASON", where="reason")])
    verdict = OpinionVerdict.objects.create(
        opinion=opinion, outcome=outcome, reason=reason.strip(), decided_at=at, decided_by=by
    )
    facts = {"number": opinion.number, "outcome": outcome, "digest": verdict.digest_now()}
    _log(PublishingAct.DECIDE_OPINION, opinion, by, at, facts)
    return verdict


def see_contact(opinion: Opinion, *, by: Person, at: datetime) -> tuple[str, str]:
    """Return name and contact of whoever wrote; that they were looked at is on the log first. Raises Refused."""
    acting_for(by, HANDLERS, opinion.agency, at, rule="OPINION-ROLE")
    _log(PublishingAct.SEE_OPINION_CONTACT, opinion, by, at, {"number": opinion.number})
    return opinion.name, opinion.contact


def undecided(collection: CommentPage) -> Any:
    """Return the opinions of which nobody said yet what becomes of them."""
    said = OpinionVerdict.objects.filter(opinion=OuterRef("pk"))
    return Opinion.objects.filter(~Exists(said), collection=collection)


def outcome_of(collection: CommentPage) -> dict[str, Any]:
    """Return how many opinions came (`total`), and how many came to what (`rows`: word and number)."""
    opinions = list(collection.opinions.defer("text", "name", "contact").prefetch_related("verdicts"))
    counted = Counter(one.verdict.outcome for one in opinions if one.verdict)
    rows = [(label, counted[value]) for value, label in OpinionVerdict.Outcome.choices if counted[value]]
    return {"total": len(opinions), "rows": rows}


def opinions_received(agency: Agency, since: Any, until: Any) -> Any:
    """Return the opinions that came in the period, by whatever way."""
    return Opinion.objects.filter(agency=agency, received_date__range=(since, until))


def _log(act: str, opinion: Opinion, by: Person | None, at: datetime, facts: dict[str, Any]) -> None:
    record(act, agency=opinion.agency, by=by, subject=subject_of(opinion), facts=facts, at=at)


def _digest(said: list[Any]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()
