"""What is submitted for review (送审) and what is decided about it. Every row is written once; the state is derived.

A submission is one cycle: three rounds about exactly one content, ending in at most one
publication. An edit, a recall or a withdrawal closes it for good, and the next one starts at
round one.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Revision

from gongkai.agencies.door import AppendOnly, RecordLine
from gongkai.publishing.authors import authors_of

ROUNDS = (1, 2, 3)
ROUND_NAMES = {1: "一审", 2: "二审", 3: "三审"}


class State(StrEnum):
    """Where a submission stands; the value is the word shown."""

    FIRST = "待一审"
    SECOND = "待二审"
    THIRD = "待三审"
    APPROVED = "三审通过，待公开"
    PUBLISHED = "已公开"
    RETURNED = "已退回"
    CLOSED = "已作废"


class SubmissionQuerySet(models.QuerySet):
    """Submissions by where they stand."""

    def open(self) -> SubmissionQuerySet:
        """Return those that may still lead to a publication: not returned, closed or published."""
        this = {"submission": OuterRef("pk")}
        return self.filter(
            ~Exists(Closing.objects.filter(**this)),
            ~Exists(Review.objects.filter(**this, verdict=Review.Verdict.RETURN)),
            ~Exists(Publication.objects.filter(**this)),
        )

    def at_round(self, number: int) -> SubmissionQuerySet:
        """Return the open ones that wait for round `number`; 4 means approved and not yet public."""
        return self.open().annotate(decided=models.Count("reviews")).filter(decided=number - 1)


class Submission(AppendOnly):
    """A page as it was handed in for three rounds: this revision, with this content."""

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="submissions"
    )
    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, verbose_name="版本", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField("内容摘要", max_length=64)
    title = models.CharField("标题", max_length=255)
    correction = models.TextField(
        "更正说明", blank=True, max_length=500, help_text="更正已公开的内容时，写明更正了什么、为什么；随页面公开。"
    )
    go_live_at = models.DateTimeField("定时公开", null=True, blank=True)
    bundle = models.ForeignKey(
        "self", verbose_name="同步审签的文件", null=True, on_delete=models.PROTECT, related_name="companions"
    )
    workflow_state = models.OneToOneField(  # none for what was over before there was a workflow
        "wagtailcore.WorkflowState",
        verbose_name="工作流",
        null=True,
        on_delete=models.PROTECT,
        related_name="submission",
    )
    submitted_at = models.DateTimeField("送审时间")
    submitted_by = models.ForeignKey(
        "agencies.Person", verbose_name="送审人", on_delete=models.PROTECT, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "送审"
        verbose_name_plural = "送审"
        ordering = ["submitted_at", "pk"]
        indexes = [models.Index(fields=["agency", "submitted_at"], name="publishing_submitted")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def rounds(self) -> list[Review]:
        """Return what was decided, round by round."""
        return list(self.reviews.select_related("person", "on_behalf_of").order_by("round"))

    @property
    def state(self) -> State:
        """Return where it stands."""
        if hasattr(self, "publication"):
            return State.PUBLISHED
        if hasattr(self, "closing"):
            return State.CLOSED
        if any(review.verdict == Review.Verdict.RETURN for review in self.rounds):
            return State.RETURNED
        return (State.FIRST, State.SECOND, State.THIRD, State.APPROVED)[len(self.rounds)]

    @property
    def round_due(self) -> int | None:
        """Return the round it waits for, None where it waits for none."""
        return {State.FIRST: 1, State.SECOND: 2, State.THIRD: 3}.get(self.state)

    @property
    def is_approved(self) -> bool:
        """Return whether three people approved exactly its content, round by round, and nothing closed it."""
        approvals = [review for review in self.rounds if review.approves(self.content_hash)]
        people = {review.person_id for review in approvals}
        return (
            [review.round for review in approvals] == list(ROUNDS)
            and len(people) == len(ROUNDS)
            and not people & self.author_ids()
            and not hasattr(self, "closing")
        )

    def author_ids(self) -> set[int]:
        """Return the ids of all who had a hand in this content: who handed it in, and who saved a version of it."""
        return authors_of([self])[self.pk]


class Review(AppendOnly):
    """One person's decision in one round about one content."""

    class Verdict(models.TextChoices):
        """What was decided."""

        APPROVE = "approve", "通过"
        RETURN = "return", "退回"

    submission = models.ForeignKey(Submission, verbose_name="送审", on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField("审次", choices=list(ROUND_NAMES.items()))
    verdict = models.CharField("意见", max_length=10, choices=Verdict.choices)
    content_hash = models.CharField("所审内容摘要", max_length=64)
    secrecy_cleared = models.BooleanField("保密审查：不涉及国家秘密、工作秘密", default=False)
    sensitivity_cleared = models.BooleanField("涉敏审查：不涉及敏感内容", default=False)
    personal_data_cleared = models.BooleanField("个人信息审查：不含不应公开的个人信息", default=False)
    reason = models.TextField("理由", blank=True, max_length=1000)
    role = models.CharField("身份", max_length=30)
    person = models.ForeignKey("agencies.Person", verbose_name="审核人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    task_state = models.OneToOneField(
        "wagtailcore.TaskState", verbose_name="工作流任务", null=True, on_delete=models.PROTECT, related_name="review"
    )
    decided_at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = "审核"
        verbose_name_plural = "审核"
        ordering = ["submission", "round"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "round"], name="publishing_one_decision_a_round"),
            models.UniqueConstraint(fields=["submission", "person"], name="publishing_one_round_a_person"),
            models.CheckConstraint(name="publishing_three_rounds", condition=Q(round__in=ROUNDS)),
            models.CheckConstraint(
                name="publishing_first_round_clears_secrecy_and_data",
                condition=~Q(round=1, verdict="approve")
                | Q(secrecy_cleared=True, sensitivity_cleared=True, personal_data_cleared=True),
            ),
            models.CheckConstraint(
                name="publishing_return_has_a_reason", condition=Q(verdict="approve") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_round_display()} {self.get_verdict_display()}"

    def approves(self, content_hash: str) -> bool:
        """Return whether it approves exactly that content."""
        return self.verdict == self.Verdict.APPROVE and self.content_hash == content_hash


