"""How a Word run is set, and what ground it stands on; and whether all that sets it is known to be harmless."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from gongkai.annualreport.sources.docx_disguises import OFF, leaves_as_written
from gongkai.annualreport.sources.docx_numbering import VAL, W
from gongkai.annualreport.sources.docx_theme import UNKNOWN_COLOUR, Theme

_RAISED = ("superscript", "subscript")
_SIZE = re.compile(r"(\d{1,4}(?:\.\d+)?)(pt|mm|cm|in|pc|pi)")
_HALF_POINTS = {"pt": 2.0, "mm": 5.67, "cm": 56.7, "in": 144.0, "pc": 24.0, "pi": 24.0}
_SHARE = re.compile(r"pct(\d{1,2})")
_HIGHLIGHTS = {
    "white": 255, "yellow": 226, "green": 150, "cyan": 179, "lightGray": 192, "darkYellow": 113, "black": 0,
    "blue": 29, "red": 76, "magenta": 105, "darkBlue": 14, "darkCyan": 89, "darkGreen": 59, "darkMagenta": 53,
    "darkRed": 38, "darkGray": 128,
}  # fmt: skip
_DARK = 64  # the other highlights
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PAPER, UNKNOWN_GROUND, PATTERNED = 255, -1, -2
AUTOMATIC = -1  # the colour that Word chooses to be seen


class Look(NamedTuple):
    """How a run is set; None where nothing is said. `size` in half points, `colour` and `ground` as brightness."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    size: int | None = None
    colour: int | None = None
    ground: int | None = None
    marked: bool | None = None  # lies on a highlight, on which the automatic colour stays black
    font: str | None = None
    doubtful: bool | None = None  # something of it may show another figure than its text

    def over(self, base: Look) -> Look:
        """Return this look where it says something, and `base` elsewhere."""
        return Look._make(own if own is not None else below for own, below in zip(self, base, strict=True))


PLAIN = Look()


def look_of(properties: Any, theme: Theme) -> Look:
    """Return what a w:rPr itself says; nothing for None."""
    said: dict[str, Any] = {}
    for mark in properties if properties is not None else ():
        if mark.tag in _TAKEN:
            _TAKEN[mark.tag](said, mark, theme)
        if not leaves_as_written(mark):
            said["doubtful"] = True
    return Look(**said) if said else PLAIN


def _take_switch(field: str) -> Any:
    def take(said: dict[str, Any], mark: Any, _theme: Theme) -> None:
        said[field] = bool(said.get(field)) or mark.get(VAL, "1") not in OFF

    return take


def _take_raised(said: dict[str, Any], mark: Any, _theme: Theme) -> None:
    said["raised"] = mark.get(VAL) in _RAISED


def _take_size(said: dict[str, Any], mark: Any, _theme: Theme) -> None:
    text = mark.get(VAL, "")
    measured = _SIZE.fullmatch(text)
    if text.isascii() and text.isdigit():
        said["size"] = int(text[:6])
    elif measured is not None:
        said["size"] = int(float(measured[1]) * _HALF_POINTS[measured[2]])
    else:
        said["doubtful"] = True


def _take_colour(said: dict[str, Any], mark: Any, theme: Theme) -> None:
    brightness = brightness_of(mark.get(VAL, ""))
    named = mark.get(W + "themeColor")
    if named not in (None, "none"):
        brightness = theme.brightness(named, mark.get(W + "themeTint"), mark.get(W + "themeShade"))
    if brightness == UNKNOWN_COLOUR:
        said["doubtful"] = True
    said["colour"] = AUTOMATIC if brightness in (None, UNKNOWN_COLOUR) else brightness


def _take_ground(said: dict[str, Any], mark: Any, theme: Theme) -> None:
    brightness = shade_of(mark, theme)
    if brightness is not None:
        said.setdefault("ground", brightness)  # a highlight, which comes before, lies on it


def _take_highlight(said: dict[str, Any], mark: Any, _theme: Theme) -> None:
    said["marked"] = mark.get(VAL) != "none"
    if said["marked"]:
        said["ground"] = _HIGHLIGHTS.get(mark.get(VAL, ""), _DARK)


def _take_fill(said: dict[str, Any], mark: Any, _theme: Theme) -> None:
    if mark.find(_W14 + "noFill") is not None:
        said["hidden"] = True


def _take_font(said: dict[str, Any], mark: Any, _theme: Theme) -> None:
    said["font"] = mark.get(W + "ascii") or mark.get(W + "hAnsi") or said.get("font")


_TAKEN_OF_WORD = {
    "vanish": _take_switch("hidden"),
    "strike": _take_switch("struck"),
    "dstrike": _take_switch("struck"),
    "vertAlign": _take_raised,
    "sz": _take_size,
    "color": _take_colour,
    "shd": _take_ground,
    "highlight": _take_highlight,
    "rFonts": _take_font,
}
_TAKEN = {**{W + name: take for name, take in _TAKEN_OF_WORD.items()}, _W14 + "textFill": _take_fill}


def brightness_of(colour: str) -> int | None:
    """Return the brightness (0-255) of a colour as six hexadecimal digits, None for ``auto`` and anything else."""
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return None
    return (299 * red + 587 * green + 114 * blue) // 1000


def shade_of(shading: Any, theme: Theme) -> int | None:
    """Return the brightness of a w:shd, its pattern laid over its fill; None where it lays nothing."""
    pattern = shading.get(VAL, "clear")
    fill = _shading_colour(shading, "fill", "themeFill", theme)
    if pattern in ("clear", "nil") or fill == PATTERNED:
        return fill
    share = 100 if pattern == "solid" else int(found[1]) if (found := _SHARE.fullmatch(pattern)) else None
    laid = _shading_colour(shading, "color", "themeColor", theme)
    if share is None or laid == PATTERNED:
        return PATTERNED
    below, above = (PAPER if fill is None else fill), (0 if laid is None else laid)
    return below + (above - below) * share // 100


def _shading_colour(shading: Any, own: str, named: str, theme: Theme) -> int | None:
    name = shading.get(W + named)
    if name in (None, "none"):
        return brightness_of(shading.get(W + own, ""))
    found = theme.brightness(name, shading.get(f"{W}{named}Tint"), shading.get(f"{W}{named}Shade"))
    return PATTERNED if found == UNKNOWN_COLOUR else found
