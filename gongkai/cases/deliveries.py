"""How a letter was brought to whom it is for: each attempt, what came of it, and the day that follows for the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongkai.agencies.door import AppendOnly, Blank, EncryptedText
from gongkai.cases.digests import digest_of

if TYPE_CHECKING:
    from gongkai.cases.letters import Letter


class Way(models.TextChoices):
    """How a letter is brought (送达方式). A private courier, or freight the applicant pays, is no service."""

    IN_PERSON = "in_person", "当面送交"
    PICK_UP = "pick_up", "自行领取"
    ENTRUSTED = "entrusted", "委托其他机关送达"
    POST = "post", "邮政企业邮寄"
    EMAIL = "email", "电子邮件"
    PORTAL = "portal", "本网站（凭查询码查看）"


# The law's own name for each way: which day counts follows from it (statute.delivery_methods).
METHOD_OF_WAY = {
    Way.IN_PERSON: "direct",
    Way.PICK_UP: "direct",
    Way.ENTRUSTED: "entrusted",
    Way.POST: "post",
    Way.EMAIL: "electronic",
    Way.PORTAL: "electronic",
}


class Standing(models.TextChoices):
    """Where an attempt stands."""

    SENDING = "sending", "等待系统发出"
    ON_THE_WAY = "on_the_way", "已送出，等待结果"
    ARRIVED = "arrived", "已送达"
    FAILED = "failed", "没有送到"


class Delivery(AppendOnly):
    """One attempt to bring a letter, handed over on `sent_date`; `by_system`: this installation sends the e-mail."""

    blankable = {"postal_number": Blank.WORDS, "note": Blank.WORDS}
    letter = models.ForeignKey("cases.Letter", verbose_name="文书", on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveSmallIntegerField("第几次")
    way = models.CharField("送达方式", max_length=12, choices=Way.choices)
    sent_date = models.DateField("送出日期")
    postal_number = models.CharField("邮件号码", max_length=20, blank=True)
    by_system = models.BooleanField("由本系统发送", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        ordering = ["letter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="cases_one_delivery_a_number"),
            models.CheckConstraint(
                name="cases_post_has_its_number",
                condition=~Q(way=Way.POST) | ~Q(postal_number=""),
                violation_error_message="邮寄的要有邮件号码。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} 第{self.number}次送达"

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of all that the row says of the attempt."""
        names = ("letter_id", "number", "way", "sent_date", "postal_number", "by_system", "note", "by_id")
        return digest_of([getattr(self, name) for name in names])

    @property
    def method(self) -> str:
        """Return the law's name for the way."""
        return METHOD_OF_WAY[Way(self.way)]

    @property
    def result(self) -> DeliveryResult | None:
        """Return what came of it: the newest row, since a mistake is mended by a further one."""
        return max(self.results.all(), key=lambda one: one.pk, default=None)

    @property
    def standing(self) -> Standing:
        """Return where it stands."""
        result = self.result
        if result is not None:
            return Standing.ARRIVED if result.arrived else Standing.FAILED
        return Standing.SENDING if self.by_system else Standing.ON_THE_WAY


class DeliveryContact(models.Model):
    """To where an attempt goes and who signed for it, encrypted, since it is personal data."""

    delivery = models.OneToOneField(Delivery, verbose_name="送达", on_delete=models.PROTECT, related_name="contact")
    address = EncryptedText("送到哪里", blank=True)
    signed_by = EncryptedText("签收人", blank=True)

    class Meta:
        verbose_name = "送达的收件信息"
        verbose_name_plural = "送达的收件信息"

    def __str__(self) -> str:
        return f"{self.delivery} 的收件信息"


class DeliveryResult(AppendOnly):
    """What came of an attempt: on `day` it arrived, or it was known to have failed for `reason`."""

    blankable = {"reason": Blank.WORDS}
    delivery = models.ForeignKey(Delivery, verbose_name="送达", on_delete=models.PROTECT, related_name="results")
    arrived = models.BooleanField("送到")
    day = models.DateField("日期")
    reason = models.CharField("没有送到的原因", max_length=200, blank=True)
    proof = models.ForeignKey(
        "cases.CaseFile", verbose_name="凭证", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        "agencies.Person", verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "送达结果"
        verbose_name_plural = "送达结果"
        ordering = ["delivery", "pk"]
        constraints = [
            models.CheckConstraint(
                name="cases_failure_has_its_reason",
                condition=Q(arrived=True) | ~Q(reason=""),
                violation_error_message="没有送到的，请写明原因。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery}：{'送到' if self.arrived else '没有送到'}"

    def digest_now(self) -> str:
        """Return the SHA-256, in hex, of all that the row says of the result, with the hash of its proof."""
        proof = self.proof.digest if self.proof else ""
        return digest_of([self.delivery_id, self.arrived, self.day, self.reason, proof, self.by_id])


def attempts(letter: Letter) -> list[Delivery]:
    """Return the attempts to bring a letter, the first one first."""
    return list(letter.deliveries.select_related("contact", "by").prefetch_related("results__proof"))


def arrived_among(tried: Iterable[Delivery]) -> Delivery | None:
    """Return the attempt that reached its addressee, None where none did."""
    return next((one for one in tried if one.standing == Standing.ARRIVED), None)


def has_proof(delivery: Delivery) -> bool:
    """Tell whether a proof of any of its results is in the file."""
    return any(one.proof_id for one in delivery.results.all())


def with_newest_result(tried: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Return attempts with what their newest result says, as `arrived` and `result_day`: None where there is none."""
    newest = DeliveryResult.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
    return tried.annotate(arrived=Subquery(newest.values("arrived")[:1]), result_day=Subquery(newest.values("day")[:1]))


def days_reached(events: Collection[int]) -> dict[int, date]:
    """Return on which day the letters of these acts (by id) reached whom they were for; none for those on their way."""
    if not events:
        return {}
    tried = with_newest_result(Delivery.objects.filter(letter__dispatch__event__in=events)).filter(arrived=True)
    return dict(tried.order_by("-number").values_list("letter__dispatch__event", "result_day"))
