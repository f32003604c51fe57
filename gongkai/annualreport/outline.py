"""The section headings of a form in running text, however they are numbered or titled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.annualreport.folding import Folded
from gongkai.annualreport.forms import Form

_NUMERAL = (
    r"(?:[一二三四五六七八九]\s{0,4}[、.．,，:：]|(?:(?<=\n)|^)[1-9][.．、]|第[一二三四五六七八]部分\s*[:：、]?|[（(][一二三四五六][)）]\s*、?)"
    r"\s{0,4}"
)
_MAY_NUMBER = re.compile("[一二三四五六七八九1-9第（(]")  # what a numeral begins with
_DETAIL = r"[^\n。；;|，,\d一二三四五六]{0,14}?"
_TITLES: tuple[tuple[str, str], ...] = (
    ("overall_situation", r"(?:工作)?(?:总\s*体\s*情\s*况|总体概况|基本情况|概\s*述|概况)"),
    (
        "proactive_disclosure",
        r"(?:主动公开政府信息(?:的)?(?:情况)?|政府信息主动公开(?:的)?情况|主动公开(?:信息)?(?:的)?情况)",
    ),
    (
        "applications",
        r"(?:收到和处理政府信息(?:公开)?(?:的)?申请(?:的)?(?:情况)?|(?:政府信息)?依申请公开(?:政府信息)?(?:办理)?(?:的)?情况)",
    ),
    (
        "review_litigation",
        r"(?:因)?(?:政府信息公开)?(?:工作)?(?:被)?(?:申请|提起)?(?:的)?行政(?:法)?复议[^\n。；;|]{0,4}(?:提起)?行政诉讼(?:的)?(?:情况)?",
    ),
    (
        "problems_and_improvements",
        rf"(?:政府信息公开|政务公开|工作|信息公开)*(?:中|工作)?(?:存在(?:的)?|主要(?:存在(?:的)?)?)(?:主要|突出)?(?:问题|不足|困难)"
        rf"(?:{_DETAIL}(?:改进情况|改进措施|改进方向|改进|情况|措施|打算|安排|思路|计划|意见|对策))?",
    ),
    (
        "other_matters",
        r"(?:其他(?:需要|应当|需|须|有关)?(?:说明|报告|公开|说明和报告)?(?:的)?(?:事项|情况)|需要(?:报告|说明)的其他(?:事项|情况))",
    ),
)
_STATUTORY = (
    r"总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|(?:因)?政府信息公开(?:工作)?(?:被申请)?行政复议、(?:提起)?行政诉讼情况"
    r"|(?:政府信息公开工作)?存在的主要问题及改进情况|其他需要报告的事项"
)
_LONGEST_TITLE = 40  # characters of a line that is only a title
_SENTENCE = re.compile(r"[。；;|，\d]|第一项|信息内容|申请人情况|结果维持")
_MOST = 400  # headings and tables of contents: no report has more
_LISTED = 8  # characters: a heading followed sooner by the next one is a table of contents


class Outline:
    """How the sections of a form are headed: for each, in order, a pattern of its titles.

    `statutory` is the pattern of the form's own titles, which count without a number before them.
    """

    def __init__(self, titles: Sequence[tuple[str, str]], statutory: str) -> None:
        self.sections = tuple(section for section, _ in titles)
        self.statutory = re.compile(statutory)
        named = "|".join(f"(?P<{name}>{title})" for name, title in titles)
        self.numbered = re.compile(rf"(?<![“《（(包括])(?P<numeral>{_NUMERAL})(?:{named})")
        self.unnumbered = re.compile(rf"^[ \t　#]*(?:{statutory})[ \t　]*$", re.MULTILINE)
        self._titles = tuple((name, re.compile(title)) for name, title in titles)

    def section_called(self, title: str) -> str:
        """Return the section of that title, empty where there is none."""
        return next((name for name, pattern in self._titles if pattern.fullmatch(title)), "")


DISCLOSURE_OUTLINE = Outline(_TITLES, _STATUTORY)


def outline_of(form: Form) -> Outline:
    """Return the outline of a form whose data names the titles of its sections."""
    titles = [(section.id, "|".join(map(re.escape, section.titles))) for section in form.sections]
    return Outline(titles, "|".join(pattern for _, pattern in titles))


class Heading(NamedTuple):
    """A heading in a text: where it starts and ends, and which section it opens."""

    start: int
    end: int
    section: str
    title: str


def headings(text: str, outline: Outline = DISCLOSURE_OUTLINE) -> tuple[Heading, ...]:
    """Return the section headings of `text`, in the form's order, without a table of contents."""
    folded = Folded(text)
    found = sorted({*_numbered(folded.text, outline), *_unnumbered(folded.text, outline)})
    found = _apart(found)[:_MOST]
    ordered = _in_order(_without_contents(found), outline.sections)
    return tuple(_unfolded(heading, folded, text) for heading in ordered)


