"""What of a Word document's text is seen: by the properties of its runs, its styles and the ground it stands on.

Hidden, tiny and white-on-white text is no part of the page, nor are the codes of fields.
Digits that are hardly seen, or whose font draws other signs, are ILLEGIBLE; in a cell those too that a
property or a field nobody here knows may show as others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gongkai.annualreport.document import ILLEGIBLE
from gongkai.annualreport.sources.docx_disguises import is_displaced, is_saved
from gongkai.annualreport.sources.docx_look import (
    AUTOMATIC,
    PAPER,
    PATTERNED,
    PLAIN,
    UNKNOWN_GROUND,
    Look,
    look_of,
    shade_of,
)
from gongkai.annualreport.sources.docx_numbering import VAL, W, root_of
from gongkai.annualreport.sources.docx_theme import Theme

_DINGBATS = re.compile(r"wingdings|webdings|dingbats|marlett|mt extra", re.IGNORECASE)
_TINY, _SMALL = 2, 6  # half points: type of this size is not seen, is hardly seen
_SAME, _CLOSE = 10, 48  # of 255: so little brightness between text and ground is not seen, is hardly seen
_STYLE_END, _TABLE_STYLE = b"</w:style>", b'w:type="table"'
_LIGHT = 200  # of 255: a colour that is seen only on a ground that is not paper
_DIGIT = re.compile(r"\d")


class _Field:
    """An open field: what its code says so far, if it goes on, if the result is worked out anew, and has text."""

    def __init__(self, dirty: bool) -> None:
        self.code, self.in_code, self.dirty, self.filled = "", True, dirty, False

    def is_sure(self) -> bool:
        return not self.in_code and not self.dirty and is_saved(self.code)


class Sight:
    """Tells what text is seen; goes along with the reading, since a field may reach over many runs.

    `hidden` becomes true when text with a digit was left out, `set_apart` when struck or raised text with one was.
    """

    def __init__(self, styles_xml: bytes, theme: Theme | None = None) -> None:
        """Take styles.xml, which may be empty, and the colours of the theme."""
        self._styles_xml = _without_table_styles(styles_xml)
        self._theme = theme or Theme()
        self._styles: Mapping[str, Look] | None = None
        self._looks: dict[tuple[Look, str, str], Look] = {}  # of a run's own look, its style and its paragraph's
        self._fields: list[_Field] = []
        self._before = 0  # how many of the open fields were begun before the cell
        self.in_cell = self.hidden = self.set_apart = False

    def enter_cell(self) -> None:
        """Begin a cell, in which all that is not known to be harmless is doubted."""
        self.in_cell, self.set_apart, self._before = True, False, len(self._fields)

    def leave_cell(self) -> bool:
        """End a cell, and the fields begun in it; tell whether the code of one goes on: what is seen nobody knows."""
        open_code = any(field.in_code for field in self._fields[self._before :])
        del self._fields[self._before :]
        self.in_cell = False
        return open_code

    def field(self, mark: str, dirty: bool = False) -> str:
        """Take the mark of a field: ``begin``, ``separate`` (the code ends, the result begins) or ``end``.

        Return what a field without a result shows of itself, in a cell: nothing, or ILLEGIBLE.
        """
        if mark == "begin":
            self._fields.append(_Field(dirty))
        elif self._fields and mark == "separate":
            self._fields[-1].in_code = False
        elif self._fields and mark == "end":
            ended = self._fields.pop()
            self._before = min(self._before, len(self._fields))
            return ILLEGIBLE if self.in_cell and not ended.filled and not is_saved(ended.code) else ""
        return ""

    def code(self, text: str) -> None:
        """Take a piece of the code of the innermost field."""
        if self._fields and self._fields[-1].in_code:
            self._fields[-1].code += text

    def shown(self, text: str, properties: Any, style: str, ground: int | None) -> str:
        """Return what is seen of a run's text.

        `properties` is its w:rPr or None, `style` its paragraph's style, `ground` the brightness
        (0-255) of the cell or paragraph behind it, None for paper.
        """
        sure = not self._fields or self._is_result()
        if sure is None:
            return ""
        look = self._look(properties, style)
        if look == PLAIN and sure and ground != PATTERNED:
            return text
        if look.struck or look.raised:
            self.set_apart = self.set_apart or _DIGIT.search(text) is not None
            return ""
        if look.hidden or _is_within(look, ground, _TINY, _SAME):
            self.hidden = self.hidden or _DIGIT.search(text) is not None
            return ""
        doubtful = not sure or (self.in_cell and (look.doubtful or _is_patterned(look, ground)))
        if doubtful or (look.font and _DINGBATS.search(look.font)) or _is_within(look, ground, _SMALL, _CLOSE):
            return _DIGIT.sub(ILLEGIBLE, text)
        return text

    def _is_result(self) -> bool | None:
        """Tell whether text in the open fields is a result that Word shows as it is; None for a part of a code."""
        if any(field.in_code for field in self._fields[self._before if self.in_cell else 0 :]):
            return None
        self._fields[-1].filled = True
        return not self.in_cell or all(field.is_sure() for field in self._fields)

    def ground_of(self, properties: Any) -> int | None:
        """Return the brightness of the ground that a w:tcPr or w:pPr sets, None where it sets none."""
        shading = properties.find(W + "shd") if properties is not None else None
        return shade_of(shading, self._theme) if shading is not None else None

    def _look(self, properties: Any, style: str) -> Look:
        own = look_of(properties, self._theme) if properties is not None else PLAIN
        if not self._styles_xml:
            return own
        named = properties.find(W + "rStyle") if properties is not None else None
        how = (own, named.get(VAL, "") if named is not None else "", style)
        if how not in self._looks:
            styles = self._all_styles()
            look = own.over(styles.get(how[1], PLAIN)) if named is not None else own
            self._looks[how] = look.over(styles.get(style) or styles.get("", PLAIN))
        return self._looks[how]

    def _all_styles(self) -> Mapping[str, Look]:
        """Return the look of each style with all it is based on; that of a paragraph without style under ""."""
        if self._styles is None:
            self._styles = _looks(root_of(self._styles_xml), self._theme)
        return self._styles


def _without_table_styles(styles_xml: bytes) -> bytes:
    """Return the styles without those of tables: how a table looks is no matter here, and it is most of the part."""
    first, *others = styles_xml.split(_STYLE_END)
    return _STYLE_END.join([first, *(one for one in others if _TABLE_STYLE not in one)])


def _looks(root: Any, theme: Theme) -> dict[str, Look]:
    default = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), theme)
    own: dict[str, tuple[str, Look]] = {}
    first = ""
    for style in root.iterfind(W + "style"):
        name, base = style.get(W + "styleId", ""), style.find(W + "basedOn")
        look = look_of(style.find(W + "rPr"), theme)
        if is_displaced(style.find(W + "pPr")):
            look = look._replace(doubtful=True)
        own[name] = (base.get(VAL, "") if base is not None else "", look)
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


def _is_within(look: Look, ground: int | None, size: int, contrast: int) -> bool:
    """Tell whether type is no larger than `size`, or no further from its ground in brightness than `contrast`."""
    if look.size is not None and look.size <= size:
        return True
    behind = look.ground if look.ground is not None else ground if ground is not None else PAPER
    colour = 0 if look.marked and look.colour in (None, AUTOMATIC) else look.colour
    if colour is None or colour == AUTOMATIC or behind == PATTERNED:
        return False
    if behind == UNKNOWN_GROUND:
        return contrast > _SAME and colour >= _LIGHT
    return abs(colour - behind) <= contrast


def _is_patterned(look: Look, ground: int | None) -> bool:
    return (ground if look.ground is None else look.ground) == PATTERNED
