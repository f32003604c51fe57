"""The forms of the working file: a note, a search, a task for another office, what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.agencies.door import Office
from gongkai.cases.act_forms import date_field, line_field, words_field
from gongkai.cases.case import Case
from gongkai.cases.case_files import Direction
from gongkai.cases.lateness import Cause, LatenessReason, is_late
from gongkai.cases.similar import likely_found
from gongkai.cases.upload_field import FilesField
from gongkai.cases.working_file import Note, OfTheOffice, SearchOutcome, SearchRecord, Task, WorkingAct
from gongkai.publishing.door import InformationPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from gongkai.agencies.door import Person

_MOST_WORDS, _MOST_NAME = 300, 60
_MOST_FILES = 10


def _office_field(label: str) -> forms.ModelChoiceField:
    """Return an office to choose; which there are is set by the form."""
    told = {"required": "请选择处室。", "invalid_choice": "请从列出的处室中选择。"}
    return forms.ModelChoiceField(Office.objects.none(), label=label, error_messages=told)


def _standing(case: Case, today: date) -> QuerySet[Office]:
    """Return the offices of the agency of a case, as they are today."""
    return Office.objects.filter(agency=case.agency).in_force(today).order_by("name")


class PaperForm(forms.Form):
    """What every row of the working file is asked for; `name` is what it is called."""

    name: ClassVar[str]
    act: ClassVar[WorkingAct]
    model: ClassVar[type[OfTheOffice]]
    use_required_attribute = False

    def __init__(self, data: Any = None, *, case: Case, today: date) -> None:
        super().__init__(data, auto_id=f"id_{self.act}_%s")
        self.case, self.today = case, today

    @classmethod
    def is_offered(cls, case: Case, today: date) -> bool:
        """Tell whether the form is of use for the case."""
        return True

    def paper(self, *, by: Person, at: datetime) -> OfTheOffice:
        """Return the unsaved row of a valid form."""
        return self.model(case=self.case, by=by, at=at, **self.cleaned_data)


class SearchForm(PaperForm):
    """A search for the information."""

    name, act, model = "登记检索", WorkingAct.SEARCH, SearchRecord

    place = line_field("检索的处所或者系统", required="请写明在哪里检索。", hint="如档案室、公文系统、归集业务系统。")
    words = line_field("检索的方法和词语", required="请写明怎样检索、用了哪些词语。", most=_MOST_WORDS)
    searched_date = date_field("检索日期")
    searcher = line_field("检索人", required="请写明谁去检索的。", most=_MOST_NAME)
    outcome = forms.ChoiceField(label="检索结果", choices=SearchOutcome.choices)
    found = words_field("检索到什么", hint="文件名称、文号、所在卷宗；没有检索到的不填。")
    likely = forms.TypedChoiceField(
        label="是不是本系统里的这条信息",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="名称和申请内容相近的信息，未公开的也列出。选了的，判断答复种类时据其来源提示由谁公开。",
    )
    index_number = forms.CharField(
        label="或者填索引号", required=False, max_length=60, help_text="上面没有列出的，填本机关信息的索引号。"
    )

    def __init__(self, data: Any = None, *, case: Case, today: date) -> None:
        super().__init__(data, case=case, today=today)
        self.fields["searched_date"].initial = today
        likely = likely_found(case.agency, case.description) if case.is_in_hand else []
        self.fields["likely"].choices = [("", "不是，或者没有列出"), *((one.pk, _told(one)) for one in likely)]

    def clean_searched_date(self) -> date:
        """Return the day; refuse one to come."""
        return not_to_come(self.cleaned_data["searched_date"], self.today)

    def clean(self) -> dict[str, Any]:
        """Refuse a find that is not told."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") in (SearchOutcome.FOUND, SearchOutcome.PARTLY) and not said.get("found"):
            self.add_error("found", "检索到的，请写明是什么。")
        if said.get("outcome") == SearchOutcome.NOT_FOUND and (said.get("likely") or said.get("index_number")):
            self.add_error("likely", "没有检索到的，不选信息，也不填索引号；检索到的，请改检索结果。")
        if said.get("likely") and said.get("index_number"):
            self.add_error("index_number", "已经在上面选了一条信息，请只用一种办法指明。")
        return said

    def clean_index_number(self) -> str:
        """Return the number of a piece of information of the agency; refuse any other."""
        number: str = self.cleaned_data["index_number"].strip()
        if number and not _numbered(self.case, number).exists():
            raise ValidationError("本机关没有这个索引号的信息，请核对。")
        return number

    def paper(self, *, by: Person, at: datetime) -> SearchRecord:
        """Return the unsaved record of a valid form, with the information that it names."""
        said = dict(self.cleaned_data)
        likely, number = said.pop("likely"), said.pop("index_number")
        found = _numbered(self.case, number).first() if number else None
        return SearchRecord(case=self.case, by=by, at=at, information_id=found.pk if found else likely, **said)


