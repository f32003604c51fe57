"""Sections (栏目): where information stands, what it counts as, which duty it serves, how often it is renewed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from operator import itemgetter
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import AbstractPage
from wagtail.url_routing import RouteResult

from gongkai import statute
from gongkai.pages.door import BasePage, filled, public
from gongkai.publishing.paging import number_in, numbers_changed, part_of
from gongkai.publishing.rows import class_choices, statistical_classes
from gongkai.publishing.section_form import SLUG_HELP, SectionForm


def duty_choices() -> list[tuple[str, str]]:
    """Return what must be published without being asked (Reg. art. 20, 21) as a form offers it."""
    return [(row.code, f"{row.number}{row.text}") for row in statute.duties(on=timezone.localdate())]


_TOPMOST = 4  # the depth of a section right below its agency


class Section(BasePage):
    """What every section does: it lists what is public in it, and is not there for the public while nothing is."""

    own_template: ClassVar[str] = ""

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of all sections, unless a kind of section brings one of its own."""
        return self.own_template or "publishing/section.html"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page of the address; its last part may name a page of a long list."""
        number = number_in(path_components[0]) if len(path_components) == 1 else None
        if number is None:
            return super().route(request, path_components)
        return RouteResult(super().route(request, []).page, kwargs={"number": number})

    def open_to_public(self) -> bool:
        """Return whether anything is public here or below (栏目空白 is never shown)."""
        return bool(filled(public(BasePage.objects.filter(pk=self.pk))).exists())

    def get_context(self, request: HttpRequest, *args: Any, number: int | None = None, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what is public here; `number` is the page of a long list (paging.py)."""
        context = {**super().get_context(request, *args, **kwargs), **self.contents(request, number)}
        context["here"] = self.get_url(request)
        if number:
            context["canonical"] += f"page-{number}/"
        return context

    def addresses_of_parts(self, *, since: date) -> list[str]:
        """Return those of its numbered pages that change with an entry of that day, and those that name the newest."""
        from gongkai.publishing.listing import public_information

        entries = public_information(self)
        older = entries.filter(publication_date__lt=since).count()
        return [f"{self.url}page-{number}/" for number in numbers_changed(older, entries.count())]

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return the parts with content (`sections`), what is pinned, a page of all that is public here (`part`)."""
        from gongkai.publishing.listing import entries, public_information
        from gongkai.publishing.pins import pinned_below

        part = part_of(public_information(self), number)
        pinned = [] if number else list(pinned_below(self, timezone.localdate()))
        above = {page.pk for page in pinned}
        listed = entries([page for page in part.entries if page.pk not in above], request)
        shown = {"sections": self.parts(request), "part": part, "entries": listed}
        return shown | {"pinned": entries(pinned, request)}

    def parts(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the sections right below that have content: title and address."""
        from gongkai.publishing.information import InformationPage

        below = filled(public(self.get_children().not_type(InformationPage))).order_by("path")
        return [{"title": page.title, "address": page.get_url(request)} for page in below]


class SingleSection(Section):
    """A section that an agency has once, in its place."""

    fixed_title: ClassVar[str]
    fixed_slug: ClassVar[str]
    max_count_per_parent = 1

    class Meta:
        abstract = True

    @classmethod
    def open_below(cls, parent: BasePage) -> Any:
        """Return the section of this kind below `parent`, made where it is missing."""
        section = cls.objects.child_of(parent).first()
        return section or parent.add_child(instance=cls(title=cls.fixed_title, slug=cls.fixed_slug))


class FixedSection(SingleSection):
    """A section whose name and place the platform notice fixes (国办公开办函〔2019〕61号)."""

    column_type: ClassVar[str] = "政府信息公开类"
    fixed = True
    content_panels: ClassVar[list[Any]] = [FieldPanel("title", read_only=True)]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug", read_only=True)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError where it has another name or address than the notice gives it."""
        super().clean()
        if (self.title, self.slug) != (self.fixed_title, self.fixed_slug):
            raise ValidationError(f"这个栏目的名称由国办公开办函〔2019〕61号统一规定为“{self.fixed_title}”，不能更改。")


