"""What becomes of an archived case once its time is over (期满鉴定): lists, who agreed, what was destroyed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from gongkai.agencies.door import AppendOnly, Role
from gongkai.cases.archiving import Archive, ArchiveSupplement

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.cases.case import Case

APPROVERS = (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)  # two people, one after the other


class Verdict(models.TextChoices):
    """What shall become of a case."""

    DESTROY = "destroy", "销毁"
    PROLONG = "prolong", "延长保管"


class Disposal(AppendOnly):
    """A list of cases whose time is over (鉴定清册), with what shall become of each; `opinion` says why."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    number = models.CharField("清册编号", max_length=30)
    opinion = models.TextField("鉴定意见")
    keep_until = models.DateField("延长保管到", null=True)
    by = models.ForeignKey("agencies.Person", verbose_name="编制人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("编制时间")

    class Meta:
        verbose_name = "鉴定清册"
        verbose_name_plural = "鉴定清册"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="cases_one_disposal_a_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def was_refused(self) -> bool:
        """Tell whether somebody did not agree."""
        return any(not one.approved for one in self.decisions.all())

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens with it."""
        return self.was_refused or hasattr(self, "closing")

    @property
    def hats(self) -> frozenset[int]:
        """Return the ids of those who compiled it or decided about it, and of those they acted for."""
        rows = (self, *self.decisions.all())
        return frozenset(pk for one in rows for pk in (one.by_id, one.on_behalf_of_id) if pk)

    def roles_due(self) -> list[Role]:
        """Return whose consent is still missing, in order; none where it is over."""
        given = {one.role for one in self.decisions.all()}
        return [] if self.is_over else [role for role in APPROVERS if role not in given]


class DisposalLine(AppendOnly):
    """One case of a list."""

    disposal = models.ForeignKey(Disposal, verbose_name="清册", on_delete=models.PROTECT, related_name="lines")
    archive = models.ForeignKey(Archive, verbose_name="归档", on_delete=models.PROTECT, related_name="lines")
    verdict = models.CharField("鉴定结论", max_length=10, choices=Verdict.choices)

    class Meta:
        verbose_name = "鉴定清册的一件"
        verbose_name_plural = "鉴定清册的一件"
        ordering = ["disposal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "archive"], name="cases_one_line_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.disposal} {self.archive.case}"


class DisposalDecision(AppendOnly):
    """What somebody in a role said to a list: agreed, or did not, with a reason."""

    disposal = models.ForeignKey(Disposal, verbose_name="清册", on_delete=models.PROTECT, related_name="decisions")
    role = models.CharField("岗位", max_length=30)
    approved = models.BooleanField("同意")
    reason = models.CharField("意见", max_length=500, blank=True)
    by = models.ForeignKey("agencies.Person", verbose_name="审批人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("审批时间")

    class Meta:
        verbose_name = "鉴定清册的审批"
        verbose_name_plural = "鉴定清册的审批"
        ordering = ["disposal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "role"], name="cases_one_disposal_decision_a_role"),
            models.CheckConstraint(
                name="cases_disposal_refused_with_a_reason",
                condition=Q(approved=True) | ~Q(reason=""),
                violation_error_message="不同意的要写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disposal} {self.role}"

    @property
    def role_name(self) -> str:
        """Return what the role is called."""
        return Role(self.role).label


class DisposalClosing(AppendOnly):
    """That a list was carried out; `left` are the numbers of cases that could not be destroyed any more."""

    disposal = models.OneToOneField(Disposal, verbose_name="清册", on_delete=models.PROTECT, related_name="closing")
    left = models.JSONField("没有执行的办件", default=list)
    by = models.ForeignKey("agencies.Person", verbose_name="执行人", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        "agencies.Person", verbose_name="代理谁", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("执行时间")

    class Meta:
        verbose_name = "鉴定清册的执行"
        verbose_name_plural = "鉴定清册的执行"
        ordering = ["disposal"]

    def __str__(self) -> str:
        return str(self.disposal)


class Destruction(AppendOnly):
    """That the file of a case was destroyed, by which line of which list, and how much of it there was."""

    case = models.OneToOneField("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="destruction")
    line = models.OneToOneField(
        DisposalLine, verbose_name="清册的一件", on_delete=models.PROTECT, related_name="destruction"
    )
    files = models.PositiveIntegerField("销毁的文件数")
    letters = models.PositiveIntegerField("销毁的文书数")
    at = models.DateTimeField("销毁时间")

    class Meta:
        verbose_name = "销毁"
        verbose_name_plural = "销毁"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case} 销毁"


def disposals(agencies: Collection[Agency]) -> QuerySet[Disposal]:
    """Return the lists of these agencies, the newest first."""
    found = Disposal.objects.filter(agency__in=agencies).select_related("agency", "by", "on_behalf_of", "closing__by")
    return found.prefetch_related("decisions__by", "decisions__on_behalf_of")


def running(agencies: Collection[Agency]) -> list[Disposal]:
    """Return the lists that nobody refused and that were not carried out yet, the oldest first."""
    found = disposals(agencies).filter(closing=None).exclude(decisions__approved=False)
    return list(found.order_by("pk"))


def ended(agencies: Iterable[Agency], *, today: date) -> QuerySet[Archive]:
    """Return the archived cases, `with_end`, whose time is over: not destroyed, nor on a list that runs."""
    refused = Disposal.objects.filter(decisions__approved=False)
    listed = DisposalLine.objects.filter(disposal__closing=None).exclude(disposal__in=refused)
    found = Archive.objects.filter(
        case__agency__in=list(agencies), keep_until__lt=today, case__destruction=None, case__remake_due=None
    )
    over = with_end(found.exclude(pk__in=listed.values("archive"))).filter(kept_until__lt=today)
    return over.select_related("case__agency").order_by("kept_until", "pk")


def with_end(archives: QuerySet[Archive]) -> QuerySet[Archive]:
    """Return archived cases with `kept_until`: the day until which each was put away, or is kept longer since."""
    carried_out = DisposalLine.objects.filter(verdict=Verdict.PROLONG, disposal__closing__isnull=False)
    longer = carried_out.filter(archive=OuterRef("pk")).order_by("-disposal__keep_until")
    day = Subquery(longer.values("disposal__keep_until")[:1])
    since = ArchiveSupplement.objects.filter(archive=OuterRef("pk")).order_by("-keep_until")
    added = Subquery(since.values("keep_until")[:1])
    days = (Coalesce(day, "keep_until"), Coalesce(added, "keep_until"))
    return archives.annotate(kept_until=Greatest("keep_until", *days))


def destruction_of(case: Case) -> Destruction | None:
    """Return how the file of a case was destroyed, None where it stands."""
    return Destruction.objects.filter(case=case).select_related("line__disposal").first()
