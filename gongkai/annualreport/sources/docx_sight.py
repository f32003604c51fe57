"""What of a Word document's text is seen: by the properties of its runs, its styles and the ground it stands on.

Hidden, tiny and white-on-white text is no part of the page, nor are the codes of fields.
Digits that are hardly seen, or whose font draws other signs, are ILLEGIBLE.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.docx_numbering import VAL, W, root_of

_OFF = ("0", "false", "off", "none")
_RAISED = ("superscript", "subscript")
_DINGBATS = re.compile(r"wingdings|webdings|dingbats|marlett|mt extra", re.IGNORECASE)
_TINY, _SMALL = 2, 6  # half points: type of this size is not seen, is hardly seen
_SAME, _CLOSE = 10, 48  # of 255: so little brightness between text and ground is not seen, is hardly seen
# Without one of these the styles hide nothing; looking for words is many times faster than for one pattern of all.
_ODD_WORDS = (
    *(b"vanish", b"strike", b"vertAlign", b"ingdings", b"ebdings", b"ingbats", b"Marlett", b"MT Extra"),
    *(b'="background1"', b'="light1"', b"w14:noFill", b'highlight w:val="black"'),
)
_ODD_VALUES = (re.compile(rb'w:sz w:val="[0-6]"'), re.compile(rb'w:color w:val="(?:[B-Fb-f][0-9A-Fa-f]){2}'))
_STYLE_END, _TABLE_STYLE = b"</w:style>", b'w:type="table"'
_HIGHLIGHTS = {
    "white": 255, "yellow": 226, "green": 182, "cyan": 201, "lightGray": 192, "darkYellow": 113, "black": 0,
}  # fmt: skip
_DARK = 64  # the other highlights
_THEME_PAPER = ("background1", "light1")  # white, unless a shade of it is meant
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PAPER, UNKNOWN_GROUND = 255, -1
_LIGHT = 200  # of 255: a colour that is seen only on a ground that is not paper
_DIGIT = re.compile(r"\d")


class Look(NamedTuple):
    """How a run is set; None where nothing is said. `size` in half points, `colour` and `ground` as brightness."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    size: int | None = None
    colour: int | None = None
    ground: int | None = None
    blacked: bool | None = None  # marked out in black: type of the automatic colour is not seen on it
    font: str | None = None

    def over(self, base: Look) -> Look:
        """Return this look where it says something, and `base` elsewhere."""
        return Look._make(own if own is not None else below for own, below in zip(self, base, strict=True))


PLAIN = Look()
_AUTOMATIC = -1  # the colour that Word chooses to be seen


class Sight:
    """Tells what text is seen; goes along with the reading, since a field may reach over many runs.

    `hidden` becomes true when text with a digit was left out.
    """

    def __init__(self, styles_xml: bytes) -> None:
        """Take styles.xml; it may be empty, and is parsed only where it may hide something."""
        self._styles_xml = _if_odd(_without_table_styles(_if_odd(styles_xml)))
        self._styles: Mapping[str, Look] | None = None
        self._fields: list[bool] = []  # of each open field: whether its code goes on
        self.hidden = False

    def field(self, mark: str) -> None:
        """Take the mark of a field: ``begin``, ``separate`` (the code ends, the result begins) or ``end``."""
        if mark == "begin":
            self._fields.append(True)
        elif self._fields and mark == "separate":
            self._fields[-1] = False
        elif self._fields and mark == "end":
            self._fields.pop()

    def shown(self, text: str, properties: Any, style: str, ground: int | None) -> str:
        """Return what is seen of a run's text.

        `properties` is its w:rPr or None, `style` its paragraph's style, `ground` the brightness
        (0-255) of the cell or paragraph behind it, None for paper.
        """
        if any(self._fields):
            return ""
        look = self._look(properties, style)
        if look == PLAIN:
            return text
        if look.struck or look.raised:
            return ""
        if look.hidden or _is_blacked_out(look) or _is_within(look, ground, _TINY, _SAME):
            self.hidden = self.hidden or _DIGIT.search(text) is not None
            return ""
        if (look.font and _DINGBATS.search(look.font)) or _is_within(look, ground, _SMALL, _CLOSE):
            return _DIGIT.sub(ILLEGIBLE, text)
        return text

    def _look(self, properties: Any, style: str) -> Look:
        own = look_of(properties) if properties is not None else PLAIN
        if not self._styles_xml:
            return own
        styles = self._all_styles()
        named = properties.find(W + "rStyle") if properties is not None else None
        look = own.over(styles.get(named.get(VAL, ""), PLAIN)) if named is not None else own
        return look.over(styles.get(style) or styles.get("", PLAIN))

    def _all_styles(self) -> Mapping[str, Look]:
        """Return the look of each style with all it is based on; that of a paragraph without style under ""."""
        if self._styles is None:
            self._styles = _looks(root_of(self._styles_xml))
        return self._styles


