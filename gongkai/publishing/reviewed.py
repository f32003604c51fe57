"""What every page has that goes through three reviews: it knows its submissions, and leaves a mark where it stood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import WorkflowState
from wagtail.url_routing import RouteResult

from gongkai.findings import Finding
from gongkai.pages.door import AgencyPage, BasePage, NotCleared, StoredFile, numbers_shown_by
from gongkai.publishing.editing import ReviewedPageForm
from gongkai.publishing.shown_sizes import stored_file


class ReviewedPage(BasePage):
    """A page of government information that people here draft, review and publish (Reg. art. 17)."""

    reviewed = True
    numbered = True
    index_number = ""  # a type that the catalogue lists has a field of that name
    base_form_class = ReviewedPageForm

    agency = models.ForeignKey(
        "agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+", editable=False
    )
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    publication_date = models.DateField("发布日期", null=True, editable=False)

    review_route: ClassVar[str] = ""  # a type with a page of review of its own: the name of its address, by page number
    proofread_in_rounds: ClassVar[bool] = True  # False where the type has checks of its own in their place (unready)
    published_by_hand: ClassVar[bool] = False  # True where somebody decides the moment after the third approval
    set_at_publication: ClassVar[frozenset[str]] = frozenset({"published_at", "publication_date"})
    exclude_fields_in_copy: ClassVar[list[str]] = [*BasePage.exclude_fields_in_copy, "agency", *set_at_publication]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(  # what was public before it came here has its date, and no moment of ours
                name="%(app_label)s_%(class)s_moment_has_a_date",
                condition=Q(published_at=None) | Q(publication_date__isnull=False),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page; the agency is the one whose place it stands in.

        Raises NotCleared where a public page would get another date or number than it was published with.
        """
        if self.agency_id is None:
            self.agency = AgencyPage.objects.ancestor_of(self).get().agency
        if self.live and self.pk:
            self._require_dates_as_published(kwargs.get("user"))
        return super().save(*args, **kwargs)

    def _require_dates_as_published(self, user: Any) -> None:
        """Refuse another date, moment or number than a public page has (VETO-1: 伪造发稿日期)."""
        from gongkai.publishing.backdating import record_attempt

        names = sorted(self.set_at_publication)
        row = type(self)._default_manager.filter(pk=self.pk, live=True).values(*names).first()
        changed = [name for name in names if row and row[name] != getattr(self, name)]
        if changed:
            record_attempt(self, changed, by=user)
            raise NotCleared("发布时间和索引号由系统在公开时记录，不能更改。")

    def stored_files(self) -> Iterator[StoredFile]:
        """Yield each picture in the size it is shown in, and each attachment."""
        for kind, number in sorted(numbers_shown_by(self)):
            yield from stored_file(kind, number)

    def come_from(self, parent: BasePage) -> None:
        """Take over what is known above; the agency is the one of the place."""
        super().come_from(parent)
        place = self.__dict__.get("agency_page")
        if place and place.agency_id == self.agency_id:
            self.agency = place.agency

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a version; where it differs from what was handed in for review, that submission is void."""
        from gongkai.publishing.outside_links import note_links
        from gongkai.publishing.submitting import close_where_edited

        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            note_links(self, revision.as_object())
            if close_where_edited(self, by=revision.user, at=timezone.now()):
                vars(self).pop("_current_workflow_states", None)
        return revision

    @property
    def has_workflow(self) -> bool:
        """Return True: every page of government information goes through the three rounds."""
        return True

    def get_workflow(self) -> Any:
        """Return the workflow of the three rounds, wherever the page stands."""
        from gongkai.publishing.workflow import three_rounds

        return three_rounds()

    @cached_property
    def _current_workflow_states(self) -> list[WorkflowState]:
        """Return what is under way in the workflow, read once under Wagtail's name for it: its editor asks often."""
        return list(self.workflow_states.active().select_related("workflow", "current_task_state__task"))

    def settle(self, at: datetime, *, again: bool = False) -> None:
        """Set what the act of publishing sets: moment and day, once; anew where it had been withdrawn."""
        if again or self.publication_date is None:
            self.published_at, self.publication_date = at, timezone.localdate(at)

    def settle_import(self, day: date, *, number: str) -> None:
        """Set what an imported page brings along: the day it was first public, and its number."""
        self.published_at, self.publication_date = None, day

    def shown_beside(self) -> Iterator[BasePage]:
        """Yield what is in one bundle with it, and the documents whose validity it changed."""
        from gongkai.publishing.bundles import mates_of
        from gongkai.publishing.normative import ValidityEvent

        yield from mates_of(self)
        for event in ValidityEvent.objects.filter(by_document=self.pk).select_related("document"):
            yield event.document

    def unready(self, *, on: date) -> Iterator[Finding]:
        """Yield what, beyond its fields, keeps this content from being handed in for review on that day."""
        yield from ()

    def doubts(self) -> Iterator[Finding]:
        """Yield what in its fields is to be looked at again, and justified like what proofreading finds in its text."""
        yield from ()

    def prefill(self, agency: Any) -> None:
        """Set what the editor of a new page of this type starts with; most start empty."""

    def writer_ids(self) -> set[int]:
        """Return the numbers of people who wrote what the page shows without saving a version of the page itself."""
        return set()

    def withheld(self, submission: Any) -> Iterator[Finding]:
        """Yield what, beyond three approvals, a type asks for before an approved submission of it is public."""
        yield from ()

    def require_approvals(self) -> None:
        """Raise NotCleared unless the submission named by the clearance was of this very content, and approved."""
        from gongkai.publishing.submissions import Submission

        cycle = Submission.objects.filter(pk=self.clearance_cycle, page_id=self.pk).first()
        if cycle is None or cycle.content_hash != self.cleared_hash or not cycle.is_approved:
            raise NotCleared("三次审核没有完成，不能公开。")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page, or the mark it left where it was withdrawn."""
        if not path_components and not self.live and (withdrawal := self.withdrawal_in_force()):
            return RouteResult(self, kwargs={"withdrawal": withdrawal})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, withdrawal: Any = None, **kwargs: Any) -> HttpResponse:
        """Return the page; 410 with date and reason where it was withdrawn."""
        if withdrawal is None:
            return super().serve(request, *args, **kwargs)
        context = {**super().get_context(request), "withdrawal": withdrawal, "unlisted": True}
        return TemplateResponse(request, "publishing/withdrawn.html", context, status=410)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with what was corrected since the page was first public (更正)."""
        context = super().get_context(request, *args, **kwargs)
        revised = self.publications.exclude(submission=None).exclude(submission__correction="")
        context["corrections"] = revised.select_related("submission").order_by("pk")
        return context

    def withdrawal_in_force(self) -> Any:
        """Return the withdrawal since which the page is not public, None where it is public or never was."""
        return None if self.live else self.withdrawals.order_by("pk").last()
