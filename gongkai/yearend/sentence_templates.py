"""The words that an agency uses in the drafted text of its reports in the place of those that come with the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import models

from gongkai.agencies.door import AppendOnly
from gongkai.yearend.sentences import Sentence, sentences

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


class SentenceTemplate(AppendOnly):
    """An agency's own words for a sentence, in the reports on `since_year` and later ones, until a later row.

    They hold from a year and not from a day, as a report does: that of 2025 is written in January 2026, and words that
    held from a day of that month would not be told in it.
    `words` maps ``zero``, ``one`` and ``many`` (those the sentence has) to the text with its tokens; None where the
    agency went back to the words of the product.
    """

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    sentence = models.CharField("句子", max_length=40)
    since_year = models.PositiveSmallIntegerField("从哪一年度的报告起用")
    words = models.JSONField("文字", null=True)
    written_at = models.DateTimeField("修改时间")
    written_by = models.ForeignKey("agencies.Person", verbose_name="修改人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "报告用语"
        verbose_name_plural = "报告用语"
        ordering = ["agency", "sentence", "since_year", "pk"]
        indexes = [models.Index(fields=["agency", "since_year"], name="yearend_sentence_year")]

    def __str__(self) -> str:
        return f"第{self.pk}号报告用语（{self.since_year}年度起）"


def sentences_for(agency: Agency, year: int) -> Mapping[str, Sentence]:
    """Return the sentences of an agency's report on a year by id, in the order in which they are told."""
    rows = SentenceTemplate.objects.filter(agency=agency, since_year__lte=year).order_by("since_year", "pk")
    own = {row.sentence: row.words for row in rows}
    return {one.id: replace(one, **(own.get(one.id) or {})) for one in sentences()}
