"""Clarifications (澄清回应): what goes round, the facts, and by when the public must be told (Reg. art. 6).

They are reviewed like everything; what is fast about them is that reviewers find them first in their queue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Select
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import AbstractPage

from gongkai.findings import Finding
from gongkai.publishing.attributes import Genre
from gongkai.publishing.explaining import require_own
from gongkai.publishing.information import InformationPage
from gongkai.publishing.listing import entries, public_information
from gongkai.publishing.paging import part_of
from gongkai.publishing.rows import response_choices, response_limits
from gongkai.publishing.sections import SingleSection

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency


class ResponsesPage(SingleSection):
    """回应关切: every clarification of the agency, wherever it stands."""

    column_type: ClassVar[str] = "解读回应类"
    fixed_title = "回应关切"
    fixed_slug = "responses"
    parent_page_types: ClassVar[list[str]] = ["pages.AgencyPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.ClarificationPage"]

    class Meta:
        verbose_name = "回应关切栏目"
        verbose_name_plural = "回应关切栏目"

    def open_to_public(self) -> bool:
        """Return whether the agency has clarified anything."""
        return self._listed().exists()

    def contents(self, request: HttpRequest, number: int | None) -> dict[str, Any]:
        """Return a page of the agency's clarifications."""
        part = part_of(self._listed(), number)
        return {"sections": [], "part": part, "entries": entries(part.entries, request)}

    def _listed(self) -> Any:
        return public_information(self.agency_page).filter(genre=Genre.CLARIFICATION)


class ClarificationPage(InformationPage):
    """One clarification; the body tells the facts."""

    rumour = models.TextField("网传或者误传的内容", max_length=500, help_text="概括要点，不照抄、不扩散原帖。")
    rumour_place = models.CharField("见于何处", max_length=200, blank=True, help_text="平台或者来信来电，不写发布人。")
    found_at = models.DateTimeField("发现时间", help_text="回应的时限从这一刻起算。")
    urgency = models.CharField("舆情等级", max_length=20, choices=response_choices, default="ordinary")
    topic = models.ForeignKey(
        "publishing.TopicPage",
        verbose_name="所属专题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="clarifications",
    )

    template = "publishing/information_page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.ResponsesPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *AbstractPage.content_panels,
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("rumour", "rumour_place", "found_at", "urgency")),
                FieldPanel("topic", widget=Select),
            ],
            "舆情",
        ),
        *(panel for panel in InformationPage.document_panels if getattr(panel, "field_name", "") != "genre"),
        *InformationPage.attribute_panels,
    ]

    class Meta:
        verbose_name = "澄清回应"
        verbose_name_plural = "澄清回应"

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page; its kind follows from its type."""
        self.genre = Genre.CLARIFICATION
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError where it was found in the future, or belongs to another agency's topic."""
        super().clean()
        require_own(self, "topic")
        if self.found_at and self.found_at > timezone.now():
            raise ValidationError({"found_at": "发现时间不能晚于现在。"})

    @property
    def class_of_section(self) -> str:
        """Return the class of notices: that is what it is counted as."""
        return "notice"

    @property
    def due_at(self) -> datetime:
        """Return the moment by which the public must be told."""
        return self.found_at + timedelta(hours=response_limits()[self.urgency].hours)


def urgent_among(page_ids: list[int]) -> set[int]:
    """Return the numbers of those pages that are clarifications."""
    return set(ClarificationPage.objects.filter(pk__in=page_ids).values_list("pk", flat=True))


def clarification_findings(agency: Agency, on: date) -> Iterator[tuple[Any, Finding]]:
    """Yield each clarification that has never been public: when it is due, or that it was due on an earlier day."""
    waiting = ClarificationPage.objects.filter(agency=agency, live=False, publications=None)
    for page in waiting.order_by("pk"):
        content = page.get_latest_revision_as_object()
        due = timezone.localtime(content.due_at)
        facts = {"title": content.title, "due": f"{due:%Y-%m-%d %H:%M}"}
        yield page, Finding("RESPONSE-LATE" if on > due.date() else "RESPONSE-DUE", facts=facts)
