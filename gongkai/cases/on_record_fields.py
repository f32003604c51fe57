"""The fields by which a reply names what is on record: searches that found nothing, an earlier reply."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from gongkai.cases.act_forms import line_field
from gongkai.cases.on_record import ELSEWHERE

_NO_SEARCH = "这一办件还没有登记“没有检索到”的检索。请先在办件页“工作底稿”里登记检索，再拟稿；写一句话不能代替。"
_NO_EARLIER = "同一申请人在收到这件申请以前，没有已经答复的申请。"


def searches_field(known: Sequence[str]) -> forms.MultipleChoiceField:
    """Return the searches of the case that found nothing, to be named in the reply."""
    return forms.MultipleChoiceField(
        label="检索记录",
        choices=[(one, one) for one in known],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="按办件里登记的检索写进答复书。" if known else _NO_SEARCH,
        error_messages={"invalid_choice": "这一办件没有登记过这次检索。", "invalid_list": "请从列出的检索中选择。"},
    )


def earlier_field(known: Sequence[str]) -> forms.ChoiceField:
    """Return the replies that the same applicant had before, and that there may be one outside this system."""
    choices = [("", "请选择"), *((one, one) for one in known), (ELSEWHERE, "本系统以外的答复（在下面写明）")]
    return forms.ChoiceField(
        label="此前的答复",
        choices=choices,
        required=False,
        help_text="只有收到这件申请以前已经答复过同一申请人的，才是重复申请。" if known else _NO_EARLIER,
        error_messages={"invalid_choice": "这不是同一申请人此前得到的答复，请从列出的选择。"},
    )


def elsewhere_field() -> forms.CharField:
    """Return the reply that another system, or paper, holds."""
    hint = "答复机关、日期和文号，如“某市公积金中心2019年5月6日 公开告〔2019〕3号”；原件扫描存入材料。"
    return line_field("本系统以外的答复", hint=hint)
