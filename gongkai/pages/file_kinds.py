"""What staff may upload to be attached: by content, which must be what the ending of the name says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import IO

from gongkai.proofing import MAX_FILE_BYTES, kind_of

FILMS = frozenset({"mp4", "m4v", "mov", "webm"})
MOST_FILM_BYTES = 500 << 20
_TEXT = ("text", "xml", "html")  # a table or a note may hold any signs
# The endings of WPS name what the endings of Office name; both programs write both containers.
ATTACHABLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pdf": ("pdf",),
        "ofd": ("ofd",),
        **dict.fromkeys(("doc", "wps"), ("doc", "docx", "ole", "rtf", "encrypted")),
        **dict.fromkeys(("xls", "et"), ("xls", "xlsx", "ole", "encrypted")),
        **dict.fromkeys(("ppt", "dps"), ("ppt", "pptx", "ole", "encrypted")),
        **{ending: (ending, "encrypted") for ending in ("docx", "xlsx", "pptx", "xlsb")},
        **{ending: (ending,) for ending in ("odt", "ods", "odp", "epub", "rtf", "rar", "7z", "zip")},
        **dict.fromkeys(("txt", "csv", "json", "md"), _TEXT),
        **dict.fromkeys(("html", "htm"), ("html", "text")),  # for H5, which looks into it
        "xml": ("xml", "text"),
        **dict.fromkeys(("jpg", "jpeg"), ("jpeg",)),
        **dict.fromkeys(("tif", "tiff"), ("tiff",)),
        **{ending: (ending,) for ending in ("png", "gif", "webp", "bmp")},
        **dict.fromkeys(("mp4", "m4v"), ("mp4", "mov")),
        "mov": ("mov", "mp4"),
        "m4a": ("mp4",),
        **{ending: (ending,) for ending in ("webm", "mp3", "wav", "ogg")},
    }
)


class NotAttachable(ValueError):
    """A file is none that may be published; str() is a Chinese sentence."""


def require_attachable(name: str, file: IO[bytes], size: int) -> None:
    """Raise NotAttachable where a file is empty, too long, of a kind nobody publishes, or not what its name says.

    `file` stands at its beginning, and is left there.
    """
    ending = name.rpartition(".")[2].lower()
    most = MOST_FILM_BYTES if ending in FILMS else MAX_FILE_BYTES
    if not size:
        raise NotAttachable("这个文件是空的。请检查后重新选择。")
    if size > most:
        raise NotAttachable(f"文件超过 {most >> 20} MB。请压缩、拆分或者改用较小的版本。")
    if ending not in ATTACHABLE:
        raise NotAttachable(f"“{name}”不是可以公开的文件类型。可以上传：{'、'.join(ATTACHABLE)}。")
    data = file.read(MAX_FILE_BYTES)
    file.seek(0)
    if kind_of(data) not in ATTACHABLE[ending]:
        raise NotAttachable(f"“{name}”的内容与扩展名不符，可能损坏或改过名。请从原来的程序另存后重新上传。")
