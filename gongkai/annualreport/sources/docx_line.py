"""One paragraph of a Word document: what it shows, through the wrappers around its runs."""

from __future__ import annotations

import re
from typing import Any

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.docx_numbering import VAL, W
from gongkai.annualreport.sources.docx_sight import Sight, ground_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
)
WRAPPERS = frozenset(
    W + name
    for name in "ins moveTo hyperlink smartTag sdt sdtContent customXml fldSimple dir bdo ruby rubyBase".split()
)
ALTERNATIVE, _CHOICE, _FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_R, _RPR, _PPR, _T, _FIELD, _SYMBOL = (W + name for name in ("r", "rPr", "pPr", "t", "fldChar", "sym"))
_BDO, _DIGIT = W + "bdo", re.compile(r"\d")
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
                start = len(self.parts)
                self.take(child)
                if tag == _BDO and child.get(VAL) == "rtl":  # 12 is seen as 21
                    self.parts[start:] = [_DIGIT.sub(ILLEGIBLE, part) for part in self.parts[start:]]
            elif tag == ALTERNATIVE:
                self._alternative(child)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.parts.append(_equation(child))

    def _properties(self, properties: Any) -> None:
        self.properties = properties
        style = properties.find(W + "pStyle")
        self._style = style.get(VAL, "") if style is not None else ""
        own = ground_of(properties)
        self._ground = own if own is not None else self._ground

    def _run(self, run: Any) -> None:
        properties = None
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
        self.parts.append(self._sight.shown(text, properties, self._style, self._ground))

    def _rare(self, child: Any, tag: str, properties: Any) -> None:
        if tag in _DRAWINGS:
            self._drawing(child)
        elif tag == ALTERNATIVE:
            self._alternative(child)
        elif tag == _FIELD:
            self._sight.field(child.get(W + "fldCharType", ""))
        elif tag == _SYMBOL:
            self._show(_symbol(child.get(W + "char", ""), child.get(W + "font", "")), properties)
        elif tag in WRAPPERS:
            self.take(child)

    def _alternative(self, alternative: Any) -> None:
        """Take the first choice, or the fallback where there is none: both show the same."""
        choice = alternative.find(_CHOICE)
        branch = choice if choice is not None else alternative.find(_FALLBACK)
        if branch is not None:
            self._run(branch)
            self.take(branch)

    def _drawing(self, drawing: Any) -> None:
        self.picture = self.picture or next(drawing.iter(*_PICTURES), None) is not None
        self.boxes += (box for box in drawing.iter(_TEXTBOX) if _is_own(box, drawing))


def _is_own(box: Any, drawing: Any) -> bool:
    """Tell whether a text box is the drawing's own: in no other box, in no fallback beside a choice."""
    for above in box.iterancestors():
        if above is drawing:
            return True
        if above.tag == _TEXTBOX or (above.tag == _FALLBACK and above.getparent().find(_CHOICE) is not None):
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
