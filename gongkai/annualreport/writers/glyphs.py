"""What the typefaces of a document can show: a character that none of them has is printed as 〓, never left out.

A name may hold a character that no common typeface has (生僻字). The document is made all the same, with the sign that
printers set for a missing type, and whoever sends it out is told which character belongs there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from PIL import ImageFont

MISSING = "〓"
_SIZE = 16  # pixels: enough to tell a drawn character from the box of a missing one
_NO_CHARACTER = "\uffff"  # no typeface has it: what is drawn for it is the box
_UNSEEN = ("Cc", "Cf", "Cs")  # control characters, marks of format, halves of a character
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # which form of the character before is meant

Typefaces = tuple[tuple[str, int], ...]  # path and place in the file of each typeface


def shown_by(typefaces: Typefaces, said: Any) -> Any:
    """Return texts, in lists and mappings, with 〓 for each character that none of the typefaces has."""
    if isinstance(said, str):
        return "".join(_shown(typefaces, character) for character in _written(said))
    if isinstance(said, Mapping):
        return {name: shown_by(typefaces, value) for name, value in said.items()}
    return [shown_by(typefaces, value) for value in said] if isinstance(said, Iterable) else said


def lacking(typefaces: Typefaces, text: str) -> tuple[str, ...]:
    """Return the characters of a text that none of the typefaces has, each once, in the order of the text."""
    found = (one for one in _written(text) if _shown(typefaces, one) == MISSING != one)
    return tuple(dict.fromkeys(found))


def _written(text: str) -> str:
    """Return a text with each accent in its letter, without what is not seen; ends of lines and tabs stay."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if one in "\t\n\r" or not _is_unseen(one))


def _is_unseen(character: str) -> bool:
    code = ord(character)
    is_none = code % 0x10000 > 0xFFFD  # the last two places of a plane are no characters
    return is_none or unicodedata.category(character) in _UNSEEN or any(code in block for block in _SELECTORS)


@cache
def _shown(typefaces: Typefaces, character: str) -> str:
    if character.isspace() or any(_drawn(face, character) != _drawn(face, _NO_CHARACTER) for face in typefaces):
        return character
    return MISSING


def _drawn(face: tuple[str, int], character: str) -> tuple[float, tuple[int, int], bytes]:
    """Return how a typeface draws a character: its width, its height and breadth, its pixels."""
    opened = _opened(*face)
    if opened is None:
        return 0, (0, 0), b""
    drawn = opened.getmask(character)
    return opened.getlength(character), drawn.size, bytes(drawn)


@cache
def _opened(path: str, place: int) -> ImageFont.FreeTypeFont | None:
    """Return a typeface, None where it cannot be opened to be asked."""
    try:
        return ImageFont.truetype(path, _SIZE, index=place, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        return None
