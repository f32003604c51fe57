"""Text of the colour of what lies behind it: where on a page figures are printed that hardly anybody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gongkai.annualreport.sources.colours import (
    BLACK,
    CLEAR,
    PATTERN,
    WHITE,
    Colour,
    alike,
    colour,
    colours_named,
    ground_colour,
    text_colour,
)
from gongkai.annualreport.sources.style_sheets import Rule

_Select = Callable[[str], Iterable[Any]]


def suspects(folded: bytes) -> frozenset[Colour]:
    """Return the text colours of a page (UTF-8, in small letters) that are like white, or like a ground it names."""
    if b"color" not in folded and b"background" not in folded:
        return frozenset()
    texts, grounds = colours_named(folded.decode("utf-8", "replace"))
    unwritten = {BLACK} if any(alike(BLACK, ground) for ground in grounds - {CLEAR, PATTERN}) else set()
    all_grounds = {WHITE, *grounds}
    return frozenset(text for text in texts | unwritten if any(alike(text, ground) for ground in all_grounds))


class Paleness:
    """The colours of one page's elements, as far as the page itself gives them; `pale` are those to look for."""

    def __init__(self, tree: Any, pale: frozenset[Colour]) -> None:
        self._tree = tree
        self._pale = pale
        self._texts: dict[int, Colour] = {}
        self._grounds: dict[int, Colour] = {}

    def elements(self, rules: Iterable[Rule], select: _Select) -> list[Any]:
        """Return the elements with a pale text or a ground as dark as text, by the page's rules and by attributes."""
        found = [node for rule in rules if self._is_suspect(rule.style) for node in select(rule.selector)]
        own = (node for node, text, ground in self._own() if text in self._pale or self._darkens(ground))
        return [*found, *own]

    def _is_suspect(self, style: str) -> bool:
        return text_colour(style) in self._pale or self._darkens(ground_colour(style))

    def _darkens(self, ground: Colour | None) -> bool:
        """Tell whether text without a colour of its own is hardly seen on a ground."""
        return BLACK in self._pale and ground not in (None, CLEAR, PATTERN) and alike(BLACK, ground)

    def heed(self, rules: Iterable[Rule], select: _Select) -> None:
        """Take the colours of every element; later rules win, and an element's own attributes over all."""
        for rule in rules:
            text, ground = text_colour(rule.style), ground_colour(rule.style)
            for node in select(rule.selector) if text or ground else ():
                self._take(node, text, ground)
        for node, text, ground in self._own():
            self._take(node, text, ground)

    def _own(self) -> Iterator[tuple[Any, Colour | None, Colour | None]]:
        for node in self._tree.css("[style], [bgcolor], font[color], body[text]"):
            attributes = node.attributes
            style = attributes.get("style") or ""
            text = text_colour(style) or colour(attributes.get("color") or attributes.get("text") or "")
            yield node, text, ground_colour(style) or colour(attributes.get("bgcolor") or "")

    def _take(self, node: Any, text: Colour | None, ground: Colour | None) -> None:
        if text is not None:
            self._texts[node.mem_id] = text
        if ground is not None:
            self._grounds[node.mem_id] = ground

    def hides_figure(self, nodes: Iterable[Any]) -> bool:
        """Tell whether digits stand right inside one of these elements in a colour like that of their ground."""
        return any(self._is_pale(node) for node in nodes if _prints_digits(node))

    def _is_pale(self, node: Any) -> bool:
        text = _nearest(node, self._texts, BLACK)
        return text == CLEAR or alike(text, _nearest(node, self._grounds, WHITE))


def _nearest(node: Any, colours: dict[int, Colour], default: Colour) -> Colour:
    """Return the colour of the element or of the nearest around it that has one."""
    while node is not None:
        if node.mem_id in colours:
            return colours[node.mem_id]
        node = node.parent
    return default


def _prints_digits(node: Any) -> bool:
    return any(map(str.isdigit, node.text(deep=False)))
