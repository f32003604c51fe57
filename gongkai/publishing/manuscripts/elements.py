"""The XML of an office file: parsed without expanding or fetching anything, asked by local names."""

from __future__ import annotations

from typing import Any

from lxml import etree

from gongkai.publishing.manuscripts.manuscript import Unusable


def root_of(part: bytes) -> Any:
    """Return the root of a part, None of an empty one; raise Unusable (FILE-DAMAGED) where it is no such XML."""
    if not part.strip():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Unusable("FILE-DAMAGED") from error
    if root.getroottree().docinfo.doctype:  # an office file has none; only an attack does
        raise Unusable("FILE-DAMAGED")
    return root


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def value(element: Any, name: str = "val") -> str:
    """Return an attribute by its local name, empty where it or the element is missing."""
    if element is None:
        return ""
    return next((str(said) for key, said in element.attrib.items() if etree.QName(key).localname == name), "")


def words_in(element: Any, *tags: str) -> str:
    """Return the text of the elements with these local names inside one, joined; of ``t`` where none is given."""
    return "".join(one.text or "" for one in element.iter(*(f"{{*}}{tag}" for tag in tags or ("t",))))


def is_on(element: Any) -> bool:
    """Return whether a mark like <w:vanish/> is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")


def unwrap(element: Any) -> None:
    """Put an element's children in its place."""
    parent, place = element.getparent(), element.getparent().index(element)
    for child in reversed(list(element)):
        parent.insert(place, child)
    parent.remove(element)


def remove(element: Any) -> None:
    """Remove an element from its parent, where it has one still."""
    if element.getparent() is not None:
        element.getparent().remove(element)


def plain_run(like: Any, text: str) -> Any:
    """Return a run of this text in the namespace of the document that `like` is an element of."""
    space = next(etree.QName(one).namespace for one in like.iterancestors() if local(one) == "p")
    run = etree.Element(f"{{{space}}}r")
    said = etree.SubElement(run, f"{{{space}}}t")
    said.text = text
    return run
