"""What declarations of style may do to a figure without its characters changing: veil it, move a part of it, add to it.

A list of tricks is never complete, but the properties of CSS that matter are few. Each stands here with the
values known to leave a text as it is written; any other value (a variable, a calculation, a function of
tomorrow) may do anything. Properties that are not here change nothing of what is read, and names that no browser knows
do nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import lru_cache

from gongkai.annualreport.sources.colours import WHITE, alike, colour

_GLOBAL = frozenset(["", "inherit", "initial", "unset", "revert", "revert-layer"])
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|[a-z]*)")
_PIXELS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "cm": 37.8,
    "mm": 3.78, "in": 96.0, "q": 0.95, "gd": 16.0,
}  # fmt: skip
_SIZES = frozenset("xx-small x-small small medium large x-large xx-large xxx-large smaller larger".split())
_LIGHT_OF_THE_SYSTEM = frozenset(
    "canvas window field background buttonface buttonhighlight highlighttext infobackground menu scrollbar threedface "
    "threedhighlight threedlightshadow activeborder inactiveborder appworkspace captiontext selecteditemtext".split()
)
_PLAIN_COLOUR = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]+|rgba?\([\d\s.]+,[\d\s.]+,[\d\s.]+(?:,[\d\s.]+)?\)")
_BIDI = frozenset(["normal", "embed", "isolate", "plaintext"])
_MODES = frozenset(["horizontal-tb", "lr-tb", "lr", "tb-rl", "vertical-rl", "vertical-lr"])
_GREY = re.compile(r"gray|grayscale\([\d.%]*\)|opacity\((?:1|0?\.[3-9]\d*|[3-9]\d%|100%)\)")
_DRAWN_FONTS = re.compile(r"wingdings|webdings|(?<![\w])symbol(?![\w])|dingbats")
_PRINTS_A_FIGURE = re.compile(r"[\d一二三四五六七八九十〇]|\\")
_SMALLEST, _FLATTEST = 5.0, 6.0  # pixels: type and boxes below are hardly seen
_NEAR = 3.0  # pixels: a part of a figure moved by less stands where it stood


class Disguise(IntEnum):
    """How a style may change what is seen of a figure."""

    NONE = 0
    SHIFTED = 1  # only where the element flows in a line and holds a part of the figure: it stands a little elsewhere
    OF_A_PART = 2  # only where the element holds a part of the figure: it stands elsewhere then
    OF_PARTS = 3  # only where the figure is put together of elements inside: they stand in another order then
    ANY = 4


_Harmless = Callable[[str], bool]


def _one_of(*words: str) -> _Harmless:
    known = _GLOBAL.union(words)
    return lambda value: all(word in known for word in value.split())


def _pixels(word: str) -> float | None:
    """Return a length in pixels, of a share as if it were of the type's size; None for what is no plain length."""
    found = _NUMBER.fullmatch(word)
    if found is None:
        return None
    if found[2] == "%":
        return float(found[1]) * 0.16
    return float(found[1]) * _PIXELS[found[2]] if found[2] in _PIXELS else None


def _between(least: float, most: float, *words: str) -> _Harmless:
    """Return whether each word of a value is a length within bounds, or one of the words."""
    known = _GLOBAL.union(("auto", "normal", "none"), words)

    def harmless(value: str) -> bool:
        lengths = [_pixels(word) for word in value.split() if word not in known]
        return all(length is not None and least <= length <= most for length in lengths)

    return harmless


def _opaque(value: str) -> bool:
    length = _pixels(value.removesuffix("%")) if value.endswith("%") else _pixels(value)
    share = None if length is None else length / (100 if value.endswith("%") else 1)
    return value in _GLOBAL or (share is not None and share >= 0.3)


def _seen_size(value: str) -> bool:
    length = _pixels(value)
    return value in _GLOBAL or value in _SIZES or (length is not None and length >= _SMALLEST)


def _font(value: str) -> bool:
    """Tell whether a font in short has a size that is seen; one that gives none is the system's or void."""
    sized = [word.partition("/")[0] for word in value.split(",")[0].split()]
    lengths = [length for word in sized if not re.fullmatch(r"[1-9]00", word) and (length := _pixels(word)) is not None]
    return "(" not in value and not _DRAWN_FONTS.search(value) and all(length >= _SMALLEST for length in lengths)