class StatutoryContentPage(FixedSection):
    """法定主动公开内容: a tree of the duties of Art. 20 and 21 that apply to the agency."""

    fixed_title = "法定主动公开内容"
    fixed_slug = "statutory"
    parent_page_types: ClassVar[list[str]] = ["publishing.DisclosureSectionPage"]
    subpage_types: ClassVar[list[str]] = [
        "publishing.DutyListPage",
        "publishing.OrganisationPage",
        "publishing.LeadersPage",
        "publishing.SectionPage",
    ]

    own_template = "publishing/statutory_content.html"

    class Meta:
        verbose_name = "法定主动公开内容"
        verbose_name_plural = "法定主动公开内容"

    def addresses_of_parts(self, *, since: date) -> list[str]:
        """Return none: there is no list across duties."""
        return []

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return the sections with content, each with the duty it serves; there is no list across duties."""
        if number:
            raise Http404("没有这一页")
        by_duty = dict(duty_choices())
        told = [
            {
                "title": page.title,
                "address": page.get_url(request),
                "duty": by_duty.get(page.served, "") or getattr(page, "instruction", ""),
                "code": page.served,
            }
            for page in with_duty(BasePage.objects.child_of(self))
        ]
        return {"sections": sorted(told, key=itemgetter("code"))}


class SectionPage(Section):
    """A section an agency opens itself; everything in it is counted by its statistical class."""

    statistical_class = models.CharField("统计类别", max_length=20, choices=class_choices)
    duty = models.CharField(
        "法定主动公开事项",
        max_length=60,
        choices=duty_choices,
        blank=True,
        help_text="《条例》第二十条、第二十一条。“法定主动公开内容”下的栏目选一项；不出自这两条的，在下一栏写明依据。",
    )
    instruction = models.CharField(
        "要求公开的文件",
        max_length=200,
        blank=True,
        help_text="上级文件的名称和文号（《条例》第二十二条）；“法定主动公开内容”下没有选法定事项的栏目填写。",
    )
    office = models.ForeignKey(
        "agencies.Office", verbose_name="责任科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    update_days = models.PositiveSmallIntegerField(
        "更新周期（自然日）", null=True, blank=True, help_text="不填的，按统计类别的检查指标。"
    )
    opened_date = models.DateField("开设日期", default=timezone.localdate, editable=False)
    ended_date = models.DateField(
        "停止更新日期",
        null=True,
        blank=True,
        help_text="从这一天起栏目不再更新，也不再送审新的信息；已有内容照常供查阅，页面上写明停止更新。",
    )

    parent_page_types: ClassVar[list[str]] = [
        "pages.AgencyPage",
        "publishing.SectionPage",
        "publishing.StatutoryContentPage",
        "publishing.TopicPage",
    ]
    subpage_types: ClassVar[list[str]] = [
        "publishing.SectionPage",
        "publishing.InformationPage",
        "publishing.NormativeDocumentPage",
        "publishing.ExplainerPage",
        "publishing.ServiceGuidePage",
        "publishing.CommentPage",
        "publishing.AdoptionPage",
    ]
    base_form_class = SectionForm
    content_panels = AbstractPage.content_panels + [
        HelpPanel("栏目由公开工作机构负责人或者系统管理员发布；里面有了公开的信息，网站上才显示。", heading="怎样公开"),
        FieldPanel("slug", heading="短名", help_text=SLUG_HELP),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("statistical_class", "duty", "instruction", "office", "update_days", "ended_date")
            ],
            "栏目",
        ),
    ]
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return what is public here, with the name of its class, and whether its end has come or is to come."""
        today, ends = timezone.localdate(), end_dates(self)
        return {
            **super().contents(request, number),
            "ended": ended_since(self, today, days=ends),
            "is_ending": any(day > today for day in ends),
            "column_type": statistical_classes()[self.statistical_class].label,
        }

    def clean(self) -> None:
        """Raise ValidationError for an office of others, an end before the opening, the address of a list's page."""
        super().clean()
        if self.office and self.agency and self.office.agency_id != self.agency.pk:
            raise ValidationError({"office": "请选择本机关的科室。"})
        if self.ended_date and self.ended_date < self.opened_date:
            raise ValidationError({"ended_date": f"停止更新不能早于开设（{self.opened_date:%Y-%m-%d}）。"})
        if number_in(self.slug):
            raise ValidationError({"slug": "“page-”加数字是长列表各页的地址，请换一个短名。"})

    def can_move_to(self, parent: BasePage) -> bool:
        """Return whether it may stand below `parent`: among the statutory content only without news."""
        from gongkai.publishing.information import Genre, InformationPage

        if not super().can_move_to(parent):
            return False
        news = InformationPage.objects.descendant_of(self).filter(genre=Genre.NEWS)
        return not is_statutory(parent) or not news.exists()

    @property
    def days_between_updates(self) -> int:
        """Return the natural days within which something new is expected."""
        return self.update_days or statistical_classes()[self.statistical_class].update_days


def end_dates(section: BasePage) -> list[date]:
    """Return the days from which a section is not renewed any more, its own and those of sections above it."""
    if section.depth == _TOPMOST and isinstance(section, SectionPage):  # nothing stands above it that could end
        return [section.ended_date] if section.ended_date else []
    above = SectionPage.objects.ancestor_of(section, inclusive=True).exclude(ended_date=None)
    return list(above.values_list("ended_date", flat=True))


def ended_since(section: BasePage, on: date, *, days: Collection[date] | None = None) -> date | None:
    """Return from which day a section is not renewed any more, by itself or by one above it; None while it is.

    `days` are its `end_dates` where they are known already.
    """
    return min((day for day in (end_dates(section) if days is None else days) if day <= on), default=None)


def with_duty(pages: Any) -> list[Any]:
    """Return those of `pages` with public content, in the order of the tree, each with the duty it serves: `served`.

    A section names its duty; other types serve the same one wherever they stand (`duty`). One query for all.
    """
    found = filled(public(pages)).annotate(own_duty=F("sectionpage__duty")).order_by("path")
    shown = list(found.specific(defer=True))
    for page in shown:
        page.served = (page.own_duty or "") if isinstance(page, SectionPage) else getattr(page, "duty", "")
    return shown


def is_statutory(page: BasePage) -> bool:
    """Return whether `page` stands, or would stand, among the statutory content of the disclosure section."""
    return bool(StatutoryContentPage.objects.ancestor_of(page, inclusive=True).exists())
