"""How much of a text repeats another: copied reports are a matter of accountability (Reg. art. 47)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

SAME_SENTENCE = 90.0  # percent of likeness from which two sentences count as one, figures and years apart
_SHORT = 8  # characters: shorter sentences are formulas that every report has
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_FIGURE = re.compile(r"\d+(?:[.,，]\d+)*")
_SPACE = re.compile(r"\s+")


class Passage(NamedTuple):
    """A stretch of this text that stands in the other too; `percent` of likeness, 100 when only figures changed."""

    text: str
    before: str
    percent: int


class Repetition(NamedTuple):
    """How many percent of a text's characters stand in passages that repeat another text, and which."""

    percent: int
    passages: tuple[Passage, ...]


def repetition(now: str, before: str) -> Repetition:
    """Return how much of `now` repeats `before`, sentence by sentence, in whatever order.

    Figures and years do not count as a difference: a copied report changes just these.
    Sentences of a few characters are left out on both sides.
    """
    mine, theirs = _sentences(now), _sentences(before)
    if not mine or not theirs:
        return Repetition(0, ())
    masked = [_masked(sentence) for sentence in theirs]
    passages = [passage for sentence in mine for passage in _found_in(sentence, theirs, masked)]
    repeated = sum(len(passage.text) * passage.percent for passage in passages)
    return Repetition(repeated // sum(map(len, mine)), _longest_first(passages))


def _sentences(text: str) -> list[str]:
    found = (_SPACE.sub("", sentence) for sentence in _SENTENCE.findall(text))
    return [sentence for sentence in found if len(sentence) > _SHORT]


def _masked(sentence: str) -> str:
    return _FIGURE.sub("0", sentence)


def _found_in(sentence: str, theirs: Sequence[str], masked: Sequence[str]) -> list[Passage]:
    best = process.extractOne(_masked(sentence), masked, scorer=fuzz.ratio, score_cutoff=SAME_SENTENCE)
    return [Passage(sentence, theirs[best[2]], int(best[1]))] if best else []


def _longest_first(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: -len(passage.text)))
