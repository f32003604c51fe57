"""What an office file says of itself and its makers, and what it carries along unseen."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.limits import MAX_PICTURES
from gongkai.proofing.files.package import Package, local
from gongkai.proofing.files.pictures import inspect_picture
from gongkai.proofing.patterns import setting

_PARTS = ("docProps/core.xml", "docProps/app.xml")
_FIELDS = {"creator": "作者", "lastModifiedBy": "最后保存者", "Manager": "主管", "Company": "单位"}
_PERSONS = frozenset(["creator", "lastModifiedBy", "Manager"])
_MEDIA = ("word/media/", "xl/media/", "ppt/media/")


def inspect_properties(package: Package, contents: Contents) -> None:
    """Tell the makers that the file names, its macros and embedded files, and what its pictures say of themselves."""
    found = {
        local(element): (element.text or "").strip() for part in _PARTS for element in package.ended(part, *_FIELDS)
    }
    tell_makers(contents, {_FIELDS[name]: value for name, value in found.items()}, {_FIELDS[name] for name in _PERSONS})
    if any(name.endswith("vbaProject.bin") for name in package.names):
        contents.tell("FILE-MACRO")
    embedded = [name for name in package.names if "/embeddings/" in name]
    if embedded:
        contents.tell("FILE-EMBEDDED", count=len(embedded))
    pictures = [name for name in package.names if name.startswith(_MEDIA)]
    for name in pictures[:MAX_PICTURES]:
        inspect_picture(package.part(name), contents, place=name)


def tell_makers(contents: Contents, fields: Mapping[str, str], of_persons: set[str]) -> None:
    """Tell the makers named in `fields` (what it is called: the name), persons masked but for the first character."""
    named = {field: value for field, value in fields.items() if value and value.lower() not in setting("file.nobody")}
    if named:
        shown = [f"{field} {_masked(value) if field in of_persons else value[:30]}" for field, value in named.items()]
        contents.tell("FILE-AUTHOR", fields="、".join(shown))


def _masked(name: str) -> str:
    return name[:1] + "**"
