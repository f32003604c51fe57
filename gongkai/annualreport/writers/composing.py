"""A report as a person would read it: title, opening, six sections with their tables.

What the words do not tell by themselves (whose report, which year and period, published when)
is said in lines of its own, so that any reader finds it again. Tables and words are the same
in every format; only their dress differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from gongkai.annualreport.document import Document
from gongkai.annualreport.forms import SectionForm
from gongkai.annualreport.layout import Layout
from gongkai.annualreport.model import Place, Report
from gongkai.annualreport.particulars import Particulars, particulars
from gongkai.annualreport.titles import title_of
from gongkai.annualreport.writers.grid import NO_SIGNS, Printed, printed_table

_KIND = "政府信息公开工作年度报告"
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")  # no XML file can hold these
_LONGEST_TITLE = 60  # characters: a longer line is no title
_TITLE = re.compile(r"信息公开.{0,14}报告")
_TITLE_LINE = 19  # characters of the title's size that a line holds
_BREAK = re.compile(r"(?<=.)\s?(?:19|20)\d\d\s?年|(?<=.{6})\s?政府信息公开(?!条例)")
_LEAD = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）](?:[^。：:；;]{1,30}$|[^。：:；;]{1,30}[。：:])")
_DATELINE = re.compile(r"发布(?:日期|时间)\s?[:：][^。]{1,50}$")
_NO_TITLE = re.compile("[。，,：:；;|]")
_NAME = re.compile(r"[\u4e00-\u9fff（）]{4,30}")


class Opening(NamedTuple):
    """A line before section one: a line of the title, a line with the day and the publisher, or text."""

    text: str
    role: Literal["title", "dateline", "text"]


class Part(NamedTuple):
    """A section: heading (empty where the report has none), paragraphs, tables."""

    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[Printed, ...]


class Composed(NamedTuple):
    """A report ready to be set."""

    title: str
    agency: str
    opening: tuple[Opening, ...]
    parts: tuple[Part, ...]


def compose(report: Report, signs: Mapping[Place, str] = NO_SIGNS) -> Composed:
    """Return what the report says, in the order of the form; `signs` stand in their cells (see `printed_table`).

    A section that the report lacks gets no heading: a converted file must not hide what is missing.
    """
    parts = tuple(part for section in report.form.sections if any(part := _part(report, section, signs)))
    return Composed(title_in_words(report), on_one_line(report.agency or ""), tuple(_opening(report)), parts)


def title_in_words(report: Report) -> str:
    """Return the report's full title: 某机关某年政府信息公开工作年度报告."""
    return f"{on_one_line(report.agency or '')}{f'{report.year}年' if report.year else ''}{_KIND}"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the text's lines, each on one line with single spaces, without empty ones."""
    lines = (" ".join(line.split()) for line in _ILLEGAL.sub("", text).splitlines())
    return tuple(line for line in lines if line)


def on_one_line(text: str) -> str:
    """Return the text on one line with single spaces, without what no file can hold."""
    return " ".join(paragraphs_of(text))


def broken(title: str) -> tuple[str, ...]:
    """Return a title in lines that keep their sense: one too long is broken before its year, or behind the name."""
    found = _BREAK.search(title) if len(title) > _TITLE_LINE else None
    return (title[: found.start()].rstrip(), title[found.start() :].lstrip()) if found else (title,)


def lead(text: str) -> str:
    """Return the words that open a paragraph numbered （一）: all of a short one, else to the first stop."""
    found = _LEAD.match(text)
    return found[0] if found else ""


def _part(report: Report, section: SectionForm, signs: Mapping[Place, str]) -> Part:
    written = report.section(section.id)
    tables = tuple(
        printed_table(report, table, signs)
        for table in report.form.tables.values()
        if table.section == section.id and (written or report.prints(table.id))
    )
    if written is None:
        return Part("", (), tables)
    return Part(on_one_line(written.title) or section.title, paragraphs_of(written.text), tables)


# -- what stands before section one ----------------------------------------------------------------


def _opening(report: Report) -> Iterator[Opening]:
    """Yield what stands before the title, the title, what the words would not tell, the rest."""
    lines = paragraphs_of(report.preamble)
    told = particulars(Document("", ()), Layout(preamble="\n".join(lines), sections=list(report.sections)))
    named = (told.agency, told.year) == (report.agency, report.year)
    start, end = _title_lines(lines) if named else (0, 0)
    title = lines[start:end] or (title_in_words(report),)
    yield from (Opening(line, "dateline") for line in lines[:start])
    yield from (Opening(line, "title") for line in title)
    yield from _untold(report, told)
    yield from (Opening(line, "dateline" if _DATELINE.match(line) else "text") for line in lines[end:])


def _untold(report: Report, told: Particulars) -> Iterator[Opening]:
    if report.publication_date and told.publication_date != report.publication_date:
        yield Opening(f"发布日期：{report.publication_date.isoformat()}", "dateline")
    if report.period and told.period != report.period:
        start, end = map(_in_words, report.period)
        yield Opening(f"本报告所列数据的统计期限为{start}至{end}。", "text")


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _title_lines(lines: Sequence[str]) -> tuple[int, int]:
    """Return from which to before which line the title goes; (0, 0) where there is none."""
    for index, line in enumerate(lines):
        if len(line) > _LONGEST_TITLE or _NO_TITLE.search(line) or not _TITLE.search(line):
            continue
        before = lines[index - 1] if index else ""
        has_name_above = bool(before) and not title_of("", line).agency and bool(_NAME.fullmatch(before))
        return index - has_name_above, index + 1
    return 0, 0
