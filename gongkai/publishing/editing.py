"""The editor's form of a reviewed page: nobody has to think of an address."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm


class ReviewedPageForm(WagtailAdminPageForm):
    """A page's form; a numbered page gets a slug of its own where none is given: a Chinese title makes none.

    The slug is never shown to the public: the address is the page's number.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.numbered and "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return the slug given, the page's own, or a new one of the day and six random digits (hex)."""
        given: str = self.cleaned_data.get("slug", "")
        return given or self.instance.slug or f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(3)}"
