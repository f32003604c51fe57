"""What in a Word cell may show another figure than the text says, by a list of what is known to leave it as written.

As with the styles of a page (decision 0058) the properties known to be harmless stand here with their
values, and the fields whose saved result Word shows as it is; whatever is not here makes the figure illegible.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from gongkai.annualreport.sources.docx_numbering import VAL, W

OFF = ("0", "false", "off", "none")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD14 = "http://schemas.microsoft.com/office/"
_KNOWN_NAMESPACES = frozenset(
    [
        *(f"{_WORD14}word/2010/{name}" for name in (
            "wordml", "wordprocessingShape", "wordprocessingGroup", "wordprocessingDrawing", "wordprocessingCanvas",
            "wordprocessingInk",
        )),
        *(f"{_WORD14}word/{name}" for name in (
            "2012/wordml", "2015/wordml/symex", "2016/wordml/cid", "2018/wordml", "2018/wordml/cex", "2006/wordml",
            "2012/wordprocessingDrawing",
        )),
        *(f"{_WORD14}drawing/{name}" for name in (
            "2010/main", "2012/chart", "2014/chartex", "2015/10/21/chartex", "2016/5/9/chartex", "2016/ink",
            "2017/model3d",
        )),
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        W[1:-1],
    ]
)  # fmt: skip
# Elements that hide or replace a whole cell; most documents have none, and are not searched for them then.
_RARE_ELEMENTS = (b"dataBinding", b"altChunk", b"subDoc", b"cellDel", b"trHeight")
# Fields that Word shows as they were saved, or of which it shows nothing.
_SAVED_FIELDS = frozenset(
    "= FORMTEXT FORMCHECKBOX HYPERLINK REF PAGEREF NOTEREF MERGEFIELD DOCPROPERTY DOCVARIABLE QUOTE IF SET SEQ LINK "
    "INCLUDETEXT INCLUDEPICTURE TOC TC XE TA RD BIBLIOGRAPHY CITATION ADDIN MACROBUTTON TITLE SUBJECT AUTHOR".split()
)
_FIELD_NAME = re.compile(r"\s*(=|[A-Za-z]+)")
_FLAT = 60  # twentieths of a point: lines and rows that are not higher show nothing of a figure
_LEAST_INDENT, _MOST_INDENT = -600, 5000  # twentieths of a point: beyond these a figure leaves its cell
_FILL_COLOURS = (_W14 + "srgbClr", _W14 + "schemeClr")
_DARK_TEXT = ("tx1", "dk1", "text1", "dark1")


def rare_elements(xml: bytes, root: Any) -> frozenset[str]:
    """Return which elements that hide or replace cells a document may have: all, where its bytes are no UTF-8."""
    is_plain = (root.getroottree().docinfo.encoding or "UTF-8").upper() in ("UTF-8", "ASCII", "US-ASCII")
    return frozenset(name.decode() for name in _RARE_ELEMENTS if name in xml or not is_plain)


def is_known(choice: Any) -> bool:
    """Tell whether Word takes a mc:Choice: it knows every namespace that the choice requires."""
    prefixes = (choice.get("Requires") or "").split()
    return all(choice.nsmap.get(prefix) in _KNOWN_NAMESPACES for prefix in prefixes)


def is_saved(code: str) -> bool:
    """Tell whether Word shows a field of this code as its result was saved; a field without a code has none."""
    found = _FIELD_NAME.match(code)
    return found is not None and found[1].upper() in _SAVED_FIELDS if code.strip() else True


def is_on(mark: Any) -> bool:
    """Tell whether a switch is on; a missing one (None) is off."""
    return mark is not None and mark.get(VAL, "1") not in OFF


def is_bound(control: Any) -> bool:
    """Tell whether a content control (w:sdt) shows what another part of the file says, not what it holds."""
    properties = control.find(W + "sdtPr")
    return properties is not None and any(
        isinstance(mark.tag, str) and mark.tag.endswith("}dataBinding") for mark in properties
    )


def is_flat(row: Any) -> bool:
    """Tell whether a row is exactly so low that nothing of it is seen."""
    height = row.find(f"{W}trPr/{W}trHeight")
    return height is not None and height.get(W + "hRule") == "exact" and _twips(height.get(VAL)) <= _FLAT


def is_displaced(properties: Any) -> bool:
    """Tell whether a w:pPr puts its text out of sight: lines without height, far indents, a frame, right to left."""
    for mark in properties if properties is not None else ():
        test = _PLACING.get(mark.tag)
        if test is not None and test(mark):
            return True
    return False


def _is_squeezed(spacing: Any) -> bool:
    return spacing.get(W + "lineRule") == "exact" and _twips(spacing.get(W + "line")) <= _FLAT


def _is_far(indents: Any) -> bool:
    lengths = [value for name, value in indents.attrib.items() if not str(name).endswith("Chars")]
    return not all(_LEAST_INDENT <= _twips(value) <= _MOST_INDENT for value in lengths)


_PLACING: dict[str, Callable[[Any], bool]] = {
    W + "framePr": lambda _frame: True,
    W + "bidi": is_on,
    W + "spacing": _is_squeezed,
    W + "ind": _is_far,
}


def _twips(text: str | None) -> float:
    """Return a length in twentieths of a point; what is no number is beyond all bounds."""
    try:
        return float(text or "0")
    except ValueError:
        return float("-inf")


def leaves_as_written(mark: Any) -> bool:
    """Tell whether one property of a run leaves the run's digits as they are written."""
    if mark.tag in _HARMLESS:
        return True
    test = _HARMLESS_WITHIN.get(mark.tag)
    return test(mark) if test is not None else not is_on(mark) and mark.tag in _SWITCHES


def _between(least: float, most: float) -> Callable[[Any], bool]:
    return lambda mark: least <= _twips((mark.get(VAL) or "").removesuffix("%")) <= most


def _is_dark_fill(mark: Any) -> bool:
    """Tell whether a fill is one plain dark colour; Word and WPS write one beside the colour of the text."""
    fill = mark.find(_W14 + "solidFill")
    colour = next(iter(fill), None) if fill is not None and len(mark) == 1 else None
    if colour is None or colour.tag not in _FILL_COLOURS or len(colour):
        return mark.find(_W14 + "noFill") is not None  # which hides, and is looked at as such
    written = colour.get(_W14 + "val") or ""
    if colour.tag == _FILL_COLOURS[1]:
        return written in _DARK_TEXT
    return re.fullmatch(r"(?:[0-9A-Fa-f][0-9A-Fa-f]){3}", written) is not None and min(bytes.fromhex(written)) < 160


_HARMLESS = frozenset(
    [
        *(W + name for name in (
            "rStyle rFonts b bCs i iCs caps smallCaps u lang kern noProof snapToGrid webHidden specVanish em bdr szCs "
            "outline shadow effect oMath rPrChange ins del moveFrom moveTo "
            "vanish strike dstrike vertAlign sz color shd highlight"  # how these look is asked apart
        ).split()),
        *(_W14 + name for name in "ligatures numForm numSpacing stylisticSets cntxtAlts textOutline shadow".split()),
    ]
)  # fmt: skip
_SWITCHES = frozenset(W + name for name in "cs rtl emboss imprint".split())
_HARMLESS_WITHIN: dict[str, Callable[[Any], bool]] = {
    W + "w": _between(33, 400),
    W + "spacing": _between(-50, 600),
    W + "position": _between(-8, 8),
    W + "fitText": _between(200, 20_000),
    W + "eastAsianLayout": lambda mark: mark.get(W + "combine", "0") in OFF,
    _W14 + "textFill": _is_dark_fill,
}
