"""Banners (飘窗): an important notice on the agency's home between two days.

It stands in the page, above the rest, so that it covers nothing; it is closed by the keyboard, by touch and
without scripts, and never moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage

from gongkai.findings import Finding
from gongkai.pages.door import parts_of_address
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.reviewed import ReviewedPage


def check_target(address: str) -> None:
    """Raise ValidationError where an address is neither one of this site nor a whole one by https."""
    parts = parts_of_address(address)
    on_site = address.startswith("/") and not address.startswith("//") and not parts.netloc
    if not on_site and not (parts.scheme == "https" and parts.hostname):
        raise ValidationError("请写本站的地址（以“/”开头）或者以“https://”开头的完整地址。")


class FloatingBannerPage(ReviewedPage):
    """One banner: a title, a sentence, where it leads, and its days."""

    column_type: ClassVar[str] = "通知公告类"
    text = models.CharField("文字", max_length=120)
    target = models.CharField("通向的地址", max_length=300, validators=[check_target])
    target_name = models.CharField("链接文字", max_length=40, help_text="说清通向什么，如“查看办理安排”。")
    picture = models.ForeignKey(
        "pages.Picture", verbose_name="图片", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    picture_text = models.CharField(
        "图片的替代文字", max_length=200, blank=True, help_text="图上有文字的，全部写在这里；只作装饰的图片不要用。"
    )
    first_date = models.DateField("开始日期")
    last_date = models.DateField("结束日期", help_text="当日仍显示。")

    template = "publishing/banner_page.html"
    parent_page_types: ClassVar[list[str]] = ["pages.AgencyPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *AbstractPage.content_panels,
        ProofPanel(),
        *(FieldPanel(name) for name in ("text", "target", "target_name")),
        MultiFieldPanel([FieldPanel(name) for name in ("picture", "picture_text")], "图片"),
        MultiFieldPanel([FieldPanel(name) for name in ("first_date", "last_date")], "时间"),
    ]

    class Meta(ReviewedPage.Meta):
        verbose_name = "飘窗"
        verbose_name_plural = "飘窗"
        constraints = [
            *ReviewedPage.Meta.constraints,
            models.CheckConstraint(
                name="publishing_banner_ends_after_it_begins",
                condition=Q(last_date__gte=F("first_date")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="publishing_banner_picture_is_told",
                condition=Q(picture=None) | ~Q(picture_text=""),
                violation_error_message="有图片的，请写替代文字。",
            ),
        ]

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield whether its time is over before anybody has reviewed it."""
        if self.last_date < on:
            yield Finding("BANNER-OVER", where="last_date")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with whether it is over."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"is_over": self.last_date < timezone.localdate()}
