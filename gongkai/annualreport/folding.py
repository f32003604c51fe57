"""Text with its accidents folded away, and the way back to where each character stood.

Traditional characters, full-width forms, 其它 for 其他, spaces inside words and pinyin in
brackets would otherwise have to be allowed for in every pattern.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

PINYIN = re.compile(r"[(（][A-Za-zÀ-ſǍ-ǜḀ-ỿ\s'’]+[)）]")
_DROPPED = re.compile(rf"[ \t\u00a0\u3000\u00ad\u200b-\u200d\u2060\ufeff]+|{PINYIN.pattern}")
_DROPPED_WITH_BORDERS = re.compile(rf"[\s\u00ad\u200b-\u200d\u2060\ufeff|｜│]+|{PINYIN.pattern}")
_WIDE = {0xFF01 + index: chr(0x21 + index) for index in range(94)}
_KEPT_WIDE = "（），：；！？"  # Chinese punctuation that patterns name in its full width


@cache
def label_data() -> Mapping[str, Any]:
    """Return ``data/labels.toml``."""
    return tomllib.loads(files("gongkai.annualreport").joinpath("data/labels.toml").read_text("utf-8"))


@cache
def simplification() -> Mapping[int, str]:
    """Return the translation table from traditional to simplified characters, one to one."""
    data = label_data()
    return {ord(old): new for old, new in zip(data["traditional"], data["simplified"], strict=True)}


@cache
def _table() -> Mapping[int, str]:
    wide = {code: plain for code, plain in _WIDE.items() if chr(code) not in _KEPT_WIDE}
    return {**wide, **simplification()}


@cache
def _foldable() -> re.Pattern[str]:
    """Return what the table changes, as a pattern: most texts have none of it, and to look is quicker."""
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


class Folded:
    """A text folded; `text` is the result, `start` and `end` lead back to the original.

    `borders=False` drops line ends and bars as well, so that what is cut over cells reads on.
    """

    def __init__(self, text: str, *, borders: bool = True) -> None:
        plain = text.translate(_table()) if _foldable().search(text) else text
        plain = plain.replace("其它", "其他")
        kept: list[str] = []
        self._starts: list[int] = [0]
        self._origins: list[int] = [0]
        last = length = 0
        for dropped in (_DROPPED if borders else _DROPPED_WITH_BORDERS).finditer(plain):
            kept.append(plain[last : dropped.start()])
            length += dropped.start() - last
            last = dropped.end()
            self._starts.append(length)
            self._origins.append(last)
        kept.append(plain[last:])
        self.text = "".join(kept)

    def start(self, place: int) -> int:
        """Return where in the original the character at `place` stands."""
        index = bisect_right(self._starts, place) - 1
        return self._origins[index] + place - self._starts[index]

    def end(self, place: int) -> int:
        """Return where in the original a stretch that ends before `place` ends."""
        return self.start(place - 1) + 1 if place else 0
