"""The guide to disclosure (政府信息公开指南): what Art. 12 says it must tell, and from when a version holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from gongkai.findings import Finding
from gongkai.pages.door import Searchable
from gongkai.publishing.blocks import FEATURES
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.versions import version_date

# Reg. art. 12 names nine elements; an explicit 无 is data, nothing is not.
ELEMENTS = {
    "classification": "政府信息的分类",
    "arrangement": "编排体系",
    "obtaining": "获取方式",
    "office_name": "政府信息公开工作机构的名称",
    "office_address": "办公地址",
    "office_hours": "办公时间",
    "telephone": "联系电话",
    "fax": "传真号码",
    "internet_contact": "互联网联系方式",
}


class GuidePage(ReviewedPage):
    """The agency's guide; each publication is a dated version."""

    column_type: ClassVar[str] = "政府信息公开类"
    schema_type: ClassVar[str] = "WebPage"
    fixed = True
    numbered = False
    fixed_title: ClassVar[str] = "政府信息公开指南"
    fixed_slug: ClassVar[str] = "guide"
    max_count_per_parent = 1

    classification = models.TextField(ELEMENTS["classification"], blank=True)
    arrangement = models.TextField(ELEMENTS["arrangement"], blank=True)
    obtaining = RichTextField(ELEMENTS["obtaining"], blank=True, features=list(FEATURES))
    office_name = models.CharField(ELEMENTS["office_name"], max_length=100, blank=True)
    office_address = models.CharField(ELEMENTS["office_address"], max_length=200, blank=True)
    office_hours = models.CharField(ELEMENTS["office_hours"], max_length=100, blank=True)
    telephone = models.CharField(ELEMENTS["telephone"], max_length=60, blank=True)
    fax = models.CharField(ELEMENTS["fax"], max_length=60, blank=True, help_text="没有传真的，写“无”。")
    internet_contact = models.CharField(ELEMENTS["internet_contact"], max_length=200, blank=True)
    remedies = RichTextField("救济途径和监督方式", blank=True, features=list(FEATURES))

    parent_page_types: ClassVar[list[str]] = ["publishing.DisclosureSectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", read_only=True),
        ProofPanel(),
        MultiFieldPanel([FieldPanel(name) for name in ("classification", "arrangement", "obtaining")], "信息"),
        MultiFieldPanel([FieldPanel(name) for name in list(ELEMENTS)[3:]], "政府信息公开工作机构"),
        FieldPanel("remedies"),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug", read_only=True)]

    class Meta(ReviewedPage.Meta):
        verbose_name = "政府信息公开指南"
        verbose_name_plural = "政府信息公开指南"

    def prefill(self, agency: Any) -> None:
        """Set what a new guide starts with: what the disclosure office says of itself on record."""
        from gongkai.publishing.offices_told import told_of

        self.title, self.slug = self.fixed_title, self.fixed_slug
        for name, value in told_of(agency.disclosure_office).items() if agency.disclosure_office else ():
            setattr(self, name, value)

    def searchable(self) -> Searchable | None:
        """Return everything it tells."""
        told = [strip_tags(str(getattr(self, name))) for name in (*ELEMENTS, "remedies")]
        day = self.publication_date
        return Searchable(text="\n".join(told), publication_date=day) if day else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the day since which this version is public, and the versions before it."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"version_date": version_date(context["corrections"], self)}

    def clean(self) -> None:
        """Raise ValidationError where it has another name than the platform notice gives it (PLAT-04)."""
        super().clean()
        if (self.title, self.slug) != (self.fixed_title, self.fixed_slug):
            raise ValidationError(f"这一部分的名称由国办公开办函〔2019〕61号统一规定为“{self.fixed_title}”，不能更改。")

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield each element of Art. 12 it does not give; without all nine it is not published."""
        yield from missing_elements(self)


def missing_elements(guide: GuidePage) -> Iterator[Finding]:
    """Yield a finding for each element of Art. 12 that the guide does not give."""
    for name, label in ELEMENTS.items():
        if not str(getattr(guide, name)).strip():
            yield Finding("GUIDE-ELEMENT", where=name, facts={"element": label})