class Closing(AppendOnly):
    """Why a submission came to nothing. What had been approved of it is void."""

    class Cause(models.TextChoices):
        """What closed it."""

        EDIT = "edit", "内容有修改"
        RECALL = "recall", "送审人撤回"
        SENT_BACK = "sent_back", "签发人退回"
        WITHDRAWAL = "withdrawal", "页面已下线"
        GATE = "gate", "协商或者批准未通过"

    submission = models.OneToOneField(Submission, verbose_name="送审", on_delete=models.PROTECT, related_name="closing")
    cause = models.CharField("原因", max_length=12, choices=Cause.choices)
    note = models.CharField("说明", max_length=300, blank=True)
    closed_at = models.DateTimeField("作废时间")
    closed_by = models.ForeignKey(
        "agencies.Person", verbose_name="经手人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "送审作废"
        verbose_name_plural = "送审作废"

    def __str__(self) -> str:
        return self.get_cause_display()


class Publication(AppendOnly):
    """An act of making public: what, when, as which class. This is what is counted."""

    class Kind(models.TextChoices):
        """Whether it brought something new."""

        FIRST = "first", "首次公开"
        REVISED = "revised", "更新"
        AGAIN = "again", "下线后重新公开"
        IMPORTED = "imported", "历史数据导入"

    page = models.ForeignKey(
        "pages.BasePage", verbose_name="页面", on_delete=models.PROTECT, related_name="publications"
    )
    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    submission = models.OneToOneField(
        Submission, verbose_name="送审", null=True, on_delete=models.PROTECT, related_name="publication"
    )
    revision = models.ForeignKey(Revision, verbose_name="版本", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField("内容摘要", max_length=64)
    kind = models.CharField("方式", max_length=10, choices=Kind.choices)
    statistical_class = models.CharField("统计类别", max_length=20, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    batch = models.CharField("导入批次", max_length=200, blank=True)
    publication_date = models.DateField("公开日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "agencies.Person", verbose_name="经手人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "公开"
        verbose_name_plural = "公开"
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "publication_date"], name="publishing_published")]
        constraints = [
            models.CheckConstraint(
                name="publishing_reviewed_or_imported",
                condition=(Q(kind="imported", submission=None) & ~Q(batch=""))
                | (~Q(kind="imported") & Q(submission__isnull=False, batch="")),
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(kind__in=["first", "imported"]), name="publishing_first_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_date:%Y-%m-%d} {self.get_kind_display()}"

    record_relations = ("page",)

    def record_line(self) -> RecordLine:
        """Return how a list of counted records names it: the page, and the day it went public."""
        return self.page.record_line()._replace(day=self.publication_date)


def open_submission(page: Any) -> Submission | None:
    """Return the page's submission that may still lead to a publication, None where there is none."""
    return Submission.objects.open().filter(page_id=page.pk).order_by("pk").last()
