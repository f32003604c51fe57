"""Forms of the review pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.publishing.gates import Gate, GateAnswer
from gongkai.publishing.normative import ACT_LABELS, NormativeDocumentPage, ValidityEvent
from gongkai.publishing.penalties import PenaltyReversal, Reversal
from gongkai.publishing.rounds import ACTS, Decision
from gongkai.publishing.submissions import ROUNDS
from gongkai.publishing.telling_form import TellingForm
from gongkai.publishing.validity import Act
from gongkai.publishing.validity_events import Happening
from gongkai.publishing.waivers import ExplainerWaiver
from gongkai.publishing.withdrawing import KEEP, TOO
from gongkai.publishing.withheld import WithheldReview

ACT_QUESTIONS = {
    "secrecy_cleared": "保密审查：我已逐项核对，不涉及国家秘密和工作秘密",
    "sensitivity_cleared": "涉敏审查：我已逐项核对，不涉及敏感内容",
    "personal_data_cleared": "个人信息审查：我已逐项核对，不含不应公开的个人信息",
}


class SubmitForm(TellingForm):
    """Handing in: for a page that is public already, what is corrected and why."""

    correction = forms.CharField(
        label="更正说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明更正了什么、为什么；公开后随页面显示。",
    )


class DecisionForm(TellingForm):
    """One round: approve or return, and in the first round each act of clearing."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_with = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    reason = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回必须写明理由：哪里不妥，应当怎样改。",
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == ROUNDS[0]:
            for act in ACTS:
                self.fields[act] = forms.BooleanField(label=ACT_QUESTIONS[act], required=False)

    @property
    def acts(self) -> list[forms.BoundField]:
        """Return the acts this round asks for."""
        return [self[act] for act in ACTS if act in self.fields]

    def decision(self) -> Decision:
        """Return what was decided; the button pressed says whether it is an approval."""
        told = self.cleaned_data
        acts = {act: told.get(act, False) for act in ACTS}
        approve = self.data.get("verdict") == "approve"
        seen = {"seen_hash": told["seen_hash"], "seen_with": tuple(told["seen_with"].split())}
        return Decision(approve=approve, reason=told["reason"], **seen, **acts)


class WithdrawForm(TellingForm):
    """Taking down, with the reason that is published in its place, and what becomes of the rest of its bundle."""

    mates = forms.ChoiceField(
        label="相关联的公开内容",
        required=False,
        choices=[(KEEP, "只下线这一页，其余保留"), (TOO, "一并下线")],
        widget=forms.RadioSelect,
    )

    reason = forms.CharField(
        label="下线理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随原地址公开，如“附表数据有误，更正后重新公开”。",
    )


class DepartureForm(forms.Form):
    """From which day a leader is not in office any more, and by which document."""

    left_date = forms.DateField(
        label="自何日起不再任职",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="从这一天起不再显示；可以是将来的日期，到时自动处理。",
        error_messages={"invalid": "日期请写成“2026-05-08”的样子。", "required": "请填写从哪一天起不再任职。"},
    )
    basis = forms.CharField(label="任免文件", max_length=200, required=False, help_text="名称和文号，随原地址公开。")


