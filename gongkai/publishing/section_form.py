"""The editor's form of a section: its address is asked for where its name is, and made where nobody gives one."""

from __future__ import annotations

import secrets

from wagtail.admin.forms.pages import WagtailAdminPageForm

from gongkai.agencies.door import tell_limits

SLUG_HELP = "网址里的一段，用小写字母、数字和短横，如 winter-service；不填的自动生成，公开以后不宜再改。"


class SectionForm(WagtailAdminPageForm):
    """A section's form. The editor makes a slug of the title, and of a Chinese one nothing but dashes."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        tell_limits(self.fields.values())
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return the slug given, the section's own, or a new one with six random digits (hex)."""
        given = str(self.cleaned_data.get("slug") or "").strip("-")
        return given or self.instance.slug or f"section-{secrets.token_hex(3)}"
