"""An OFD document (GB/T 33190): the text of its pages, its makers, remarks and embedded files."""

from __future__ import annotations

import re

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.limits import MAX_PAGES, Unexamined
from gongkai.proofing.files.package import Package, local, text_in
from gongkai.proofing.files.properties import tell_makers

_PAGE = re.compile(r"/Page_?(\d{1,6})/Content\.xml$", re.I)
_REMARKS = re.compile(r"/Annot(?:ation)?s?[^/]*\.xml$", re.I)
_NO_REMARKS = frozenset(["Link", "Watermark", "Path"])


def inspect_ofd(package: Package, contents: Contents) -> None:
    """Take the text of the pages; tell the maker, remarks and embedded files. Its signatures are left alone."""
    said = {local(element): (element.text or "").strip() for element in package.ended("OFD.xml", "Author")}
    tell_makers(contents, {"作者": said.get("Author", "")}, {"作者"})
    pages = [(int(found[1]), name) for name in package.names if (found := _PAGE.search(name))]
    if len(pages) > MAX_PAGES:
        raise Unexamined("FILE-TOO-LARGE")
    for index, name in sorted(pages):
        lines = [text_in(piece, "TextCode") for piece in package.ended(name, "TextObject")]
        contents.add(f"page{index + 1}", "\n".join(lines))
    remarks = [kind for name in package.names if _REMARKS.search(name) for kind in _kinds(package, name)]
    if remarks:
        contents.tell("FILE-COMMENTS", count=len(remarks))
    embedded = [name for name in package.names if "/Attachs/" in name and not name.endswith((".xml", "/"))]
    if embedded:
        contents.tell("FILE-EMBEDDED", count=len(embedded))


def _kinds(package: Package, name: str) -> list[str]:
    """Return the kinds of the remarks that people left; links and watermarks are none."""
    kinds = [annotation.get("Type", "") for annotation in package.ended(name, "Annot")]
    return [kind for kind in kinds if kind and kind not in _NO_REMARKS]
