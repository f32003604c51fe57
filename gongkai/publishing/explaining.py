"""What goes with a normative document (政策+解读+办事): what explains it, and how to do what it provides for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Select
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage

from gongkai.findings import Finding
from gongkai.publishing.bundles import shown_with
from gongkai.publishing.information import InformationPage


class ExplainerPage(InformationPage):
    """An explainer (政策解读) of one normative document: in words, as a chart, as a film (谁起草、谁解读)."""

    class Form(models.TextChoices):
        """How it explains."""

        TEXT = "text", "文字解读"
        CHART = "chart", "图解"
        VIDEO = "video", "视频解读"
        QUESTIONS = "questions", "问答"

    explains = models.ForeignKey(
        "publishing.NormativeDocumentPage",
        verbose_name="所解读的文件",
        on_delete=models.PROTECT,
        related_name="explainers",
    )
    form = models.CharField("解读形式", max_length=20, choices=Form.choices, default=Form.TEXT)
    interpreter = models.CharField(
        "解读人", max_length=100, blank=True, help_text="主要负责人是第一解读人；写明姓名和职务，或者起草科室。"
    )

    template = "publishing/information_page.html"
    content_panels = [
        *AbstractPage.content_panels,
        MultiFieldPanel([FieldPanel("explains", widget=Select), FieldPanel("form"), FieldPanel("interpreter")], "解读"),
        *InformationPage.document_panels,
        *InformationPage.attribute_panels,
    ]

    class Meta:
        verbose_name = "政策解读"
        verbose_name_plural = "政策解读"

    def clean(self) -> None:
        """Raise ValidationError where it explains another agency's document."""
        super().clean()
        require_own(self, "explains")

    @property
    def class_of_section(self) -> str:
        """Return the class of explainers: that is what it is counted as wherever it stands."""
        return "interpretation"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what it goes with."""
        return super().get_context(request, *args, **kwargs) | {"bundle": shown_with(self, request)}


class ServiceGuidePage(InformationPage):
    """A guide to one service (办事指南) with the ten key elements: its title is the first, its body the procedure."""

    ELEMENTS: ClassVar[dict[str, str]] = {
        "legal_basis": "设定依据",
        "conditions": "申请条件",
        "materials": "办理材料",
        "place": "办理地点",
        "organ": "办理机构",
        "fee": "收费标准",
        "hours": "办理时间",
        "telephone": "联系电话",
    }

    rests_on = models.ForeignKey(
        "publishing.NormativeDocumentPage",
        verbose_name="所依据的本站文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="service_guides",
    )
    legal_basis = models.TextField(ELEMENTS["legal_basis"], max_length=1000, blank=True)
    conditions = models.TextField(ELEMENTS["conditions"], max_length=2000, blank=True)
    materials = models.TextField(ELEMENTS["materials"], max_length=2000, blank=True, help_text="一行一件。")
    place = models.CharField(ELEMENTS["place"], max_length=300, blank=True)
    organ = models.CharField(ELEMENTS["organ"], max_length=100, blank=True)
    fee = models.CharField(ELEMENTS["fee"], max_length=200, blank=True, help_text="不收费的，写“不收费”。")
    hours = models.CharField(ELEMENTS["hours"], max_length=200, blank=True)
    telephone = models.CharField(ELEMENTS["telephone"], max_length=60, blank=True)

    template = "publishing/information_page.html"
    content_panels = [
        *AbstractPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("rests_on", widget=Select), *(FieldPanel(name) for name in ELEMENTS)],
            "要素（标题是事项名称，正文是办理流程）",
        ),
        *InformationPage.document_panels,
        *InformationPage.attribute_panels,
    ]

    class Meta:
        verbose_name = "办事指南"
        verbose_name_plural = "办事指南"

    def clean(self) -> None:
        """Raise ValidationError where it rests on another agency's page."""
        super().clean()
        require_own(self, "rests_on")

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield each key element it does not give (国办秘函〔2019〕19号 单项否决：服务不实用)."""
        yield from super().unready(on=on)
        for name, label in self.ELEMENTS.items():
            if not str(getattr(self, name)).strip():
                yield Finding("SERVICE-ELEMENT", where=name, facts={"element": label})

    @property
    def elements(self) -> list[tuple[str, str]]:
        """Return the key elements it gives, each with its name; materials one a line."""
        return [(label, getattr(self, name)) for name, label in self.ELEMENTS.items() if getattr(self, name)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what it goes with."""
        return super().get_context(request, *args, **kwargs) | {"bundle": shown_with(self, request)}


def require_own(page: Any, name: str) -> None:
    """Raise ValidationError where the document named by the field `name` is not of the page's agency."""
    document = getattr(page, name, None)
    if document is not None and page.agency_id and document.agency_id != page.agency_id:
        raise ValidationError({name: f"请选择本机关的{document._meta.verbose_name}。"})
