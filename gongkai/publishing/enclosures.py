"""Files that come in beside records: found in the folder ``attachments``, known by their content, stored once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from gongkai.agencies.door import PICTURES, BadEnclosure, enclosed, save_with_file
from gongkai.pages.door import Attachment, Picture, place_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Taking

# By the ending of the name, what the content must be.
ATTACHMENTS = {**PICTURES,
    "pdf": "pdf", "ofd": "ofd", "docx": "docx", "doc": "doc", "wps": "doc", "xlsx": "xlsx", "xls": "xls",
    "et": "xls", "pptx": "pptx", "ppt": "ppt", "dps": "ppt", "odt": "odt", "ods": "ods", "odp": "odp",
    "rtf": "rtf", "txt": "text", "csv": "text", "zip": "zip", "rar": "rar", "7z": "7z", "mp3": "mp3",
    "mp4": "mp4", "webm": "webm", "html": "html",
}  # fmt: skip


class Enclosures:
    """The files of one folder as an agency's records name them; they are kept with the agency's own files.

    What the database does not keep is deleted again.
    """

    def __init__(self, taking: Taking, agency: Agency) -> None:
        self._taking = taking
        self._agency = agency
        self._stored: dict[tuple[type, str], Any] = {}

    def attachment(self, name: str) -> Attachment:
        """Return the file of that name as an attachment; raise BadEnclosure where it cannot be one."""
        found: Attachment = self._once(Attachment, name, ATTACHMENTS)
        return found

    def picture(self, name: str) -> Picture:
        """Return the file of that name as a picture; raise BadEnclosure where it is none."""
        found: Picture = self._once(Picture, name, PICTURES)
        return found

    def content(self, name: str, kinds: Mapping[str, str]) -> bytes:
        """Return the file of that name, one of `kinds` (by the ending of its name); raise BadEnclosure."""
        return enclosed(self._taking.folder, name, kinds)

    @cached_property
    def _collection(self) -> Any:
        return place_of(self._agency).collection

    def _once(self, model: Any, name: str, allowed: Mapping[str, str]) -> Any:
        if (model, name) not in self._stored:
            data = self.content(name, allowed)
            row = model(
                title=Path(name).stem,
                file=ContentFile(data, name),
                uploaded_by_user=self._taking.by,
                collection=self._collection,
            )
            if model is Picture and row.width is None:
                raise BadEnclosure(f"“{name}”不是可以打开的图片。")
            save_with_file(row, "file", self._taking.undoing)
            row.get_file_size()
            row.get_file_hash()
            self._stored[model, name] = row
        return self._stored[model, name]