def _coloured(value: str) -> bool:
    return _PLAIN_COLOUR.fullmatch(value) is not None and value not in _LIGHT_OF_THE_SYSTEM


def _filled(value: str) -> bool:
    if value in _GLOBAL or value == "currentcolor":
        return True
    found = colour(value)
    return found is not None and not alike(found, WHITE)


def _laid(value: str) -> bool:
    """Tell whether a background is a plain colour, or none."""
    words = value.replace(", ", ",").split()
    functions = [word for word in words if "(" in word]
    return all(_PLAIN_COLOUR.fullmatch(word) is not None for word in functions)


def _spaced(value: str) -> bool:
    length = _pixels(value)
    return value in _GLOBAL or value == "normal" or (length is not None and -2.5 <= length <= 60)


def _lined(value: str) -> bool:
    found = _NUMBER.fullmatch(value)
    if found is not None and not found[2]:
        return float(found[1]) >= 0.4
    length = _pixels(value)
    return value in _GLOBAL or value == "normal" or (length is not None and length >= _SMALLEST)


def _greyed(value: str) -> bool:
    return value in _GLOBAL or value == "none" or _GREY.fullmatch(value) is not None


def _quoted(value: str) -> bool:
    return not _PRINTS_A_FIGURE.search(value)


def _drawn_as_letters(value: str) -> bool:
    return not _DRAWN_FONTS.search(value)


_AXIS = _between(-_NEAR, _NEAR)
_STILL = _one_of("none", "0s", "normal")
_NONE = _one_of("none")
_MARKED = _one_of("none", "disc", "circle", "square", "inside", "outside")
# Property -> whether a value leaves the text as it is, and what it may do else.
_HARMLESS: dict[str, tuple[_Harmless, Disguise]] = {
    "display": (
        _one_of(
            *"inline block inline-block table table-row table-cell table-row-group table-header-group table-caption "
            "table-column table-footer-group inline-table flex inline-flex grid inline-grid list-item contents "
            "flow-root none -webkit-box -webkit-flex".split()
        ),
        Disguise.ANY,
    ),
    "visibility": (_one_of("visible", "hidden", "collapse"), Disguise.ANY),
    "content-visibility": (_one_of("visible", "auto", "hidden"), Disguise.ANY),
    "opacity": (_opaque, Disguise.ANY),
    "position": (_one_of("static", "relative"), Disguise.OF_A_PART),
    **dict.fromkeys(
        ("left", "right", "inset-inline", "inset-inline-start", "inset-inline-end"), (_AXIS, Disguise.OF_A_PART)
    ),
    **dict.fromkeys(("top", "bottom", "inset-block"), (_between(-9, 9), Disguise.OF_A_PART)),
    "inset": (_between(-_NEAR, _NEAR), Disguise.OF_A_PART),
    "float": (_NONE, Disguise.OF_A_PART),
    "order": (_one_of("0"), Disguise.OF_A_PART),
    **dict.fromkeys(
        ("grid-column", "grid-row", "grid-area", "grid-column-start", "grid-row-start"),
        (_one_of("auto"), Disguise.OF_A_PART),
    ),
    **dict.fromkeys(
        ("margin", "margin-left", "margin-right", "margin-inline", "margin-inline-start", "margin-inline-end"),
        (_between(-_NEAR, 400), Disguise.SHIFTED),
    ),
    **dict.fromkeys(("flex-direction", "flex-flow"), (_one_of("row", "column", "wrap", "nowrap"), Disguise.OF_PARTS)),
    "direction": (_one_of("ltr"), Disguise.OF_PARTS),
    "unicode-bidi": (_one_of(*_BIDI), Disguise.ANY),
    "writing-mode": (_one_of(*_MODES), Disguise.ANY),
    **dict.fromkeys(
        ("transform", "-webkit-transform", "translate", "rotate", "scale", "clip-path", "-webkit-clip-path", "mask",
         "mask-image", "-webkit-mask", "-webkit-mask-image", "-webkit-text-security", "text-security"),
        (_NONE, Disguise.ANY),
    ),
    "clip": (_one_of("auto"), Disguise.ANY),
    "mix-blend-mode": (_one_of("normal"), Disguise.ANY),
    **dict.fromkeys(("filter", "-webkit-filter", "backdrop-filter"), (_greyed, Disguise.ANY)),
    "font-size": (_seen_size, Disguise.ANY),
    "font": (_font, Disguise.ANY),
    "font-family": (_drawn_as_letters, Disguise.ANY),
    "zoom": (_opaque, Disguise.ANY),
    "color": (_coloured, Disguise.ANY),
    "-webkit-text-fill-color": (_filled, Disguise.ANY),
    **dict.fromkeys(("background", "background-color", "background-image"), (_laid, Disguise.ANY)),
    "text-indent": (_between(-80, 400), Disguise.ANY),
    **dict.fromkeys(("letter-spacing", "word-spacing"), (_spaced, Disguise.ANY)),
    "line-height": (_lined, Disguise.ANY),
    "content": (_one_of("none", "normal"), Disguise.ANY),
    "quotes": (_quoted, Disguise.ANY),
    **dict.fromkeys(("list-style", "list-style-type"), (_MARKED, Disguise.ANY)),
    **dict.fromkeys(
        ("animation", "animation-name", "-webkit-animation", "-webkit-animation-name"), (_STILL, Disguise.ANY)
    ),
    **dict.fromkeys(("-webkit-line-clamp", "line-clamp"), (_NONE, Disguise.ANY)),
}  # fmt: skip
_LENGTHS = frozenset(
    name for name in _HARMLESS if name.startswith(("margin", "left", "right", "top", "bottom", "inset"))
)
_CUTS = ("overflow", "overflow-x", "overflow-y", "overflow-inline", "overflow-block", "contain")
_EXTENTS = (
    "width",
    "max-width",
    "height",
    "max-height",
    "inline-size",
    "block-size",
    "max-inline-size",
    "max-block-size",
)
_OPENLY = re.compile(r"(?<![-\w])color\s*:\s*[#a-z]")
_BOX = _between(_FLATTEST, 1e6, "fit-content", "max-content", "min-content")
_FAR = _between(-200, 400)


