"""The forms of a dispute: as it is registered, a step of it, the result of an instance."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gongkai import statute
from gongkai.cases.act_forms import date_field, line_field, words_field
from gongkai.cases.case import Case
from gongkai.cases.disputes import Dispute, Procedure, Route, StepKind
from gongkai.cases.working_forms import not_to_come
from gongkai.statute import DisputeResult, dispute_results

COUNTED_AS = {"upheld": "结果维持", "corrected": "结果纠正", "other_result": "其他结果", "pending": "尚未审结"}
_KINDS = (
    ("reconsideration", "行政复议"),
    ("litigation", "行政诉讼（未经复议直接起诉）"),
    ("after_reconsideration", "行政诉讼（复议后起诉）"),
)
_MOST_REFERENCE, _MOST_BODY, _MOST_NUMBER = 80, 100, 60


class DisputeForm(forms.Form):
    """A dispute as the paper of the body says it."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="途径", choices=_KINDS)
    reference = line_field(
        "案号", required="请填写案号，与受理通知书一致。", hint="如“某复〔2026〕12号”。", most=_MOST_REFERENCE
    )
    body = line_field("复议机关或者法院", required="请填写复议机关或者法院。", most=_MOST_BODY)
    filed_date = date_field("受理日期", hint="受理通知书上的日期。")
    procedure = forms.ChoiceField(
        label="审理程序",
        choices=Procedure.choices,
        initial=Procedure.SIMPLE,
        help_text="政府信息公开的复议案件可以适用简易程序，以通知书为准。诉讼案件选普通程序，通知适用简易程序的除外。",
    )
    case = forms.CharField(
        label="所涉办件（编号）",
        required=False,
        max_length=_MOST_NUMBER,
        help_text="不是针对某件申请的，可以不填。",
        error_messages={"max_length": "编号没有这么长，请核对。"},
    )
    only_co_defendant = forms.BooleanField(
        label="本机关只作为复议机关被共同起诉（只由原行为机关统计，不计入本机关年报）", required=False
    )

    def __init__(self, data: Any = None, *, agencies: Any, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        told = {"required": "请选择行政机关。", "invalid_choice": "请从列出的机关中选择。"}
        agency = forms.ModelChoiceField(
            agencies, label="行政机关", empty_label=None, to_field_name="slug", error_messages=told
        )
        self.fields = {"agency": agency, **self.fields}

    def clean_filed_date(self) -> date:
        """Return the day; refuse one to come."""
        return not_to_come(self.cleaned_data["filed_date"], self.today)

    def clean(self) -> dict[str, Any]:
        """Refuse a case nobody knows, and a reference that stands already."""
        said: dict[str, Any] = super().clean() or {}
        agency = said.get("agency")
        if agency is None:
            return said
        if said.get("case"):
            said["case"] = self._case(agency, said["case"])
        if Dispute.objects.filter(agency=agency, reference=said.get("reference")).exists():
            self.add_error("reference", "本机关已登记过这个案号；请在那一案里登记进展和结果。")
        if said.get("only_co_defendant") and said.get("kind") == Route.RECONSIDERATION:
            self.add_error("only_co_defendant", "只有行政诉讼才会作为复议机关被共同起诉。")
        return said

    def _case(self, agency: Any, number: str) -> Case | None:
        found = Case.objects.filter(agency=agency, number=number.strip()).first()
        if found is None:
            self.add_error("case", f"{agency.short_name}没有编号为“{number}”的办件，请核对。")
        return found

    def dispute(self) -> Dispute:
        """Return the unsaved dispute of a valid form."""
        said = self.cleaned_data
        return Dispute(
            agency=said["agency"],
            reference=said["reference"],
            route=Route.RECONSIDERATION if said["kind"] == Route.RECONSIDERATION else Route.LITIGATION,
            after_reconsideration=said["kind"] == "after_reconsideration",
            is_original=not said["only_co_defendant"],
            case=said["case"] or None,
            body=said["body"],
            procedure=said["procedure"],
            filed_date=said["filed_date"],
        )


class StepForm(forms.Form):
    """A step of a dispute."""

    use_required_attribute = False
    name = "登记进展"

    kind = forms.ChoiceField(label="进展", choices=StepKind.choices)
    step_date = date_field("日期")
    note = words_field("说明", hint="如承办人、开庭地点、履行情况。")

    def __init__(self, data: Any = None, *, dispute: Dispute, today: date) -> None:
        super().__init__(data, auto_id="id_step_%s")
        self.dispute, self.today = dispute, today
        self.fields["step_date"].initial = today

    def clean_step_date(self) -> date:
        """Return the day; refuse one to come, or from before the dispute."""
        day = not_to_come(self.cleaned_data["step_date"], self.today)
        if day < self.dispute.filed_date:
            raise ValidationError(f"不能早于受理的 {self.dispute.filed_date:%Y-%m-%d}。")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an appeal where nothing can be appealed."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == StepKind.APPEAL and not self._may_be_appealed():
            self.add_error("kind", "只有已经有裁判结果的行政诉讼才能上诉；对复议决定起诉的，另外登记一案。")
        return said

    def _may_be_appealed(self) -> bool:
        return self.dispute.route == Route.LITIGATION and self.dispute.instances.exists()


class ResultForm(forms.Form):
    """The result of an instance; each says how it counts in the annual report."""

    use_required_attribute = False
    name = "登记结果"

    begun_date = date_field("本审级开始日期", hint="第一个审级填受理日期，二审填上诉受理日期。")
    result = forms.ChoiceField(label="结果", error_messages={"required": "请选择结果。"})
    closed_date = date_field("结案日期", hint="决定书或者裁判文书上的日期。")
    received_date = date_field(
        "本机关收到决定书或者裁判文书的日期", required=False, hint="责令重新答复、责令履行的要填，期限从这一天起算。"
    )
    remake_due = date_field(
        "最迟哪天重新答复",
        required=False,
        hint="决定书或者裁判文书写明期限的，照填；没有写明的不填，按本机关的设置推算。",
    )

    def __init__(self, data: Any = None, *, dispute: Dispute, today: date) -> None:
        super().__init__(data, auto_id="id_result_%s")
        self.dispute, self.today = dispute, today
        self.fields["begun_date"].initial = None if dispute.instances.exists() else dispute.filed_date
        self.fields["result"].choices = [
            ("", "请选择"),
            *((row.id, f"{row.name}（计入“{COUNTED_AS[row.counts_as]}”）") for row in results_of(dispute, today)),
        ]

    def clean_closed_date(self) -> date:
        """Return the day; refuse one to come."""
        return not_to_come(self.cleaned_data["closed_date"], self.today)

    def clean(self) -> dict[str, Any]:
        """Refuse days that do not follow each other."""
        said: dict[str, Any] = super().clean() or {}
        begun, closed = said.get("begun_date"), said.get("closed_date")
        if begun and begun < self.dispute.filed_date:
            self.add_error("begun_date", f"不能早于受理的 {self.dispute.filed_date:%Y-%m-%d}。")
        if begun and closed and closed < begun:
            self.add_error("closed_date", "结案日期不能早于开始日期。")
        self._look_at_the_order(said)
        return said

    def _look_at_the_order(self, said: dict[str, Any]) -> None:
        """Refuse an order to reply without the day it came, or a day for the reply where none was ordered."""
        ordered = {row.id for row in results_of(self.dispute, self.today) if row.orders_reply}
        received, due = said.get("received_date"), said.get("remake_due")
        if said.get("result") not in ordered:
            if due:
                self.add_error("remake_due", "这一结果没有责令重新答复，不填期限。")
        elif received is None and "received_date" not in self.errors:
            self.add_error("received_date", "请填写本机关收到的日期，重新答复的期限从这一天起算。")
        if received and said.get("closed_date") and not said["closed_date"] <= received <= self.today:
            self.add_error("received_date", "应在结案日期以后、今天以前，请核对。")
        if received and due and due <= received:
            self.add_error("remake_due", "应在收到决定书或者裁判文书之后，请核对。")


def results_of(dispute: Dispute, on: date) -> list[DisputeResult]:
    """Return the results that the route of a dispute knows on a day."""
    return [row for row in dispute_results() if row.route == dispute.route and row.in_force(on)]


def counted_as(dispute: Dispute, year: int) -> str:
    """Return where a dispute counts in the report of a year, in words; empty where it does not."""
    if dispute.filed_date.year > year:
        return ""
    over = dispute.closed_by(date(year - 1, 12, 31))
    column = statute.dispute_column(dispute.as_of(date(year, 12, 31)), year=year)
    if column is None or (over is not None and over < date(year, 1, 1)):
        return ""
    return next(words for ending, words in COUNTED_AS.items() if column.endswith(ending))
