"""Letters of a case as they were issued: their words are frozen, and each has a number of its own."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.door import AppendOnly


class Letter(AppendOnly):
    """A letter (告知书, 答复书) that one act sent out. `paragraphs` are its words without salutation and signature.

    The applicant's name stands in neither: it is set when the letter is shown, from the case, where it is
    encrypted. `reading` is the id of the remedy it tells, where the law of its day had two.
    """

    case = models.ForeignKey("cases.Case", verbose_name="办件", on_delete=models.PROTECT, related_name="letters")
    event = models.OneToOneField(
        "cases.CaseEvent", verbose_name="事项", on_delete=models.PROTECT, related_name="letter"
    )
    kind = models.CharField("种类", max_length=40)
    number = models.CharField("文号", max_length=60)
    title = models.CharField("标题", max_length=100)
    paragraphs = models.JSONField("正文")
    issued_date = models.DateField("日期")
    reading = models.CharField("救济途径依据的理解", max_length=40, blank=True)

    class Meta:
        verbose_name = "告知和答复文书"
        verbose_name_plural = "告知和答复文书"
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"
