"""The forms by which the office delivers a letter: how it is sent, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.cases.act_forms import date_field, line_field
from gongkai.cases.application_form import BY_EMAIL, BY_POST, IN_PERSON
from gongkai.cases.case_files import MEGABYTE, MOST_BYTES, attached
from gongkai.cases.deliveries import Delivery, Way
from gongkai.cases.delivering import Result, Sending, may_go_by_portal
from gongkai.cases.email_sending import sends_email
from gongkai.cases.letters import Letter

_WANTED = {BY_EMAIL: Way.EMAIL, BY_POST: Way.POST, IN_PERSON: Way.PICK_UP}


def way_wanted(letter: Letter) -> Way:
    """Return how the letter should go: as the applicant asked for it, by post to others."""
    return Way.POST if hasattr(letter, "recipient") else _WANTED.get(letter.case.route_wanted, Way.IN_PERSON)


_SENT = "邮寄填交邮之日；电子邮件由本系统发送的填今天，自己发的填发信之日。"
_SENT_BY_HAND = "邮寄填交邮之日；本系统没有设邮件服务，电子邮件要您自己发出，填发信之日。"


def address_for(letter: Letter, way: Way) -> str:
    """Return to where the letter goes by what is on record."""
    if hasattr(letter, "recipient"):
        return letter.recipient.contact if way == Way.EMAIL else letter.recipient.address
    return letter.case.email if way == Way.EMAIL else letter.case.address


class SendingForm(forms.Form):
    """How a letter is sent. An address that is left empty is taken from the record."""

    use_required_attribute = False
    way = forms.ChoiceField(label="送达方式", error_messages={"required": "请选择送达方式。"})
    sent_date = date_field("送出日期", hint=_SENT)
    postal_number = line_field(
        "邮件号码", hint="邮寄的要填，照交寄凭据。应通过邮政企业，不得用其他快递，不得到付。", most=20
    )
    address = line_field("送到哪里", hint="不填的，邮寄用登记的通信地址，电子邮件用登记的邮箱；加密保存。")
    by_system = forms.BooleanField(label="电子邮件由本系统发送，文书和随附文件作为附件", required=False)
    note = line_field("说明")

    def __init__(self, data: Any = None, *, letter: Letter, today: date) -> None:
        super().__init__(data, auto_id="id_sending_%s")
        self.letter = letter
        ways = [row for row in Way.choices if row[0] != Way.PORTAL or may_go_by_portal(letter)]
        self.fields["way"].choices = ways
        self.fields["way"].initial = way_wanted(letter)
        self.fields["sent_date"].initial = today
        if not sends_email():
            del self.fields["by_system"]
            self.fields["sent_date"].help_text = _SENT_BY_HAND

    def sending(self) -> Sending:
        """Return what a valid form says."""
        said = dict(self.cleaned_data)
        way = Way(said.pop("way"))
        by_system = said.pop("by_system", False) and way == Way.EMAIL
        address = said.pop("address") or (address_for(self.letter, way) if way in (Way.EMAIL, Way.POST) else "")
        return Sending(way=way, by_system=by_system, address=address, **said)


class ResultForm(forms.Form):
    """What came of an attempt."""

    use_required_attribute = False
    arrived = forms.ChoiceField(
        label="结果",
        choices=[("yes", "送到了"), ("no", "没有送到")],
        error_messages={"required": "请选择结果。"},
    )
    day = date_field("日期", hint="送到的填签收、妥投之日；没有送到的填退回或者得知之日。")
    signed_by = line_field("签收人", hint="当面送交、自行领取、委托送达的要填；加密保存。")
    reason = line_field("没有送到的原因", hint="如：原址查无此人、拒收、退信。")
    proof = forms.FileField(
        label="送达凭证",
        required=False,
        help_text=f"送达回证、签收页、妥投记录的扫描件，不超过 {MOST_BYTES // MEGABYTE} MB。可以以后更正结果时补登。",
        error_messages={"empty": "这是空文件（0 字节）。"},
    )

    def __init__(self, data: Any = None, files: Any = None, *, delivery: Delivery, today: date) -> None:
        super().__init__(data, files, auto_id=f"id_result{delivery.pk}_%s")
        seen = (data or {}).get("seen", "")
        self.seen = int(seen) if seen.isdecimal() and len(seen) < 4 else 0
        self.delivery = delivery
        self.fields["day"].initial = today

    def clean(self) -> dict[str, Any]:
        """Look at the proof as at any file that comes in."""
        said: dict[str, Any] = super().clean()
        if said.get("proof"):
            try:
                said["proof"] = attached(said["proof"])
            except ValueError as error:
                self.add_error("proof", str(error))
        return said

    def result(self) -> Result:
        """Return what a valid form says."""
        said = {**self.cleaned_data, "arrived": self.cleaned_data["arrived"] == "yes"}
        return Result(**{**said, "proof": said["proof"] or None}, seen=self.seen)
