"""The report's text as sentences a pattern can be laid on, and the way back to where they stand.

Spaces, line breaks inside sentences, full-width digits and the two kinds of punctuation are
made one, so that patterns need not know them. Findings quote the folded sentence and point
at the characters of the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gongkai.annualreport.model import Report

PREAMBLE = "preamble"
_QUOTED = 60  # characters: longer quotations are cut in the middle
_SPACES = " \t\r\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff"
_FOLD = str.maketrans(
    dict.fromkeys(_SPACES, "")
    | dict(zip("０１２３４５６７８９％．", "0123456789%.", strict=True))
    | {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", "＋": "+", "﹪": "%"}
)
_GONE = "\0"  # stands for a character that folding drops, so that the others keep their places
_FOLD_IN_PLACE = _FOLD | {code: _GONE for code, folded in _FOLD.items() if not folded}
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_LOOSE = f"{_GONE}\n，"
_APART = dict.fromkeys(map(ord, _LOOSE), "")
_FULL_STOP = re.compile(r"(?<=[\u4e00-\u9fff）])\.")
_NUMERAL = "[一二三四五六七八九十]"
_OPENING = re.compile(rf"（(?:{_NUMERAL}|\d){{1,3}}）|{_NUMERAL}{{1,3}}[、.．，]|第{_NUMERAL}|\d{{1,2}}[.、．](?!\d)")
_HEADING = re.compile(rf"(?:{_OPENING.pattern})[^。，；：]{{2,30}}")
_ENDS = "。；：！？"
_SENTENCE = re.compile(r"[^。；！？]{1,2000}[。；！？]?")  # longer ones are not written, only made to waste time


class Sentence(NamedTuple):
    """A sentence up to 。 or ；: its folded text, its section, the folded paragraph it stands in and where there."""

    text: str
    section: str
    paragraph: str
    start: int


def texts_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield (section id, text) of every text of the report, the preamble first."""
    if report.preamble:
        yield PREAMBLE, report.preamble
    for section in report.sections:
        yield section.id, section.text


def sentences_of(report: Report, with_any: re.Pattern[str] | None = None) -> Iterator[Sentence]:
    """Yield the sentences of the preamble and the sections, in order; only of texts that hold `with_any`."""
    for section, text in texts_of(report):
        if with_any is None or with_any.search(folded(text)):
            yield from sentences(section, text)


@lru_cache(maxsize=64)
def sentences(section: str, text: str) -> tuple[Sentence, ...]:
    """Return the sentences of one text."""
    return tuple(
        Sentence(found[0], section, paragraph, found.start())
        for paragraph in paragraphs(text)
        for found in _SENTENCE.finditer(paragraph)
    )


@lru_cache(maxsize=64)
def paragraphs(text: str) -> tuple[str, ...]:
    """Return the folded paragraphs of a text: lines that merely continue a sentence are joined."""
    folded: list[str] = []
    joining = False
    for line in _FULL_STOP.sub("。", text.translate(_FOLD)).split("\n"):
        if not line:
            continue
        if joining and not _OPENING.match(line):
            folded[-1] += line
        else:
            folded.append(line)
        joining = line[-1] not in _ENDS and not _HEADING.fullmatch(line)
    return tuple(_THOUSANDS.sub("", paragraph) if "，" in paragraph else paragraph for paragraph in folded)


def folded(text: str) -> str:
    """Return the whole text folded, to ask cheaply whether a pattern is anywhere in it."""
    return "\n".join(paragraphs(text))


def excerpt(text: str) -> str:
    """Return the text, shortened in the middle where it is long."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED // 2]}……{text[-_QUOTED // 2 :]}"


def place_of(report: Report, sentence: Sentence, words: str) -> str:
    """Return the dotted place of `words`, a part of the sentence: ``text.overall_situation[12:40]``."""
    text = report.preamble if sentence.section == PREAMBLE else report.text(sentence.section)
    letters, places = _letters(text)
    sought, around = (one.translate(_APART) for one in (words, sentence.text))
    start = letters.find(sought, max(0, letters.find(around)))
    if start < 0:
        return f"text.{sentence.section}"
    return f"text.{sentence.section}[{places[start]}:{places[start + len(sought) - 1] + 1}]"


@lru_cache(maxsize=16)
def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the letters of a text that folding leaves, and where in the text each stands; commas may be thousands."""
    folded = _FULL_STOP.sub("。", text.translate(_FOLD_IN_PLACE))
    return folded.translate(_APART), tuple(index for index, letter in enumerate(folded) if letter not in _LOOSE)
