"""One small form for each act of the office: only what the law asks of that act, with the law's own defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms

from gongkai.cases.agency_settings import setting_of
from gongkai.cases.approvals import ONLY_BY
from gongkai.cases.case import Case, channel_choices
from gongkai.cases.consulted import asked_whom, opinion_choices
from gongkai.cases.fee_notice import REDUCE, SCHEMES, WAIVE, amount_noticed, charge_of, number_in_month
from gongkai.cases.refusals import tell
from gongkai.statute import Event, charge_findings, delivery_methods, workdays_for

_OPEN, _ANSWERS = ("consult_third_party", "consult_other_organ", "consult_co_maker"), {
    "third_party_replied": ("consult_third_party",),
    "third_party_silent": ("consult_third_party",),
    "other_organ_replied": ("consult_other_organ", "consult_co_maker"),
    "co_maker_replied": ("consult_co_maker",),
    "co_maker_silent": ("consult_co_maker",),
}  # fmt: skip
_WRONG_DATE = {"required": "请填写日期。", "invalid": "日期的写法不对，应为 2026-11-27 这样。"}


def date_field(label: str, *, required: bool = True, hint: str = "", initial: date | None = None) -> forms.DateField:
    """Return a day, as a browser offers it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=required, help_text=hint, initial=initial, widget=widget, error_messages=_WRONG_DATE
    )


