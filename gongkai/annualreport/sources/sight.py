"""What of a page a reader sees: hidden, struck-out and raised text is no part of a figure.

What is certainly not seen is left out. Where it is not certain how a figure looks (text of the colour
of its ground, text that a style adds or turns round), the figure is illegible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from selectolax.lexbor import SelectolaxError

from gongkai.annualreport.sources.declarations import adds_figures, hides, sets_apart, sets_backwards, sets_block, shows
from gongkai.annualreport.sources.limits import check_selections
from gongkai.annualreport.sources.paleness import Paleness, suspects
from gongkai.annualreport.sources.style_sheets import Rule, rules_of

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset "
    "table tbody thead tfoot tr td th caption center blockquote pre hr address figure figcaption body html"
)
_SKIPPED_NAMES = "script style head noscript template select option button iframe object textarea svg title"
BLOCKS = frozenset(_BLOCK_NAMES.split())
SKIPPED = frozenset(_SKIPPED_NAMES.split())
UNSEEN = frozenset(["del", "s", "strike", "sup", "sub", "rt", "rp", "details"])
REPLACED = frozenset(["img", "input", "textarea", "svg", "object", "iframe", "canvas", "embed", "video", "math", "bdo"])
# One of these stands in every page that hides something: looking for words is a hundred times faster than for patterns.
_WORDS = (
    *(b"display", b"visibility", b"hid", b"opacity", b"line-through", b"vertical-align", b":-", b": -"),
    *(b"clip", b"transform", b"fill-c", b"unicode-bidi", b"popover"),
)
_TURNS = (b"unicode-bidi", b"text-security", b"-reverse")
_ZOOM, _MASK = re.compile(rb"zoom:\s*[0.]"), re.compile(rb"mask(?:-image)?:")
_ESCAPED = re.compile(rb"style\s*=\s*[\"'][^\"']*\\")
_TINY = re.compile(rb"font-size:\s*(?:0|1p|\.)")
# What sites call what they hide. A sheet in a file of its own says whether it is so; that is not at hand.
_CALLED_HIDDEN = frozenset(
    "hide hidden d-none none display-none invisible sr-only visually-hidden is-hidden ui-hide layui-hide".split()
)
_MOMENTARY = re.compile(r":(?:hover|focus|active|target|visited|checked)", re.IGNORECASE)
_PSEUDO_CLASS = re.compile(r":[\w-]+(?:\([^()]*\))?")
_CLASS = re.compile(r"\.([\w-]+)")


class Sight:
    """Tells for one page which elements show their text; cheap where a page hides nothing."""

    def __init__(self, tree: Any, page: bytes) -> None:
        folded = page.lower()
        self._tree = tree
        self._sets_blocks = b"display" in folded
        self._hints = any(word in folded for word in _WORDS) or _TINY.search(folded) is not None
        escaped = b"\\" in folded and _ESCAPED.search(folded) is not None
        self._hints = self._hints or escaped or (b"zoom" in folded and _ZOOM.search(folded) is not None)
        self._hidden: set[int] = set()  # elements that a rule hides
        self._doubtful: set[int] = set()  # elements whose figures are not certainly as they stand in the source
        self._added_to: set[int] = set()  # elements with a figure that a rule adds
        self._touched: set[int] = set()  # tables with any of these
        self._pale: Paleness | None = None
        self._turned = (
            escaped
            or any(word in folded for word in _TURNS)
            or (b"mask" in folded and _MASK.search(folded) is not None)
            or b"transform" in folded.replace(b"text-transform", b"")
        )
        rules = self._rules(folded)
        check_selections(len(rules), folded.count(b"<"))
        for rule in rules:
            self._heed(rule)
        self._heed_shown_again(rules)
        if b"shadowrootmode" in folded:  # a browser shows it in the place of what stands beside it
            self._mark(self._doubtful, [node.parent for node in self._tree.css("template[shadowrootmode]")])
        self._heed_colours(folded, [rule for rule in rules if not rule.pseudo])
        if b"stylesheet" in folded or (rules and b"@import" in folded):
            self._heed_names({name for rule in rules for name in _CLASS.findall(rule.selector)})

    # -- what is asked -------------------------------------------------------------------------

    def shows_all(self, table: Any) -> bool:
        """Tell whether no rule of the page's style sheets hides or changes anything in this table."""
        return table.mem_id not in self._touched

    def hides(self, node: Any) -> bool:
        """Tell whether an element's text is not seen, or not as it stands in the source."""
        return node.tag in UNSEEN or self.conceals(node) or (self._hints and sets_apart(_style_of(node)))

    def conceals(self, node: Any) -> bool:
        """Tell whether nobody sees an element's text."""
        if node.mem_id in self._hidden:
            return True
        return self._hints and ("hidden" in node.attributes or "popover" in node.attributes or hides(_style_of(node)))

    def starts_line(self, node: Any) -> bool:
        """Tell whether an element that flows by nature is set as a block."""
        return self._sets_blocks and sets_block(_style_of(node))

    def doubts(self, cell: Any, words: str) -> bool:
        """Tell whether what is seen in a cell may be another figure than `words`, its text."""
        if not (self._added_to or self._doubtful or self._pale or self._turned):
            return False
        inside = cell.css("*")  # the cell itself among them
        if any(node.mem_id in self._added_to for node in inside):
            return True
        if not any(map(str.isdigit, words)):
            return False
        return any(self._is_doubtful(node) for node in chain(inside, _above(cell))) or (
            self._pale is not None and self._pale.hides_figure(inside)
        )

    def _is_doubtful(self, node: Any) -> bool:
        return node.mem_id in self._doubtful or (self._turned and sets_backwards(_style_of(node)))

    # -- style sheets --------------------------------------------------------------------------

    def _rules(self, folded: bytes) -> list[Rule]:
        """Return the rules of the page's own sheets."""
        if b"<style" not in folded:
            return []
        return [rule for sheet in self._tree.css("style") for rule in rules_of(sheet.text())]

    def _heed(self, rule: Rule) -> None:
        if rule.pseudo:
            self._heed_pseudo(rule)
        elif hides(rule.style) or sets_apart(rule.style):
            sure, found = self._selected(rule.selector)
            self._mark(self._hidden if sure else self._doubtful, found)
        elif sets_backwards(rule.style):
            self._mark(self._doubtful, self._selected(rule.selector)[1])

    def _heed_colours(self, folded: bytes, rules: Sequence[Rule]) -> None:
        """Take note of the colours where a table may have text of the colour of its ground."""
        pale = suspects(folded)
        if not pale:
            return
        colours = Paleness(self._tree, pale)
        self._touch(colours.elements(rules, lambda selector: self._selected(selector)[1]))
        if self._touched:
            colours.heed(rules, lambda selector: self._selected(selector)[1])
            self._pale = colours

    def _heed_pseudo(self, rule: Rule) -> None:
        if rule.pseudo.startswith("first"):
            if hides(rule.style):
                self._mark(self._doubtful, self._selected(rule.selector)[1])
        elif adds_figures(rule.style):
            self._mark(self._added_to, self._selected(rule.selector)[1])

    def _heed_shown_again(self, rules: Iterable[Rule]) -> None:
        """Doubt what one rule hides and another shows: which of them wins is a browser's affair."""
        for rule in rules if self._touched and self._hidden else ():
            shown = not rule.pseudo and shows(rule.style) and not hides(rule.style)
            again = self._selected(rule.selector)[1] if shown else ()
            both = {node.mem_id for node in again} & self._hidden
            self._hidden -= both
            self._doubtful |= both

    def _selected(self, selector: str) -> tuple[bool, list[Any]]:
        """Return whom a selector selects, and whether that is sure: what is not understood is taken for more."""
        if _MOMENTARY.search(selector):
            return False, []
        try:
            return True, self._tree.css(selector)
        except (SelectolaxError, ValueError):
            bare = _PSEUDO_CLASS.sub("", selector).strip()
        try:
            return False, self._tree.css(bare) if bare and bare != selector else []
        except (SelectolaxError, ValueError):
            return False, []

    def _mark(self, marked: set[int], nodes: Iterable[Any]) -> None:
        found = list(nodes)
        marked.update(node.mem_id for node in found)
        self._touch(found)

    def _touch(self, nodes: Iterable[Any]) -> None:
        """Note the tables that hold these elements, or that they hold."""
        for node in nodes:
            around = (above.mem_id for above in _above(node) if above.tag == "table")
            self._touched.update(chain(around, (table.mem_id for table in node.css("table"))))

    # -- names whose meaning is elsewhere --------------------------------------------------------

    def _heed_names(self, known: set[str]) -> None:
        """Doubt figures that a sheet in a file of its own may hide: called hidden, or a part of a figure only."""
        for node in self._tree.css("td[class], th[class], tr[class], td [class], th [class]"):
            names = set((node.attributes.get("class") or "").split()) - known
            digits = _count_digits(node) if names else 0
            if digits and (names & _CALLED_HIDDEN or _is_part_of_figure(node, digits)):
                self._mark(self._doubtful, [node])


def _is_part_of_figure(node: Any, digits: int) -> bool:
    """Tell whether an element holds some digits of its cell, but not all."""
    cell = next((above for above in _above(node) if above.tag in ("td", "th")), None)
    return node.tag not in ("td", "th", "tr") and cell is not None and digits < _count_digits(cell)


def _count_digits(node: Any) -> int:
    return sum(map(str.isdigit, node.text()))


def _above(node: Any) -> Iterator[Any]:
    """Yield the elements around an element, from the inside out."""
    around = node.parent
    while around is not None:
        yield around
        around = around.parent


def _style_of(node: Any) -> str:
    return node.attributes.get("style") or ""
