"""Lists of flagged terms (错敏词): what is wrong, what is right, from which day on.

The lists that come with the room are ``data/terms.toml``. An office's own rows, wherever they
are kept, become `Term` values and are joined to them: a list is a plain value.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

KINDS: Mapping[str, str] = {
    "serious": "TERM-SERIOUS",  # 严重表述错误
    "misspelling": "TERM-MISSPELLED",  # 错别字
    "preference": "TERM-PREFERRED",  # 不推荐的写法
    "institution": "TERM-INSTITUTION",  # 机构名称
    "legal": "TERM-LAW",  # 法律文件名称
    "superlative": "TERM-SUPERLATIVE",  # 绝对化用语
    "local": "TERM-LOCAL",  # 本单位自行维护
}

_SHORTLY = 20  # characters before a term in which one of its `after` may stand, in the same clause
_STOP = re.compile(r"[，。；：！？\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A wrong term and the right one, flagged in texts of the days `wrong_since` to `wrong_until`, both included.

    `kind` is one of `KINDS`. Inside one of the longer words of `unless` the term is right
    (``按装`` in ``按装修要求``); shortly behind one of `after` too (``原银监会``). `note` tells why.
    """

    wrong: str
    right: str = ""
    kind: str = "local"
    wrong_since: date = date.min
    wrong_until: date = date.max
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a row that could never be found, or finds everything; raise ValueError."""
        if len(self.wrong.strip()) < 2:
            raise ValueError(f"a flagged term has at least two characters: {self.wrong!r}")
        if self.kind not in KINDS:
            raise ValueError(f"{self.wrong}: the kind {self.kind!r} is none of {', '.join(KINDS)}")
        if self.wrong_since > self.wrong_until or self.wrong in self.right.split("、"):
            raise ValueError(f"{self.wrong}: ends before it begins, or the right form is the wrong one")

    def is_flagged(self, on: date) -> bool:
        """Tell whether a text of that day should not use the term."""
        return self.wrong_since <= on <= self.wrong_until

    def occurrences(self, text: str) -> Iterator[int]:
        """Yield where the term stands in the text, outside the words in which it is right."""
        at = text.find(self.wrong)
        while at >= 0:
            if not self._is_right_here(text, at):
                yield at
            at = text.find(self.wrong, at + len(self.wrong))

    def _is_right_here(self, text: str, at: int) -> bool:
        before = _STOP.split(text[max(0, at - _SHORTLY) : at])[-1]
        return any(word in before for word in self.after) or any(
            at - inside >= 0 and text.startswith(word, at - inside)
            for word in self.unless
            for inside in _offsets(word, self.wrong)
        )


@cache
def _offsets(word: str, term: str) -> tuple[int, ...]:
    return tuple(index for index in range(len(word)) if word.startswith(term, index))


@dataclass(frozen=True, slots=True)
class TermLists:
    """Flagged terms; `terms` may hold rows of several days for one word."""

    terms: tuple[Term, ...] = ()

    def joined(self, terms: Iterable[Term]) -> TermLists:
        """Return these lists and further rows; a further row for the same word replaces the ones here.

        So an office that wants a word left alone gives its row a `wrong_until` in the past.
        """
        added = tuple(terms)
        words = {term.wrong for term in added}
        return TermLists((*(term for term in self.terms if term.wrong not in words), *added))

    def flagged(self, on: date) -> Iterator[Term]:
        """Yield the terms that a text of that day should not use."""
        return (term for term in self.terms if term.is_flagged(on))


@cache
def shipped_lists() -> TermLists:
    """Return the lists that come with the room; raise ValueError on a malformed row."""
    data = tomllib.loads(files("gongkai.proofing").joinpath("data/terms.toml").read_text("utf-8"))
    return TermLists(tuple(_term(row, group) for group in data["list"] for row in group["terms"]))


def _term(row: Mapping[str, Any], group: Mapping[str, Any]) -> Term:
    """Return a row; what it does not say itself is said by its list."""
    said: dict[str, Any] = {key: group[key] for key in ("kind", "wrong_since", "after") if key in group} | dict(row)
    said |= {key: tuple(words) for key, words in said.items() if isinstance(words, list)}
    return Term(**said)
