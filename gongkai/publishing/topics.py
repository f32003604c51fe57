"""Special topics (专栏): an address and a time of their own; what is over is marked as archived and stays readable."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import AbstractPage
from wagtail.url_routing import RouteResult

from gongkai.pages.door import Searchable, filled, public
from gongkai.publishing.blocks import FEATURES
from gongkai.publishing.information import InformationPage
from gongkai.publishing.listing import entries, public_information
from gongkai.publishing.paging import number_in, part_of
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.sections import SingleSection
from gongkai.publishing.telling import plain


class TopicsPage(SingleSection):
    """专题专栏: the agency's topics, those under way first."""

    column_type: ClassVar[str] = "专题专栏类"
    fixed_title = "专题专栏"
    fixed_slug = "topics"
    parent_page_types: ClassVar[list[str]] = ["pages.AgencyPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.TopicPage"]

    own_template = "publishing/topics.html"

    class Meta:
        verbose_name = "专题专栏"
        verbose_name_plural = "专题专栏"

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return the topics that have begun, and apart from them those that are over."""
        if number:
            raise Http404("没有这一页")
        today = timezone.localdate()
        topics = public(TopicPage.objects.child_of(self).filter(first_date__lte=today)).order_by("-first_date", "-pk")
        told = [{"topic": topic, "address": topic.get_url(request)} for topic in topics]
        return {
            "current": [one for one in told if not one["topic"].is_over(today)],
            "archived": [one for one in told if one["topic"].is_over(today)],
        }


class TopicPage(ReviewedPage):
    """One topic: an introduction, sections of its own, and what it collects from the agency's other sections."""

    column_type: ClassVar[str] = "专题专栏类"
    numbered = False

    introduction = RichTextField("说明", features=list(FEATURES))
    collects = models.CharField(
        "汇集", max_length=60, blank=True, help_text="主题分类或者一个关键词：本机关这一主题的公开信息自动列在专题里。"
    )
    first_date = models.DateField("开始日期")
    last_date = models.DateField("结束日期", null=True, blank=True, help_text="这一天之后标明“已归档”，仍可阅读。")

    template = "publishing/topic.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.TopicsPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.SectionPage"]
    content_panels: ClassVar[list[Any]] = [
        *AbstractPage.content_panels,
        ProofPanel(),
        FieldPanel("introduction"),
        FieldPanel("collects"),
        MultiFieldPanel([FieldPanel(name) for name in ("first_date", "last_date")], "时间"),
    ]

    class Meta(ReviewedPage.Meta):
        verbose_name = "专栏"
        verbose_name_plural = "专栏"
        constraints = [
            *ReviewedPage.Meta.constraints,
            models.CheckConstraint(
                name="publishing_topic_ends_after_it_begins",
                condition=Q(last_date=None) | Q(last_date__gte=models.F("first_date")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def clean(self) -> None:
        """Raise ValidationError for an address that is that of a page of its list."""
        super().clean()
        if number_in(self.slug):
            raise ValidationError({"slug": "“page-”加数字是长列表各页的地址，请换一个短名。"})

    def is_over(self, day: date) -> bool:
        """Return whether its time was over before that day."""
        return self.last_date is not None and self.last_date < day

    def collected(self) -> QuerySet[InformationPage]:
        """Return what is public in its own sections, and what it collects until its last day, newest first."""
        own = Q(path__startswith=self.path)
        if not self.collects:
            return public_information(self)
        keyword = rf"(^|[；;])\s*{re.escape(self.collects)}\s*($|[；;])"
        others = Q(subject=self.collects) | Q(keywords__regex=keyword)
        if self.last_date:
            others &= Q(publication_date__lte=self.last_date)
        return public_information(self.agency_page).filter(own | others)

    def searchable(self) -> Searchable | None:
        """Return its introduction."""
        day = self.publication_date
        return Searchable(text=plain(self.introduction), publication_date=day) if day else None

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page of the address; its last part may name a page of a long list."""
        number = number_in(path_components[0]) if len(path_components) == 1 else None
        if number is None:
            return super().route(request, path_components)
        return RouteResult(super().route(request, []).page, kwargs={"number": number})

    def get_context(self, request: HttpRequest, *args: Any, number: int | None = None, **kwargs: Any) -> dict[str, Any]:
        """Return the context with its sections, a page of what it collects, and whether it is archived."""
        context = super().get_context(request, *args, **kwargs)
        part = part_of(self.collected(), number)
        sections = filled(public(self.get_children())).order_by("path")
        if number:
            context["canonical"] += f"page-{number}/"
        return context | {
            "archived": self.is_over(timezone.localdate()),
            "sections": [{"title": one.title, "address": one.get_url(request)} for one in sections],
            "part": part,
            "entries": entries(part.entries, request),
            "here": self.get_url(request),
        }
