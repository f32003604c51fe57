"""What a hit shows of a text: the stretch around the words that were asked for, each of them marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

LENGTH = 120  # characters
_BEFORE = 30


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return the text as HTML with the words in it marked, whatever their case."""
    if not words:
        return SafeString(escape(text))
    parts = _pattern(words).split(text)
    return SafeString(
        "".join(f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in enumerate(parts))
    )


def excerpt(text: str, words: Sequence[str]) -> SafeString:
    """Return the stretch of the text in which the first of the words stands; its beginning where none does."""
    flat = " ".join(text.split())
    found = _pattern(words).search(flat) if words else None
    start = max(0, found.start() - _BEFORE) if found else 0
    end = start + LENGTH
    shown = marked(flat[start:end], words)
    return SafeString(f"{'…' if start else ''}{shown}{'…' if end < len(flat) else ''}")


def said_once(text: str) -> str:
    """Return a text of lines without its first one, a summary, where the rest says the same again."""
    first, _, rest = text.partition("\n")
    return rest if _bare(first) in _bare(rest) else text


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("。；，")


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
