"""What is proofread: a text in blocks, and the reading of it on which every check works."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any

from gongkai.findings import Finding
from gongkai.proofing.lists import TermLists

TITLE = "title"

_DIGITS = dict(zip("０１２３４５６７８９Ｘｘ－‐‑–＊", "0123456789Xx----*", strict=True))
_SPACES = dict.fromkeys("\t\u00a0\u2002\u2003\u2005\u2009\u202f\u3000", " ")
_BREAKS = dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n")
_NARROW = str.maketrans(_DIGITS | _SPACES | _BREAKS)  # one for one: places stay
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_QUOTED = 40  # characters: longer quotations are cut in the middle
_OF_NUMBERS = "0123456789Xx -"
_AROUND = 10  # characters quoted on each side of a mark
_NUMBER = re.compile(r"\d[\d -]{5,}[\dXx]")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with an address of its own: the title, a paragraph, a heading, a table's cell.

    `id` is the caller's (``body.3``); a finding's place is this id and the characters in
    `text`. `label` is what stands over or before the block and gives it its meaning (the
    heading of a cell's column); it is read with the block and has no place.
    """

    id: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a block: where it leads, its words, and whether it answered (None: nobody tried)."""

    block: str
    address: str
    words: str = ""
    works: bool | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text before it goes out; the block with the id ``title`` is its title.

    `attachments` are the names of the files that go out with it, None where that is not
    known: then nobody asks for a missing one.
    """

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    attachments: tuple[str, ...] | None = None

    @classmethod
    def of(cls, body: str, *, title: str = "", attachments: tuple[str, ...] | None = None) -> Text:
        """Return a text of a title and a body in one block each (``title`` and ``body``)."""
        blocks = (Block(TITLE, title), Block("body", body))
        return cls(tuple(block for block in blocks if block.text), attachments=attachments)


class Reading:
    """A text made ready for the checks: all blocks in one string, and the way back to their places.

    `whole` holds the blocks one below the other, without characters nobody sees;
    `narrow` is the same, character for character, with half-width digits and plain spaces.
    """

    def __init__(self, text: Text, on: date, lists: TermLists) -> None:
        self.text, self.on, self.lists = text, on, lists
        self._prefixes = [f"{block.label}：" if block.label else "" for block in text.blocks]
        pieces = [prefix + block.text for prefix, block in zip(self._prefixes, text.blocks, strict=True)]
        self._starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
        self._joined = "\n".join(pieces)

    @cached_property
    def whole(self) -> str:
        """The text as it is seen."""
        return _INVISIBLE.sub("", self._joined) if self.unseen else self._joined

    @cached_property
    def narrow(self) -> str:
        """The text as it is seen, in half-width digits, one kind of space and one kind of line break."""
        return self.whole.translate(_NARROW)

    @cached_property
    def unseen(self) -> list[re.Match[str]]:
        """The stretches of characters that nobody sees, where they stand among the others."""
        return list(_INVISIBLE.finditer(self._joined))

    @cached_property
    def title(self) -> str:
        """The title, empty where there is none."""
        return next((block.text for block in self.text.blocks if block.id == TITLE), "")

    @cached_property
    def _dropped(self) -> tuple[list[int], list[int]]:
        """Where in `whole` something was dropped before, and how much up to there."""
        lengths = list(accumulate(found.end() - found.start() for found in self.unseen))
        before = [found.end() - length for found, length in zip(self.unseen, lengths, strict=True)]
        return before, lengths

    def _origin(self, position: int) -> int:
        if not self.unseen:
            return position
        before, lengths = self._dropped
        index = bisect_right(before, position)
        return position + (lengths[index - 1] if index else 0)

    def place(self, start: int, end: int) -> str:
        """Return where the characters `start` to `end` of `whole` stand: block and characters in it."""
        return self.place_of(self._origin(start), self._origin(end - 1) + 1)

    def place_of(self, start: int, end: int) -> str:
        """Return the place of characters of the text as it was given, those nobody sees included."""
        index = min(bisect_right(self._starts, start), len(self.text.blocks)) - 1
        block, offset = self.text.blocks[index], self._starts[index] + len(self._prefixes[index])
        first, last = max(start - offset, 0), min(max(end - offset, 0), len(block.text))
        return f"{block.id}[{min(first, last)}:{last}]"

    def find(self, rule: str, start: int, end: int, **facts: Any) -> Finding:
        """Return a finding of `rule` at these characters of `whole`; its `words` quote them unless given."""
        given: Mapping[str, Any] = {"words": excerpt(self.whole[start:end]), **facts}
        return Finding(rule, self.place(start, end), given)

    def around(self, start: int, end: int) -> str:
        """Return the characters `start` to `end` of `whole` with a few of their line on both sides, as a quotation.

        A number that the quotation would cut is left out: half of it could not be masked.
        """
        text = self.narrow
        begin = max(start - _AROUND, 0)
        before = text[max(text.rfind("\n", begin, start) + 1, begin) : start]
        after = text[end : end + _AROUND].partition("\n")[0]
        if text[max(begin - 1, 0)].isdigit():
            before = before.lstrip(_OF_NUMBERS)
        if text[end + _AROUND : end + _AROUND + 1].isalnum():
            after = after.rstrip(_OF_NUMBERS)
        return excerpt(before + text[start:end] + after)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield (where it starts, line) of every line of the narrow text that is not empty."""
        start = 0
        for line in self.narrow.split("\n"):
            if line:
                yield start, line
            start += len(line) + 1


def masked(words: str) -> str:
    """Return a number with all but its first three and last two characters hidden.

    Spaces and hyphens in it are dropped; one of seven characters and less keeps only its first.
    """
    number = re.sub(r"[ -]", "", words)
    if len(number) <= 7:
        return number[:1] + "*" * (len(number) - 1)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def excerpt(words: str) -> str:
    """Return words as a finding quotes them: on one line, cut in the middle, long numbers masked."""
    words = _NUMBER.sub(lambda found: masked(found[0]), " ".join(words.translate(_NARROW).split()))
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED // 2]}…{words[-_QUOTED // 2 + 1 :]}"
