"""One paragraph of a Word document: what it shows, through the wrappers around its runs."""

from __future__ import annotations

import re
from typing import Any

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.docx_disguises import OFF, is_bound, is_displaced, is_known
from gongkai.annualreport.sources.docx_numbering import VAL, W
from gongkai.annualreport.sources.docx_sight import Sight

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
WRAPPERS = frozenset(
    W + name
    for name in "ins moveTo hyperlink smartTag sdt sdtContent customXml fldSimple dir bdo ruby rubyBase".split()
)
ALTERNATIVE, _CHOICE, _FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_R, _RPR, _PPR, _T, _FIELD, _SYMBOL = (W + name for name in ("r", "rPr", "pPr", "t", "fldChar", "sym"))
_BDO, _DIR, _SDT, _SIMPLE_FIELD = (W + name for name in ("bdo", "dir", "sdt", "fldSimple"))
_CODE, _OBJECT, _TEXT_PATH = W + "instrText", W + "object", "{urn:schemas-microsoft-com:vml}textpath"
_DIGIT = re.compile(r"\d")
_NOTES = (W + "footnoteReference", W + "endnoteReference")
# What Word puts in by itself or from another place: a number that is not in the text.
PUT_IN = frozenset(
    W + name
    for name in "altChunk subDoc contentPart pgNum dayShort dayLong monthShort monthLong yearShort yearLong".split()
)
# What shows nothing of itself, whatever it holds.
_SILENT = frozenset(
    W + name for name in "del moveFrom delText delInstrText sdtPr sdtEndPr rubyPr rt customXmlPr".split()
)
_TEXTBOX = W + "txbxContent"
# Bullets, ticks and boxes of Wingdings and Symbol, which say nothing; other signs of theirs may be figures.
_ORNAMENTS = frozenset(
    "\uf0b7\uf0a7\uf0d8\uf0fc\uf0fe\uf0a8\uf06c\uf06e\uf075\uf076\uf0e8\uf0e0\uf052\uf0a3\uf071\uf0fb\uf0fd"
)
_SYMBOL_DIGITS = {chr(0xF030 + digit): str(digit) for digit in range(10)}  # of the font Symbol