@lru_cache(maxsize=2048)
def disguise(style: str) -> Disguise:
    """Return how declarations may change what is seen of a figure in their element."""
    told = dict(declarations(style))
    worst = max((_of(name, value) for name, value in told.items() if name in _HARMLESS), default=Disguise.NONE)
    if worst < Disguise.ANY and any(told.get(name, "visible") not in ("visible", "none") for name in _CUTS):
        extents = [told[name] for name in _EXTENTS if name in told]
        cut_off = not all(map(_BOX, extents)) or (extents and not _between(-80, 12)(told.get("text-indent", "")))
        return Disguise.ANY if cut_off else worst
    return Disguise.ANY if _is_whitened_in_secret(style, told.get("color", "")) else worst


def _is_whitened_in_secret(style: str, written: str) -> bool:
    """Tell whether a colour like white is written so that a look for colours in the page passes it by."""
    if not written or not ("/*" in style or "\\" in style) or _OPENLY.search(style.lower()):
        return False
    found = colour(written)
    return found is None or alike(found, WHITE)


def _of(name: str, value: str) -> Disguise:
    """Return what one declaration may do; a part of a figure that is moved far away is as good as hidden."""
    harmless, else_ = _HARMLESS[name]
    if harmless(value):
        return Disguise.NONE
    return Disguise.ANY if name in _LENGTHS and not _FAR(value) else else_


_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_PIECE = re.compile(r"(?:[^;\"'(]|\"[^\"]*\"?|'[^']*'?|\((?:[^()]|\([^()]*\))*\)?)+")


def declarations(style: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each declaration as a browser understands it, in small letters, the winning one last."""
    plain = style if "/*" not in style and "\\" not in style else _ESCAPE.sub(_meant, _COMMENT.sub(" ", style))
    quoted = any(mark in plain for mark in "\"'(")
    weighty: list[tuple[str, str]] = []
    for piece in _PIECE.findall(plain) if quoted else plain.split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            told, important, _ = value.strip().lower().partition("!")
            declared = (name.strip().lower(), told.strip())
            if important:
                weighty.append(declared)
            else:
                yield declared
    yield from weighty


def _meant(escape: re.Match[str]) -> str:
    return chr(min(int(escape[1], 16), 0x10FFFF)) if escape[1] else escape[2]
