"""Sections (栏目): where information stands, what it counts as, which duty it serves, how often it is renewed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage
from wagtail.url_routing import RouteResult

from gongkai import statute
from gongkai.pages.door import AgencyPage, BasePage, filled
from gongkai.publishing.rows import class_choices, statistical_classes


def duty_choices() -> list[tuple[str, str]]:
    """Return what must be published without being asked (Reg. art. 20, 21) as a form offers it."""
    return [(row.code, f"{row.number}{row.text}") for row in statute.duties(on=timezone.localdate())]


class Section(BasePage):
    """What every section does: it lists what is public in it, and is not there for the public while nothing is."""

    own_template: ClassVar[str] = ""

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of all sections, unless a kind of section brings one of its own."""
        return self.own_template or "publishing/section.html"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page of the address; raise Http404 for a section without content (栏目空白)."""
        if not path_components and not filled(BasePage.objects.filter(pk=self.pk)).exists():
            raise Http404("栏目还没有内容")
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what is public here."""
        return {**super().get_context(request, *args, **kwargs), **self.contents(request)}

    def contents(self, request: HttpRequest) -> dict[str, Any]:
        """Return the parts that have content (`sections`), and what stands here itself, newest first (`entries`)."""
        from gongkai.publishing.information import InformationPage
        from gongkai.publishing.listing import entries_of

        parts = filled(self.get_children().live().not_type(InformationPage)).specific()
        return {
            "sections": [{"title": page.title, "address": page.get_url(request)} for page in parts],
            "entries": entries_of(self, request),
        }


class FixedSection(Section):
    """A section whose name and place the platform notice fixes (国办公开办函〔2019〕61号)."""

    fixed = True
    fixed_title: ClassVar[str]
    fixed_slug: ClassVar[str]
    max_count_per_parent = 1

    content_panels: ClassVar[list[Any]] = [FieldPanel("title", read_only=True)]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug", read_only=True)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError where it has another name or address than the notice gives it."""
        super().clean()
        if (self.title, self.slug) != (self.fixed_title, self.fixed_slug):
            raise ValidationError(f"这个栏目的名称由国办公开办函〔2019〕61号统一规定为“{self.fixed_title}”，不能更改。")

    @classmethod
    def open_below(cls, parent: BasePage) -> Any:
        """Return the section of this kind below `parent`, made where it is missing."""
        section = cls.objects.child_of(parent).first()
        return section or parent.add_child(instance=cls(title=cls.fixed_title, slug=cls.fixed_slug))


class DisclosureSectionPage(FixedSection):
    """政府信息公开: the section an organ must have, with four parts (PLAT-01 to PLAT-04)."""

    fixed_title = "政府信息公开"
    fixed_slug = "disclosure"
    parent_page_types: ClassVar[list[str]] = ["pages.AgencyPage"]
    subpage_types: ClassVar[list[str]] = [
        "publishing.GuidePage",
        "publishing.DisclosureRulesPage",
        "publishing.StatutoryContentPage",
        "yearend.AnnualReportIndexPage",
    ]

    class Meta:
        verbose_name = "政府信息公开专栏"
        verbose_name_plural = "政府信息公开专栏"


class DisclosureRulesPage(FixedSection):
    """政府信息公开制度: the regulation, local rules, and the organ's own."""

    fixed_title = "政府信息公开制度"
    fixed_slug = "rules"
    parent_page_types: ClassVar[list[str]] = ["publishing.DisclosureSectionPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.InformationPage", "publishing.NormativeDocumentPage"]

    class Meta:
        verbose_name = "政府信息公开制度"
        verbose_name_plural = "政府信息公开制度"


class StatutoryContentPage(FixedSection):
    """法定主动公开内容: a tree of the duties of Art. 20 and 21 that apply to the agency."""

    fixed_title = "法定主动公开内容"
    fixed_slug = "statutory"
    parent_page_types: ClassVar[list[str]] = ["publishing.DisclosureSectionPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.SectionPage"]

    class Meta:
        verbose_name = "法定主动公开内容"
        verbose_name_plural = "法定主动公开内容"


class SectionPage(Section):
    """A section an agency opens itself; everything in it is counted by its statistical class."""

    statistical_class = models.CharField("统计类别", max_length=20, choices=class_choices)
    duty = models.CharField(
        "法定主动公开事项",
        max_length=60,
        choices=duty_choices,
        blank=True,
        help_text="《条例》第二十条、第二十一条。“法定主动公开内容”下的栏目必须选一项。",
    )
    office = models.ForeignKey(
        "agencies.Office", verbose_name="责任科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    update_days = models.PositiveSmallIntegerField(
        "更新周期（自然日）", null=True, blank=True, help_text="不填的，按统计类别的检查指标。"
    )
    opened_date = models.DateField("开设日期", default=timezone.localdate, editable=False)

    parent_page_types: ClassVar[list[str]] = [
        "pages.AgencyPage",
        "publishing.SectionPage",
        "publishing.StatutoryContentPage",
    ]
    subpage_types: ClassVar[list[str]] = [
        "publishing.SectionPage",
        "publishing.InformationPage",
        "publishing.NormativeDocumentPage",
    ]
    content_panels = AbstractPage.content_panels + [
        MultiFieldPanel([FieldPanel(name) for name in ("statistical_class", "duty", "office", "update_days")], "栏目")
    ]

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"

    def clean(self) -> None:
        """Raise ValidationError for a section among the statutory content that serves no duty (PLAT-01: 专栏姓专)."""
        super().clean()
        if self.office and self.agency and self.office.agency_id != self.agency.pk:
            raise ValidationError({"office": "请选择本机关的科室。"})
        if not self.duty and self.path and is_statutory(self):
            raise ValidationError(
                {"duty": "“法定主动公开内容”下只设法定事项的栏目，请选择《条例》第二十条、第二十一条的一项。"}
            )

    def can_move_to(self, parent: BasePage) -> bool:
        """Return whether it may stand below `parent`: among the statutory content only with a duty, without news."""
        from gongkai.publishing.information import Genre, InformationPage

        if not super().can_move_to(parent):
            return False
        news = InformationPage.objects.descendant_of(self).filter(genre=Genre.NEWS)
        return not is_statutory(parent) or (bool(self.duty) and not news.exists())

    @property
    def days_between_updates(self) -> int:
        """Return the natural days within which something new is expected."""
        return self.update_days or statistical_classes()[self.statistical_class].update_days


def is_statutory(page: BasePage) -> bool:
    """Return whether `page` stands, or would stand, among the statutory content of the disclosure section."""
    return bool(StatutoryContentPage.objects.ancestor_of(page, inclusive=True).exists())


def open_disclosure(place: AgencyPage) -> DisclosureSectionPage:
    """Return the agency's disclosure section, made with its parts of this room where it is missing."""
    section: DisclosureSectionPage = DisclosureSectionPage.open_below(place)
    for part in (DisclosureRulesPage, StatutoryContentPage):
        part.open_below(section)
    return section
