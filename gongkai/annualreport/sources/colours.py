"""The colours of a page's text and of what lies behind it: text of the same colour nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Colour = tuple[int, int, int]

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
CLEAR: Colour = (-1, -1, -1)  # transparent: as whatever lies behind
PATTERN: Colour = (-2, -2, -2)  # a picture or a gradient: nobody knows
_ALIKE = 40  # of 256 steps: less than that in every channel is hardly seen
_FAINT = 26  # of 256: nearly transparent

_TEXT = re.compile(r"(?<![-\w])color\s*:\s*([^;}!\"']+)", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color|-image)?\s*:\s*([^;}!\"]+)", re.IGNORECASE)
_WORD = re.compile(r"[#\w]+(?:\([^)]*\))?")
_HEXADECIMAL = re.compile(r"#?([0-9a-f]{6})[0-9a-f]*")
_WRITTEN = re.compile(r"color\s*[:=]\s*[\"']?([^;\"'>}!]{3,60})")


def text_colour(style: str) -> Colour | None:
    """Return the colour that declarations give their text, None where they give none."""
    found = _TEXT.findall(style)
    return colour(found[-1].strip()) if found else None


def ground_colour(style: str) -> Colour | None:
    """Return the colour that declarations lay behind the text; PATTERN where it is no single one."""
    ground = None
    for value in _GROUND.findall(style):
        words = value.lower()
        if "url(" in words or "gradient" in words or "var(" in words:
            return PATTERN
        known = [one for one in map(colour, _WORD.findall(words)) if one is not None]
        ground = known[-1] if known else ground
    return ground if ground != CLEAR else None


@lru_cache(maxsize=512)
def colour(written: str) -> Colour | None:
    """Return a colour as red, green, blue (0-255); CLEAR for a transparent one, None for what is no colour."""
    words = written.strip().lower()
    if words == "transparent":
        return CLEAR
    from PIL import ImageColor  # here: few pages have pale text, and start-up is budgeted

    try:
        found = ImageColor.getrgb(re.sub(r"(,\s*)(0?\.\d+|[01])\s*\)$", _share, words))
    except ValueError:
        hexadecimal = _HEXADECIMAL.fullmatch(words)  # as an attribute may write it: no hash, or too many digits
        return colour(f"#{hexadecimal[1]}") if hexadecimal else None
    return CLEAR if len(found) == 4 and found[3] < _FAINT else (found[0], found[1], found[2])


def _share(found: re.Match[str]) -> str:
    """Return the share of a colour (0 to 1) in 256 steps, as the parser wants it."""
    return f"{found[1]}{int(float(found[2]) * 255)})"


def alike(one: Colour, other: Colour) -> bool:
    """Tell whether text of one colour is not, or hardly, seen on the other."""
    if CLEAR in (one, other) or PATTERN in (one, other):
        return True
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _ALIKE


def colours_named(folded: str) -> tuple[set[Colour], set[Colour]]:
    """Return the colours that a page (in small letters) gives to texts, and those it lays behind them."""
    plain = folded.replace("bgcolor", "background:").replace("background-color", "background").replace("-color", "")
    texts = _colours(_WRITTEN.findall(plain))
    grounds = (word for value in set(_GROUND.findall(plain)) for word in _WORD.findall(value))
    return texts, _colours(grounds)


def _colours(written: Iterable[str]) -> set[Colour]:
    return {found for found in map(colour, {words.strip() for words in written}) if found is not None}
