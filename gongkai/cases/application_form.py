"""The application as a form (Reg. art. 29): who asks, how to reach them, what is wanted, in which form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from gongkai.cases.case import Case, IdentityKind, class_choices
from gongkai.statute import holds_identity_number, is_credit_code, is_identity_number, written_plainly

PERSON, ORGANIZATION = "person", "organization"
NATURAL_PERSON = "natural_person"
PAPER, ELECTRONIC = "纸质", "电子文档"
ON_THIS_SITE, BY_EMAIL, BY_POST, IN_PERSON = "在本网站查看下载", "电子邮件", "邮寄", "自行领取"
_FORMS = [(PAPER, PAPER), (ELECTRONIC, ELECTRONIC)]
_ROUTES = [(one, one) for one in (ON_THIS_SITE, BY_EMAIL, BY_POST, IN_PERSON)]
_NEEDED = {  # by route: the field that must be filled in, and what is said where it is not
    BY_EMAIL: ("email", "选择用电子邮件获取的，请填写电子邮箱。"),
    BY_POST: ("address", "选择邮寄的，请填写通信地址。"),
}
_TELEPHONE = re.compile(r"\+?[\d ()（）-]{7,24}")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TEXT_MOST, _NAME_MOST = 5000, 100
_PERSONAL_KINDS = [one for one in IdentityKind if one not in ("credit_code", "other_registration")]


def refuse_unseen(text: str) -> None:
    """Raise ValidationError where a text holds a control character: no letter can be addressed with one."""
    if found := _UNSEEN.search(text):
        raise ValidationError(
            f"第 {found.start() + 1} 个字符是看不见的控制字符（U+{ord(found[0]):04X}），多半是复制时带进来的。"
            "请删去前后几个字重新输入。"
        )


def _text(label: str, most: int = _NAME_MOST, *, required: str = "", hint: str = "", fill: str = "") -> forms.CharField:
    """Return a line of text; `required` is what is said where it is empty, `fill` what a browser may fill in."""
    field = forms.CharField(
        label=label if required else f"{label}（可以不填）",
        max_length=most,
        required=bool(required),
        help_text=hint,
        error_messages={"required": required, "max_length": f"最多 {most} 个字，现有 %(show_value)s 个字。"},
        validators=[refuse_unseen],
    )
    field.widget.attrs["autocomplete"] = fill or "off"
    return field


class ApplicationForm(forms.Form):
    """What every application says; a person and an organisation add how they are known."""

    who: ClassVar[str]
    asks_for_contact: ClassVar[bool] = True
    use_required_attribute = False

    telephone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=30,
        help_text="联系电话和电子邮箱至少填写一项，需要核实或者补正时好找到您。",
        error_messages={"max_length": "最多 30 个字，现有 %(show_value)s 个字。"},
        validators=[refuse_unseen],
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        max_length=120,
        help_text="选择用电子邮件获取信息的，要填写。",
        error_messages={"invalid": "电子邮箱的写法不对，应类似 name@example.com。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = _text("通信地址", 200, hint="选择邮寄的，要填写，写到门牌号。", fill="street-address")
    description = forms.CharField(
        label="需要的政府信息",
        max_length=_TEXT_MOST,
        min_length=4,
        strip=True,
        validators=[refuse_unseen],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "写出信息的名称、文号，或者其他便于查找的特征，如哪一年、关于什么事、哪个部门作出。"
            f"一件申请最好只要一项信息。最多 {_TEXT_MOST} 个字，更长的请写要点，其余作为附件。请不要在这里写身份证号。"
        ),
        error_messages={
            "required": "请写明需要什么政府信息。",
            "min_length": "写得太短，无法查找。请写出名称、文号或者其他特征。",
            "max_length": f"最多 {_TEXT_MOST} 个字，现有 %(show_value)s 个字。",
        },
    )
    form_wanted = forms.ChoiceField(
        label="希望得到的形式",
        choices=_FORMS,
        initial=ELECTRONIC,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择纸质还是电子文档。", "invalid_choice": "请从列出的形式中选择。"},
    )
    route_wanted = forms.ChoiceField(
        label="获取信息的途径",
        choices=_ROUTES,
        initial=ON_THIS_SITE,
        widget=forms.RadioSelect,
        help_text="在本网站查看下载，要用提交后给您的查询码。",
        error_messages={"required": "请选择获取信息的途径。", "invalid_choice": "请从列出的途径中选择。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # a browser would cut off what is pasted without a word
            field.widget.attrs.pop("maxlength", None)

    def unjudged(self) -> ApplicationForm:
        """Return the form with all that was typed, none of it called wrong."""
        return type(self)(initial={name: self[name].value() for name in self.fields})

    def clean_telephone(self) -> str:
        """Return the number; refuse what is none."""
        said = str(self.cleaned_data["telephone"])
        if said and not _TELEPHONE.fullmatch(said):
            raise ValidationError("电话号码应为 7 至 15 位数字，固定电话请带区号。")
        return said

    def clean_description(self) -> str:
        """Return the description; refuse one with an identity number, which must not stand in plain text."""
        said = str(self.cleaned_data["description"])
        if holds_identity_number(said):
            raise ValidationError("这里写有身份证号码，请删去：申请人的证件号码已在上面填写，别人的不需要。")
        return said

    def clean(self) -> dict[str, Any]:
        """Refuse an applicant who cannot be reached (Reg. art. 29), and a route that lacks what it needs."""
        said: dict[str, Any] = super().clean() or {}
        has_contact = said.get("telephone") or said.get("email") or {"telephone", "email"} & self.errors.keys()
        if self.asks_for_contact and not has_contact:
            self.add_error("telephone", "请填写联系电话或者电子邮箱，需要核实或者补正时好找到您。")
        field, complaint = _NEEDED.get(said.get("route_wanted", ""), ("", ""))
        if field and not said.get(field) and field not in self.errors:
            self.add_error(field, complaint)
        if said.get("form_wanted") == PAPER and said.get("route_wanted") in (ON_THIS_SITE, BY_EMAIL):
            self.add_error("route_wanted", "纸质材料只能邮寄或者自行领取，请改选途径，或者改选电子文档。")
        return said

    def case(self) -> Case:
        """Return the unsaved case of a valid form, without agency and receipt."""
        said = {name: value for name, value in self.cleaned_data.items() if name in _COLUMNS}
        return Case(**{"applicant_class": NATURAL_PERSON, **said})

    def told(self) -> Iterator[tuple[str, str]]:
        """Yield what was filled in, as it is read over: label and words."""
        for name, field in self.fields.items():
            said = self.cleaned_data.get(name, "")
            words = dict(field.choices).get(said, said) if isinstance(field, forms.ChoiceField) else said
            yield field.label.removesuffix("（可以不填）"), words or "（未填）"


class PersonForm(ApplicationForm):
    """The application of a natural person."""

    who = PERSON
    field_order = ("applicant_name", "identity_kind", "identity_number")

    applicant_name = _text("姓名", required="请填写姓名，与身份证件一致。", fill="name")
    identity_kind = forms.ChoiceField(label="身份证件", choices=[(one.value, one.label) for one in _PERSONAL_KINDS])
    identity_number = _text(
        "证件号码",
        40,
        required="请填写证件号码。",
        hint="依条例第二十九条用于证明身份，加密保存，只有经办人员办理时可见。",
    )

    def clean_identity_number(self) -> str:
        """Return the number written plainly; an identity card's must have its check digit right."""
        said = written_plainly(self.cleaned_data["identity_number"])
        card = self.cleaned_data.get("identity_kind") == IdentityKind.IDENTITY_CARD
        if said and card and not is_identity_number(said):
            raise ValidationError("身份证号码不对（位数、出生日期或者校验位），请核对。")
        return said


