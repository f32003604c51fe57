"""A reply as it is drafted and approved: each version stands, and an approval holds for exactly one of them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from gongkai import statute
from gongkai.agencies.door import AppendOnly, Blank
from gongkai.statute import ChosenGround, Decision, Outcome

REFUSED, PARTIAL = "R3_refuse", "R2p_partial"


class Draft(AppendOnly):
    """One version of a reply: its kind, what is on record for it, and the office's own words.

    `answers` are those to the questions of the tree that led to `outcome` (question id → answer). `recorded` maps ids
    of needed facts to what was written of each; `grounds` are ids of grounds, the principal first, each with
    `subclass`, `basis_rank` and `recorded` as above; of a partial release they are the withheld parts one by one, each
    with `part` and `reason`. `circumstances` are those of statute's Decision that
    only the officer knows, such as what a third party answered. `files` are the ids of the files it gives, with their
    digests. `digest` is the SHA-256 of all that, in hex: what an approval names.
    """

    blankable = {"recorded": Blank.MAPPING, "grounds": Blank.LIST, "text": Blank.WORDS}
    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField("第几稿")
    outcome = models.CharField("答复种类", max_length=30)
    answers = models.JSONField("判断经过", default=dict)
    recorded = models.JSONField("在案事实", default=dict)
    grounds = models.JSONField("不予公开的依据", default=list)
    other_organ = models.CharField("负责公开的机关", max_length=200, blank=True)
    circumstances = models.JSONField("办理情况", default=dict)
    text = models.TextField("答复内容", blank=True)
    reading = models.CharField("救济途径依据的理解", max_length=40, blank=True)
    files = models.JSONField("所附文件", default=list)
    digest = models.CharField("内容摘要", max_length=64)
    author = models.ForeignKey("agencies.Person", verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟稿时间")

    class Meta:
        verbose_name = "答复稿"
        verbose_name_plural = "答复稿"
        ordering = ["case", "version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="cases_one_draft_a_version")]

    def __str__(self) -> str:
        return f"{self.case} 第{self.version}稿"

    def digest_now(self) -> str:
        """Return the digest of what the row says."""
        names = (
            "case_id",
            "version",
            "outcome",
            "recorded",
            "grounds",
            "other_organ",
            "circumstances",
            "text",
            "reading",
            "files",
        )
        told = {name: getattr(self, name) for name in names}
        if self.answers:  # drafts from before the answers were kept stand as they were
            told["answers"] = self.answers
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def kind(self, *, on: date) -> Outcome:
        """Return the kind of reply as the law of that day knows it."""
        return statute.outcome(self.outcome, on=on)

    @property
    def principal_ground(self) -> str:
        """Return the id of the ground that counts in the annual report, empty where nothing is refused."""
        return self.grounds[0]["id"] if self.grounds and self.outcome == REFUSED else ""

    @property
    def gives(self) -> bool:
        """Tell whether it gives something that somebody else has to look through: parts, or files."""
        return self.outcome == PARTIAL or bool(self.files)

    @property
    def author_ids(self) -> frozenset[int]:
        """Return who wrote it, and for whom."""
        return frozenset(filter(None, (self.author_id, self.on_behalf_of_id)))

    def decision(self, *, on: date, approved_by: frozenset[str]) -> Decision:
        """Return it as the law looks at it on a day: with the acts and the state of its case."""
        acts = tuple(event.act for event in self.case.facts().events)
        told = {"third_party": "silence" if "third_party_silent" in acts else "", **self.circumstances}
        told["text_is_release"] = bool(told.get("text_is_release") and self.text.strip())
        return Decision(
            code=self.outcome,
            decided_date=on,
            grounds=tuple(_chosen(one) for one in self.grounds),
            recorded=_ids(self.recorded),
            approved_by=approved_by,
            acts=acts,
            state=self.case.clock(today=on).state,
            other_organ=self.other_organ,
            released_files=len(self.files),
            **told,
        )


def _chosen(one: dict[str, Any]) -> ChosenGround:
    return ChosenGround(
        id=one["id"],
        subclass=one["subclass"],
        basis_rank=one["basis_rank"],
        recorded=_ids(one["recorded"]),
        part=one.get("part", ""),
        reason=one.get("reason", ""),
    )


def _ids(recorded: dict[str, str]) -> frozenset[str]:
    return frozenset(key for key, words in recorded.items() if words.strip())


class Approval(AppendOnly):
    """What somebody in a role decided about one draft, by its digest: approved, or given back with a reason."""

    blankable = {"reason": Blank.WORDS}
    draft = models.ForeignKey(Draft, verbose_name="答复稿", on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField("内容摘要", max_length=64)
    role = models.CharField("岗位", max_length=30)
    approved = models.BooleanField("同意")
    reason = models.CharField("意见", max_length=500, blank=True)
    person = models.ForeignKey("agencies.Person", verbose_name="审批人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("审批时间")

    class Meta:
        verbose_name = "答复审批"
        verbose_name_plural = "答复审批"
        ordering = ["draft", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "role"], name="cases_one_approval_a_role"),
            models.CheckConstraint(
                name="cases_given_back_with_a_reason",
                condition=Q(approved=True) | ~Q(reason=""),
                violation_error_message="退回的要写明意见。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.role}"
