"""The editor's form of a reviewed page: nobody has to think of an address."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import transaction
from django.forms import HiddenInput, UUIDField
from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm

from gongkai.agencies.door import tell_limits
from gongkai.pages.door import (
    FILE_KINDS,
    AgencyPage,
    Overtaken,
    may_open,
    numbers_shown_by,
    require_nothing_happened,
)

FIELD = "new_page"  # the key that a new page will have (made_once.py)
NEWEST_FIRST = {
    "explains": "-issue_date",
    "rests_on": "-issue_date",
    "reports_on": "-issue_date",
    "topic": "-first_date",
}


class ReviewedPageForm(WagtailAdminPageForm):
    """A page's form: it offers the documents and topics of its own agency, drafts too.

    A numbered page gets a slug of its own where none is given: a Chinese title makes none.

    The slug is never shown to the public: the address is the page's number.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        parent, page = kwargs.get("parent_page"), kwargs.get("instance")
        place = AgencyPage.objects.ancestor_of(parent, inclusive=True).first() if parent else None
        if page and page.pk is None and place:
            page.prefill(place.agency)
        super().__init__(*args, **kwargs)
        for name in NEWEST_FIRST.keys() & self.fields.keys():
            offered = self.fields[name].queryset
            self.fields[name].queryset = offered.filter(agency=place.agency if place else None).order_by(
                NEWEST_FIRST[name]
            )
        if self.instance.numbered and "slug" in self.fields:
            self.fields["slug"].required = False
        tell_limits(self.fields.values())
        if page and page.pk is None:
            self.fields[FIELD] = UUIDField(required=False, widget=HiddenInput, initial=uuid4)

    def clean(self) -> dict[str, Any]:
        """Return what was typed; refuse, on record, a form that brings what only the act of publishing sets."""
        from gongkai.publishing.backdating import record_attempt

        cleaned: dict[str, Any] = super().clean()
        forged = {name for name in self.instance.set_at_publication if self.add_prefix(name) in self.data}
        if forged and self.instance.pk:
            record_attempt(self.instance, forged, by=self.for_user)
            self.add_error(None, "发布时间和索引号由系统在公开时记录，不能自行填写；这次尝试已记入操作记录。")
        try:
            with transaction.atomic():
                require_nothing_happened(self.instance)
        except Overtaken as refusal:
            self.add_error(None, f"{refusal}您写的都还在下面。")
        return cleaned

    def clean_new_page(self) -> UUID | None:
        """Return the key the page will have, and give it to the page."""
        key: UUID | None = self.cleaned_data[FIELD]
        if key and self.instance.pk is None:
            self.instance.translation_key = key
        return key

    def _post_clean(self) -> None:
        """Refuse pictures and attachments that the writer may not open: naming a number gives no right to a file."""
        known = numbers_shown_by(self.instance)
        super()._post_clean()
        if any(self._is_foreign(kind, number) for kind, number in numbers_shown_by(self.instance) - known):
            self.add_error(None, "里面选用了不属于本单位的图片或者附件。请重新选择，或者先上传到本单位。")

    def _is_foreign(self, kind: str, number: int) -> bool:
        file = apps.get_model(FILE_KINDS[kind]).objects.filter(pk=number).first()
        return bool(file and not may_open(self.for_user, file))

    def clean_slug(self) -> str:
        """Return the slug given, the page's own, or a new one of the day and six random digits (hex)."""
        given: str = self.cleaned_data.get("slug", "")
        return given or self.instance.slug or f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(3)}"
