"""What changed between two versions of a text, part by part, as a reviewer reads it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]+|[^。；！？\n]+")
_LONGEST_BY_CHARACTER = 600  # longer stretches are compared sentence by sentence only


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page with an id of its own: a field, or a block of the body; `label` is shown (Chinese)."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part with its pieces; `kind` is ``same``, ``added``, ``removed`` or ``changed``."""

    part: Part
    kind: str
    pieces: tuple[Piece, ...]


def differences(before: Sequence[Part], after: Sequence[Part]) -> tuple[Change, ...]:
    """Return every part of both versions in the order of the new one; what is gone stands where it stood."""
    old, new = {part.id: part for part in before}, {part.id: part for part in after}
    told = [_change(old.get(part.id), part) for part in after]
    ids = [part.id for part in after]
    for at, part in enumerate(before):
        if part.id not in new:
            earlier = next((one.id for one in reversed(before[:at]) if one.id in ids), None)
            place = ids.index(earlier) + 1 if earlier else 0
            ids.insert(place, part.id)
            told.insert(place, Change(part, "removed", (Piece("removed", part.text),)))
    return tuple(told)


def changed_labels(before: Sequence[Part], after: Sequence[Part]) -> list[str]:
    """Return the labels of the parts that are not the same in both versions, new order first, gone ones last."""
    old, new = {part.id: part.text for part in before}, {part.id: part.text for part in after}
    come = [part.label for part in after if old.get(part.id) != part.text]
    return list(dict.fromkeys([*come, *(part.label for part in before if part.id not in new)]))


def _change(before: Part | None, after: Part) -> Change:
    if before is None:
        return Change(after, "added", (Piece("added", after.text),))
    if before.text == after.text:
        return Change(after, "same", (Piece("same", after.text),))
    return Change(after, "changed", tuple(_joined(_pieces(before.text, after.text))))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    for act, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if act == "replace" and len(gone) + len(come) <= _LONGEST_BY_CHARACTER:
            yield from _by_character(gone, come)
        elif act == "equal":
            yield Piece("same", come)
        else:
            yield from (Piece(kind, text) for kind, text in (("removed", gone), ("added", come)) if text)


def _by_character(gone: str, come: str) -> Iterator[Piece]:
    for act, i1, i2, j1, j2 in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if act == "equal":
            yield Piece("same", come[j1:j2])
        else:
            yield from (Piece(k, t) for k, t in (("removed", gone[i1:i2]), ("added", come[j1:j2])) if t)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the pieces with neighbours of one kind in one."""
    held: Piece | None = None
    for piece in pieces:
        if held and held.kind == piece.kind:
            held = Piece(held.kind, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
