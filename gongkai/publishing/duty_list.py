"""What the agency must disclose (主动公开基本目录、政务公开清单): which duties apply, who serves each, and where.

The rows name the duties of Art. 20 and 21 by their fixed codes; none of Art. 20 can be left out, one
that does not apply says why. Where a duty is served is no cell of the list: it is read from the sections.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from gongkai import statute
from gongkai.findings import Finding
from gongkai.pages.door import BasePage, place_of
from gongkai.publishing.proof_panel import ProofPanel
from gongkai.publishing.reviewed import ReviewedPage
from gongkai.publishing.rows import term_choices
from gongkai.publishing.sections import SectionPage, StatutoryContentPage, duty_choices, with_duty
from gongkai.publishing.versions import version_date

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

EVERYBODYS = "art20"  # the group of duties that every agency answers for, each with a row
APPLIES = "applies"


class DutyRowBlock(blocks.StructBlock):
    """A duty of Art. 20 or 21: whether it applies here, who serves it, within what time."""

    duty = blocks.ChoiceBlock(label="法定事项", choices=duty_choices)
    applies = blocks.ChoiceBlock(
        label="是否适用", choices=[(APPLIES, "适用"), ("not_applicable", "不适用")], default=APPLIES
    )
    reason = blocks.CharBlock(
        label="不适用的理由", required=False, max_length=200, help_text="如“本中心不收取行政事业性收费”；随清单公开。"
    )
    office = blocks.CharBlock(
        label="责任科室", required=False, max_length=100, help_text="与“内设机构和网点”里登记的名称一致。"
    )
    term = blocks.ChoiceBlock(label="更新时限", choices=term_choices, required=False)

    class Meta:
        icon = "list-ul"
        label = "法定事项"


class AdditionBlock(blocks.StructBlock):
    """An item that a superior asked for, beyond the wording of the two articles (Reg. art. 22)."""

    item = blocks.CharBlock(label="增加的事项", max_length=200)
    source = blocks.CharBlock(
        label="要求公开的文件",
        required=False,
        max_length=200,
        help_text="上级文件的名称和文号，或者其他法律、法规的条款。",
    )
    office = blocks.CharBlock(label="责任科室", required=False, max_length=100)
    term = blocks.ChoiceBlock(label="更新时限", choices=term_choices, required=False)

    class Meta:
        icon = "plus"
        label = "增加的事项"


class ListedDuty(NamedTuple):
    """A row as pages show it: number and words, the article, whether it applies, and the sections that serve it."""

    number: str
    text: str
    law: str
    applies: bool
    reason: str
    office: str
    term: str
    sections: list[dict[str, Any]]


class DutyListPage(ReviewedPage):
    """The agency's list; each publication is a dated version."""

    column_type: ClassVar[str] = "政府信息公开类"
    numbered = False
    duty = ""  # it is about all of them
    fixed_title: ClassVar[str] = "主动公开基本目录"
    fixed_slug: ClassVar[str] = "duties"
    max_count_per_parent = 1

    introduction = models.TextField("说明", max_length=1000, blank=True)
    rows = StreamField([("duty", DutyRowBlock()), ("addition", AdditionBlock())], verbose_name="事项", blank=True)

    template = "publishing/duty_list.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.StatutoryContentPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        ProofPanel(),
        FieldPanel("introduction"),
        FieldPanel("rows"),
    ]

    class Meta(ReviewedPage.Meta):
        verbose_name = "主动公开基本目录"
        verbose_name_plural = "主动公开基本目录"

    def prefill(self, agency: Agency) -> None:
        """Set what a new list starts with: every duty of Art. 20, still without an office."""
        self.title, self.slug = self.title or self.fixed_title, self.slug or self.fixed_slug
        self.rows = [("duty", {"duty": row.code, "applies": APPLIES}) for row in _everybodys(timezone.localdate())]

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield what the list must not go out with: a duty left out or named twice, a row that says too little."""
        named = Counter(row["duty"] for row in self._rows("duty"))
        for duty in _everybodys(on):
            if not named[duty.code]:
                yield Finding("DUTY-LEFT-OUT", where="rows", facts={"duty": duty.number + duty.text})
        words = dict(duty_choices())
        for code in (code for code, times in named.items() if times > 1):
            yield Finding("DUTY-TWICE", where="rows", facts={"duty": words[code]})
        for row in self._rows("duty"):
            yield from _incomplete(row, words[row["duty"]])

    def applying(self) -> list[Any]:
        """Return the rows of duties that apply."""
        return [row for row in self._rows("duty") if row["applies"] == APPLIES]

    def _rows(self, kind: str) -> list[Any]:
        return [block.value for block in self.rows if block.block_type == kind]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with the rows as they are shown, and the day since which they stand."""
        context = super().get_context(request, *args, **kwargs)
        serving = sections_by_duty(self.agency_page)
        return context | {
            "version_date": version_date(context["corrections"], self),
            "duties": list(self._listed(serving, request)),
            "additions": [(row, dict(term_choices()).get(row["term"], "")) for row in self._rows("addition")],
        }

    def _listed(self, serving: dict[str, list[BasePage]], request: HttpRequest) -> Iterator[ListedDuty]:
        known = {row.code: row for row in statute.duties(on=timezone.localdate())}
        terms = dict(term_choices())
        for row in self._rows("duty"):
            duty = known[row["duty"]]
            sections = [{"title": one.title, "address": one.get_url(request)} for one in serving[duty.code]]
            applies = row["applies"] == APPLIES
            yield ListedDuty(
                duty.number,
                duty.text,
                duty.law,
                applies,
                row["reason"],
                row["office"] if applies else "",
                terms.get(row["term"], "") if applies else "",
                sections if applies else [],
            )


