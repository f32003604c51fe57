"""Forms of the editor that differ from Wagtail's."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from wagtail.admin.forms.pages import CopyForm
from wagtail.documents.forms import BaseDocumentForm


class AttachmentForm(BaseDocumentForm):
    """Uploading an attachment. A title that was made of the name of a file that is refused goes with that file."""

    def full_clean(self) -> None:
        """Check what was sent; the title is asked for anew, and made of the next file, where only the file gave it."""
        super().full_clean()
        refused = self.files.get(self.add_prefix("file"))
        title = self.add_prefix("title")
        if refused and "file" in self.errors and self.data.get(title) == PurePath(refused.name).stem:
            self.data = self.data.copy()
            self.data[title] = ""


class CopyWithoutAliasForm(CopyForm):
    """Copying a page: the copy is a draft to be reviewed, never an alias and never live."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)
