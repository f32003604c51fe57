"""What the office keeps for itself about a case: where was searched, who else has to do something, notes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.door import AppendOnly, Blank, Role, record, subject_of
from gongkai.cases.approvals import WRITERS, acting_as
from gongkai.cases.case import Case, in_hand
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused
from gongkai.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.agencies.door import Agency, Person

KEEPERS = (*WRITERS, Role.LEADER)


class WorkingAct(models.TextChoices):
    """What the working file puts on the log."""

    NOTE = "case_note", "写内部记录"
    SEARCH = "case_search", "登记检索情况"
    TASK = "case_task", "交办协办事项"
    LATENESS = "case_lateness", "登记逾期原因"
    TASK_DONE = "case_task_done", "办结协办事项"


class SearchOutcome(models.TextChoices):
    """What a search for the information came to."""

    FOUND = "found", "检索到"
    PARTLY = "partly", "检索到一部分"
    NOT_FOUND = "not_found", "没有检索到"


class OfTheOffice(AppendOnly):
    """A row of the working file: of which case, by whom, when. None of it is the applicant's to see."""

    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey("agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True
        ordering = ["case", "pk"]


class Note(OfTheOffice):
    """An internal note."""

    blankable = {"text": Blank.WORDS}
    text = models.TextField("内容")

    class Meta(OfTheOffice.Meta):
        verbose_name = "内部记录"
        verbose_name_plural = "内部记录"

    def __str__(self) -> str:
        return f"{self.case} {timezone.localdate(self.at)}"


class SearchRecord(OfTheOffice):
    """Who looked where, by which words, and what was found (检索情况): the ground of “not held” (Reg. art. 36 (4))."""

    blankable = {"words": Blank.WORDS, "found": Blank.WORDS}
    place = models.CharField("检索的处所或者系统", max_length=200)
    words = models.CharField("检索的方法和词语", max_length=300)
    searched_date = models.DateField("检索日期")
    searcher = models.CharField("检索人", max_length=60)
    outcome = models.CharField("检索结果", max_length=10, choices=SearchOutcome.choices)
    found = models.TextField("检索到什么", blank=True)
    information = models.ForeignKey(
        "publishing.InformationPage",
        verbose_name="检索到的信息",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(OfTheOffice.Meta):
        verbose_name = "检索记录"
        verbose_name_plural = "检索记录"
        constraints = [
            models.CheckConstraint(
                name="cases_what_was_found_is_told",
                condition=Q(outcome=SearchOutcome.NOT_FOUND) | ~Q(found=""),
                violation_error_message="检索到的，请写明是什么。",
            ),
            models.CheckConstraint(
                name="cases_nothing_found_names_nothing",
                condition=~Q(outcome=SearchOutcome.NOT_FOUND) | Q(information=None),
                violation_error_message="没有检索到的，不选检索到的信息。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.place}"

    def clean(self) -> None:
        """Raise ValidationError for information of another agency."""
        super().clean()
        if self.information and self.information.agency_id != self.case.agency_id:
            raise ValidationError({"information": "这条信息不是本机关的。"})


class Task(OfTheOffice):
    """Something another office of the agency has to do for a case, by a day of its own."""

    blankable = {"asked": Blank.WORDS}
    office = models.ForeignKey("agencies.Office", verbose_name="协办处室", on_delete=models.PROTECT, related_name="+")
    asked = models.TextField("请做什么")
    due_date = models.DateField("最迟哪天办完")

    class Meta(OfTheOffice.Meta):
        verbose_name = "协办事项"
        verbose_name_plural = "协办事项"
        indexes = [models.Index(fields=["due_date"], name="cases_task_due")]

    def __str__(self) -> str:
        return f"{self.case} {self.office}"

    def is_late(self, today: date) -> bool:
        """Tell whether it was, or is being, done after its day."""
        done = getattr(self, "answer", None)
        return (done.done_date if done else today) > self.due_date


class TaskAnswer(AppendOnly):
    """What came of a task."""

    blankable = {"text": Blank.WORDS}
    task = models.OneToOneField(Task, verbose_name="协办事项", on_delete=models.PROTECT, related_name="answer")
    text = models.TextField("办理情况")
    done_date = models.DateField("办完日期")
    by = models.ForeignKey("agencies.Person", verbose_name="登记人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "协办结果"
        verbose_name_plural = "协办结果"
        ordering = ["task"]

    def __str__(self) -> str:
        return str(self.task)


@transaction.atomic
def keep_paper(paper: OfTheOffice, act: WorkingAct, *, today: date) -> None:
    """Store an unsaved note, search record or task, and put it on the log; raise Refused for whoever may not."""
    as_whom = acting_as(paper.by, KEEPERS, paper.case, on=today, doing=act.label)
    paper.full_clean()
    paper.save()
    _log(paper.case, act, paper, by=paper.by, on_behalf_of=as_whom.on_behalf_of, at=paper.at)


@transaction.atomic
def answer_task(task_id: int, *, text: str, done_date: date, by: Person, at: datetime, today: date) -> TaskAnswer:
    """Record that a task is done; raise Refused where somebody was faster, or may not."""
    task = Task.objects.select_for_update(of=("self",)).select_related("case__agency").get(pk=task_id)
    as_whom = acting_as(by, KEEPERS, task.case, on=today, doing=WorkingAct.TASK_DONE.label)
    if TaskAnswer.objects.filter(task=task).exists():
        raise Refused(Finding("TASK-DONE", facts={"office": task.office.name}))
    answer = TaskAnswer.objects.create(task=task, text=text, done_date=done_date, by=by, at=at)
    _log(task.case, WorkingAct.TASK_DONE, answer, by=by, on_behalf_of=as_whom.on_behalf_of, at=at)
    return answer


@transaction.atomic
def add_files(
    case: Case, *, direction: str, told: str, files: Sequence[Attached], by: Person, at: datetime, today: date
) -> None:
    """Keep papers that came in after the registering; raise Refused for whoever may not, or once it was destroyed."""
    case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case.pk)
    as_whom = acting_as(by, WRITERS, case, on=today, doing=CaseAct.ADD_MATERIAL.label)
    if hasattr(case, "destruction"):
        raise Refused(Finding("AMEND-DESTROYED"))
    kept = keep(case, files, Direction(direction), at=at, by=by, event=None, told=told)
    facts = {"direction": direction, "files": {str(one.pk): one.digest for one in kept}}
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    record(CaseAct.ADD_MATERIAL, agency=case.agency, subject=subject_of(case), facts=facts, at=at, **who)


def _log(case: Case, act: WorkingAct, row: Any, **who: Any) -> None:
    record(act, agency=case.agency, subject=subject_of(case), facts={"row": row.pk}, **who)


def open_tasks(agencies: Iterable[Agency]) -> QuerySet[Task]:
    """Return the tasks of open cases that nobody has answered, the nearest day first."""
    of_theirs = Task.objects.filter(in_hand("case__"), case__agency__in=list(agencies), answer=None)
    return of_theirs.select_related("case__agency", "office").order_by(F("due_date"), "pk")