def _everybodys(on: date) -> tuple[statute.DisclosureDuty, ...]:
    return statute.duties(on=on, group=EVERYBODYS)


def _incomplete(row: Any, words: str) -> Iterator[Finding]:
    if row["applies"] != APPLIES:
        if not row["reason"].strip():
            yield Finding("DUTY-REASON", where="rows", facts={"duty": words})
        return
    for name, label in (("office", "责任科室"), ("term", "更新时限")):
        if not row[name]:
            yield Finding("DUTY-FIELD", where="rows", facts={"duty": words, "field": label})


def sections_by_duty(place: BasePage) -> dict[str, list[BasePage]]:
    """Return what serves each duty with public content below `place`: code -> pages, in the order of the tree."""
    serving: dict[str, list[BasePage]] = defaultdict(list)
    for page in with_duty(BasePage.objects.descendant_of(place).type(SectionPage, *_bound())):
        if page.served:
            serving[page.served].append(page)
    return serving


def _bound() -> tuple[type[BasePage], ...]:
    """Return the types that serve one duty by what they are."""
    from gongkai.publishing.leaders import LeadersPage
    from gongkai.publishing.organisation import OrganisationPage

    return LeadersPage, OrganisationPage


def duty_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield what is wrong with the agency's public list on a day: none, a duty without content, an office that is gone.

    「不断增加主动公开的内容。」: an addition names the instruction it comes from (Reg. art. 22).
    """
    page = DutyListPage.objects.filter(agency=agency).first()
    if page is None or not page.live:
        yield page, Finding("DUTY-LIST-MISSING", facts={"agency": agency.name})
        return
    serving, words = sections_by_duty(place_of(agency)), dict(duty_choices())
    offices = {one.name for one in agency.offices.in_force(on)}
    for row in page.applying():
        facts = {"duty": words[row["duty"]], "office": row["office"]}
        if not serving[row["duty"]]:
            yield page, Finding("DUTY-EMPTY", where=row["duty"], facts=facts)
        if row["office"] not in offices:
            yield page, Finding("DUTY-OFFICE", where=row["duty"], facts=facts)
    for row in page._rows("addition"):
        if not row["source"].strip():
            yield page, Finding("DUTY-SOURCE", facts={"item": row["item"]})


def section_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield each section of the statutory content that names neither a duty nor the instruction it comes from.

    What stands below a section that names one belongs to it (Reg. art. 20-22).
    """
    statutory = StatutoryContentPage.objects.descendant_of(place_of(agency)).first()
    found = SectionPage.objects.descendant_of(statutory).order_by("path") if statutory else []
    grounded: tuple[str, ...] = ()
    for section in found:
        if section.duty or section.instruction.strip():
            grounded += (section.path,)
        elif not section.path.startswith(grounded):
            yield section, Finding("SECTION-NO-DUTY", where="duty", facts={"section": section.title})
