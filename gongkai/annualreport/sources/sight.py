"""What of a page a reader sees: hidden, struck-out and raised text is no part of a figure.

What is certainly not seen is left out. Where it is not certain how a figure looks (text of the colour
of its ground, text that a style adds or turns round), the figure is illegible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from gongkai.annualreport.sources.declarations import (
    adds_figures,
    hides,
    removes,
    sets_apart,
    sets_backwards,
    sets_block,
    shows,
)
from gongkai.annualreport.sources.disguises import Disguise, disguise
from gongkai.annualreport.sources.limits import check_selections
from gongkai.annualreport.sources.paleness import Paleness, suspects
from gongkai.annualreport.sources.selecting import Selection, names_in
from gongkai.annualreport.sources.style_sheets import Rule, rules_of

_BLOCK_NAMES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset "
    "table tbody thead tfoot tr td th caption center blockquote pre hr address figure figcaption body html"
)
_SKIPPED_NAMES = (
    "script style head noscript template select option button iframe object textarea svg title "
    "datalist noembed noframes audio"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
SKIPPED = frozenset(_SKIPPED_NAMES.split())
UNSEEN = frozenset(["del", "s", "strike", "sup", "sub", "rt", "rtc", "rp", "details"])
APART = frozenset(["select", "option", "button", "details", "summary", "dialog"])  # seen, and no part of a text
REPLACED = frozenset("img input textarea svg object iframe canvas embed video math bdo progress meter".split())
# One of these stands in every page that hides something: looking for words is a hundred times faster than for patterns.
_WORDS = (
    *(b"display", b"visibility", b"hid", b"opacity", b"line-through", b"vertical-align", b":-", b": -"),
    *(b"clip", b"transform", b"fill-c", b"unicode-bidi", b"popover"),
)
_TURNS = (b"unicode-bidi", b"text-security", b"-reverse", b"rtl")
_ZOOM, _MASK = re.compile(rb"zoom:\s*[0.]"), re.compile(rb"mask(?:-image)?:")
_ESCAPED = re.compile(rb"style\s*=\s*[\"'][^\"']*\\")
_TINY = re.compile(rb"font-size:\s*(?:0|1p|\.)")
# What sites call what they hide. A sheet in a file of its own says whether it is so; that is not at hand.
_CALLED_HIDDEN = frozenset(
    "hide hidden d-none none display-none invisible sr-only visually-hidden is-hidden ui-hide layui-hide".split()
)


class Sight:
    """Tells for one page which elements show their text; cheap where a page hides nothing."""

    def __init__(self, tree: Any, page: bytes) -> None:
        folded = page.lower()
        self._tree = tree
        self._selection = Selection(tree)
        self._sets_blocks = b"display" in folded
        self._hints = any(word in folded for word in _WORDS) or _TINY.search(folded) is not None
        escaped = b"\\" in folded and _ESCAPED.search(folded) is not None
        self._hints = self._hints or escaped or (b"zoom" in folded and _ZOOM.search(folded) is not None)
        self._hidden: set[int] = set()  # elements that a rule hides
        self._placed: set[int] = set()  # elements that a rule hides and that keep their place
        self._doubtful: set[int] = set()  # elements whose figures are not certainly as they stand in the source
        self._added_to: set[int] = set()  # elements with a figure that a rule adds
        self._moved: set[int] = set()  # elements that a rule puts elsewhere, as Disguise.OF_A_PART
        self._shown: set[int] = set()  # elements that hide by themselves and are perhaps shown by a rule
        self._touched: set[int] = set()  # tables with any of these
        self._styled = b"style=" in folded or b"dir=" in folded
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
        if b"<col" in folded:
            self._heed_columns()
        if b"shadowrootmode" in folded:  # a browser shows it in the place of what stands beside it
            self._mark(self._doubtful, [node.parent for node in self._tree.css("template[shadowrootmode]")])
        self._heed_colours(folded, [rule for rule in rules if not rule.pseudo])
        if (b"<link" in folded and self._has_sheets_elsewhere()) or (rules and b"@import" in folded):
            self._heed_names({name for rule in rules for name in names_in(rule.selector)})

    # -- what is asked -------------------------------------------------------------------------

    def shows_all(self, table: Any) -> bool:
        """Tell whether no rule of the page's style sheets hides or changes anything in this table."""
        return table.mem_id not in self._touched

    def hides(self, node: Any) -> bool:
        """Tell whether an element's text is not seen, or not as it stands in the source."""
        return node.tag in UNSEEN or self.conceals(node) or (self._hints and sets_apart(_style_of(node)))

    def keeps_place(self, cell: Any) -> bool:
        """Tell whether a cell that nobody sees takes its place in the row all the same."""
        if cell.mem_id in self._placed:
            return True
        style = _style_of(cell)
        return cell.mem_id not in self._hidden and hides(style) and not removes(style) and not _is_put_away(cell)

    def sets_apart(self, node: Any) -> bool:
        """Tell whether an element's text is struck, raised or lowered by its own style."""
        return self._hints and sets_apart(_style_of(node))

    def is_unseen(self, node: Any, cell: Any) -> bool:
        """Tell whether nobody sees an element of a cell: it, or what holds it, is concealed."""
        inside = (one for one in chain([node], _above(node)))
        for one in inside:
            if self.conceals(one):
                return True
            if one.mem_id == cell.mem_id:
                return False
        return False

    def conceals(self, node: Any) -> bool:
        """Tell whether nobody sees an element's text."""
        if node.mem_id in self._hidden:
            return True
        if node.mem_id in self._shown:
            return False
        style = _style_of(node) if self._hints else ""
        return self._hints and (hides(style) or (_is_put_away(node) and not shows(style)))

    def starts_line(self, node: Any) -> bool:
        """Tell whether an element that flows by nature is set as a block."""
        return self._sets_blocks and sets_block(_style_of(node))

    def doubts(self, cell: Any, words: str) -> bool:
        """Tell whether what is seen in a cell may be another figure than `words`, its text."""
        if not (self._added_to or self._doubtful or self._moved or self._pale or self._turned or self._styled):
            return False
        inside = cell.css("*")  # the cell itself among them
        if any(node.mem_id in self._added_to for node in inside):
            return True
        if not any(map(str.isdigit, words)):
            return False
        if any(self._is_doubtful(node) for node in chain(inside, _above(cell))):
            return True
        if (self._styled or self._moved) and any(self._is_disguised(node, cell) for node in inside):
            return True
        return self._pale is not None and self._pale.hides_figure(inside)

    def _is_doubtful(self, node: Any) -> bool:
        if node.mem_id in self._doubtful or (self._hints and _is_put_away(node) and shows(_style_of(node))):
            return True
        return self._turned and (sets_backwards(_style_of(node)) or (node.attributes.get("dir") or "").lower() == "rtl")

    def _is_disguised(self, node: Any, cell: Any) -> bool:
        """Tell whether an element in a cell, by a style of its own, lets the cell's figure look another."""
        style = _style_of(node)
        how = disguise(style) if style else Disguise.NONE
        how = max(how, Disguise.OF_A_PART) if node.mem_id in self._moved else how
        if how is Disguise.NONE or hides(style):
            return False
        digits = _count_digits(node)
        if how is Disguise.ANY or (
            how is Disguise.OF_A_PART and node.mem_id == cell.mem_id
        ):  # a cell is part of its row
            return digits > 0
        if how is Disguise.OF_PARTS:
            return any(0 < _count_digits(inner) < digits for inner in node.css("*"))
        if how is Disguise.SHIFTED and node.tag in BLOCKS:
            return False
        return digits < _count_digits(cell) if digits else "position" in style

    # -- style sheets --------------------------------------------------------------------------

    def _rules(self, folded: bytes) -> list[Rule]:
        """Return the rules of the page's own sheets."""
        if b"<style" not in folded:
            return []
        sheets = ((sheet.text(), sheet.attributes.get("media") or "") for sheet in self._tree.css("style"))
        return [rule for text, media in sheets for rule in rules_of(text, media)]

    def _heed_columns(self) -> None:
        """Doubt a whole table of which a column is put away: which of its cells go with it is a browser's affair."""
        gone = [col for col in self._tree.css("col, colgroup") if self.conceals(col)]
        self._mark(self._doubtful, [above for col in gone for above in _above(col) if above.tag == "table"])

    def _has_sheets_elsewhere(self) -> bool:
        return any("stylesheet" in (link.attributes.get("rel") or "").lower() for link in self._tree.css("link[rel]"))

    def _heed(self, rule: Rule) -> None:
        if rule.pseudo:
            self._heed_pseudo(rule)
        elif hides(rule.style) or sets_apart(rule.style):
            sure, found = self._selection.selected(rule.selector)
            self._mark(self._hidden if sure and rule.sure else self._doubtful, found)
            if not removes(rule.style):
                self._placed.update(node.mem_id for node in found)
        elif sets_backwards(rule.style):
            self._mark(self._doubtful, self._selection.selected(rule.selector)[1])
        elif (how := disguise(rule.style)) and self._selection.may_end_in_cells(rule.selector):
            found = [node for node in self._selection.selected(rule.selector)[1] if _in_cell(node)]
            if how is Disguise.SHIFTED:
                found = [node for node in found if node.tag not in BLOCKS]
            self._mark(self._doubtful if how is Disguise.ANY else self._moved, found)

    def _heed_colours(self, folded: bytes, rules: Sequence[Rule]) -> None:
        """Take note of the colours where a table may have text of the colour of its ground."""
        pale = suspects(folded)
        if not pale:
            return
        colours = Paleness(self._tree, pale)
        self._touch(colours.elements(rules, lambda selector: self._selection.selected(selector)[1]))
        if self._touched:
            colours.heed(rules, lambda selector: self._selection.selected(selector)[1])
            self._pale = colours

    def _heed_pseudo(self, rule: Rule) -> None:
        if rule.pseudo.startswith("first"):
            if hides(rule.style):
                self._mark(self._doubtful, self._selection.selected(rule.selector)[1])
        elif adds_figures(rule.style):
            self._mark(self._added_to, self._selection.selected(rule.selector)[1])

    def _heed_shown_again(self, rules: Iterable[Rule]) -> None:
        """Doubt what one rule hides and another shows: which of them wins is a browser's affair."""
        for rule in rules if self._hints else ():
            shown = not rule.pseudo and shows(rule.style) and not hides(rule.style)
            again = self._selection.selected(rule.selector)[1] if shown else ()
            self._heed_shown([node for node in again if self.conceals(node) and node.mem_id not in self._hidden])
            both = {node.mem_id for node in again} & self._hidden
            self._hidden -= both
            self._doubtful |= both

    def _heed_shown(self, nodes: Sequence[Any]) -> None:
        """Doubt what an attribute hides and a rule, or a declaration beside it, may show."""
        self._shown.update(node.mem_id for node in nodes)
        self._mark(self._doubtful, nodes)

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
        for node in self._tree.css("td[class], th[class], tr[class], td [class], th [class], td [id], th [id]"):
            names = {name for key in ("class", "id") for name in (node.attributes.get(key) or "").split()} - known
            digits = _count_digits(node) if names else 0
            if digits and (names & _CALLED_HIDDEN or _is_part_of_figure(node, digits)):
                self._mark(self._doubtful, [node])


def _in_cell(node: Any) -> bool:
    return node.tag in ("td", "th") or any(above.tag in ("td", "th") for above in _above(node))


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


def _is_put_away(node: Any) -> bool:
    return "hidden" in node.attributes or "popover" in node.attributes


def _style_of(node: Any) -> str:
    return node.attributes.get("style") or ""
