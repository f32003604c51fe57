"""Where a Chinese title may break: between words, as a person would, not in the middle of one. Pure."""

from __future__ import annotations

import re

import rjieba

_OPENS, _CLOSES = "（《〈“‘〔【([", "）》〉”’〕】，。、；：？！)],.;:?!%"
_STAYS_BEHIND = frozenset("的了和与及或之等年月日号条款项届次度件份元稿表案书")  # begins no line
_NUMBER = re.compile(r"[\dA-Za-z]+")


def phrases(text: str) -> list[str]:
    """Return the text in pieces that stay whole, all of it and in its order: words with what clings to them."""
    pieces: list[str] = []
    for word in rjieba.cut(text):
        if pieces and _clings(pieces[-1], word):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _clings(before: str, word: str) -> bool:
    """Tell whether a word stays on the line of the piece before it."""
    if before[-1] in _OPENS or word[0] in _CLOSES or word in _STAYS_BEHIND or word.isspace():
        return True
    return bool(_NUMBER.fullmatch(word[0]) and _NUMBER.fullmatch(before[-1]))
