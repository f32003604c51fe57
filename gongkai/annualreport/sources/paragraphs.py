"""From printed lines to paragraphs, and to streams where columns stand apart without lines between them.

A printed line ends where the paper ends, a paragraph where the writer ended it: a line
that stops short, an indented line, a heading's number tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.annualreport.document import Paragraph, Stream
from gongkai.annualreport.sources.typeset import Line, Word

_SHORT_OF = 2.2  # sizes that a line may end before the margin and still be full
_INDENT = 1.2
_FAR_BELOW = 2.6  # sizes between baselines: more is a new paragraph whatever else
_NUMBER = "[一二三四五六七八九十]{1,3}"
_OPENS = re.compile(
    rf"(?:{_NUMBER}、|[（(]{_NUMBER}[)）]|第{_NUMBER}(?:部分|章|条)|\d{{1,2}}[.．、](?!\d)|附[件表:：]|[①-⑳])"
)
_FIGURE = re.compile(r"[+\-−]?[\d.,，]+\S{0,2}|[-—–/]+")
_HEAD_COLUMNS = 3  # fewer columns need no head put together


def blocks_of(lines: Sequence[Line], left: float, right: float) -> Iterator[Paragraph | Stream]:
    """Yield the lines between the margins `left` and `right` as paragraphs, as streams where columns stand apart."""
    for tabular, group in groupby(_marked(lines), key=lambda marked: marked[0]):
        members = [line for _, line in group]
        if tabular:
            yield from streams_of(members)
        else:
            yield from _paragraphs(members, left, right)


def _marked(lines: Sequence[Line]) -> Iterator[tuple[bool, Line]]:
    """Yield each line with whether it is part of a table without lines: it has columns, or stands between such."""
    tabular = [("\t" in line.text) for line in lines]
    for index, line in enumerate(lines):
        between = any(tabular[max(index - 2, 0) : index]) and any(tabular[index + 1 : index + 3])
        yield tabular[index] or (between and not _OPENS.match(line.text)), line


def _paragraphs(lines: Sequence[Line], left: float, right: float) -> Iterator[Paragraph]:
    text, first = "", lines[0]
    last: Line | None = None
    for line in lines:
        if last is None or not continues(last, line, left, right):
            if last is not None:
                yield Paragraph(text, page=first.page, line=first.number)
            text, first = line.text, line
        else:
            text = joined(text, line.text)
        last = line
    yield Paragraph(text, page=first.page, line=first.number)


def continues(last: Line, line: Line, left: float, right: float) -> bool:
    """Tell whether `line` goes on with the paragraph of `last`."""
    is_full = last.x1 > right - _SHORT_OF * last.size
    is_indented = line.x0 > left + _INDENT * line.size
    is_far = line.page == last.page and line.base - last.base > _FAR_BELOW * max(last.size, line.size)
    differs = abs(line.size - last.size) > 0.25 * max(last.size, line.size)
    return is_full and not (is_indented or is_far or differs) and _OPENS.match(line.text) is None


def joined(text: str, more: str) -> str:
    """Return a paragraph with its next line: a space only between Western words."""
    apart = text[-1:].isascii() and more[:1].isascii() and text[-1:].isalpha() and more[:1].isalpha()
    return text + (" " if apart else "") + more


def streams_of(lines: Sequence[Line]) -> Iterator[Stream]:
    """Yield the lines of a table without rules; the words of its head are put together column by column.

    Read line by line a head would say 社会 法律 / 商业 科研 / 公益 服务, and nobody could tell which
    column is which.
    """
    for is_head, group in groupby(lines, key=lambda line: not any(_FIGURE.fullmatch(word.text) for word in line.words)):
        members = list(group)
        yield from _head(members) if is_head and len(members) > 1 else (_stream(line) for line in members)


def _stream(line: Line) -> Stream:
    return Stream(line.text, line=line.number)


def _head(lines: Sequence[Line]) -> Iterator[Stream]:
    """Yield the words that stand over several columns, then the columns from left to right."""
    columns: list[list[Word]] = []
    spanning: list[Stream] = []
    for line in reversed(lines):
        for word in reversed(line.words):
            under = [column for column in columns if any(_overlap(word, other) for other in column)]
            if len(under) > 1:
                spanning.insert(0, Stream(word.text, line=line.number))
            elif under:
                under[0].insert(0, word)
            else:
                columns.append([word])
    if len(columns) < _HEAD_COLUMNS:
        yield from map(_stream, lines)
        return
    yield from spanning
    columns.sort(key=lambda column: column[0].x0)
    yield Stream("\t".join("".join(word.text for word in column) for column in columns), line=lines[-1].number)


def _overlap(one: Word, other: Word) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.3 * min(one.x1 - one.x0, other.x1 - other.x0)
