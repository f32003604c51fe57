"""Sealed copies that a seal service gave back and that were not taken: of which letter, and why not."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Max, Q, QuerySet

from gongkai.agencies.door import AppendOnly
from gongkai.cases.case import in_hand
from gongkai.cases.case_files import Direction
from gongkai.cases.letters import Letter, log_letter
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, tell
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


class SealRefusal(AppendOnly):
    """One copy that was not taken: `digest` is the SHA-256 of its bytes in hex, `findings` why (rule, place, facts)."""

    letter = models.ForeignKey(Letter, verbose_name="文书", on_delete=models.PROTECT, related_name="seal_refusals")
    digest = models.CharField("文件摘要", max_length=64)
    findings = models.JSONField("原因")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "没有接收的盖章件"
        verbose_name_plural = "没有接收的盖章件"
        ordering = ["letter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "digest"], name="cases_one_refusal_a_sealed_copy"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} 的盖章件没有接收"

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Return why, as pages show it."""
        return [tell(Finding(one["rule"], one["where"], one["facts"])) for one in self.findings]


@transaction.atomic
def keep_refusal(letter: Letter, copy: bytes, refused: Refused, *, at: datetime) -> None:
    """Record that a copy was not taken, once for the same bytes: the service is asked again every minute."""
    digest = hashlib.sha256(copy).hexdigest()
    if letter.seal_refusals.filter(digest=digest).exists():
        return
    findings = [{"rule": one.rule, "where": one.where, "facts": dict(one.facts)} for one in refused.findings]
    SealRefusal.objects.create(letter=letter, digest=digest, findings=findings, at=at)
    rules = [one.rule for one in refused.findings]
    log_letter(CaseAct.REFUSE_SEAL, letter, by=None, at=at, facts={"digest": digest, "rules": rules})


def standing_refusals(agencies: Collection[Agency]) -> QuerySet[SealRefusal]:
    """Return the newest refusal of each letter of these agencies that still waits for its seal, the oldest first."""
    sealed = Q(letter__files__direction=Direction.SEALED)
    found = SealRefusal.objects.filter(letter__case__agency__in=agencies, letter__dispatch=None).exclude(sealed)
    newest = found.filter(in_hand("letter__case__")).annotate(newest=Max("letter__seal_refusals__pk"))
    return newest.filter(pk=F("newest")).select_related("letter__case__agency").order_by("pk")


def refusal_of(letter: Letter) -> SealRefusal | None:
    """Return why the copy of a letter was not taken, None where there is one or none came."""
    return standing_refusals([letter.case.agency]).filter(letter=letter).first()
