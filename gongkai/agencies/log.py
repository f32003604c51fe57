"""The append-only log: each act with who, when, what and why, chained so that tampering shows.

Every agency has a chain of its own; acts that belong to no agency stand in the chain of
the installation, whose name is empty. Decision 0024 tells what a chain can show and what not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.agencies.append_only import AppendOnly

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency
    from gongkai.agencies.people import Person


class AgencyAct(models.TextChoices):
    """What this room puts on the log."""

    SIGN_IN = "sign_in", "登录"
    SIGN_OUT = "sign_out", "退出登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    LOCKED_OUT = "locked_out", "多次登录失败，暂停登录"
    SECOND_FACTOR = "second_factor", "通过两步验证"
    SECOND_FACTOR_FAILED = "second_factor_failed", "两步验证失败"
    ENROL = "enrol", "启用两步验证"
    UNENROL = "unenrol", "停用两步验证"
    OWN_PASSWORD = "own_password", "换成自己的密码"
    MAKE_ADMINISTRATOR = "make_administrator", "在服务器上登记系统管理员"
    CREATE = "create", "登记"
    CHANGE = "change", "变更"
    DELETE = "delete", "删除"
    ROTATE_KEYS = "rotate_keys", "更换加密密钥"
    TAKE_IN = "take_in", "导入记录"
    ADOPT_NOTICE = "adopt_notice", "启用放假通知"


class LogChain(models.Model):
    """How far a chain has come: what stands here and not in the log was cut off its end."""

    name = models.CharField("记录链", max_length=50, primary_key=True)
    last = models.PositiveBigIntegerField("最后一条的序号")

    class Meta:
        verbose_name = "记录链"
        verbose_name_plural = "记录链"

    def __str__(self) -> str:
        return f"{self.name or '（全站）'}：{self.last}"


class LogEntry(AppendOnly):
    """One act. `digest` is the SHA-256 of everything else in the row, the previous digest included."""

    chain = models.CharField("记录链", max_length=50, editable=False)
    seq = models.PositiveBigIntegerField("序号", editable=False)
    at = models.DateTimeField("时间", editable=False, db_index=True)
    act = models.CharField("行为代码", max_length=60, editable=False, db_index=True)
    act_label = models.CharField("行为", max_length=100, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name="行政机关",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by = models.ForeignKey(
        "agencies.Person", verbose_name="经办人", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    by_name = models.CharField("经办人姓名", max_length=330, blank=True, editable=False)
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField("事项", max_length=200, editable=False, db_index=True)
    facts = models.JSONField("内容", encoder=DjangoJSONEncoder, editable=False)
    reason = models.TextField("理由", blank=True, editable=False)
    previous = models.CharField("上一条的摘要", max_length=64, blank=True, editable=False)
    digest = models.CharField("本条的摘要", max_length=64, editable=False)

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-at", "-seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="agencies_log_seq_once_in_chain")]

    def __str__(self) -> str:
        return f"{self.act_label} {self.subject}"

    def digest_now(self) -> str:
        """Return the digest that what stands in the row has."""
        told = {
            "chain": self.chain, "seq": self.seq, "at": self.at.astimezone(UTC).isoformat(), "act": self.act,
            "act_label": self.act_label, "agency": self.agency_id, "by": self.by_id, "by_name": self.by_name,
            "on_behalf_of": self.on_behalf_of_id, "subject": self.subject, "facts": self.facts,
            "reason": self.reason, "previous": self.previous,
        }  # fmt: skip
        return hashlib.sha256(_written(told).encode()).hexdigest()


def subject_of(row: models.Model) -> str:
    """Return how the log names a row: ``agencies.office:12``."""
    return f"{row._meta.label_lower}:{row.pk}"


def record(
    act: str,
    *,
    agency: Agency | None,
    by: Person | None,
    subject: str,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    on_behalf_of: Person | None = None,
    at: datetime | None = None,
) -> LogEntry:
    """Put one act on the log of `agency` (None: the installation's), in the caller's transaction.

    `act` is best a member of the room's TextChoices: its Chinese label is kept with it.
    `facts` is what JSON can hold, with dates, moments and Decimal; a float raises ValueError,
    since the databases would not give it back digit by digit. No personal data and no secret
    belongs in it: nothing is ever removed from here.
    """
    with transaction.atomic():
        chain = agency.slug if agency else ""
        seq = _next_in(chain)
        entry = LogEntry(
            chain=chain, seq=seq, at=at or timezone.now(), act=str(act), act_label=getattr(act, "label", act),
            agency=agency, by=by, by_name=by.name_on_record() if by else "", on_behalf_of=on_behalf_of,
            subject=subject, facts=_plain(facts or {}), reason=reason, previous=_digest_before(chain, seq),
        )  # fmt: skip
        entry.digest = entry.digest_now()
        entry.save()
    return entry


def entries_about(subject: str) -> models.QuerySet[LogEntry]:
    """Return the acts about one row (`subject_of`), oldest first."""
    return LogEntry.objects.filter(subject=subject).order_by("at", "seq")


def acts_so_far() -> Coalesce:
    """Return, for a query over rows with an `agency`, how many acts stand on the log of that agency.

    Where the number is what it was, nothing was done for the agency meanwhile.
    """
    chain = LogChain.objects.filter(name=models.OuterRef("agency__slug"))
    return Coalesce(models.Subquery(chain.values("last")[:1]), 0, output_field=models.PositiveBigIntegerField())


def _next_in(chain: str) -> int:
    """Return the next place in the chain, which nobody else gets before the transaction ends."""
    table = LogChain._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, last) VALUES (%s, 1) "  # noqa: S608 - our own table's name
            f"ON CONFLICT (name) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [chain],
        )
        return int(cursor.fetchone()[0])


def _digest_before(chain: str, seq: int) -> str:
    before = LogEntry.objects.filter(chain=chain, seq=seq - 1).values_list("digest", flat=True).first()
    return before or ""


def _written(value: Mapping[str, Any]) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(facts: Mapping[str, Any]) -> Any:
    """Return `facts` as the database gives them back, whichever it is."""
    return json.loads(_written(facts), parse_float=_no_float, parse_constant=_no_float)


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"the log keeps whole numbers and Decimal, no float: {text}")
