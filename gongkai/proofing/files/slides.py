"""A presentation: its slides, hidden slides, notes and comments."""

from __future__ import annotations

import re
from typing import Any

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.package import Package, attribute, text_in

_NUMBER = re.compile(r"\d+")


def _numbered(package: Package, folder: str) -> list[tuple[int, str]]:
    """Return (number, name) of the parts in a folder, in the order of their numbers."""
    names = [name for name in package.named(f"ppt/{folder}/", ".xml") if name.count("/") == 2]
    return sorted((int(found[0]), name) for name in names if (found := _NUMBER.search(name.rpartition("/")[2])))


def inspect_slides(package: Package, contents: Contents) -> None:
    """Take the text of the slides; tell hidden slides, speaker's notes and comments."""
    for number, name in _numbered(package, "slides"):
        for slide in package.ended(name, "sld"):
            _take(slide, contents, f"slide{number}")
    notes = [number for number, name in _numbered(package, "notesSlides") if _take_notes(package, name, contents)]
    if notes:
        contents.tell("FILE-NOTES", count=len(notes))
    comments = 0
    for part in package.named("ppt/comments/", ".xml"):
        for comment in package.ended(part, "cm"):
            comments += 1
            contents.add(f"comment{comments}", text_in(comment, "text", "t"), hidden=True)
    if comments:
        contents.tell("FILE-COMMENTS", count=comments)


def _take(slide: Any, contents: Contents, place: str) -> None:
    is_hidden = attribute(slide, "show").lower() in ("0", "false")
    lines = [text_in(paragraph, "t") for paragraph in slide.iter("{*}p")]
    contents.add(place, "\n".join(lines), hidden=is_hidden)
    if is_hidden:
        contents.tell("FILE-HIDDEN-SHEET", place, title=place.removeprefix("slide"), what="幻灯片")


def _take_notes(package: Package, name: str, contents: Contents) -> bool:
    """Take a slide's notes; return whether there are any. The slide's own number is no note."""
    pages = package.ended(name, "notes")
    lines = [text_in(paragraph, "t").strip() for page in pages for paragraph in page.iter("{*}p")]
    said = [line for line in lines if line and not line.isdigit()]
    contents.add(name.rpartition("/")[2].removesuffix(".xml"), "\n".join(said), hidden=True)
    return bool(said)
