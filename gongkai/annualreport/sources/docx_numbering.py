"""Automatic numbers of a Word document: “一、” before a heading that is nowhere in its text.

Enough of numbering.xml for what reports use: a counter for each list and level, the
usual formats, the text around the number. Bullets and unknown formats become nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from gongkai.annualreport.sources.limits import MAX_XML_TAGS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"

_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MOST_ROMAN = 3999
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACE = re.compile(r"%([1-9])")
_MAX_NUMBER = 9_999
_LEVELS = 9


class Level(NamedTuple):
    """One level of a list: where it starts, its number format, the text with places ``%1``."""

    start: int = 1
    format: str = "decimal"
    text: str = ""


class Listed(NamedTuple):
    """Which list and level a paragraph stands on."""

    number: str
    level: int


def chinese(number: int) -> str:
    """Return 1 to 9999 as 一, 十二, 一百零三."""
    if number < 20:
        return _DIGITS[number] if number < 10 else "十" + (_DIGITS[number - 10] if number > 10 else "")
    words = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        words += _DIGITS[digit] + name if digit else "零"
    return re.sub("零+", "零", words.strip("零"))


def roman(number: int) -> str:
    """Return a number as iv, xii; above 3999, where the letters end, in digits."""
    if number > _MOST_ROMAN:
        return str(number)
    words = ""
    for value, name in _ROMAN:
        words, number = words + name * (number // value), number % value
    return words


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number < 260 else str(number)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalFullWidth": lambda number: str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "bullet": lambda number: "",
    "none": lambda number: "",
}


def shown(number: int, number_format: str) -> str:
    """Return a number in one of Word's formats; an unknown format is shown as plain digits."""
    if not 0 < number <= _MAX_NUMBER:
        return str(number)
    return _FORMATS.get(number_format, str)(number)


class Numbering:
    """The lists of one document, counting while its paragraphs go by."""

    def __init__(self, numbering_xml: bytes, styles_xml: bytes) -> None:
        """Take numbering.xml and styles.xml; either may be empty. They are parsed when first needed."""
        self._numbering_xml, self._styles_xml = numbering_xml, styles_xml
        self._lists: dict[str, tuple[str, dict[int, Level]]] | None = None
        self._styles: dict[str, Listed] | None = None
        self._counts: dict[str, list[int]] = {}

    def prefix(self, properties: Any) -> str:
        """Return the visible number of the paragraph with these properties (w:pPr), and count it."""
        listed = self._listed(properties) if self._numbering_xml else None
        if listed is None:
            return ""
        shared, levels = self._all_lists().get(listed.number, ("", {}))
        level = levels.get(listed.level)
        if level is None:
            return ""
        counts = self._count(listed, shared, levels)
        if level.format in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: self._number(int(place[1]) - 1, counts, levels), level.text)

    @staticmethod
    def _number(index: int, counts: list[int], levels: dict[int, Level]) -> str:
        level = levels.get(index, Level())
        return shown(counts[index] or level.start, level.format)

    def _count(self, listed: Listed, shared: str, levels: dict[int, Level]) -> list[int]:
        counts = self._counts.setdefault(shared, [0] * _LEVELS)
        seen = counts[listed.level]
        counts[listed.level] = seen + 1 if seen else levels[listed.level].start
        counts[listed.level + 1 :] = [0] * (_LEVELS - listed.level - 1)
        return counts

    def _listed(self, properties: Any) -> Listed | None:
        own = properties.find(W + "numPr")
        if own is not None:
            return _listed(own)
        style = properties.find(W + "pStyle")
        return self._all_styles().get(style.get(VAL)) if style is not None else None

    def _all_styles(self) -> dict[str, Listed]:
        if self._styles is None:
            self._styles = {}
            for style in root_of(self._styles_xml if b"numPr" in self._styles_xml else b"").iterfind(W + "style"):
                own = style.find(f"{W}pPr/{W}numPr")
                listed = _listed(own) if own is not None else None
                if listed is not None:
                    self._styles[style.get(W + "styleId")] = listed
        return self._styles

    def _all_lists(self) -> dict[str, tuple[str, dict[int, Level]]]:
        """Return list id → (key of its counter, levels): lists of one kind count on unless told to restart."""
        if self._lists is None:
            root = root_of(self._numbering_xml)
            kinds = {kind.get(W + "abstractNumId"): _levels(kind) for kind in root.iterfind(W + "abstractNum")}
            self._lists = {}
            for one in root.iterfind(W + "num"):
                number, kind = one.get(W + "numId", ""), _value(one, "abstractNumId")
                levels = kinds.get(kind, {}) | _overrides(one, kinds.get(kind, {}))
                restarts = one.find(f"{W}lvlOverride/{W}startOverride") is not None
                self._lists[number] = (f"{number}/own" if restarts else kind, levels)
        return self._lists


def root_of(xml: bytes) -> Any:
    """Return the root of a part of the file, an empty element where there is none or it has too many elements."""
    if xml.count(b"<") > MAX_XML_TAGS:
        return etree.Element("none")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(xml, parser) if xml else None
    return root if root is not None else etree.Element("none")


def _listed(properties: Any) -> Listed | None:
    number, level = _value(properties, "numId"), _value(properties, "ilvl") or "0"
    if number in ("", "0") or level not in "012345678":
        return None
    return Listed(number, int(level))


def _value(element: Any, name: str) -> str:
    child = element.find(W + name)
    return (child.get(VAL) or "") if child is not None else ""


def _levels(kind: Any) -> dict[int, Level]:
    found = {}
    for level in kind.iterfind(W + "lvl"):
        index = level.get(W + "ilvl", "")
        if index and index in "012345678":
            number_format = _value(level, "numFmt") or "decimal"
            found[int(index)] = Level(_int(_value(level, "start")), number_format, _value(level, "lvlText"))
    return found


def _overrides(one: Any, levels: dict[int, Level]) -> dict[int, Level]:
    found = {}
    for override in one.iterfind(W + "lvlOverride"):
        index = override.get(W + "ilvl", "")
        if index and index in "012345678":
            base = _levels(override).get(int(index), levels.get(int(index), Level()))
            start = _value(override, "startOverride")
            found[int(index)] = base._replace(start=_int(start)) if start else base
    return found


def _int(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
