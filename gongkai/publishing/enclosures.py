"""Files that come in beside records: found in the folder ``attachments``, known by their content, stored once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from gongkai.pages.door import Attachment, Picture, place_of
from gongkai.proofing import MAX_FILE_BYTES, kind_of

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Taking

FOLDER = "attachments"
PICTURES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif", "webp": "webp"}
# By the ending of the name, what the content must be.
ATTACHMENTS = PICTURES | {
    "pdf": "pdf", "ofd": "ofd", "docx": "docx", "doc": "doc", "wps": "doc", "xlsx": "xlsx", "xls": "xls",
    "et": "xls", "pptx": "pptx", "ppt": "ppt", "dps": "ppt", "odt": "odt", "ods": "ods", "odp": "odp",
    "rtf": "rtf", "txt": "text", "csv": "text", "zip": "zip", "rar": "rar", "7z": "7z", "mp3": "mp3",
    "mp4": "mp4", "webm": "webm", "html": "html",
}  # fmt: skip


class BadEnclosure(ValueError):
    """A file cannot come in; str() is a Chinese sentence."""


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

    def content(self, name: str, kinds: dict[str, str]) -> bytes:
        """Return the file of that name, one of `kinds` (by the ending of its name); raise BadEnclosure."""
        return self._read(name, kinds)

    @cached_property
    def _collection(self) -> Any:
        return place_of(self._agency).collection

    def _once(self, model: Any, name: str, allowed: dict[str, str]) -> Any:
        if (model, name) not in self._stored:
            data = self._read(name, allowed)
            row = model(
                title=Path(name).stem,
                file=ContentFile(data, name),
                uploaded_by_user=self._taking.by,
                collection=self._collection,
            )
            if model is Picture and row.width is None:
                raise BadEnclosure(f"“{name}”不是可以打开的图片。")
            row.save()
            row.get_file_size()
            row.get_file_hash()
            self._taking.undoing.append(lambda: row.file.storage.delete(row.file.name))
            self._stored[model, name] = row
        return self._stored[model, name]

    def _read(self, name: str, allowed: dict[str, str]) -> bytes:
        path = self._taking.folder / FOLDER / name
        if Path(name).name != name or path.is_symlink() or not path.is_file():
            raise BadEnclosure(f"文件夹 {FOLDER} 里没有“{name}”。")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadEnclosure(f"“{name}”超过{MAX_FILE_BYTES >> 20}MB。")
        expected = allowed.get(path.suffix.lower().removeprefix("."))
        if expected is None:
            raise BadEnclosure(f"“{name}”不是可以放在这里的文件；可以放：{' '.join(allowed)}。")
        data = path.read_bytes()
        if (kind := kind_of(data)) != expected:
            raise BadEnclosure(f"“{name}”的内容（{kind}）与扩展名不符，可能损坏或改过名。")
        return data