def _apart(found: Sequence[Heading]) -> list[Heading]:
    """Return the headings that do not start inside another."""
    kept: list[Heading] = []
    for heading in found:
        if not kept or heading.start >= kept[-1].end or heading.start == kept[-1].start:
            kept.append(heading)
    return kept


def _unfolded(heading: Heading, folded: Folded, text: str) -> Heading:
    start, end = folded.start(heading.start), folded.end(heading.end)
    return Heading(start, end, heading.section, " ".join(text[start:end].split()))


def _numbered(text: str, outline: Outline) -> Iterator[Heading]:
    for match in _where_numbered(text, outline):
        section = str(match.lastgroup if match.lastgroup != "numeral" else "")
        bracketed = match["numeral"].lstrip().startswith(("（", "("))
        if section and not (bracketed and not _stands_alone(text, match, outline)):
            end = _title_end(text, match)
            yield Heading(match.start(), end, section, " ".join(text[match.start() : end].split()))


def _where_numbered(text: str, outline: Outline) -> Iterator[re.Match[str]]:
    """Yield where the pattern of numbered titles holds: it is tried only where a number may begin, for it is slow."""
    end = 0
    for number in _MAY_NUMBER.finditer(text):
        match = outline.numbered.match(text, number.start()) if number.start() >= end else None
        if match:
            end = match.end()
            yield match


def _title_end(text: str, match: re.Match[str]) -> int:
    """Return where the title ends: with its line where the line is a title and nothing else."""
    line_end = text.find("\n", match.end())
    line_end = line_end if line_end >= 0 else len(text)
    line = text[text.rfind("\n", 0, match.start()) + 1 : line_end]
    alone = line.strip().startswith(match[0].strip()) and len(line.strip()) <= _LONGEST_TITLE
    return line_end if alone and not _SENTENCE.search(line) else match.end()


def _stands_alone(text: str, match: re.Match[str], outline: Outline) -> bool:
    """Tell whether a heading in brackets fills its line and carries the form's own title."""
    line_end = text.find("\n", match.end())
    rest = text[match.end() : line_end if line_end >= 0 else len(text)]
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return not rest.strip() and not before.strip() and outline.statutory.search(match[0]) is not None


def _unnumbered(text: str, outline: Outline) -> Iterator[Heading]:
    for match in outline.unnumbered.finditer(text):
        title = match[0].strip(" \t　#")
        section = outline.section_called(title)
        if section:
            yield Heading(match.start(), match.end(), section, title)


def _without_contents(found: Sequence[Heading]) -> list[Heading]:
    kept = []
    for index, heading in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        listed = following is not None and following.start - heading.end < _LISTED
        again = any(other.section == heading.section for other in found[index + 1 :])
        if not (listed and again):
            kept.append(heading)
    return kept


def _in_order(found: Sequence[Heading], sections: Sequence[str]) -> tuple[Heading, ...]:
    """Return the longest run of headings whose sections rise in the form's order."""
    best: list[tuple[Heading, ...]] = []
    for heading in found:
        rank = sections.index(heading.section)
        before = [run for run in best if sections.index(run[-1].section) < rank]
        best.append((*max(before, key=len, default=()), heading))
    return max(best, key=len, default=())
