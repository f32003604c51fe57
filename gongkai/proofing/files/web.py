"""A small web page with all its files (H5): one HTML file, or a zip with index.html and what it shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.kinds import kind_of
from gongkai.proofing.files.limits import MAX_FILE_BYTES, Unexamined
from gongkai.proofing.files.package import Package
from gongkai.proofing.files.pictures import inspect_picture
from gongkai.proofing.files.plain import decoded

START = "index.html"
# By the ending of the name: what a browser takes it for.
WEB_KINDS = {
    "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
    "json": "application/json", "txt": "text/plain; charset=utf-8", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "mp3": "audio/mpeg", "mp4": "video/mp4", "webm": "video/webm",
    "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf",
}  # fmt: skip
_TEXTS = frozenset(["html", "htm", "css", "js", "mjs", "json", "txt", "svg"])
_PICTURES = frozenset(["png", "jpg", "jpeg", "gif", "webp"])
_MOST_MEMBERS = 500
_OUTSIDE = re.compile(
    r"""(?:\bsrc\s*=\s*|url\(\s*|@import\s+|<link\b[^>]{0,200}\bhref\s*=\s*)["']?((?:https?:)?//[^\s"')>]+)""", re.I
)


class WebPackage:
    """The files of a small web page; a zip whose files lie in one folder is that folder.

    Raises Unexamined: WEB-START (no index.html), WEB-KIND (a file that does not belong in one), WEB-NAME (a name that
    leads out of it), and what Package raises, for the constructor and for `part`.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_FILE_BYTES:
            raise Unexamined("FILE-TOO-LARGE")
        self._alone = data if kind_of(data) in ("html", "text") else None
        if self._alone is not None:
            self._package, self._folder, self.names = None, "", [START]
            return
        self._package = Package(data)
        held = [name for name in self._package.names if not name.endswith("/") and not _is_litter(name)]
        if len(held) > _MOST_MEMBERS:
            raise Unexamined("FILE-TOO-LARGE")
        self._folder = _folder_of(held)
        self.names = [name.removeprefix(self._folder) for name in held]
        self._judge()

    def part(self, name: str) -> bytes:
        """Return the bytes of a file; empty where there is none of that name."""
        if self._package is None:
            return (self._alone or b"") if name == START else b""
        return self._package.part(self._folder + name)

    def _judge(self) -> None:
        if START not in self.names:
            raise Unexamined("WEB-START")
        for name in self.names:
            if "\\" in name or name.startswith("/") or posixpath.normpath(name) != name or name.startswith("../"):
                raise Unexamined("WEB-NAME", name=name[:80])
            if ending(name) not in WEB_KINDS:
                raise Unexamined("WEB-KIND", name=name[:80])


def ending(name: str) -> str:
    """Return the ending of a file's name in small letters, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_web_package(package: Package) -> bool:
    """Return whether a zip is a small web page."""
    return any(name == START or name.endswith(f"/{START}") for name in package.names)


def inspect_web(data: bytes, contents: Contents) -> None:
    """Take all texts of a small web page, scripts included, what its pictures say, and what it fetches elsewhere."""
    package = WebPackage(data)
    for name in package.names:
        if ending(name) in _TEXTS:
            text = decoded(package.part(name))
            for number, line in enumerate(text.splitlines(), 1):
                contents.add(f"{name}:{number}", line)
            for address in _fetched(text):
                contents.tell("WEB-OUTSIDE", name, address=address)
        elif ending(name) in _PICTURES and not inspect_picture(package.part(name), contents, name):
            contents.tell("FILE-NOT-EXAMINED", name, kind=ending(name))


def _fetched(text: str) -> Iterator[str]:
    yield from dict.fromkeys(found[1][:80] for found in _OUTSIDE.finditer(text))


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or posixpath.basename(name) in (".DS_Store", "Thumbs.db")


def _folder_of(names: list[str]) -> str:
    first = names[0].partition("/")[0] + "/" if names else ""
    return first if START not in names and all(name.startswith(first) for name in names) else ""
