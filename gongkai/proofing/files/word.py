"""A Word document: its paragraphs, tracked changes, comments, hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.proofing.files.contents import Contents
from gongkai.proofing.files.package import Package, attribute, is_on, local, text_in

_BODY = "word/document.xml"
_BESIDE = ("header", "footer", "footnotes", "endnotes")
_CHANGES = ("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo")


def inspect_document(package: Package, contents: Contents) -> None:
    """Take the text of the body, headers, footers and notes; tell changes, comments and hidden text."""
    changes = 0
    hidden = False
    for part in (_BODY, *(name for kind in _BESIDE for name in package.named(f"word/{kind}", ".xml"))):
        for number, paragraph in enumerate(package.ended(part, "p", "trPr")):
            changes += sum(1 for _ in paragraph.iter(*_CHANGES))
            if local(paragraph) == "p":
                place = (
                    f"p{number}" if part == _BODY else f"{part.removeprefix('word/').removesuffix('.xml')}.p{number}"
                )
                hidden |= _take(paragraph, contents, place)
    if changes:
        contents.tell("FILE-TRACKED", count=changes)
    if hidden:
        contents.tell("FILE-HIDDEN-TEXT")
    _take_comments(package, contents)


def _place(part: str, number: int) -> str:
    """Return a paragraph's place: ``p3`` in the body, ``footnotes.p3`` elsewhere."""
    return f"p{number}" if part == _BODY else f"{part.removeprefix('word/').removesuffix('.xml')}.p{number}"


def _take(paragraph: Any, contents: Contents, place: str) -> bool:
    """Take a paragraph's text; return whether some of it is hidden. What was deleted counts as hidden."""
    seen: list[str] = []
    unseen: list[str] = []
    deleted: list[str] = []
    for run in paragraph.iter("{*}r"):
        words = "".join(_words(run))
        (unseen if _is_hidden(run) else seen).append(words)
        deleted.append(text_in(run, "delText"))
    contents.add(place, "".join(seen))
    contents.add(place, "".join(unseen), hidden=True)
    contents.add(place, "".join(deleted), hidden=True)
    return any(words.strip() for words in unseen)


def _words(run: Any) -> Iterator[str]:
    for child in run.iterchildren("{*}t", "{*}tab", "{*}br"):
        yield (child.text or "") if local(child) == "t" else " "


def _is_hidden(run: Any) -> bool:
    marks = run.find("{*}rPr/{*}vanish")
    return marks is not None and (not attribute(marks, "val") or is_on(attribute(marks, "val")))


def _take_comments(package: Package, contents: Contents) -> None:
    comments = [text_in(comment, "t") for comment in package.ended("word/comments.xml", "comment")]
    for number, words in enumerate(comments):
        contents.add(f"comment{number}", words, hidden=True)
    if comments:
        contents.tell("FILE-COMMENTS", count=len(comments))
