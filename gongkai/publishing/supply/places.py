"""Where the public reads government information beside this site (政府信息查阅场所, Reg. art. 25)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from gongkai.agencies.door import Term
from gongkai.pages.door import AgencyPage, changed

_ALWAYS = ("national_archive", "public_library")
_MUST_RECEIVE = "国家档案馆、公共图书馆要按月提供（《条例》第二十五条第三款）。"


class ReadingPlace(Term):
    """A reading place of an agency's information. `receives`: what is newly public is brought there each month."""

    class Kind(models.TextChoices):
        """What it is, in the words of the article."""

        ARCHIVE = "national_archive", "国家档案馆"
        LIBRARY = "public_library", "公共图书馆"
        SERVICE_HALL = "service_hall", "政务服务场所"
        READING_ROOM = "reading_room", "公共查阅室"
        DOCUMENT_POINT = "document_point", "资料索取点"

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="reading_places"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices, default=Kind.ARCHIVE)
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地址", max_length=200)
    hours = models.CharField("开放时间", max_length=100)
    telephone = models.CharField("联系电话", max_length=40, blank=True)
    receives = models.BooleanField(
        "按月提供新公开的信息",
        default=True,
        help_text="国家档案馆、公共图书馆必须提供（《条例》第二十五条第三款），其他场所自定；从起始日期那天公开的算起。",
    )

    class Meta(Term.Meta):
        verbose_name = "政府信息查阅场所"
        verbose_name_plural = "政府信息查阅场所"
        ordering = ["agency", "kind", "name"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="publishing_one_reading_place_of_a_name",
                violation_error_message="本机关已登记过这个查阅场所。",
            ),
            models.CheckConstraint(
                name="publishing_archive_and_library_receive",
                condition=Q(receives=True) | ~Q(kind__in=_ALWAYS),
                violation_error_message=_MUST_RECEIVE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError where an archive or a library would get nothing."""
        super().clean()
        if self.kind in _ALWAYS and not self.receives:
            raise ValidationError({"receives": _MUST_RECEIVE})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row; the pages that show it are written anew."""
        super().save(*args, **kwargs)
        for place in AgencyPage.objects.filter(agency=self.agency_id):
            changed(place)
