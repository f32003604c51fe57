"""Numbers that Word counts by itself (第一条, （二）, 3.): written out where a list here would count otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from typing import Any, NamedTuple

from lxml import etree

from gongkai.publishing.manuscripts.elements import value

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
_SIGNS = {
    "lowerLetter": ascii_lowercase,
    "upperLetter": ascii_uppercase,
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
}
_PLAIN = re.compile(r"^%1[.．、)）]?$")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_STYLES = 20  # a style is based on a style is based on …


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    format: str
    text: str
    start: int

    @property
    def is_plain(self) -> bool:
        """Return whether an ordered list of the page would number it the same way."""
        return self.format == "decimal" and bool(_PLAIN.match(self.text)) and self.start == 1


class Numbered(NamedTuple):
    """A paragraph with its list, its level, and the number it has there."""

    paragraph: Any
    list_id: str
    level: Level
    value: int
    label: str


def write_out_numbers(body: Any, numbering: Any, styles: Any) -> None:
    """Write the numbers of paragraphs in `body` into their text, but for bullets and plain lists that begin at 1.

    `numbering` and `styles` are the roots of those parts, or None where the document has none.
    """
    if numbering is None:
        return
    for together in _neighbours(_numbered(body, _lists(numbering), _numbers_of_styles(styles))):
        if not (all(one.level.is_plain for one in together) and together[0].value == 1):
            for one in together:
                _write_out(one)


def _neighbours(numbered: Iterator[Numbered]) -> list[list[Numbered]]:
    """Return the paragraphs in runs: those of one list that stand right behind each other."""
    runs: list[list[Numbered]] = []
    for one in numbered:
        last = runs[-1][-1] if runs else None
        follows = last and last.list_id == one.list_id and one.paragraph.getprevious() is last.paragraph
        if follows:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _lists(root: Any) -> dict[str, tuple[str, dict[int, Level]]]:
    """Return, by the number of a list, which description it follows and its levels."""
    described = {
        value(abstract, "abstractNumId"): {
            int(value(one, "ilvl") or 0): _level(one) for one in abstract.iterchildren("{*}lvl")
        }
        for abstract in root.iterchildren("{*}abstractNum")
    }
    found = {}
    for one in root.iterchildren("{*}num"):
        name = value(one.find("{*}abstractNumId"))
        found[value(one, "numId")] = (name, described.get(name, {}))
    return found


def _level(element: Any) -> Level:
    said = {name: value(element.find(f"{{*}}{name}")) for name in ("numFmt", "lvlText", "start")}
    start = said["start"]
    return Level(said["numFmt"] or "decimal", said["lvlText"], int(start) if start.isdigit() else 1)


def _numbers_of_styles(root: Any) -> dict[str, tuple[str, int]]:
    """Return the list and level that paragraph styles bring along, their own or those of a style they are based on."""
    own: dict[str, tuple[str, int]] = {}
    base: dict[str, str] = {}
    for style in root.iterchildren("{*}style") if root is not None else ():
        name = value(style, "styleId")
        base[name] = value(style.find("{*}basedOn"))
        if (number := style.find("{*}pPr/{*}numPr")) is not None:
            own[name] = _pointed(number)
    found = {}
    for name in base.keys() | own.keys():
        line = [name]
        while line[-1] not in own and line[-1] in base and len(line) < _MOST_STYLES:
            line.append(base[line[-1]])
        if line[-1] in own:
            found[name] = own[line[-1]]
    return found


def _pointed(number: Any) -> tuple[str, int]:
    depth = value(number.find("{*}ilvl"))
    return value(number.find("{*}numId")), int(depth) if depth.isdigit() else 0


def _numbered(
    body: Any, lists: Mapping[str, tuple[str, dict[int, Level]]], styles: Mapping[str, tuple[str, int]]
) -> Iterator[Numbered]:
    """Yield the numbered paragraphs with their numbers, counted as Word counts: through all that stands between."""
    counts: dict[str, dict[int, int]] = {}
    for paragraph in body.iter("{*}p"):
        number = paragraph.find("{*}pPr/{*}numPr")
        list_id, depth = styles.get(value(paragraph.find("{*}pPr/{*}pStyle")), ("", 0))
        if number is not None:
            pointed = _pointed(number)
            list_id, depth = pointed[0] or list_id, pointed[1] if pointed[0] else max(pointed[1], depth)
        name, levels = lists.get(list_id, ("", {}))
        if depth not in levels or levels[depth].format in ("bullet", "none"):
            continue
        counted = counts.setdefault(name, {})
        counted[depth] = counted.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counted if one > depth]:
            del counted[deeper]
        yield Numbered(paragraph, list_id, levels[depth], counted[depth], _label(levels, counted, depth))


def _label(levels: Mapping[int, Level], counted: Mapping[int, int], depth: int) -> str:
    def number(found: re.Match[str]) -> str:
        level = levels.get(int(found[1]) - 1)
        return in_words(counted.get(int(found[1]) - 1, level.start), level.format) if level else ""

    return re.sub(r"%([1-9])", number, levels[depth].text)


def _write_out(one: Numbered) -> None:
    """Put the number before the paragraph's words, and take the paragraph out of its list."""
    paragraph, space = one.paragraph, etree.QName(one.paragraph).namespace
    properties = paragraph.find("{*}pPr")
    if properties is None:
        properties = etree.Element(f"{{{space}}}pPr")
        paragraph.insert(0, properties)
    for old in properties.findall("{*}numPr"):
        properties.remove(old)
    none = etree.SubElement(properties, f"{{{space}}}numPr")
    for name in ("ilvl", "numId"):
        etree.SubElement(none, f"{{{space}}}{name}").set(f"{{{space}}}val", "0")
    run = etree.Element(f"{{{space}}}r")
    between = "" if re.search(r"[、．）)]$", one.label) else " "
    etree.SubElement(run, f"{{{space}}}t").text = one.label + between
    paragraph.insert(1, run)


def in_words(number: int, how: str) -> str:
    """Return a number as Word writes it in the format `how`; in digits where the format is another."""
    if how in ("ideographDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if how.endswith(("Counting", "CountingThousand", "CountingSystem")) or how == "chineseLegalSimplified":
        return _counted(number)
    if how in ("lowerRoman", "upperRoman"):
        return _roman(number) if how == "lowerRoman" else _roman(number).upper()
    signs = _SIGNS.get(how, "")
    return signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _counted(number: int) -> str:
    """Return 1 to 999 in Chinese: 十二, 二十, 一百零五."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    said = ""
    for worth, sign in _ROMAN:
        said += sign * min(number // worth, 9)
        number %= worth
    return said
