"""The disclosure section (政府信息公开专栏) and what stands in it beside the content: rules, catalogue, lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.url_routing import RouteResult

from gongkai.pages.door import AgencyPage, BasePage, filled, is_public, public
from gongkai.publishing.catalogue import TITLE, catalogue_shown, has_catalogue, kinds_of_lists
from gongkai.publishing.sections import FixedSection, StatutoryContentPage
from gongkai.publishing.supply.places import ReadingPlace

PARTS_OF_DISCLOSURE = {  # by address, in the order of 国办公开办函〔2019〕61号 (PLAT-02)
    "guide": "怎样查阅和申请，找谁，在哪里，什么时候。",
    "rules": "《政府信息公开条例》和本机关的公开制度。",
    "statutory": "法律要求主动公开的内容，按事项排列。",
    "annual-reports": "每年的政府信息公开工作情况。",
}


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

    own_template = "publishing/disclosure_section.html"

    class Meta:
        verbose_name = "政府信息公开专栏"
        verbose_name_plural = "政府信息公开专栏"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the section, or a page of the catalogue, which has its address below it."""
        if path_components[:1] != ["catalogue"]:
            return super().route(request, path_components)
        return RouteResult(super().route(request, []).page, kwargs={"catalogue": path_components[1:]})

    def open_to_public(self) -> bool:
        """Return whether there is something in its parts or in the catalogue, which lists the whole agency."""
        return super().open_to_public() or (is_public(self) and has_catalogue(self))

    @cached_property
    def shown(self) -> list[BasePage]:
        """The parts with content and the lists beside them, in one query, in the order of the tree."""
        below = BasePage.objects.descendant_of(self)
        return list(
            filled(public(below.filter(Q(depth=self.depth + 1) | below.type_q(*kinds_of_lists())))).order_by("path")
        )

    def parts(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the parts that have content, in the notice's order: title, address and what they are for."""
        found = {page.slug: page for page in self.shown if page.depth == self.depth + 1}
        return [
            {"title": found[slug].title, "address": found[slug].get_url(request), "meaning": meaning}
            for slug, meaning in PARTS_OF_DISCLOSURE.items()
            if slug in found
        ]

    def lists(self, request: HttpRequest | None, newest: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Return the lists beside the parts, those with content, the catalogue first: title and address.

        `newest` is public information of the section that is at hand: the catalogue need not be asked where it has it.
        """
        told = [
            {"title": one.title, "address": one.get_url(request)} for one in self.shown if one.depth > self.depth + 1
        ]
        if any(page.summary and page.index_number for page in newest) or has_catalogue(self):
            told.insert(0, {"title": TITLE, "address": f"{self.get_url(request)}catalogue/"})
        return told

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of the section or of its catalogue."""
        return "publishing/catalogue.html" if "catalogue" in kwargs else self.own_template

    def get_context(
        self, request: HttpRequest, *args: Any, catalogue: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Return the context with the lists beside the four parts, or with a page of the catalogue."""
        if catalogue is None:
            context = super().get_context(request, *args, **kwargs)
            places = ReadingPlace.objects.filter(agency=context["agency"]).in_force(timezone.localdate())
            return context | {"lists": self.lists(request, context["part"].entries), "reading_places": places}
        context = BasePage.get_context(self, request, *args, **kwargs)
        context["trail"].append({"title": self.title, "address": self.get_url(request)})
        shown = catalogue_shown(self, request, catalogue)
        return context | shown | {"canonical": settings.PUBLIC_ADDRESS + request.path}


class DisclosureRulesPage(FixedSection):
    """政府信息公开制度: the regulation, local rules, and the organ's own."""

    fixed_title = "政府信息公开制度"
    fixed_slug = "rules"
    parent_page_types: ClassVar[list[str]] = ["publishing.DisclosureSectionPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.InformationPage", "publishing.NormativeDocumentPage"]

    class Meta:
        verbose_name = "政府信息公开制度"
        verbose_name_plural = "政府信息公开制度"

    def parts(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return none, without asking: no section can stand here."""
        return []


def open_disclosure(place: AgencyPage) -> DisclosureSectionPage:
    """Return the agency's disclosure section, made with its parts of this room where it is missing."""
    section: DisclosureSectionPage = DisclosureSectionPage.open_below(place)
    for part in (DisclosureRulesPage, StatutoryContentPage):
        part.open_below(section)
    return section