class PinForm(forms.Form):
    """Up to which day an item stands first, or that it does not any longer, and why."""

    last_date = forms.DateField(
        label="置顶至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="当日仍置顶，到期自动恢复。",
        error_messages={"invalid": "日期请写成“2026-05-08”的样子。"},
    )
    ends = forms.BooleanField(label="取消置顶", required=False)
    reason = forms.CharField(label="理由", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day, or for the end."""
        told: dict[str, Any] = super().clean() or {}
        if not (told.get("last_date") or told.get("ends") or self.errors):
            self.add_error("last_date", "请填写置顶到哪一天，或者选“取消置顶”。")
        if told.get("last_date") and told.get("ends"):
            self.add_error("ends", "填了置顶到哪一天，又选了“取消置顶”；请只留一项。")
        return told


class WaiverForm(forms.Form):
    """Letting a document go out without an explainer: for good or for now, and why."""

    kind = forms.ChoiceField(label="决定", choices=ExplainerWaiver.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如“转发上级文件，上级已有解读”“图解由起草科室在公开后三个工作日内完成”。",
    )


class WithheldForm(forms.Form):
    """What becomes of something withheld, and why."""

    outcome = forms.ChoiceField(
        label="评估结果",
        choices=WithheldReview.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评估结果。"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,  # the act itself asks for it, in words
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="情势有没有变化；继续不予公开的，原来的依据为什么仍然成立。",
    )


class GateForm(forms.Form):
    """A question to another organ."""

    kind = forms.ChoiceField(label="事项", choices=Gate.Kind.choices)
    organ = forms.CharField(label="对方机关", max_length=100, error_messages={"required": "请写明问的是哪个机关。"})
    question = forms.CharField(label="事由", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    """What the other organ said: whether it agrees, in which document, on which day."""

    agreed = forms.TypedChoiceField(
        label="答复",
        choices=[("1", GateAnswer.Outcome.AGREED.label), ("0", GateAnswer.Outcome.REFUSED.label)],
        coerce=lambda told: told == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择对方是否同意。"},
    )
    reference = forms.CharField(
        label="答复的文号或者形式",
        max_length=120,
        help_text="如“市财函〔2026〕8号”“3月2日电话，记录附卷”。",
        error_messages={"required": "请写明答复的文号或者形式。"},
    )
    answered_date = forms.DateField(
        label="答复日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写答复日期。", "invalid": "日期请写成“2026-03-05”的样子。"},
    )
    note = forms.CharField(label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_answered_date(self) -> date:
        """Raise ValidationError for a day that has not come."""
        day: date = self.cleaned_data["answered_date"]
        if day > self.today:
            raise forms.ValidationError("答复日期不能晚于今天。")
        return day


_NAMELESS = "公众凭这几个字找不到文件，请写明名称和文号。"
_PAST = "登记已经过去的废止、失效，请写明依据文件的文号；没有文号的，写明公布日期，如“2026年3月5日公布”。"


class HappeningForm(forms.Form):
    """What happened to a normative document: the act, from when it holds, and the document behind it."""

    act = forms.ChoiceField(label="事项", choices=[(act.value, label) for act, label in ACT_LABELS.items()])
    effective_date = forms.DateField(
        label="生效日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="从这一天起，原页面标明新的状态。",
        error_messages={"invalid": "日期请写成“2026-03-05”的样子。", "required": "请填写从哪一天起生效。"},
    )
    last_date = forms.DateField(
        label="延续后的有效期至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="只有延续有效期才填。",
    )
    by_document = forms.ModelChoiceField(
        NormativeDocumentPage.objects.none(), label="依据的本站文件", required=False, empty_label="（不在本站）"
    )
    by_text = forms.CharField(
        label="依据", required=False, max_length=300, help_text="本站没有的文件，写明名称和文号。"
    )

    def __init__(self, *args: Any, document: NormativeDocumentPage, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.today = document, today
        others = NormativeDocumentPage.objects.filter(agency=document.agency_id, live=True).exclude(pk=document.pk)
        self.fields["by_document"].queryset = others.order_by("-issue_date")

    def clean(self) -> dict[str, Any]:
        """Ask for the document behind the act, and for the new last day of an extension and of nothing else."""
        told: dict[str, Any] = super().clean() or {}
        if not (told.get("by_document") or (told.get("by_text") or "").strip()):
            self.add_error("by_text", "请选择或者写明依据的文件。")
        extends = told.get("act") == Act.EXTENDED.value
        if extends != bool(told.get("last_date")) and "last_date" not in self.errors:
            self.add_error("last_date", "请填写延续到哪一天。" if extends else "只有延续有效期才填新的有效期。")
        if not self.errors:
            self._look_at(self.happening())
        return told

    def _look_at(self, what: Happening) -> None:
        """Tell beside their fields the days that cannot be, and words that lead nobody to a document."""
        for field, wrong in self._row(what).contradictions().items():
            self.add_error(field, wrong)
        if what.is_unfounded(self.today):
            self.add_error("by_text", _PAST if what.act.ends and what.effective_date < self.today else _NAMELESS)

    def _row(self, what: Happening) -> ValidityEvent:
        facts = {"act": what.act, "effective_date": what.effective_date, "last_date": what.last_date}
        return ValidityEvent(document=self.document, by_document=what.by_document, **facts)

    def happening(self) -> Happening:
        """Return what was told."""
        return Happening(**{**self.cleaned_data, "act": Act(self.cleaned_data["act"])})


class ReversalForm(forms.Form):
    """What happened to a penalty decision, and what the public reads in its place."""

    outcome = forms.ChoiceField(label="结果", choices=PenaltyReversal.Outcome.choices)
    decided_date = forms.DateField(
        label="作出之日",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="变更、撤销或者确认的文书上的日期；三日从这一天起算，休息日不顺延。",
        error_messages={"invalid": "日期请写成“2026-05-08”的样子。", "required": "请填写文书上的日期。"},
    )
    organ = forms.CharField(
        label="作出的机关", max_length=100, help_text="本机关、复议机关或者法院的全称。", required=False
    )
    reference = forms.CharField(label="文书名称和文号", max_length=120, required=False)
    explanation = forms.CharField(
        label="公开说明的理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随原地址公开，如“认定事实不清，处罚决定被撤销，罚款已退还”。不写当事人的个人信息。",
    )

    def reversal(self) -> Reversal:
        """Return what was told."""
        return Reversal(**self.cleaned_data)
