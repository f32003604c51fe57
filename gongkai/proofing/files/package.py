"""An office file as what it is: a zip of XML parts, opened within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from gongkai.proofing.files.limits import MAX_INFLATED_BYTES, MAX_MEMBERS, MAX_PART_BYTES, Unexamined

_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, KeyError)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an office file.

    Everything that goes wrong is raised as Unexamined: FILE-DAMAGED, FILE-ENCRYPTED, FILE-TOO-LARGE.
    Nothing outside the file is fetched, no entity of the XML is expanded.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Unexamined("FILE-DAMAGED") from error
        if len(self._zip.namelist()) > MAX_MEMBERS:
            raise Unexamined("FILE-TOO-LARGE")
        self.names = sorted(self._zip.namelist())
        self._room = MAX_INFLATED_BYTES

    def part(self, name: str) -> bytes:
        """Return the bytes of a part; empty where it is missing."""
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as member:
                data = member.read(min(MAX_PART_BYTES, self._room) + 1)
        except _BROKEN as error:
            raise Unexamined("FILE-DAMAGED") from error
        except RuntimeError as error:  # zipfile's word for a password
            raise Unexamined("FILE-ENCRYPTED") from error
        self._room -= len(data)
        if len(data) > MAX_PART_BYTES or self._room < 0:
            raise Unexamined("FILE-TOO-LARGE")
        return data

    def elements(self, name: str, *tags: str) -> Iterator[tuple[str, Any]]:
        """Yield ("start" or "end", element) for the elements of a part with these local names; one ended is emptied."""
        data = self.part(name)
        if not data.strip():
            return
        wanted = [f"{{*}}{tag}" for tag in tags]
        steps = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            tag=wanted,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for event, element in steps:
                yield event, element
                if event == "end":
                    element.clear(keep_tail=True)
        except etree.XMLSyntaxError as error:
            raise Unexamined("FILE-DAMAGED") from error

    def ended(self, name: str, *tags: str) -> Iterator[Any]:
        """Yield the elements of a part with these local names, each when it is whole."""
        return (element for event, element in self.elements(name, *tags) if event == "end")

    def targets(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by relationship id."""
        folder, base = posixpath.split(name)
        found = {}
        for relation in self.ended(f"{folder}/_rels/{base}.rels", "Relationship"):
            target = relation.get("Target", "")
            found[relation.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found

    def named(self, start: str, end: str = "") -> list[str]:
        """Return the names of the parts that start and end so."""
        return [name for name in self.names if name.startswith(start) and name.endswith(end)]


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname)


def text_in(element: Any, *tags: str) -> str:
    """Return the text of the elements with these local names inside one, joined."""
    return "".join(one.text or "" for one in element.iter(*(f"{{*}}{tag}" for tag in tags)))


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, empty where it is missing."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def is_on(value: str) -> bool:
    """Tell whether an attribute of an office file says yes."""
    return value.lower() in ("1", "true", "on")
