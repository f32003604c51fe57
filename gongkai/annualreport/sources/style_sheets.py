"""The style sheets inside a page: their rules, one by one, as a reader at a screen gets them.

Only what can be told without a browser: rules for printers, for telephones and for the steps of an
animation do not apply; sheets in files of their own are not at hand. Where it depends on the browser whether
a rule applies, the rule says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What may hold a brace, a comma or a semicolon that means nothing: strings, addresses, comments, escaped characters.
_TOKEN = re.compile(
    r"/\*.*?(?:\*/|$)|<!--|-->|url\(\s*[^\"'\s)][^)]*\)|\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?|\\.|[{};]",
    re.DOTALL | re.IGNORECASE,
)
_NOTHING = ("/*", "<!--", "-->")
_COMMA = re.compile(r"\"[^\"]*\"?|'[^']*'?|[()\[\],]")
_WIDTH = re.compile(r"(min|max)-(?:device-)?width\s*:\s*([\d.]+)\s*(px|em|rem)")
_NARROWEST, _WIDEST = 1000, 2000  # pixels: a screen is somewhere between
_NEVER = (
    "@font-face",
    "@keyframes",
    "@-",
    "@page",
    "@property",
    "@counter-style",
    "@view-transition",
    "@starting-style",
)
_ELSEWHERE = re.compile(r"(?:only\s+)?(?:print|speech|tty|tv|aural|braille|embossed|handheld|projection)\b")
_EVERYWHERE = re.compile(r"(?:only\s+)?(?:screen|all)?")
_PSEUDO = re.compile(r"::?(before|after|first-line|first-letter|marker)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)


class Rule(NamedTuple):
    """One rule: whom it selects, without the pseudo-element `pseudo` (empty: none), and its declarations.

    `sure` is False where it depends on the browser, the reader's settings or the width of the window.
    """

    selector: str
    style: str
    pseudo: str = ""
    sure: bool = True


class _Block(NamedTuple):
    """An open block: its selectors, with those it stands in before them, and whether it applies (None: perhaps)."""

    selectors: tuple[str, ...]
    applies: bool | None


def rules_of(sheet: str, media: str = "") -> Iterator[Rule]:
    """Yield the rules of a style sheet that apply on a screen, in order, one for each selector.

    `media` is what the element that holds the sheet says of where it applies.
    """
    page = _Block((), _of_queries(media) if media.strip() else True)
    if page.applies is False:
        return
    open_blocks, told = [page], ""
    end = 0
    for token in _TOKEN.finditer(sheet):
        told += sheet[end : token.start()]
        end = token.end()
        sign = token[0]
        if sign == "{":
            before, _, head = told.rpartition("\0")
            yield from _declared(open_blocks[-1], before)
            open_blocks.append(_opened(open_blocks[-1], head.strip()))
            told = ""
        elif sign == "}":
            yield from _declared(open_blocks[-1], told)
            told = ""
            if len(open_blocks) > 1:
                open_blocks.pop()
        elif sign == ";":
            told += "\0"
        elif not sign.startswith(_NOTHING):
            told += sign
    yield from _declared(open_blocks[-1], told + sheet[end:])  # a browser closes at the end what is open


def _opened(inside: _Block, head: str) -> _Block:
    """Return the block that a head opens inside another."""
    if head.startswith("@"):
        told = (inside.applies, _applies(head.lower()))
        both = False if False in told else None if None in told else True
        return _Block(inside.selectors, both)
    own = split_outside(head)
    if not inside.selectors:
        return _Block(tuple(own), inside.applies)
    above = ",".join(inside.selectors)
    above = above if len(inside.selectors) == 1 else f":is({above})"
    return _Block(tuple(one.replace("&", above) if "&" in one else f"{above} {one}" for one in own), inside.applies)


def _declared(block: _Block, told: str) -> Iterator[Rule]:
    """Yield the rules of the declarations that stand right in a block."""
    style = told.replace("\0", ";").strip("; \n\r\t")
    if not style or not block.selectors or block.applies is False:
        return
    for selector in block.selectors:
        meant = _ESCAPE.sub(lambda one: chr(min(int(one[1], 16), 0x10FFFF)), selector) if "\\" in selector else selector
        pseudo = _PSEUDO.search(meant)
        bare = _PSEUDO.sub("", meant if pseudo else selector).strip()
        yield Rule(bare or "*", style, pseudo[1].lower() if pseudo else "", block.applies is True)


def split_outside(text: str) -> list[str]:
    """Return the parts between commas that stand outside brackets and strings."""
    if "," not in text:
        return [text]
    parts, start, depth = [], 0, 0
    for sign in _COMMA.finditer(text):
        depth += (sign[0] in "([") - (sign[0] in ")]")
        if sign[0] == "," and depth <= 0:
            parts.append(text[start : sign.start()])
            start = sign.end()
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _applies(head: str) -> bool | None:
    """Tell whether the rules in a block such as ``@media`` apply on a screen of usual width; None: perhaps."""
    name = head.partition(" ")[0]
    if name.partition("(")[0] == "@media":
        return _of_queries(head.removeprefix("@media"))
    return False if head.startswith(_NEVER) else True if name in ("@layer", "@supports", "@container") else None


def _of_queries(text: str) -> bool | None:
    """Tell whether one of several media queries holds; None where it may."""
    told = {_of_query(query.strip().lower()) for query in split_outside(text)}
    return True if True in told else None if None in told else False


def _of_query(query: str) -> bool | None:
    if _ELSEWHERE.match(query):
        return False
    rest = query
    for found in _WIDTH.finditer(query):
        pixels = float(found[2]) * (1 if found[3] == "px" else 16)
        if pixels >= _WIDEST if found[1] == "min" else pixels < _NARROWEST:
            return False
        if _NARROWEST < pixels < _WIDEST:
            return None
        rest = rest.replace(found[0], "")
    rest = re.sub(r"\(\s*\)|\band\b", "", rest).strip()
    return True if _EVERYWHERE.fullmatch(rest) else None
