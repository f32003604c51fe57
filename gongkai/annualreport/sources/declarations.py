"""What declarations of style do to the text of an element: hide it, turn it round, add to it, set it apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ZERO = r"\s*:\s*0(?![.\d]*[1-9])"
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden|mso-hide\s*:"
    rf"|font-size(?:{_ZERO}|\s*:\s*(?:0?\.\d+|1)\s*(?:px|pt))|(?:^|[^-])opacity(?:{_ZERO}|\s*:\s*0?\.0\d)"
    r"|(?:text-indent|margin-left|left|right|top|bottom)\s*:\s*-(?:\d{3}|\d\d+(?:\.\d+)?r?em)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|clip-path\s*:\s*(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0)"
    r"|transform\s*:[^;]*scale[xy]?\(\s*0\s*[,)]|text-fill-color\s*:\s*transparent"
    r"|filter\s*:[^;]*opacity\(\s*0(?![.\d]*[1-9])|(?<![-\w])zoom\s*:\s*0?\.0",
    re.IGNORECASE,
)
_HIDING_WORDS = (
    "display",
    "visib",
    "hid",
    "font-size",
    "opacity",
    "indent",
    ":-",
    ": -",
    "clip",
    "transform",
    "fill-c",
    "zoom",
)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SHOWS = re.compile(
    r"display\s*:\s*(?!none)|visibility\s*:\s*visible|(?<![-\w])opacity\s*:\s*(?:1|0?\.[1-9])", re.IGNORECASE
)
_APART = re.compile(r"line-through|vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_FLAT = re.compile(rf"(?<![-\w])(?:max-)?(?:width|height){_ZERO}", re.IGNORECASE)
_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_BLOCK = re.compile(r"display\s*:\s*(?:block|list-item|table|flex)", re.IGNORECASE)
_BACKWARDS = re.compile(
    r"unicode-bidi\s*:\s*(?:bidi-override|isolate-override)|transform\s*:[^;]*(?:scale[xy]?\(\s*-|rotate|matrix)"
    r"|text-security\s*:\s*(?!none)|flex-direction\s*:\s*(?:row|column)-reverse"
    r"|(?<![-\w])(?:-webkit-)?mask(?:-image)?\s*:\s*(?!none)",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"(?<![-\w])content\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)
_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_READ_WITH_A_FIGURE = re.compile(r"[\d+\-−.,%〇一二三四五六七八九十百千万亿元]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_TURNING_WORDS = ("bidi", "transform", "text-security", "-reverse", "mask")
_DRAWN = re.compile(r"\b(?:attr|counters?|url|image-set|var)\(|(?:open|close)-quote", re.IGNORECASE)


def hides(style: str) -> bool:
    """Tell whether with these declarations nobody sees the text of their element."""
    style = _plainly(style)
    if not _speaks_of(_HIDING_WORDS, style):
        return False
    return _HIDES.search(style) is not None or (_FLAT.search(style) is not None and _CUT.search(style) is not None)


def _plainly(style: str) -> str:
    """Return declarations as a browser understands them: without comments, each letter as itself."""
    if "/*" not in style and "\\" not in style:
        return style
    return _ESCAPE.sub(_meant, _COMMENT.sub(" ", style))


def _meant(escape: re.Match[str]) -> str:
    return chr(min(int(escape[1], 16), 0x10FFFF)) if escape[1] else escape[2]


def _speaks_of(words: Sequence[str], style: str) -> bool:
    """Tell whether one of the words stands in the style at all: most have none, and patterns are slow."""
    folded = style.lower()
    return any(word in folded for word in words)


def removes(style: str) -> bool:
    """Tell whether with these declarations an element is not only unseen, but takes no place either."""
    return _GONE.search(_plainly(style)) is not None


def shows(style: str) -> bool:
    """Tell whether declarations may show again what others hide."""
    return _SHOWS.search(style) is not None


def sets_apart(style: str) -> bool:
    """Tell whether declarations strike out the text of their element, or raise or lower it as a mark."""
    style = _plainly(style)
    return _speaks_of(("line-through", "vertical-align"), style) and _APART.search(style) is not None


def sets_block(style: str) -> bool:
    """Tell whether declarations set an element as a block."""
    return _BLOCK.search(style) is not None


def sets_backwards(style: str) -> bool:
    """Tell whether declarations turn the text of their element round, or veil it: 12 may be seen as 21, or as dots."""
    style = _plainly(style)
    return _speaks_of(_TURNING_WORDS, style) and _BACKWARDS.search(style) is not None


def adds_figures(style: str) -> bool:
    """Tell whether declarations of a pseudo-element print what may be read as part of a figure."""
    found = _CONTENT.search(style) or _CONTENT.search(_plainly(style))
    if found is None:
        return False
    strings = "".join(one or other for one, other in _STRING.findall(found[1]))
    printed = _ESCAPE.sub(_meant, strings)
    if _DRAWN.search(found[1]) is not None or _READ_WITH_A_FIGURE.search(printed) is not None:
        return True
    return any(map(str.isnumeric, printed))
