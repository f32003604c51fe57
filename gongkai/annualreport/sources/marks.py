"""What is marked on a page, whatever put it there: glyphs, straight lines, pictures.

Coordinates are points in the reading frame of the page: x to the right, y downwards, the
text upright.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

_PICTURED = 0.3  # of a page
UNKNOWN = "\ufffd"  # a glyph of which nobody knows what character it is; never left out, since digits would close up


class Glyph(NamedTuple):
    """A character, or a word that was recognised as one piece.

    `base` is the y of its baseline, `middle` of its centre, `size` its height; `spaced` tells
    that the source has a space before it.
    """

    text: str
    x0: float
    x1: float
    base: float
    middle: float
    size: float
    spaced: bool = False


class Ruling(NamedTuple):
    """A straight line: `at` is its y (horizontal) or x (vertical), `start` and `end` the other coordinate."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle on the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return the centre as (x, y)."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(slots=True)
class Marks:
    """Everything on one page; `number` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    layer: bool = False  # unseen text over something printed: a text recognition's, which nobody compared
    hidden: bool = False  # unseen text with figures was left out
    upright: bool = True
    effort: int = 0  # how many things had to be looked at

    def is_mostly_picture(self) -> bool:
        """Tell whether pictures cover so much of the page that its text is likely in them."""
        area = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in self.pictures)
        return area > _PICTURED * self.width * self.height