def _if_odd(styles_xml: bytes) -> bytes:
    """Return the styles where one may hide something, nothing where none does."""
    odd = any(word in styles_xml for word in _ODD_WORDS) or any(value.search(styles_xml) for value in _ODD_VALUES)
    return styles_xml if odd else b""


def _without_table_styles(styles_xml: bytes) -> bytes:
    """Return the styles without those of tables: how a table looks is no matter here, and it is most of the part."""
    first, *others = styles_xml.split(_STYLE_END)
    return _STYLE_END.join([first, *(one for one in others if _TABLE_STYLE not in one)])


def _looks(root: Any) -> dict[str, Look]:
    default = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    own: dict[str, tuple[str, Look]] = {}
    first = ""
    for style in root.iterfind(W + "style"):
        name, base = style.get(W + "styleId", ""), style.find(W + "basedOn")
        own[name] = (base.get(VAL, "") if base is not None else "", look_of(style.find(W + "rPr")))
        if style.get(W + "default") in ("1", "true", "on") and style.get(W + "type") == "paragraph":
            first = name
    looks = {name: _inherited(name, own) for name in own}
    return looks | {"": looks.get(first, PLAIN).over(default)}


def _inherited(name: str, own: Mapping[str, tuple[str, Look]]) -> Look:
    look, passed = PLAIN, set[str]()
    while name in own and name not in passed:
        passed.add(name)
        name, below = own[name]
        look = look.over(below)
    return look


def look_of(properties: Any) -> Look:
    """Return what a w:rPr itself says; nothing for None."""
    said: dict[str, Any] = {}
    for mark in properties if properties is not None else ():
        if mark.tag in _TAKEN:
            _TAKEN[mark.tag](said, mark)
    return Look(**said) if said else PLAIN


def _take_switch(field: str) -> Any:
    def take(said: dict[str, Any], mark: Any) -> None:
        said[field] = bool(said.get(field)) or mark.get(VAL, "1") not in _OFF

    return take


def _take_raised(said: dict[str, Any], mark: Any) -> None:
    said["raised"] = mark.get(VAL) in _RAISED


def _take_size(said: dict[str, Any], mark: Any) -> None:
    text = mark.get(VAL, "")
    if text.isascii() and text.isdigit():
        said["size"] = int(text[:6])


def _take_colour(said: dict[str, Any], mark: Any) -> None:
    brightness = brightness_of(mark.get(VAL, ""))
    if mark.get(W + "themeColor") in _THEME_PAPER and mark.get(W + "themeShade") is None:
        brightness = _PAPER
    said["colour"] = _AUTOMATIC if brightness is None else brightness


def _take_ground(said: dict[str, Any], mark: Any) -> None:
    brightness = brightness_of(mark.get(W + "fill", ""))
    if brightness is not None:
        said.setdefault("ground", brightness)  # a highlight, which comes before, lies on it


def _take_highlight(said: dict[str, Any], mark: Any) -> None:
    if mark.get(VAL) != "none":
        said["ground"] = _HIGHLIGHTS.get(mark.get(VAL, ""), _DARK)
    said["blacked"] = mark.get(VAL) == "black"


def _take_fill(said: dict[str, Any], mark: Any) -> None:
    if mark.find(_W14 + "noFill") is not None:
        said["hidden"] = True


def _take_font(said: dict[str, Any], mark: Any) -> None:
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


def ground_of(properties: Any) -> int | None:
    """Return the brightness of the ground that a w:tcPr or w:pPr sets, None where it sets none."""
    shading = properties.find(W + "shd") if properties is not None else None
    return brightness_of(shading.get(W + "fill", "")) if shading is not None else None


def _is_blacked_out(look: Look) -> bool:
    return bool(look.blacked) and look.colour in (None, _AUTOMATIC)


def _is_within(look: Look, ground: int | None, size: int, contrast: int) -> bool:
    """Tell whether type is no larger than `size`, or no further from its ground in brightness than `contrast`."""
    if look.size is not None and look.size <= size:
        return True
    if look.colour is None or look.colour == _AUTOMATIC:
        return False
    behind = look.ground if look.ground is not None else ground if ground is not None else _PAPER
    if behind == UNKNOWN_GROUND:
        return contrast > _SAME and look.colour >= _LIGHT
    return abs(look.colour - behind) <= contrast
