"""What somebody may have meant whose words are found nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import rjieba
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

_LIKE = 0.5  # of the characters at least: one of two, two of three
_MOST_CHARACTERS = 30


def did_you_mean(words: str, titles: Iterable[str]) -> str:
    """Return the words with each stretch that no title has replaced by the likest word there; empty for none."""
    asked = words.strip()[:_MOST_CHARACTERS]
    known = Counter(word for title in titles for word in rjieba.cut_for_search(title) if len(word) > 1)
    if not known or not asked:
        return ""
    meant = "".join(
        part if part in known or len(part) < 2 else _likest(part, known) for part in _stretches(asked, known)
    )
    return meant if meant != asked else ""


def _stretches(asked: str, known: Counter[str]) -> list[str]:
    """Return the words asked for, those unknown to the titles joined to the single characters beside them."""
    parts: list[str] = []
    for word in rjieba.cut(asked):
        loose = word not in known
        if loose and parts and parts[-1] not in known and not word.isspace():
            parts[-1] += word
        else:
            parts.append(word)
    return parts


def _likest(word: str, known: Counter[str]) -> str:
    found = process.extract(word, list(known), scorer=Levenshtein.normalized_similarity, score_cutoff=_LIKE, limit=20)
    best = max(found, key=lambda one: (one[1], known[one[0]]), default=(word, 0.0, 0))
    return str(best[0])