class OrganizationForm(ApplicationForm):
    """The application of a legal person or another organisation."""

    who = ORGANIZATION
    field_order = (
        "applicant_class", "applicant_name", "identity_kind", "identity_number", "representative", "contact_name",
    )  # fmt: skip

    applicant_class = forms.ChoiceField(
        label="单位类别",
        choices=[row for row in class_choices() if row[0] != NATURAL_PERSON],
        help_text="只用于年度报告的统计，不影响办理。",
    )
    applicant_name = _text("单位名称", required="请填写单位全称，与登记证件一致。", fill="organization")
    identity_kind = forms.ChoiceField(
        label="登记证件", choices=[(one.value, one.label) for one in IdentityKind if one not in _PERSONAL_KINDS]
    )
    identity_number = _text("证件号码", 40, required="请填写统一社会信用代码或者其他登记证件号码。")
    representative = _text("法定代表人或者负责人", required="请填写法定代表人或者负责人姓名。")
    contact_name = _text("联系人", required="请填写联系人姓名。", fill="name")

    def clean_identity_number(self) -> str:
        """Return the code written plainly; a unified social credit code must have its check digit right."""
        said = written_plainly(self.cleaned_data["identity_number"])
        credit_code = self.cleaned_data.get("identity_kind") == IdentityKind.CREDIT_CODE
        if said and credit_code and not is_credit_code(said):
            raise ValidationError("统一社会信用代码不对（应为 18 位，或者校验位不符），请核对。")
        return said


FORMS: dict[str, type[ApplicationForm]] = {form.who: form for form in (PersonForm, OrganizationForm)}
_COLUMNS = {
    "applicant_class", "applicant_name", "identity_kind", "identity_number", "representative", "contact_name",
    "telephone", "email", "address", "description", "form_wanted", "route_wanted",
}  # fmt: skip
