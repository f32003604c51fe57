"""Forms of the editor that differ from Wagtail's."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class CopyWithoutAliasForm(CopyForm):
    """Copying a page: the copy is a draft to be reviewed, never an alias and never live."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)
