"""Who discloses: the organ; and who acts for it: the person."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet


class Person(AbstractUser):
    """Somebody who signs in. Of our own from the first migration, since it cannot be changed later."""

    class Meta(AbstractUser.Meta):
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def get_full_name(self) -> str:
        """Return the name as Chinese writes it: family name first, nothing between."""
        return f"{self.last_name}{self.first_name}".strip()


@register_snippet
class Agency(models.Model):
    """An administrative organ that discloses government information (Reg. art. 2, 4, 54).

    Its place on the site is an `AgencyPage`; everything the law counts names the agency.
    """

    slug = models.SlugField("代号", unique=True, help_text="地址和命令行用的短名，如 shizuishan；启用后不再更改。")
    name = models.CharField("机关全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40)
    city = models.CharField("所在地", max_length=40)
    disclosure_office = models.CharField("政府信息公开工作机构", max_length=100)
    address = models.CharField("办公地址", max_length=200)
    office_hours = models.CharField("办公时间", max_length=100)
    telephone = models.CharField("联系电话", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    demonstration = models.BooleanField(
        "演示机关", default=False, help_text="其名下一切页面标明“演示数据，非该中心发布”，并请搜索引擎不要收录。"
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("short_name"), FieldPanel("slug"), FieldPanel("city")], "机关"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("disclosure_office", "address", "office_hours", "telephone", "email")],
            "政府信息公开工作机构（《条例》第四条）",
        ),
        FieldPanel("demonstration", read_only=True),
    ]

    class Meta:
        verbose_name = "行政机关"
        verbose_name_plural = "行政机关"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name
