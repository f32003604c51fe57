"""The colours of a Word document's theme, by the names that its text gives them.

Word paints a named colour as the theme says, whatever colour stands beside the name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

UNKNOWN_COLOUR = -3  # a named colour of which nobody here knows how bright it is

_NAMES = {
    "dark1": "dk1", "text1": "dk1", "light1": "lt1", "background1": "lt1", "dark2": "dk2", "text2": "dk2",
    "light2": "lt2", "background2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_WITHOUT_THEME = {"dk1": 0, "lt1": 255}
_COLOUR = re.compile(
    rb"<a:(dk1|lt1|dk2|lt2|accent[1-6]|hlink|folHlink)>\s*<a:\w+ [^>]*?(?:lastClr|val)=\"([0-9A-Fa-f]{6})\""
)
_SYSTEM = re.compile(rb"<a:(dk1|lt1|dk2|lt2)>\s*<a:sysClr [^>]*?val=\"(window|windowText)\"")
_MAPPED_ANEW = re.compile(rb"clrSchemeMapping[^>]*?w:(?:t1=\"(?!dark1|text1)|bg1=\"(?!light1|background1))")


class Theme:
    """How bright (0-255) the named colours of one document are."""

    def __init__(self, theme_xml: bytes = b"", settings_xml: bytes = b"") -> None:
        """Take the theme's part and the settings, which may give the names other colours; either may be empty."""
        known = {name.decode(): _brightness(bytes.fromhex(code.decode())) for name, code in _COLOUR.findall(theme_xml)}
        system = {name.decode(): 255 if word == b"window" else 0 for name, word in _SYSTEM.findall(theme_xml)}
        mapped_anew = _MAPPED_ANEW.search(settings_xml) is not None
        self._colours: Mapping[str, int] = {} if mapped_anew else {**_WITHOUT_THEME, **known, **system}

    def brightness(self, name: str, tint: str | None, shade: str | None) -> int:
        """Return the brightness of a named colour, lightened or darkened as two hexadecimal digits say."""
        found = self._colours.get(_NAMES.get(name, name))
        try:
            lighter, darker = (int(part, 16) if part else 255 for part in (tint, shade))
        except ValueError:
            return UNKNOWN_COLOUR
        return UNKNOWN_COLOUR if found is None else (255 - (255 - found) * lighter // 255) * darker // 255


def _brightness(colour: bytes) -> int:
    red, green, blue = colour
    return (299 * red + 587 * green + 114 * blue) // 1000
