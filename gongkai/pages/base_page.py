"""The base of every page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.functional import classproperty
from wagtail.admin.panels import CommentPanel, FieldPanel, Panel, PublishingPanel
from wagtail.models import AbstractPage, PageViewRestriction
from wagtail.models.pages import AbstractPageMeta
from wagtail.url_routing import RouteResult

from gongkai.agencies.door import RecordLine
from gongkai.pages.clearance import (
    CLEARANCE_FIELDS,
    Clearance,
    NotCleared,
    require_clearance,
    require_nothing_happened,
    require_withdrawal,
    state_of,
)
from gongkai.pages.guards import require_may_be_deleted
from gongkai.pages.kept.files import StoredFile
from gongkai.pages.kept.made import MadeFile
from gongkai.pages.page_context import HOME_DEPTH, told_of
from gongkai.pages.permissions import ReviewedPermissions
from gongkai.pages.search_index import Searchable
from gongkai.pages.visibility import is_public

if TYPE_CHECKING:
    from gongkai.pages.agency_page import AgencyPage

_UNCLEARED = Q(
    clearance="", clearance_batch="", clearance_cycle=None, cleared_hash="", cleared_by=None, cleared_at=None
)
_CLEARED = ~Q(clearance="") & ~Q(cleared_hash="") & Q(cleared_by__isnull=False, cleared_at__isnull=False)


class BasePage(AbstractPage):
    """What every page is. `WAGTAIL_PAGE_MODEL` names it; it was decided before the first migration.

    A type with `reviewed` holds government information: it is public only with a
    clearance (clearance.py). A type with `numbered` has the address
    ``/<agency>/<number>/`` wherever it stands in the tree, so a move breaks no link.
    A type with `fixed` is a part of the site that the law names: it is not moved,
    withdrawn or deleted (guards.py). `set_at_publication` names the fields that the
    act of publishing sets; they are the page's, like its clearance, not a revision's.
    `kept_back` says which pages of the type the public never sees (visibility.py).
    """

    reviewed: ClassVar[bool] = False
    numbered: ClassVar[bool] = False
    fixed: ClassVar[bool] = False
    set_at_publication: ClassVar[frozenset[str]] = frozenset()
    kept_back: ClassVar[Q | None] = None
    found_public = False

    reviewed_type = models.BooleanField(default=False, editable=False)
    clearance = models.CharField("审核方式", max_length=10, choices=Clearance.choices, blank=True, editable=False)
    clearance_batch = models.CharField("导入批次", max_length=200, blank=True, editable=False)
    clearance_cycle = models.PositiveBigIntegerField("送审编号", null=True, blank=True, editable=False, unique=True)
    cleared_hash = models.CharField("审核内容摘要", max_length=64, blank=True, editable=False)
    cleared_at = models.DateTimeField("审核时间", null=True, blank=True, editable=False)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # Wagtail's own panel brings choosers that start by a script inside the page (wagtail_hooks.py).
    settings_panels: ClassVar[list[Panel]] = [
        PublishingPanel(children=[FieldPanel("go_live_at"), FieldPanel("expire_at")]),
        CommentPanel(),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = list(CLEARANCE_FIELDS)

    class Meta(AbstractPageMeta):
        verbose_name = "页面"
        verbose_name_plural = "页面"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="pages_live_is_cleared",
                condition=Q(live=False) | Q(reviewed_type=False) | ~Q(cleared_hash=""),
                violation_error_message="内容未经审核，不能公开。",
            ),
            models.CheckConstraint(name="pages_clearance_whole_or_none", condition=_UNCLEARED | _CLEARED),
            models.CheckConstraint(
                name="pages_import_names_its_batch",
                condition=~Q(clearance=Clearance.IMPORT) | ~Q(clearance_batch=""),
            ),
            models.CheckConstraint(
                name="pages_review_names_its_cycle",
                condition=Q(clearance=Clearance.REVIEW, clearance_cycle__isnull=False)
                | (~Q(clearance=Clearance.REVIEW) & Q(clearance_cycle=None)),
            ),
            models.CheckConstraint(
                name="pages_cleared_is_live",
                condition=Q(cleared_hash="") | Q(live=True),
                violation_error_message="已公开的内容只能按下线程序撤下。",
            ),
            models.CheckConstraint(name="pages_no_alias", condition=Q(alias_of=None)),
        ]

    @classproperty
    def copy_form_class(cls) -> type:  # noqa: N805 - a classproperty receives the class
        """Return the form of the copy dialogue, which offers no alias; imported late, as it needs this model."""
        from gongkai.pages.forms import CopyWithoutAliasForm

        return CopyWithoutAliasForm

    state_read: tuple[Any, ...] | None = None  # what its row said of being public when it was read or saved last

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Return the page of a row, with what the row says of being public."""
        page = super().from_db(db, field_names, values)
        page.state_read = state_of(page)
        return page

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and what it says of being public."""
        super().refresh_from_db(*args, **kwargs)
        self.state_read = state_of(self)

    @transaction.atomic
    def save(self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any) -> Any:
        """Save the page; raise NotCleared where a reviewed page would show what nobody cleared.

        Raises NotWithdrawn where it would disappear by the way, Overtaken where that happened since it was read.
        """
        self.reviewed_type = self.reviewed_type or self.reviewed
        if self.reviewed_type:
            require_nothing_happened(self)
        if self.live and self.reviewed_type:
            require_clearance(self, kwargs.get("update_fields"))
        elif self.reviewed_type:
            require_withdrawal(self)
        saved = super().save(clean=clean, user=user, log_action=log_action, **kwargs)
        if kwargs.get("update_fields") is None:
            self.state_read = state_of(self)
        return saved

    column_type: ClassVar[str] = ""  # of the national page labels: 概况信息类, 政府信息公开类 …
    schema_type: ClassVar[str] = "CollectionPage"  # of schema.org; empty where the page's template says it itself

    record_relations: ClassVar[tuple[str, ...]] = ()

    def record_line(self) -> RecordLine:
        """Return how a list of counted records names it: title, the day it went public, its public address."""
        first = self.first_published_at
        day = getattr(self, "publication_date", None) or (timezone.localdate(first) if first else None)
        return RecordLine(f"《{self.title}》", day, (self.get_url() or "") if self.live else "")

    def searchable(self) -> Searchable | None:
        """Return what search finds the page by, None for a type that is not searched for."""
        return None

    def shown_beside(self) -> Iterable[BasePage]:
        """Return other pages, no lists above it, that show something of this one: they are kept as files too."""
        return ()

    def stored_files(self) -> Iterable[StoredFile]:
        """Return the pictures and attachments that it shows, as they stand at their addresses below ``/files/``."""
        return ()

    def made_files(self) -> Iterable[MadeFile]:
        """Return the files that are made from it for anybody to keep, as they stand below ``/open-data/``."""
        return ()

    def addresses_of_parts(self, *, since: date) -> list[str]:
        """Return the addresses of the further pages of a long list that change with an entry of that day."""
        return []

    def require_approvals(self) -> None:
        """Raise NotCleared unless the submission that `clearance_cycle` names has been approved as it stands.

        A type that can be submitted for review says here how it knows; the others cannot be cleared by one.
        """
        raise NotCleared("这类页面没有三审程序。")

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the page; raise PermissionDenied where it, or a page below it, must stay (guards.py)."""
        require_may_be_deleted(self)
        return super().delete(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """Return the page as a revision has it; a clearance belongs to the page, not to a revision."""
        page: BasePage = super().with_content_json(content)
        page.reviewed_type, page.state_read = self.reviewed_type, self.state_read
        for name in (*CLEARANCE_FIELDS, *self.set_at_publication):
            setattr(page, name, getattr(self, name))
        return page

    def create_alias(self, **kwargs: Any) -> BasePage:
        """Refuse: an alias would change what is public whenever its source does, unreviewed."""
        raise PermissionDenied("本站不用别名页面。")

    def permissions_for_user(self, user: Any) -> ReviewedPermissions:
        """Return what `user` may do to this page."""
        return ReviewedPermissions(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        """Return site, root and path; the path of a numbered page is ``/<agency>/<number>/``."""
        parts = super().get_url_parts(request)
        if not parts or not parts[2] or not getattr(self.specific_class, "numbered", False):
            return parts
        agency = parts[2].lstrip("/").partition("/")[0]
        return parts[0], parts[1], f"/{agency}/{self.pk}/"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the page of the address; raise Http404 where it is none that the public may see."""
        if path_components:
            child = self._child(path_components[0], in_passing=len(path_components) > 1)
            if child is None:
                raise Http404("没有这个地址")
            child.come_from(self)
            return child.route(request, path_components[1:])
        self.found_public = self.live and (self.found_public or self.open_to_public())
        if self.live and not self.found_public:
            raise Http404("不公开")
        return super().route(request, path_components)

    def _child(self, slug: str, *, in_passing: bool) -> BasePage | None:
        """Return the child as its own type; the fields of that type are not read of a page `in_passing`."""
        kinds = self.allowed_subpage_models()
        if len(kinds) == 1:
            only: BasePage | None = kinds[0].objects.child_of(self).filter(slug=slug).first()
            return only
        child: BasePage | None = self.get_children().filter(slug=slug).first()
        if child is None:
            return None
        whole: BasePage = child.specific_deferred if in_passing else child.specific
        return whole

    def open_to_public(self) -> bool:
        """Return whether the public finds something here; a section asks for content as well."""
        return is_public(self)

    def come_from(self, parent: BasePage) -> None:
        """Take over from the page above, on the way of an address, what is known there: the way and the agency."""
        self.way = [*parent.way, parent] if parent.depth > 1 else []
        if place := parent.agency_page if parent.depth > 2 else None:
            self.agency_page = place

    def get_view_restrictions(self) -> Any:
        """Return what restricts the page; none where it was just found public, since that was asked already."""
        return PageViewRestriction.objects.none() if self.found_public else super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page; send a numbered page reached through its sections to its own address."""
        address = urlsplit(self.get_url(request) or "").path
        if self.numbered and address and request.path != address and not getattr(request, "is_preview", False):
            return HttpResponsePermanentRedirect(address)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Wagtail's context with the way here (`trail`) and the agency whose page it is."""
        return super().get_context(request, *args, **kwargs) | told_of(self, request)

    @property
    def column_name(self) -> str:
        """Return the column it stands in, as the national page labels name it: a section is one itself."""
        return self.way[-1].title if self.reviewed and self.depth > HOME_DEPTH + 1 else self.title

    @cached_property
    def way(self) -> list[BasePage]:
        """Return the pages from the home page down to the one above this."""
        return list(self.get_ancestors().filter(depth__gt=1)) if self.depth > 2 else []

    @cached_property
    def agency(self) -> Any:
        """Return the agency whose place in the tree this is, None outside of any."""
        return self.agency_page.agency if self.agency_page else None

    @cached_property
    def agency_page(self) -> AgencyPage | None:
        """Return the agency's page above this one, or itself; None outside of any."""
        from gongkai.pages.agency_page import AgencyPage

        found: AgencyPage | None = AgencyPage.objects.ancestor_of(self, inclusive=True).first()
        return found
