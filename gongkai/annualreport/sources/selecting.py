"""Whom the selectors of a page's style sheets select, as far as it can be told without a browser."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from selectolax.lexbor import SelectolaxError

_MOMENTARY = re.compile(r":(?:hover|focus|active|target|visited|checked)", re.IGNORECASE)
_PSEUDO_CLASS = re.compile(r":[\w-]+(?:\([^()]*\))?")
_NEVER_PASSING = re.compile(r":not\([^()]*:(?:hover|focus|active|target|visited|checked)[^()]*\)", re.IGNORECASE)
_DRESS = re.compile(r"::(?!before|after|marker|first)[\w-]+|:-[\w-]+", re.IGNORECASE)  # of scroll bars, fields, buttons
_NAMED = re.compile(r"[.#]((?:\\.|[\w-])+)")
_TAG = re.compile(r"[a-z][\w-]*", re.IGNORECASE)
_BEFORE_THE_LAST = re.compile(r".*[\s>+~](?![^(\[]*[)\]])", re.DOTALL)


def names_in(selector: str) -> list[str]:
    """Return the classes and ids that a selector names."""
    return _NAMED.findall(selector)


class Selection:
    """The elements of one page, to be selected from."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree

    def may_end_in_cells(self, selector: str) -> bool:
        """Tell whether the names that a selector ends with stand in a cell: most rules of a site are for elsewhere."""
        last = _BEFORE_THE_LAST.sub("", selector.strip())
        names = _NAMED.findall(last)
        if names:
            return all(name in self._names_in_cells for name in names)
        tag = _TAG.match(last)
        return tag is None or tag[0].lower() in self._names_in_cells

    @cached_property
    def _names_in_cells(self) -> set[str]:
        """Return the tags, classes and ids of cells and of what stands in them."""
        names = set()
        for node in self._tree.css("td, th, td *, th *"):
            names.add(node.tag)
            if "class" in node.attributes or "id" in node.attributes:
                names.update((node.attributes.get("class") or "").split(), (node.attributes.get("id") or "").split())
        return names

    def selected(self, selector: str) -> tuple[bool, list[Any]]:
        """Return whom a selector selects, and whether that is sure: what is not understood is taken for more."""
        mostly = _NEVER_PASSING.sub("", selector)
        if _MOMENTARY.search(mostly) or _DRESS.search(selector):
            return False, []
        try:
            return True, self._tree.css(selector)
        except (SelectolaxError, ValueError):
            bare = _PSEUDO_CLASS.sub("", mostly).strip() or "*"
        try:
            return False, self._tree.css(bare) if bare != selector else []
        except (SelectolaxError, ValueError):
            return False, []
