"""Files that come in beside records: found in the folder ``attachments``, known by their content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from gongkai.proofing import MAX_FILE_BYTES, kind_of

FOLDER = "attachments"
PICTURES: Mapping[str, str] = MappingProxyType(
    {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif", "webp": "webp"}
)


class BadEnclosure(ValueError):
    """A file cannot come in; str() is a Chinese sentence."""


def enclosed(folder: Path, name: str, allowed: Mapping[str, str], most_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Return the file of that name in the attachments of `folder`.

    `allowed` maps the ending of a name to the kind its content must be (`proofing.kind_of`). Raises
    BadEnclosure where there is none, where it is longer than `most_bytes` or is not what its name says.
    """
    path = folder / FOLDER / name
    if Path(name).name != name or not _is_file(path):
        raise BadEnclosure(f"文件夹 {FOLDER} 里没有“{name}”。")
    if path.stat().st_size > most_bytes:
        raise BadEnclosure(f"“{name}”超过{most_bytes >> 20}MB。")
    expected = allowed.get(path.suffix.lower().removeprefix("."))
    if expected is None:
        raise BadEnclosure(f"“{name}”不是可以放在这里的文件；可以放：{' '.join(allowed)}。")
    data = path.read_bytes()
    if (kind := kind_of(data)) != expected:
        raise BadEnclosure(f"“{name}”的内容（{kind}）与扩展名不符，可能损坏或改过名。")
    return data


def _is_file(path: Path) -> bool:
    """Tell whether a file of its own lies there, no link to another place."""
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:  # a name longer than the file system takes
        return False
