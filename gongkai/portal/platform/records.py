"""What is on record of the connection to the shared platform: how it is set, what is to be told, what came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, EncryptedText
from gongkai.portal.platform.signing import ED25519, HMAC, public_key_of


class PlatformAct(models.TextChoices):
    """What is put on the log of it."""

    CONNECT = "connect_platform", "设置集约化平台对接"
    SEND_AGAIN = "send_to_platform_again", "重新报送集约化平台"
    SEND_ALL = "send_all_to_platform", "全部报送集约化平台"


class PlatformConnection(models.Model):
    """Where an agency sends what it publishes, and the key it signs with; nothing is sent unless it is active."""

    class Algorithm(models.TextChoices):
        """How requests are signed."""

        ED25519 = ED25519, "Ed25519（私钥在本系统生成，只把公钥交给平台）"
        HMAC = HMAC, "HMAC-SHA256（平台发给的共同密钥）"

    agency = models.OneToOneField(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="platform_connection"
    )
    active = models.BooleanField("启用报送", default=False)
    address = models.CharField("平台接收地址", max_length=300, blank=True)
    key_name = models.CharField("密钥编号", max_length=64, blank=True)
    algorithm = models.CharField("签名方式", max_length=20, choices=Algorithm.choices, default=Algorithm.ED25519)
    key = EncryptedText("密钥", blank=True)

    class Meta:
        verbose_name = "集约化平台对接"
        verbose_name_plural = "集约化平台对接"
        constraints = [
            models.CheckConstraint(
                name="portal_active_platform_is_complete",
                condition=Q(active=False) | ~(Q(address="") | Q(key_name="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}的集约化平台对接"

    @property
    def public_key(self) -> str:
        """Return the public key in PEM, empty where there is none."""
        return public_key_of(self.key) if self.key and self.algorithm == self.Algorithm.ED25519 else ""


class PlatformNotice(models.Model):
    """That a page changed for the public, until the platform knows; what it is told is how the page stands by then.

    `due_at` is when it is tried next, empty where nobody tries. `tried` counts since somebody last asked for it.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "待送达"
        REFUSED = "refused", "平台不收"
        ARRIVED = "arrived", "已送达"
        UNNEEDED = "unneeded", "不用再送"

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey("pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("变动时间")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField("下次报送", null=True)
    tried = models.PositiveIntegerField("已试次数", default=0)

    class Meta:
        verbose_name = "集约化平台报送"
        verbose_name_plural = "集约化平台报送"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["agency", "due_at"], name="portal_platform_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["agency", "state"], name="portal_platform_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="portal_only_waiting_is_due", condition=Q(due_at__isnull=True) | Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_state_display()}"


class PlatformAttempt(AppendOnly):
    """An attempt to tell the platform: its receipt where it came, else why none came."""

    class Outcome(models.TextChoices):
        """What came of it."""

        ARRIVED = "arrived", "已送达"
        REFUSED = "refused", "平台不收"
        FAILED = "failed", "没有送到"

    notice = models.ForeignKey(PlatformNotice, verbose_name="报送", on_delete=models.PROTECT, related_name="attempts")
    act = models.CharField("事项", max_length=10)
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    reason = models.CharField("原因", max_length=300, blank=True)
    receipt = models.CharField("回执编号", max_length=100, blank=True)
    sha256 = models.CharField("报文 SHA-256", max_length=64)

    class Meta:
        verbose_name = "集约化平台报送回执"
        verbose_name_plural = "集约化平台报送回执"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="portal_platform_arrival_has_a_receipt", condition=~Q(outcome="arrived") | ~Q(receipt="")
            )
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_outcome_display()}"


NOT_ARRIVED = (PlatformNotice.State.WAITING, PlatformNotice.State.REFUSED)


def not_arrived(agencies: Any) -> Any:
    """Return the notices of these agencies that the platform has not taken, the longest waiting first."""
    return PlatformNotice.objects.filter(agency__in=agencies, state__in=NOT_ARRIVED).order_by("at", "pk")


def with_last_attempt(notices: Any) -> Any:
    """Return notices with what came of the last attempt: `reason` and `last_at`, None before the first."""
    last = PlatformAttempt.objects.filter(notice=OuterRef("pk")).order_by("-pk")
    return notices.annotate(reason=Subquery(last.values("reason")[:1]), last_at=Subquery(last.values("at")[:1]))


def try_again(notices: Any, *, at: datetime) -> int:
    """Let notices that the platform has not taken be tried at once; return how many."""
    return int(notices.update(state=PlatformNotice.State.WAITING, due_at=at, tried=0))
