"""What an office file carries beside its text: headings of printed pages, names, lists, prompts, variables, links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.package import Package, attribute, local


class _Kept(NamedTuple):
    """Parts that start and end so, the elements in them that are looked at, and which of their attributes say more."""

    start: str
    end: str
    elements: tuple[str, ...]
    attributes: tuple[str, ...] = ()


_HEADINGS = tuple(f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer"))
_PRINTED = _Kept("xl/worksheets/", ".xml", _HEADINGS)  # everybody sees it who prints the sheet
_UNSEEN = (
    _Kept("xl/worksheets/", ".xml", ("dataValidation",), ("prompt", "promptTitle", "error", "errorTitle")),
    _Kept("xl/worksheets/", ".xml", ("formula1", "formula2")),
    _Kept("xl/workbook.xml", "", ("definedName",)),
    _Kept("word/", ".xml", ("docPr", "cNvPr"), ("descr", "title")),
    _Kept("xl/drawings/", ".xml", ("cNvPr",), ("descr", "title")),
    _Kept("ppt/slides/", ".xml", ("cNvPr",), ("descr", "title")),
    _Kept("word/", ".xml", ("instrText",)),
    _Kept("word/settings.xml", "", ("docVar",), ("val",)),
    _Kept("docProps/custom.xml", "", ("lpwstr", "lpstr")),
)


def inspect_beside(package: Package, contents: Contents) -> None:
    """Take what stands beside the text of an office file; what no reader sees counts as hidden."""
    for place, said in _said(package, _PRINTED):
        contents.add(place, said)
    for kept in _UNSEEN:
        for place, said in _said(package, kept):
            contents.add(place, said, hidden=True)
    for name in package.named("customXml/item", ".xml"):
        contents.add(name, _all_of(package.part(name)), hidden=True)


def _said(package: Package, kept: _Kept) -> Iterator[tuple[str, str]]:
    """Yield where something is said, and what."""
    for name in package.named(kept.start, kept.end):
        for element in package.ended(name, *kept.elements):
            words = [attribute(element, one) for one in kept.attributes] if kept.attributes else [element.text or ""]
            for said in filter(None, words):
                yield f"{name}.{local(element)}", said


def _all_of(data: bytes) -> str:
    """Return the text and the attributes of a part of somebody's own making; empty where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    words = [word for element in root.iter("*") for word in (element.text or "", *element.attrib.values())]
    return "\n".join(word.strip() for word in words if word.strip())