def _numbered(case: Case, number: str) -> QuerySet[InformationPage]:
    return InformationPage.objects.filter(agency=case.agency, index_number=number)


def _told(page: InformationPage) -> str:
    """Return a piece of information as the choice names it."""
    known_by = page.index_number or page.document_number or "没有索引号"
    return f"{page.title}（{known_by}，{'已公开' if page.live else '未公开'}）"


class TaskForm(PaperForm):
    """Something for another office to do."""

    name, act, model = "请其他处室协办", WorkingAct.TASK, Task

    office = _office_field("协办处室")
    asked = words_field("请做什么", required="请写明请对方做什么。")
    due_date = date_field("最迟哪天办完", hint="协办的时间算在答复期限之内，请留出拟稿和审批的时间。")

    def __init__(self, data: Any = None, *, case: Case, today: date) -> None:
        super().__init__(data, case=case, today=today)
        self.fields["office"].queryset = _standing(case, today)

    def clean_due_date(self) -> date:
        """Return the day; refuse one that has passed, or that leaves no time to reply."""
        day: date = self.cleaned_data["due_date"]
        if day < self.today:
            raise ValidationError("这一天已经过去，请改为今天或者以后。")
        due = self.case.clock(today=self.today).due
        if due and self.today <= due.date < day:
            raise ValidationError(f"办件最迟在 {due.date:%Y-%m-%d} 答复，协办要在这一天以前办完。")
        return day


class LatenessForm(PaperForm):
    """Why a case is late, and in which office the time went."""

    name, act, model = "登记逾期原因", WorkingAct.LATENESS, LatenessReason

    office = _office_field("责任处室")
    cause = forms.ChoiceField(label="逾期原因", choices=Cause.choices)
    told = words_field("情况说明", required="请写明时间用在哪里。")

    def __init__(self, data: Any = None, *, case: Case, today: date) -> None:
        super().__init__(data, case=case, today=today)
        self.fields["office"].queryset = _standing(case, today)

    @classmethod
    def is_offered(cls, case: Case, today: date) -> bool:
        """Tell whether the case is late, or was answered late."""
        return is_late(case, today)


class NoteForm(PaperForm):
    """An internal note."""

    name, act, model = "写内部记录", WorkingAct.NOTE, Note

    text = words_field("内容", required="请写内容。", hint="申请人看不到。请不要写身份证号、电话。")


class TaskAnswerForm(forms.Form):
    """What came of a task."""

    use_required_attribute = False

    done_date = date_field("办完日期")
    text = words_field("办理情况", required="请写明办理情况。")

    def __init__(self, data: Any = None, *, task: Task, today: date) -> None:
        super().__init__(data, auto_id=f"id_task{task.pk}_%s")
        self.task, self.today = task, today
        self.fields["done_date"].initial = today

    def clean_done_date(self) -> date:
        """Return the day; refuse one to come, or from before the task was set."""
        day = not_to_come(self.cleaned_data["done_date"], self.today)
        set_date = timezone.localdate(self.task.at)
        if day < set_date:
            raise ValidationError(f"不能早于交办的 {set_date:%Y-%m-%d}。")
        return day


class MaterialForm(forms.Form):
    """Papers that came in for a case after it was registered, as files."""

    use_required_attribute = False

    direction = forms.ChoiceField(
        label="谁提交的",
        choices=[(one.value, one.label) for one in (Direction.RECEIVED, Direction.OTHERS)],
        error_messages={"required": "请选择谁提交的。", "invalid_choice": "请从列出的选项中选择。"},
    )
    told = line_field("是什么材料", required="请写明是什么材料，如补充的身份证明、第三方的书面意见。")
    files = FilesField(label="扫描件", most=_MOST_FILES, required="请选择文件。")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="id_material_%s")


def not_to_come(day: date, today: date) -> date:
    """Return the day; raise ValidationError for one that has not come yet."""
    if day > today:
        raise ValidationError("这一天还没有到，请核对。")
    return day


PAPER_FORMS: dict[str, type[PaperForm]] = {
    "search": SearchForm,
    "task": TaskForm,
    "lateness": LatenessForm,
    "note": NoteForm,
}
