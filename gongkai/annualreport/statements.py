"""Items that running text states: 2023年，实缴单位3456家，缴存额45.67亿元.

A phrase states an item when nothing stands in it but words that lead to it, the item's label
and its figure. Whatever compares, divides up, plans, or speaks of another year states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.annualreport.forms import Axis
from gongkai.annualreport.model import Source
from gongkai.annualreport.quantities import Quantity, measures, quantity
from gongkai.annualreport.titles import simple

FIRST = "{n}"  # stands in a label for a figure that comes before the words
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_NUMBERED = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))"
)
_SENTENCE = re.compile(r"[^。；;！!？?]+")
_PHRASE = re.compile(r"(?:[^，：:,]|[：:](?=\d)|(?<=\d),(?=\d{3}))+")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年")
_LEAD = re.compile(
    r"(?:截至|截止|到)?(?:20\d\d年|本年|当年|全年|年)?(?:度|末|底)?(?:\d{1,2}月)?(?:\d{1,2}日|末|底)?"
    r"(?:全市|全州|全盟|我市|本市|我中心|中心)?(?:共|共计|累计共)?(?:有|为)?"
)
_LINK = re.compile(r"[：:]?(?:人民币)?(?:为|是|达到?|共计?|合计|总计|完成|实现)?")
_ELSEWHERE = re.compile(r"上年|上一年|去年|下年|下一年|明年|预计|计划|预算|目标|力争|拟")
_COMPARES = re.compile(r"^(?:分别|均|各)?(?:同比|环比|比|较|与|和|占(?!当年缴存额的))")
_OF_THIS = "其中"
_PART = re.compile(r"其中|包括|分别|市本级|管理部|分中心|分理处|办事处")
_ASIDE = re.compile(r"异地|贴息|公转商|项目贷款")  # a paragraph that opens so is about these loans, and says just 余额
_OPENING = 14  # characters
_BEHIND = re.compile(r"(?:同比|环比|比上|较上|增|减|下降|上升)")


class Stated(NamedTuple):
    """One place where a source states an item: the quantity, None where it is not certain, and where it stands."""

    row: str
    quantity: Quantity | None
    raw: str
    source: Source


class Labels(NamedTuple):
    """The words for the items of one table, longest first: (words, items; several where the unit tells them apart)."""

    behind: tuple[tuple[str, tuple[Axis, ...]], ...]
    first: tuple[tuple[str, tuple[Axis, ...]], ...]

    def naming(self, word: str) -> Labels:
        """Return only the labels that have this word in them."""
        behind, first = (tuple(one for one in side if word in one[0]) for side in self)
        return Labels(behind, first)

    def items(self, words: str) -> tuple[Axis, ...]:
        """Return the items that are called exactly so; none where nothing is."""
        return next((items for label, items in self.behind if label == words), ())


def labels_of(rows: Sequence[Axis]) -> Labels:
    """Return the labels of these items, without what they say in brackets."""
    named: dict[str, list[Axis]] = {}
    for row in rows:
        for words in (row.label, *row.aliases):
            named.setdefault(bare(words), []).append(row)
    ordered = [(words, tuple(items)) for words, items in sorted(named.items(), key=lambda one: -len(one[0]))]
    first = tuple((words.removeprefix(FIRST), items) for words, items in ordered if words.startswith(FIRST))
    return Labels(tuple(one for one in ordered if FIRST not in one[0]), first)


def bare(words: str) -> str:
    """Return words folded, without an enumeration before them and without what stands in brackets."""
    return _BRACKETS.sub("", _NUMBERED.sub("", simple(words).replace("\n", "")))


def statements(paragraph: str, labels: Labels, year: int | None, source: Source) -> Iterator[Stated]:
    """Yield what a paragraph states of the items in the report's year."""
    text, elsewhere = bare(paragraph), False
    aside = _ASIDE.search(text[:_OPENING])
    labels = labels.naming(aside[0]) if aside else labels
    for sentence in _SENTENCE.findall(text):
        parts: set[str] = set()
        for phrase in _PHRASE.findall(sentence):
            elsewhere = _is_elsewhere(phrase, year, elsewhere)
            parts.update(_PART.findall(phrase))
            if not (elsewhere or parts - {_OF_THIS} or _COMPARES.search(phrase)):
                found = _stated(phrase.removeprefix(_OF_THIS), labels, source)
                yield from (one for one in found if not parts or _is_share(one))


