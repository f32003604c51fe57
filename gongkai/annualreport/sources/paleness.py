"""Text of the colour of what lies behind it: where on a page figures are printed that hardly anybody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gongkai.annualreport.sources.colours import (
    BLACK,
    CLEAR,
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
    if b"color" not in folded:
        return frozenset()
    texts, grounds = colours_named(folded.decode("utf-8", "replace"))
    return frozenset(text for text in texts if any(alike(text, ground) for ground in {WHITE, *grounds}))


class Paleness:
    """The colours of one page's elements, as far as the page itself gives them; `pale` are those to look for."""

    def __init__(self, tree: Any, pale: frozenset[Colour]) -> None:
        self._tree = tree
        self._pale = pale
        self._texts: dict[int, Colour] = {}
        self._grounds: dict[int, Colour] = {}

    def elements(self, rules: Iterable[Rule], select: _Select) -> list[Any]:
        """Return the elements with a pale text, by the page's rules and by their own attributes."""
        found = [node for rule in rules if text_colour(rule.style) in self._pale for node in select(rule.selector)]
        return found + [node for node, text, _ in self._own() if text in self._pale]

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
