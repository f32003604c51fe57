"""The page that is an agency's place on the site."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage, Collection, PageManager
from wagtail.url_routing import RouteResult

from gongkai.pages.base_page import BasePage
from gongkai.pages.events import agency_home_shown
from gongkai.pages.guards import Immovable
from gongkai.pages.visibility import public

_STAYS = "机关主页的网址和所属机关启用后不再更改：它们是下面全部公开内容网址的一部分。"


class AgencyPageManager(PageManager):
    """The places, each with its agency, which every page below one asks for."""

    def get_queryset(self) -> Any:
        """Return the places with their agencies."""
        return super().get_queryset().select_related("agency")


class AgencyPage(BasePage):
    """An agency's place: everything below its path is the agency's."""

    column_type: ClassVar[str] = "首页"
    agency = models.OneToOneField("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT)
    collection = models.OneToOneField(
        "wagtailcore.Collection", verbose_name="图片和附件", null=True, editable=False, on_delete=models.PROTECT
    )

    objects = AgencyPageManager()

    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    organizer = models.CharField("主办单位", max_length=100, blank=True, help_text="不填的，写机关全称。")
    site_code = models.CharField(
        "网站标识码", max_length=10, blank=True, validators=[RegexValidator(r"^[0-9A-Za-z]{10}$", "网站标识码是10位。")]
    )
    icp_number = models.CharField("ICP备案编号", max_length=60, blank=True)
    police_number = models.CharField("公安机关备案号", max_length=60, blank=True)

    template = "portal/agency_page.html"
    content_panels = AbstractPage.content_panels + [
        FieldPanel("agency", widget=forms.Select),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organizer", "site_code", "icp_number", "police_number")], "页脚"
        ),
    ]

    class Meta:
        verbose_name = "机关主页"
        verbose_name_plural = "机关主页"

    @property
    def agency_page(self) -> AgencyPage:
        """Return the page itself."""
        return self

    def clean(self) -> None:
        """Raise ValidationError where the place would get another address or agency: all below it would be gone."""
        super().clean()
        for name in self._moved():
            raise ValidationError({name: _STAYS})

    def _moved(self) -> list[str]:
        stored = AgencyPage.objects.filter(pk=self.pk).values("slug", "agency").first() if self.pk else None
        now = {"slug": self.slug, "agency": self.agency_id}
        return [name for name, value in now.items() if stored and stored[name] != value]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page, with a collection for the agency's files; raise Immovable for another address or agency."""
        if self._moved():
            raise Immovable(_STAYS)
        if not self.collection:
            self.collection = Collection.get_first_root_node().add_child(name=self.agency.short_name)
        return super().save(*args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page of an address below the agency: a number first, then the sections."""
        page = self._numbered(path_components)
        return page.route(request, []) if page else super().route(request, path_components)

    def _numbered(self, path_components: list[str]) -> BasePage | None:
        number = path_components[0] if len(path_components) == 1 else ""
        if not (number.isascii() and number.isdecimal() and len(number) < 16):
            return None
        shown = Exists(public(BasePage.objects.filter(pk=OuterRef("pk"))))
        page = self.get_descendants().filter(pk=int(number)).annotate(is_shown=shown).first()
        if page is None or not getattr(page.specific_class, "numbered", False):
            return None
        numbered: Any = page.specific
        numbered.agency_page, numbered.found_public = self, page.is_shown
        if numbered.agency_id == self.agency_id:
            numbered.agency = self.agency
        return numbered

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what the rooms above put on an agency's home (`agency_home_shown`)."""
        context = super().get_context(request, *args, **kwargs)
        for _, parts in agency_home_shown.send(type(self), page=self, request=request):
            context |= parts
        return context