def words_field(label: str, *, required: str = "", hint: str = "", rows: int = 3) -> forms.CharField:
    """Return lines of text; `required` is what is said where they are empty."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=3000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": "最多 3000 个字，现有 %(show_value)s 个字。"},
    )


def workdays_field(label: str, value: int | None, most: int) -> forms.IntegerField:
    """Return a number of working days, at most `most`; `value` stands there before."""
    told = {
        "required": "请填写天数。",
        "invalid": "天数应为整数。",
        "min_value": "至少 1 个工作日。",
        "max_value": f"最多 {most} 个工作日。",
    }
    return forms.IntegerField(
        label=label, initial=value, min_value=1, max_value=most, error_messages=told, help_text="单位：工作日。"
    )


def _amount(label: str) -> forms.DecimalField:
    told = {"required": "请填写金额。", "invalid": "金额应为数字，如 200 或 200.50。", "min_value": "金额应大于 0。"}
    return forms.DecimalField(
        label=label, min_value=1, max_digits=10, decimal_places=2, error_messages=told, help_text="单位：元。"
    )


def line_field(label: str, *, required: str = "", hint: str = "", most: int = 200) -> forms.CharField:
    """Return one line of text; `required` is what is said where it is empty."""
    told = {"required": required, "max_length": f"最多 {most} 个字，现有 %(show_value)s 个字。"}
    return forms.CharField(label=label, required=bool(required), max_length=most, help_text=hint, error_messages=told)


def _count(label: str, value: int | None, *, hint: str) -> forms.IntegerField:
    told = {"invalid": "应为整数。", "min_value": "应大于 0。", "max_value": "最多 100000。"}
    return forms.IntegerField(
        label=label, initial=value, required=False, min_value=1, max_value=100_000, error_messages=told, help_text=hint
    )


def _scheme() -> forms.ChoiceField:
    rows = [("", "请选择"), *SCHEMES.items()]
    return forms.ChoiceField(label="计收方式", choices=rows, error_messages={"required": "请选择按件还是按量。"})


def _relief(act: str) -> forms.CharField:
    return words_field(
        f"{act}的理由", required=f"请写明{act}的理由，告知书里要写。", hint="接在“因”字之后；收费通知发错的，写明误发。"
    )


def _consultation(case: Case, act: str) -> forms.ChoiceField:
    """Return the letters that the act may answer."""
    sent = [one for one in case.events.all() if one.act in _ANSWERS[act]]
    answered = {one.facts.get("id") for one in case.events.all() if one.act in _ANSWERS}
    choices = [(one.facts.get("id", ""), f"{one.event_date:%Y-%m-%d} {asked_whom(one) or one.note}") for one in sent]
    return forms.ChoiceField(label="哪一次征求", choices=[row for row in choices if row[0] not in answered])


def _opinion() -> forms.ChoiceField:
    choices = [("", "请选择"), *opinion_choices()]
    return forms.ChoiceField(label="意见", choices=choices, error_messages={"required": "请选择对方的意见。"})


def _method() -> forms.ChoiceField:
    rows = [(row.id, row.name) for row in delivery_methods() if row.counts != "unlawful"]
    return forms.ChoiceField(label="送达方式", choices=rows)


def _channel() -> forms.ChoiceField:
    return forms.ChoiceField(label="怎样收到", choices=channel_choices())


Field = Callable[[Case, str, date], forms.Field]
_REACHED = "received_by_applicant"
_HANDED_OVER = "当场交给对方的才填；其余的发出后在文书页登记送达，期限从收到之日起算。"
# What each act asks for, beside its day: name of the event's field (or `note`, `amount_yuan`) and how it is asked.
_ASKED: Mapping[str, Mapping[str, Field]] = {
    "receive": {"note": lambda *_: words_field("怎样确认的", hint="如何时与谁通话。")},
    "request_correction": {
        "note": lambda *_: words_field("需要补正的事项", required="请一次写全需要补正的事项。", rows=5),
        "period_workdays": lambda case, act, day: workdays_field(
            "补正期限", setting_of(case.agency_id, "correction", on=case.arrival_date), 60
        ),
        _REACHED: lambda case, act, day: date_field("申请人当场收到告知书的日期", required=False, hint=_HANDED_OVER),
    },
    "correction_received": {
        "channel": lambda *_: _channel(),
        "confirmed_date": lambda *_: date_field("双方确认日期", required=False, hint="平常信函、互联网和传真要填。"),
        "note": lambda *_: words_field("补正的内容", required="请录入补正的内容。", rows=5),
        "reason": lambda *_: words_field("逾期补正的正当理由", hint="没有逾期的不填。"),
    },
    **{
        act: {
            "recipient_name": lambda *_: line_field("向谁征求", required="请写明第三方或者机关的名称。"),
            "recipient_address": lambda *_: line_field("对方地址", hint="邮寄送达用；加密保存。"),
            "recipient_contact": lambda *_: line_field("对方联系方式", hint="电话或者电子邮箱；加密保存。"),
            "note": lambda *_: words_field(
                "征求什么",
                required="请写明征求什么。",
                hint="写进征求意见书：涉及对方的是哪些信息。不写申请人是谁。",
            ),
            "received_by_other": lambda *_: date_field(
                "对方当场收到征求意见书的日期", required=False, hint=_HANDED_OVER
            ),
        }
        for act in _OPEN
    },
    **{
        act: {
            "id": lambda case, act, day: _consultation(case, act),
            **({} if act.endswith("_silent") else {"opinion": lambda *_: _opinion()}),
            "note": lambda case, act, day: words_field(
                "意见的内容和理由",
                required="" if act.endswith("_silent") else "请写明意见的内容和理由，照对方的书面意见写。",
                hint="无法送达的，写明怎样找过。书面意见的扫描件在“材料”里登记。",
            ),
        }
        for act in _ANSWERS
    },
    "extend": {
        "workdays": lambda case, act, day: workdays_field("延长", workdays_for("extension", on=day), 20),
        "reason": lambda *_: words_field(
            "延长的原因", required="请写明延长的原因，告知书里要写。", hint="接在“因”字之后。"
        ),
    },
    "issue_fee_notice": {
        "scheme": lambda *_: _scheme(),
        "number": lambda case, *_: _count("当月第几件", number_in_month(case), hint="按件计收的要核对；按自然月累计。"),
        "pages": lambda *_: _count("提供的页数", None, hint="按量计收的要填；A4 单面为一页，A3 单面算两页。"),
        "is_public": lambda *_: forms.BooleanField(label="只告知已公开信息的获取方式", required=False),
        "amount_yuan": lambda *_: _amount("收费金额"),
        "payment": lambda *_: line_field("缴纳方式", required="请写明缴到哪里、怎样缴。", hint="写进通知。"),
        "note": lambda *_: words_field("补充说明", hint="写进通知；依据、标准、计算和期限由系统写入。"),
        _REACHED: lambda case, act, day: date_field("申请人当场收到通知的日期", required=False, hint=_HANDED_OVER),
    },
    "fee_paid": {
        "amount_yuan": lambda *_: _amount("缴纳金额"),
        "note": lambda *_: line_field("财政票据号码", required="请填写财政票据号码。", hint="信息处理费使用财政票据。"),
    },
    WAIVE: {"reason": lambda *_: _relief("免收")},
    REDUCE: {"amount_yuan": lambda *_: _amount("减为"), "reason": lambda *_: _relief("减收")},
    "ask_reasons": {"note": lambda *_: words_field("为什么要求说明理由", required="请写明为什么要求说明理由。")},
    "reasons_received": {"note": lambda *_: words_field("说明的理由", required="请录入申请人说明的理由。")},
    "set_delayed_date": {
        "due_date": lambda *_: date_field("延迟到哪一天答复"),
        "reason": lambda *_: words_field("延迟的原因", required="请写明延迟的原因。"),
    },
    "serve": {
        "method": lambda *_: _method(),
        _REACHED: lambda *_: date_field("申请人签收日期", required=False, hint="直接送达、委托送达要填。"),
        "note": lambda *_: words_field("送达凭证", hint="如邮政单号、签收人。", rows=2),
    },
    "withdraw": {"note": lambda *_: words_field("申请人怎样撤回", required="请写明何时、以什么方式撤回，凭据在哪里。")},
}
ACTS_OF_OFFICE = tuple(_ASKED)
_RECIPIENT = ("name", "address", "contact")
_FEE = ("scheme", "number", "pages", "is_public", "payment")
_OF_THE_ROW = ("note", "amount_yuan", "event_date", *_FEE, *(f"recipient_{name}" for name in _RECIPIENT))
_FEE_PLACES = {"schemes": "scheme"}


class ActForm(forms.Form):
    """The form of one act on one case."""

    use_required_attribute = False
    event_date = date_field("日期")

    def __init__(self, data: Any, *, case: Case, act: str, today: date) -> None:
        super().__init__(data, auto_id=f"id_{act}_%s")
        self.case, self.act = case, act
        self.fields["event_date"].initial = today
        for name, field in _ASKED[act].items():
            self.fields[name] = field(case, act, today)

    def clean(self) -> dict[str, Any]:
        """Hold a fee against the law: what it comes to, and what the notice must say."""
        said = super().clean()
        if self.act == "issue_fee_notice" and not self.errors:
            for finding in charge_findings(charge_of(self.case, said)):
                place = _FEE_PLACES.get(finding.where, finding.where)
                self.add_error(place if place in self.fields else "amount_yuan", tell(finding)["message"])
        noticed, amount = amount_noticed(self.case), said.get("amount_yuan")
        if self.act == "fee_paid" and noticed not in (None, amount):
            self.add_error("amount_yuan", f"应缴 {noticed:f} 元，缴清了才登记；答复期限从缴清次日起算。")
        if self.act == REDUCE and amount and noticed is not None and amount >= noticed:
            self.add_error("amount_yuan", f"现在应缴 {noticed:f} 元，只能减少；不再收取的，请登记免收。")
        return said

    @property
    def recipient(self) -> dict[str, str]:
        """Return to whom the letter of a valid form goes, where not to the applicant."""
        told = {name: self.cleaned_data.get(f"recipient_{name}", "") for name in _RECIPIENT}
        return told if self.act in _OPEN else {}

    def event(self, *, approved_by: str) -> Event:
        """Return the event of a valid form; `approved_by` is who agreed to what only the head may do."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in _OF_THE_ROW and value}
        if self.act in _OPEN:
            said["id"] = str(self.case.events.count() + 1)
        if self.act in ONLY_BY:
            said["approved_by"] = approved_by
        if self.act == "extend":
            said["notified"] = True
        return Event(act=self.act, event_date=self.cleaned_data["event_date"], **said)
