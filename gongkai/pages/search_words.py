"""Text as search sees it: pairs of neighbouring Han characters, and words of Latin letters and digits. Pure.

Every text that contains a string of two or more Han characters contains all its pairs, so nothing is
missed because a dictionary divided it otherwise; the dictionary (rjieba) divides questions only.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import rjieba

MOST_WORDS = 12  # of a question
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_BEYOND_BMP = 0xFFFF


def normal(text: str) -> str:
    """Return text with full-width letters and digits narrowed, in lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> list[str]:
    """Return what a text is found by, in its order: each pair of Han characters (a lone one by itself), each word."""
    return [_safe(token) for run in _RUN.findall(normal(text)) for token in _of_run(run)]


def words_of(question: str) -> list[str]:
    """Return the words a question asks for, as they would be highlighted, at most MOST_WORDS."""
    found: list[str] = []
    for run in _RUN.findall(normal(question)):
        found += [run] if not _is_han(run) or len(run) < 3 else _divided(run)
    return list(dict.fromkeys(found))[:MOST_WORDS]


def asked_tokens(question: str) -> list[tuple[str, bool]]:
    """Return the tokens that a text must all have, each with whether its beginning is enough."""
    asked: dict[tuple[str, bool], None] = {}
    for word in words_of(question):
        for token in _of_run(word):
            asked[_safe(token), len(token) == 1 and _is_han(token)] = None
    return list(asked)


def number_key(number: str) -> str:
    """Return a document or index number without the ways of writing its brackets, dashes and spaces."""
    return "".join(_RUN.findall(normal(number)))


def _divided(run: str) -> list[str]:
    """Return the words of a long run; single characters say little, and are asked for only where nothing else is."""
    words = rjieba.cut(run)
    return [word for word in words if len(word) > 1] or [run]


def _of_run(run: str) -> list[str]:
    if not _is_han(run) or len(run) == 1:
        return [run]
    return [first + second for first, second in pairwise(run)]


def _is_han(run: str) -> bool:
    return re.match(rf"[{_HAN}]", run) is not None


def _safe(token: str) -> str:
    """Return the token with characters that an old database does not know for letters written as their numbers."""
    return "".join(f"u{ord(sign):x}" if ord(sign) > _BEYOND_BMP else sign for sign in token)