class Line:
    """Gathers what one paragraph shows: its text, whether it holds a picture, its text boxes.

    `ground` is the brightness of what the paragraph stands on; see `Sight.shown`.
    """

    def __init__(self, sight: Sight, ground: int | None = None) -> None:
        self.parts: list[str] = []
        self.properties: Any = None
        self.picture = False
        self.boxes: list[Any] = []
        self._sight, self._ground = sight, ground
        self._style = ""
        self._displaced = False

    def text(self) -> str:
        """Return what was gathered so far."""
        return "".join(self.parts)

    def take(self, paragraph: Any) -> None:
        """Gather what an element shows."""
        for child in paragraph:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag == _PPR:
                self._properties(child)
            elif tag in WRAPPERS:
                self._wrapped(child, tag)
            elif tag == ALTERNATIVE:
                self._alternative(child)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.parts.append(_equation(child))
            else:
                self._unknown(child, tag)

    def _wrapped(self, wrapper: Any, tag: str) -> None:
        """Gather what a wrapper holds; its digits are ILLEGIBLE where it turns them round or shows others."""
        start = len(self.parts)
        if tag == _SIMPLE_FIELD:
            self._sight.field("begin", is_dirty(wrapper))
            self._sight.code(wrapper.get(W + "instr", ""))
            self._sight.field("separate")
        self.take(wrapper)
        if tag == _SIMPLE_FIELD:
            self._sight.field("end")
        turned = tag in (_BDO, _DIR) and wrapper.get(VAL) == "rtl"  # 12 is seen as 21
        if turned or (tag == _SDT and self._sight.in_cell and is_bound(wrapper)):
            self.doubt(start)

    def doubt(self, start: int = 0) -> None:
        """Make the digits illegible that were gathered from part `start` on."""
        self.parts[start:] = [_DIGIT.sub(ILLEGIBLE, part) for part in self.parts[start:]]

    def _unknown(self, child: Any, tag: Any) -> None:
        """Take what nobody here knows, in a cell: with a figure in it, or where Word puts one in, it is ILLEGIBLE."""
        if not self._sight.in_cell or not isinstance(tag, str) or tag in _SILENT:
            return
        if tag in PUT_IN or (len(child) and _DIGIT.search("".join(part.text or "" for part in child.iter(_T)))):
            self.parts.append(ILLEGIBLE)

    def _properties(self, properties: Any) -> None:
        self.properties = properties
        style = properties.find(W + "pStyle")
        self._style = style.get(VAL, "") if style is not None else ""
        self._displaced = self._displaced or (self._sight.in_cell and is_displaced(properties))
        own = self._sight.ground_of(properties)
        self._ground = own if own is not None else self._ground

    def _run(self, run: Any, properties: Any = None) -> None:
        for child in run:
            tag = child.tag
            if tag == _T:
                self._show(child.text or "", properties)
            elif tag == _RPR:
                properties = child
            elif tag in _MARKS:
                self._show(_MARKS[tag], properties)
            else:
                self._rare(child, tag, properties)

    def _show(self, text: str, properties: Any) -> None:
        shown = self._sight.shown(text, properties, self._style, self._ground)
        self.parts.append(_DIGIT.sub(ILLEGIBLE, shown) if self._displaced else shown)

    def _rare(self, child: Any, tag: str, properties: Any) -> None:
        if tag in _DRAWINGS:
            self._drawing(child)
        elif tag == ALTERNATIVE:
            self._alternative(child, properties)
        elif tag == _R:  # of several renderings of whole runs
            self._run(child)
        elif tag == _FIELD:
            self.parts.append(self._sight.field(child.get(W + "fldCharType", ""), is_dirty(child)))
        elif tag == _CODE:
            self._sight.code(child.text or "")
        elif tag == _SYMBOL:
            self._show(_symbol(child.get(W + "char", ""), child.get(W + "font", "")), properties)
        elif tag in WRAPPERS:
            self._wrapped(child, tag)
        elif isinstance(tag, str) and tag.startswith(_MATH):
            self.parts.append(_equation(child))
        elif tag in _NOTES and self._sight.in_cell and child.get(W + "customMarkFollows", "0") in OFF:
            self._show(ILLEGIBLE, properties)  # its number, unless it is raised
        else:
            self._unknown(child, tag)

    def _alternative(self, alternative: Any, properties: Any = None) -> None:
        branch = branch_of(alternative)
        if branch is not None:
            self._run(branch, properties)

    def _drawing(self, drawing: Any) -> None:
        seen = drawing.tag == _OBJECT or next(drawing.iter(*_PICTURES), None) is not None
        self.picture = self.picture or seen
        if self._sight.in_cell and any(_DIGIT.search(path.get("string", "")) for path in drawing.iter(_TEXT_PATH)):
            self.parts.append(ILLEGIBLE)
        self.boxes += (box for box in drawing.iter(_TEXTBOX) if _is_own(box, drawing))


def branch_of(alternative: Any) -> Any:
    """Return what Word takes of several renderings: the first choice whose needs it knows all, or the fallback."""
    choices = alternative.iterchildren(_CHOICE)
    taken = next((choice for choice in choices if is_known(choice)), None)
    return taken if taken is not None else alternative.find(_FALLBACK)


def is_dirty(field: Any) -> bool:
    """Tell whether Word works a field out anew when the document is opened."""
    return str(field.get(W + "dirty", "0")) not in OFF


def _is_own(box: Any, drawing: Any) -> bool:
    """Tell whether a text box is the drawing's own: in no other box, in the rendering that Word takes."""
    for above in box.iterancestors():
        if above is drawing:
            return True
        if above.tag == _TEXTBOX or (above.tag in (_CHOICE, _FALLBACK) and branch_of(above.getparent()) is not above):
            return False
    return True


def _equation(equation: Any) -> str:
    """Return the words of an equation; with a figure in it (a power, a fraction) it is ILLEGIBLE."""
    text = "".join(part.text or "" for part in equation.iter(_MATH + "t"))
    return ILLEGIBLE if any(map(str.isdigit, text)) else text


def _symbol(code: str, font: str) -> str:
    """Return the character of w:sym: ILLEGIBLE where only its font knows what it is, nothing for an ornament."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    if "\ud800" <= character <= "\udfff" or character in _ORNAMENTS:
        return ""
    if font == "Symbol" and character in _SYMBOL_DIGITS:
        return _SYMBOL_DIGITS[character]
    return ILLEGIBLE if "\ue000" <= character <= "\uf8ff" else character
