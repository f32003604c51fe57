"""The style sheets inside a page: their rules, one by one, as a reader at a screen gets them.

Only what can be told without a browser: rules for printers, for telephones and for the steps of an
animation do not apply; sheets in files of their own are not at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_MEDIA = re.compile(r"@media\b(.*)", re.DOTALL)
_SCREEN = re.compile(r"(?:only\s+)?(?:screen|all)?\s*(?:(?:and)?\s*\(\s*min-(?:device-)?width[^)]*\)\s*)?")
_ELSEWHERE = ("@font-face", "@keyframes", "@-", "@page", "@property", "@counter-style")
_PSEUDO = re.compile(r"::?(before|after|first-line|first-letter|marker)\b", re.IGNORECASE)


class Rule(NamedTuple):
    """One rule: whom it selects, without the pseudo-element `pseudo` (empty: none), and its declarations."""

    selector: str
    style: str
    pseudo: str = ""


def rules_of(sheet: str) -> Iterator[Rule]:
    """Yield the rules of a style sheet that apply on a screen, in order, one for each selector."""
    text = _COMMENT.sub("", sheet)
    heads: list[str] = []
    start = 0
    for brace in _BRACE.finditer(text):
        between = text[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            heads.append(between.rpartition(";")[2].strip())
        elif heads:
            head = heads.pop()
            if not head.startswith("@") and all(map(_applies, heads)):
                yield from _selected(head, between)


def _applies(head: str) -> bool:
    """Tell whether the rules in a block such as ``@media`` apply on a screen of usual width."""
    head = head.lower()
    media = _MEDIA.match(head)
    if media:
        return any(_SCREEN.fullmatch(query.strip()) for query in media[1].split(","))
    return not head.startswith(_ELSEWHERE)


def _selected(head: str, style: str) -> Iterator[Rule]:
    for selector in head.split(","):
        pseudo = _PSEUDO.search(selector)
        bare = _PSEUDO.sub("", selector).strip()
        yield Rule(bare or "*", style, pseudo[1].lower() if pseudo else "")
