"""Letters of a case: numbered when they are written, kept as bytes with their digest, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from gongkai.agencies.door import AppendOnly, Blank, EncryptedText, record, subject_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.case import CaseEvent
    from gongkai.cases.log_acts import CaseAct

NAMELESS = "申请人"


class Letter(AppendOnly):
    """A letter (告知书, 答复书, 征求意见函) as it was written: its words are frozen, and it has a number of its own.

    It goes out by a `Dispatch`; one without was never issued, such as one whose draft was written anew. `paragraphs`
    are its words without addressee and signature: names of persons stand in neither, they are set when the files
    are made. `told` is what filled its placeholders. `act`, `facts`, `note` and `amount_yuan` are of the act that is
    recorded when it goes out; `draft` is the approved reply it says. `reading` is the id of the remedy it tells,
    where the law of its day had two. `template` are the agency's own words it was written in, None where those of the
    product were used. `digest` is the SHA-256 of its PDF, in hex.
    """

    blankable = {
        "paragraphs": Blank.LIST,
        "attachments": Blank.LIST,
        "facts": Blank.MAPPING,
        "note": Blank.WORDS,
        "told": Blank.MAPPING,
    }
    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField("种类", max_length=40)
    number = models.CharField("文号", max_length=60)
    title = models.CharField("标题", max_length=100)
    paragraphs = models.JSONField("正文")
    attachments = models.JSONField("附件名称", default=list)
    issued_date = models.DateField("成文日期")
    reading = models.CharField("救济途径依据的理解", max_length=40, blank=True)
    act = models.CharField("发出时登记的事项", max_length=40, blank=True)
    facts = models.JSONField("事项的内容", default=dict)
    note = models.TextField("说明", blank=True)
    told = models.JSONField("写入文书的内容", default=dict)
    amount_yuan = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    draft = models.ForeignKey(
        "cases.Draft", verbose_name="答复稿", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    needs_seal = models.BooleanField("需要用印", default=False)
    template = models.ForeignKey(
        "cases.LetterTemplate", verbose_name="模板", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    digest = models.CharField("文件摘要", max_length=64, blank=True)
    written_by = models.ForeignKey(
        "agencies.Person", verbose_name="成文人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("成文时间", null=True)

    class Meta:
        verbose_name = "告知和答复文书"
        verbose_name_plural = "告知和答复文书"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def went_out(self) -> bool:
        """Tell whether it was issued."""
        return hasattr(self, "dispatch")

    @property
    def addressee(self) -> str:
        """Return to whom it is written, as the letter itself names them."""
        return self.recipient.name if hasattr(self, "recipient") else self.case.applicant_name or NAMELESS


class Dispatch(AppendOnly):
    """That a letter went out, and the act it was; none for a letter that changes nothing in the case."""

    letter = models.OneToOneField(Letter, verbose_name="文书", on_delete=models.PROTECT, related_name="dispatch")
    event = models.OneToOneField(
        "cases.CaseEvent", verbose_name="事项", null=True, on_delete=models.PROTECT, related_name="dispatch"
    )

    class Meta:
        verbose_name = "文书发出"
        verbose_name_plural = "文书发出"
        ordering = ["letter"]

    def __str__(self) -> str:
        return str(self.letter)


class Recipient(models.Model):
    """To whom a letter goes that is not for the applicant: a third party, another organ."""

    letter = models.OneToOneField(Letter, verbose_name="文书", on_delete=models.PROTECT, related_name="recipient")
    name = EncryptedText("名称")
    address = EncryptedText("地址", blank=True)
    contact = EncryptedText("联系方式", blank=True)

    class Meta:
        verbose_name = "收文人"
        verbose_name_plural = "收文人"

    def __str__(self) -> str:
        return f"{self.letter} 的收文人"


def letter_of(event: CaseEvent) -> Letter | None:
    """Return the letter that an act sent out, None where it sent none."""
    return event.dispatch.letter if hasattr(event, "dispatch") else None


def log_letter(
    what: CaseAct, letter: Letter, *, by: Person | None, at: datetime, facts: Mapping[str, Any], **more: Any
) -> None:
    """Put an act on a letter on the log of its case."""
    told = {"letter": letter.number, "kind": letter.kind, **facts}
    subject = subject_of(letter.case)
    record(what, agency=letter.case.agency, by=by, subject=subject, facts=told, at=at, **more)
