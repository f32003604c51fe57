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
from gongkai.cases.contents import PARTIAL, REFUSED, Content, judgement_of
from gongkai.statute import Decision, Judgement, Outcome

# What the digest of a draft names of its only content: all that drafts named before they could have several.
_OF_THE_ONLY = ("recorded", "grounds", "other_organ", "circumstances", "text")


class Draft(AppendOnly):
    """One version of a reply: what is said of each content of the application, and as what the whole counts.

    `contents` are rows of Content; `principal` is the place of the one in whose row the whole counts, where nothing is
    given for several reasons. `outcome` is the kind that the whole counts as, `files` are the ids of the files it
    gives, with their digests. `digest` is the SHA-256 of all that, in hex: what an approval names.
    """

    blankable = {"contents": Blank.LIST}
    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField("第几稿")
    outcome = models.CharField("答复种类", max_length=30)
    contents = models.JSONField("逐项内容")
    principal = models.PositiveSmallIntegerField("主要的一项", null=True)
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

    @property
    def answered(self) -> tuple[Content, ...]:
        """Return its contents, in their order; none where the file of the case was destroyed."""
        return tuple(Content(**one) for one in self.contents)

    def digest_now(self) -> str:
        """Return the digest of what the row says."""
        told = {name: getattr(self, name) for name in ("case_id", "version", "outcome", "reading", "files")}
        if len(self.contents) == 1:
            (only,) = self.contents
            told |= {name: only[name] for name in _OF_THE_ONLY}
            if only["answers"]:  # drafts from before the answers were kept stand as they were
                told["answers"] = only["answers"]
        else:
            told |= {"contents": self.contents, "principal": self.principal}
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def kind(self, *, on: date) -> Outcome:
        """Return the kind of reply that the whole counts as, as the law of that day knows it."""
        return statute.outcome(self.outcome, on=on)

    def approvals_needed(self, *, on: date) -> tuple[str, ...]:
        """Return the roles that must approve it: those of the whole and of each content."""
        return statute.approvals_for([self.outcome, *(one.outcome for one in self.answered)], on=on)

    def judgement(self, *, on: date) -> Judgement:
        """Return what was judged of each content, with how its case stands now."""
        return judgement_of(self.case, self.contents, self.principal, on=on)

    @property
    def principal_ground(self) -> str:
        """Return the id of the ground that counts in the annual report, empty where the whole is no refusal."""
        contents = self.answered
        return contents[self.principal or 0].principal_ground if contents and self.outcome == REFUSED else ""

    @property
    def withholds(self) -> bool:
        """Tell whether one of its contents is given but for parts that were taken out (区分处理)."""
        return any(one.outcome == PARTIAL for one in self.answered)

    @property
    def gives(self) -> bool:
        """Tell whether it gives something that somebody else has to look through: parts, or files."""
        return self.withholds or bool(self.files)

    @property
    def given_back(self) -> str:
        """Return with what words it was given back, empty where it was not."""
        return next((one.reason for one in self.approvals.all() if not one.approved), "")

    @property
    def is_unreviewed(self) -> bool:
        """Tell whether it gives something that nobody but its author has looked through."""
        review = getattr(self, "release_review", None)
        return self.gives and (review is None or review.digest != self.digest)

    @property
    def text(self) -> str:
        """Return the office's own words to all contents."""
        return "\n".join(one.text for one in self.answered if one.text.strip())

    @property
    def author_ids(self) -> frozenset[int]:
        """Return who wrote it, and for whom."""
        return frozenset(filter(None, (self.author_id, self.on_behalf_of_id)))

    def decisions(self, *, on: date, approved_by: frozenset[str]) -> tuple[Decision, ...]:
        """Return its contents as the law looks at them on a day: with the acts and the state of its case."""
        clock = self.case.clock(today=on)
        of_the_case: dict[str, Any] = {
            "decided_date": on,
            "approved_by": approved_by,
            "acts": tuple(event.act for event in self.case.facts().events),
            "state": clock.state,
            "consulted": clock.consulted,
        }
        return tuple(one.decision(**of_the_case) for one in self.answered)


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