def _is_share(one: Stated) -> bool:
    """Tell whether a figure is a rate: that is no part of the amount before it (增值收益…，其中，增值收益率…)."""
    return one.quantity is not None and measures(one.quantity.unit) == "share"


def _is_elsewhere(phrase: str, year: int | None, before: bool) -> bool:
    """Tell whether a phrase speaks of another year; what follows speaks of the same until another is named."""
    if _COMPARES.search(phrase):
        return before
    years = [int(found["year"]) for found in _YEAR.finditer(phrase)]
    if _ELSEWHERE.search(phrase):
        return True
    return before if not years or year is None else years[-1] != year


def _stated(phrase: str, labels: Labels, source: Source) -> Iterator[Stated]:
    start = _lead(phrase)
    whole = _labelled(phrase, start, labels, source)
    if whole is not None:
        yield from whole
        return
    chain: list[Stated] = []
    items: tuple[Axis, ...] = ()
    for number, words in enumerate(phrase.split("、")):
        start = _lead(words) if number == 0 else 0
        found = _labelled(words, start, labels, source)
        if found is None:
            found = _more(words, items, source)
        if found is None:
            return  # a list of names before a list of figures: which is whose is not said
        chain.extend(found)
        items = _items_at(words, start, labels) or items
    yield from chain


def _lead(phrase: str) -> int:
    found = _LEAD.match(phrase)
    return found.end() if found else 0


def _items_at(phrase: str, start: int, labels: Labels) -> tuple[Axis, ...]:
    words = phrase[start:].removeprefix("住房公积金")
    return next((items for label, items in labels.behind if words.startswith(label)), ())


def _labelled(phrase: str, start: int, labels: Labels, source: Source) -> list[Stated] | None:
    """Return what a phrase states that is a label and a figure and no more; None where it is anything else."""
    for begin in (start, start + len("住房公积金") if phrase.startswith("住房公积金", start) else start):
        for label, items in labels.behind:
            if phrase.startswith(label, begin):
                found = _figure(phrase, begin + len(label))
                if found is not None:
                    return _assigned(found, items, source)
    return _figure_first(phrase, start, labels, source)


def _figure_first(phrase: str, start: int, labels: Labels, source: Source) -> list[Stated] | None:
    found = quantity(phrase, start)
    if found is None:
        return None
    one, end = found
    items = next((items for words, items in labels.first if phrase[end:] == words), ())
    return _assigned(one, items, source) if items else None


def _figure(phrase: str, start: int) -> Quantity | None:
    """Return the figure behind a label where it ends the phrase, or a comparison follows."""
    link = _LINK.match(phrase, start)
    found = quantity(phrase, link.end() if link else start)
    if found is None:
        return None
    one, end = found
    return one if end == len(phrase) or _BEHIND.match(phrase, end) else None


def _more(words: str, items: tuple[Axis, ...], source: Source) -> list[Stated] | None:
    """Return what a bare figure adds that follows a labelled one (发放贷款0.45万笔、16.78亿元)."""
    found = quantity(words)
    if not items or found is None or found[1] != len(words):
        return None
    return _assigned(found[0], items, source)


def _assigned(one: Quantity, items: tuple[Axis, ...], source: Source) -> list[Stated]:
    """Return the figure as the item's whose unit it has; one without a unit, or inexact, is not certain."""
    fitting = [item for item in items if measures(item.unit) == measures(one.unit)]
    if one.unit and not fitting:
        return []
    certain = one if one.exact and one.unit else None
    return [Stated(item.id, certain, one.raw, source) for item in (fitting or items[:1])]
