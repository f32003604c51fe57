"""机关职能、机构设置 (Reg. art. 20 (2)): what the agency is for, and its offices as its records have them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from gongkai.findings import Finding
from gongkai.pages.door import Searchable
from gongkai.publishing.blocks import FEATURES
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.telling import plain, told
from gongkai.publishing.versions import version_date

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Office, Person

ELEMENTS = {
    "mandate": "机关职能",
    "address": "办公地址",
    "hours": "办公时间",
    "contact": "联系方式",
}
_TOLD = ("kind", "name", "duties", "head", "address", "hours", "telephone")


class OfficeBlock(blocks.StructBlock):
    """An office as the public meets it."""

    kind = blocks.CharBlock(label="类别", max_length=20, help_text="科室、管理部或者营业网点。")
    name = blocks.CharBlock(label="名称", max_length=100)
    duties = blocks.TextBlock(label="职责", required=False)
    head = blocks.CharBlock(label="负责人", required=False, max_length=60)
    address = blocks.CharBlock(label="办公地址", max_length=200)
    hours = blocks.CharBlock(label="办公时间", max_length=100)
    telephone = blocks.CharBlock(label="联系电话", max_length=40)

    class Meta:
        icon = "group"
        label = "机构"


class OrganisationPage(ReviewedPage):
    """What the agency does, where and when, and its offices; each publication is a dated version."""

    column_type: ClassVar[str] = "概况信息类"
    schema_type: ClassVar[str] = "AboutPage"
    numbered = False
    duty = "art20_02_organisation"
    fixed_title: ClassVar[str] = "机构职能"
    fixed_slug: ClassVar[str] = "organisation"
    max_count_per_parent = 1

    mandate = RichTextField(ELEMENTS["mandate"], blank=True, features=list(FEATURES))
    basis = models.CharField("职能依据", max_length=200, blank=True, help_text="“三定”规定或者设立文件的名称和文号。")
    address = models.CharField(ELEMENTS["address"], max_length=200, blank=True)
    hours = models.CharField(ELEMENTS["hours"], max_length=100, blank=True)
    contact = models.CharField(ELEMENTS["contact"], max_length=200, blank=True)
    offices = StreamField([("office", OfficeBlock())], verbose_name="机构设置", blank=True)

    template = "publishing/organisation.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.StatutoryContentPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        ProofPanel(),
        MultiFieldPanel([FieldPanel(name) for name in ("mandate", "basis")], "职能"),
        MultiFieldPanel([FieldPanel(name) for name in ("address", "hours", "contact")], "办公"),
        FieldPanel("offices"),
    ]

    class Meta(ReviewedPage.Meta):
        verbose_name = "机构职能"
        verbose_name_plural = "机构职能"

    def prefill(self, agency: Agency) -> None:
        """Set what a new page starts with: the offices and the disclosure office's place as on record."""
        self.title, self.slug = self.title or self.fixed_title, self.slug or self.fixed_slug
        self.offices = [("office", one) for one in offices_on_record(agency, timezone.localdate())]
        if office := agency.disclosure_office:
            self.address, self.hours, self.contact = office.address, office.hours, office.telephone

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield each element of Art. 20 (2) that it does not give; the heads' names stand with the leaders."""
        for name, label in ELEMENTS.items():
            if not plain(str(getattr(self, name))):
                yield Finding("ORGANISATION-ELEMENT", where=name, facts={"element": label})
        if not self.offices:
            yield Finding("ORGANISATION-ELEMENT", where="offices", facts={"element": "机构设置"})

    def searchable(self) -> Searchable | None:
        """Return what it says of the agency and of each office."""
        said = [plain(self.mandate), self.address, self.contact, *(told(block.value) for block in self.offices)]
        day = self.publication_date
        return Searchable(text="\n".join(said), publication_date=day) if day else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the offices by kind, and the day since which this version stands."""
        context = super().get_context(request, *args, **kwargs)
        kinds = dict.fromkeys(block.value["kind"] for block in self.offices)
        grouped = [(kind, [block.value for block in self.offices if block.value["kind"] == kind]) for kind in kinds]
        return context | {"version_date": version_date(context["corrections"], self), "offices": grouped}


def offices_on_record(agency: Agency, on: date) -> list[dict[str, str]]:
    """Return the offices that exist on a day as the page tells them, sections before branches before outlets."""
    order = ("section", "branch", "outlet")
    offices = sorted(agency.offices.in_force(on), key=lambda one: (order.index(one.kind), one.pk))
    return [_as_told(one) for one in offices]


def _as_told(office: Office) -> dict[str, str]:
    return {name: getattr(office, name) for name in _TOLD} | {"kind": office.get_kind_display()}


def organisation_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield what the agency's public page on its organisation lacks on a day, or says otherwise than the records."""
    page = OrganisationPage.objects.filter(agency=agency).first()
    if page is None or not page.live:
        yield page, Finding("ORGANISATION-MISSING", facts={"agency": agency.name})
        return
    shown = {block.value["name"]: dict(block.value) for block in page.offices}
    recorded = {one["name"]: one for one in offices_on_record(agency, on)}
    for name in [*recorded, *(name for name in shown if name not in recorded)]:
        if differing := _difference(shown.get(name), recorded.get(name)):
            yield page, Finding("ORGANISATION-OFFICE", where=name, facts={"office": name, "difference": differing})


def _difference(shown: dict[str, str] | None, recorded: dict[str, str] | None) -> str:
    """Return in words how an office is shown otherwise than it is on record, empty where it is not."""
    if shown is None:
        return "页面上没有"
    if recorded is None:
        return "登记上已经撤销"
    differing = [name for name in _TOLD if (shown[name] or "") != recorded[name]]
    labels = "、".join(OfficeBlock.base_blocks[name].label for name in differing)
    return f"{labels}与登记不一致" if differing else ""


@transaction.atomic
def renew_organisation(page: OrganisationPage, *, by: Person, on: date) -> bool:
    """Save a draft with the offices as on record on a day; tell whether that changed anything.

    The draft goes the way of every draft: what is public stays until three people approved the new version.
    """
    content = page.get_latest_revision_as_object()
    recorded = offices_on_record(page.agency, on)
    if [{name: block.value[name] or "" for name in _TOLD} for block in content.offices] == recorded:
        return False
    content.offices = [("office", one) for one in recorded]
    content.save_revision(user=by)
    return True
