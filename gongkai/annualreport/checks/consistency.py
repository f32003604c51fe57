"""The text against itself: one thing has one figure, and the year is the report's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.annualreport.checks.amounts import plain
from gongkai.annualreport.checks.figures import Figure, figures
from gongkai.annualreport.checks.phrases import phrases
from gongkai.annualreport.checks.sentences import (
    PREAMBLE,
    Sentence,
    excerpt,
    place_of,
    sentences,
    sentences_of,
)
from gongkai.annualreport.model import Report
from gongkai.findings import Finding

_SHORT_WITH_CHANNEL, _SHORT = 4, 8  # characters a phrase needs to mean one certain thing
_LEAP_YEAR = 2000  # the year for a date that names none
_LISTED = 3  # titles of so many years are a list of reports, and no title of this one


class _Counted(NamedTuple):
    """What a figure counts: the words without channel and filler, and the channel (网站, 微信公众号)."""

    words: str
    channel: str


# -- one thing, two figures ------------------------------------------------------------------------


def same_thing(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for two different figures of what reads like the same thing."""
    alike: defaultdict[tuple[str, str], list[tuple[Sentence, Figure]]] = defaultdict(list)
    for sentence in sentences_of(report):
        for figure in figures(sentence.text):
            if figure.exact and not figure.compared and len(figure.phrase) >= _SHORT_WITH_CHANNEL:
                alike[figure.kind, figure.phrase[-2:]].append((sentence, figure))
    for candidates in alike.values():
        if len({figure.value for _, figure in candidates}) > 1:
            yield from _pairs(report, candidates)


def _pairs(report: Report, candidates: list[tuple[Sentence, Figure]]) -> Iterator[Finding]:
    by_meaning: defaultdict[_Counted, list[tuple[Sentence, Figure]]] = defaultdict(list)
    for sentence, figure in candidates:
        counted = _counted(report, sentence, figure)
        if counted is not None:
            by_meaning[counted].append((sentence, figure))
    for first, *others in by_meaning.values():
        differing = next((other for other in others if other[1].value != first[1].value), None)
        if differing is not None:
            yield _two_figures(report, first, differing)


def _counted(report: Report, sentence: Sentence, figure: Figure) -> _Counted | None:
    """Return what the figure counts; None where it is too vague, or not this agency's whole year."""
    patterns, scope = phrases().figures, phrases().scope
    before = sentence.text[: figure.start]
    stated = scope["year"].findall(before)
    if patterns["limited"].search(scope["whole_year"].sub("", before)) or (stated and int(stated[-1]) != report.year):
        return None
    own = patterns["channel"].findall(figure.phrase)
    inherited = patterns["channel"].findall(before)
    words = patterns["lead"].sub("", patterns["channel"].sub("", figure.phrase))
    channel = "".join(own) or (inherited[-1] if inherited else "")
    enough = _SHORT_WITH_CHANNEL if channel else _SHORT
    return _Counted(words, channel) if len(words) >= enough else None


def _two_figures(report: Report, one: tuple[Sentence, Figure], other: tuple[Sentence, Figure]) -> Finding:
    (first, figure), (second, again) = one, other
    words = [f"{found.phrase}{sentence.text[found.start : found.end]}" for sentence, found in (one, other)]
    facts = {
        "first": excerpt(words[0]),
        "one": plain(figure.value),
        "second": excerpt(words[1]),
        "other": plain(again.value),
        "also_at": place_of(report, second, words[1]),
    }
    return Finding("TEXT-TWO-FIGURES", place_of(report, first, words[0]), facts)


# -- years and dates -------------------------------------------------------------------------------


def years(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each year, in a title or where a sentence begins, that is not the report's.

    Comparisons with another year and plans for the next are as they should be.
    """
    if report.year is None:
        return
    seen: set[tuple[str, str]] = set()
    for sentence, found in _stated_years(report):
        if int(found["year"]) != report.year and (sentence.section, found["year"]) not in seen:
            seen.add((sentence.section, found["year"]))
            quote = excerpt(sentence.text[found.start() : found.end() + 20])
            yield Finding(
                "TEXT-YEAR",
                place_of(report, sentence, found[0]),
                {"quote": quote, "found": int(found["year"]), "year": report.year},
            )


def _stated_years(report: Report) -> Iterator[tuple[Sentence, re.Match[str]]]:
    patterns = phrases().years
    yield from _titles(report, patterns["title"])
    for section in report.sections:
        for sentence in sentences(section.id, section.text):
            found = patterns["until"].search(sentence.text)
            if found is None and str(report.year) not in sentence.text and not patterns["fine"].search(sentence.text):
                found = patterns["start"].match(sentence.text)
            if found:
                yield sentence, found


def _titles(report: Report, title: re.Pattern[str]) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """Yield the titles above the first section, but those of a list of every year's reports (a site's menu)."""
    before = sentences(PREAMBLE, report.preamble) if report.preamble else ()
    found = [(sentence, one) for sentence in before for one in title.finditer(sentence.text)]
    if len({one["year"] for _, one in found}) < _LISTED:
        yield from found


def dates(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each date in the text that no calendar has (11月31日)."""
    pattern = phrases().years["date"]
    for sentence in sentences_of(report):
        for found in pattern.finditer(sentence.text) if "月" in sentence.text else ():
            if not _exists(found):
                yield Finding("DATE-IMPOSSIBLE", place_of(report, sentence, found[0]), {"quote": found[0]})


def _exists(found: re.Match[str]) -> bool:
    try:
        date(int(found["year"] or _LEAP_YEAR), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return True


# -- leftovers of a template -----------------------------------------------------------------------


def placeholders(report: Report, _previous: Report | None = None) -> Iterator[Finding]:
    """Yield a finding for each place where the words of a template were left standing (XX局, （文字描述）)."""
    pattern = phrases().sections["placeholder"]
    for sentence in sentences_of(report, with_any=pattern):
        for found in pattern.finditer(sentence.text):
            quote = excerpt(sentence.text[max(0, found.start() - 8) : found.end() + 8])
            yield Finding("TEXT-PLACEHOLDER", place_of(report, sentence, found[0]), {"quote": quote})
