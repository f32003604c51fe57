"""Pictures of a manuscript: in kinds that browsers show, each once, with what was said of them."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

from PIL import Image

from gongkai.proofing import kind_of
from gongkai.publishing.manuscripts.manuscript import EnclosedFile, Losses

_SHOWN = frozenset({"jpeg", "png", "gif", "webp"})
_CONVERTED = frozenset({"bmp", "tiff"})
_MOST = 100
_MOST_PIXELS = 50_000_000
# What programs put where a person should have said what a picture shows.
_NO_WORDS = re.compile(r"^(?:图片|图像|picture|image|img|screenshot|屏幕截图|截图|wps)?[\s\d_\-]*(?:\.\w{3,4})?$", re.I)
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)$", re.I)
_BY_MACHINE = re.compile(r"描述已自动生成|已生成图片说明|automatically generated", re.I)


class Pictures:
    """The pictures met so far: `files`, and by the address given to mammoth which file it is and its words."""

    def __init__(self, losses: Losses) -> None:
        self.files: list[EnclosedFile] = []
        self.words: dict[str, str] = {}
        self._losses = losses
        self._numbers: dict[str, int] = {}

    def take(self, picture: Any) -> dict[str, str]:
        """Return the attributes of the picture's element: where mammoth asks, one address for each appearance."""
        try:
            with picture.open() as stream:
                data = stream.read()
        except (KeyError, ValueError, OSError):
            data = b""
        number = self._number_of(data)
        if number is None:
            self._losses.tell("WORD-PICTURES-LOST", picture.alt_text or "")
            return {"src": ""}
        address = f"{number}-{len(self.words)}"
        self.words[address] = _said(picture.alt_text or "")
        return {"src": address}

    def number(self, address: str) -> int:
        """Return the number of the file at an address."""
        return int(address.partition("-")[0])

    def _number_of(self, data: bytes) -> int | None:
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._numbers:
            shown = _shown(data) if len(self.files) < _MOST else None
            if shown is None:
                return None
            self._numbers[digest] = len(self.files)
            kind, held = shown
            self.files.append(EnclosedFile(f"图片{len(self.files) + 1}.{kind}", held, picture=True))
        return self._numbers[digest]


def _shown(data: bytes) -> tuple[str, bytes] | None:
    """Return the kind and bytes of a picture as browsers show it, None where they would not."""
    kind = kind_of(data)
    if kind not in _SHOWN | _CONVERTED:
        return None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.load()
            if kind in _SHOWN:
                return kind, data
            stream = io.BytesIO()
            picture.convert("RGB").save(stream, "PNG")
            return "png", stream.getvalue()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def _said(words: str) -> str:
    """Return what a person said of a picture, empty where a program filled in a name or guess."""
    words = " ".join(words.split())
    if _NO_WORDS.match(words) or _FILE_NAME.search(words) or _BY_MACHINE.search(words):
        return ""
    return words[:300]
