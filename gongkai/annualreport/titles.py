"""The title of a report: agency and year, however its words are ordered or broken over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.annualreport.folding import Folded

YEAR = r"(?P<year>(?:19|20)\d\d|二[〇○Oo0零][一二三四五六七八九〇○零]{2})(?=年|年?度)年?度?"
_KIND = r"(?:政府|政务)?信息(?:与政务)?公开(?:工作)?(?:情况)?的?"
_REPORT = rf"{_KIND}(?:{YEAR})?年?度?(?:工作)?报告"
REPORT_TITLE = re.compile(_REPORT)
_YEAR = re.compile(YEAR)
_LINKS = re.compile(r"关于|本级|^的|的$|[《》【】\[\]:：—-]|[（(][）)]|全文|索引.*")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·（）()、]{2,40}")
_NOT_A_NAME = re.compile(
    r"现将|根据|按照|依据|要求|规定|以下|条例|格式|编制|公布|发布|通知|如下|首页|当前|位置|标题|栏目|来源|政府信息公开|年报|专栏|报告|本机关|本单位"
)
_ORGAN = re.compile(
    r"(?:委员会|办公厅|办公室|中心|政府|管委会|委|局|厅|部|院|行|署|办|处|站|所|队|社|会|区|市|县|州|盟|旗|街道|镇|乡|集团|学校|大学|医院"
    r"|公司|馆|团|库|场)[）)]?$"
)
_DIGITS = {
    character: str(digit)
    for digit, characters in enumerate(("〇○零Oo", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
_CHINESE_DATE = re.compile(r"二[〇○Oo0零][一二三四五六七八九〇○零]{2}(?=年)|[一二三四五六七八九十]{1,3}(?=[月日])")
_LONGEST_LINE = 60  # characters: a longer line is no part of a title


class Title(NamedTuple):
    """What a title says; an empty name or None where it does not."""

    agency: str = ""
    year: int | None = None


def number(text: str) -> int:
    """Return a year written in digits or in Chinese numerals (二〇二三)."""
    return int("".join(_DIGITS.get(character, character) for character in text))


def simple(text: str) -> str:
    """Return the text folded, with dates in Arabic digits (二〇二二年一月一日 → 2022年1月1日)."""
    return _CHINESE_DATE.sub(lambda found: str(_numeral(found[0])), Folded(text).text)


def _numeral(text: str) -> int:
    if "十" not in text:
        return number(text)
    tens, _, units = text.partition("十")
    return (number(tens) if tens else 1) * 10 + (number(units) if units else 0)


def title_of(claimed: str, preamble: str) -> Title:
    """Return agency and year of a report's title.

    `claimed` is the title that the file gives itself (a web page adds the site's name),
    `preamble` what stands before the first section.
    """
    best = Title()
    for words in (*_parts(claimed), *_candidates(preamble)):
        found = _read(words)
        best = Title(best.agency or found.agency, best.year or found.year)
        if best.agency and best.year:
            return best
    return best._replace(agency=best.agency or _named_above(preamble))


def _parts(claimed: str) -> Iterator[str]:
    folded = simple(claimed).replace("\n", "")
    yield from (part for part in re.split(r"[-_|—]+", folded) if part)


def _candidates(preamble: str) -> Iterator[str]:
    """Yield each line, and each two or three short lines together: titles are often broken."""
    lines = [line for line in simple(preamble).split("\n") if line]
    for count in (1, 2, 3):
        for start in range(len(lines) - count + 1):
            run = lines[start : start + count]
            if all(len(line) <= _LONGEST_LINE and "。" not in line for line in run):
                yield "".join(run)


def _read(words: str) -> Title:
    """Take a title apart: what is left without its kind, its year and its links is the agency."""
    quoted = re.search(r"《([^《》]*报告)》", words)
    words = quoted[1] if quoted else words
    title = REPORT_TITLE.search(words)
    if title is None:
        return Title()
    year = _YEAR.search(words[: title.end()]) or re.match(rf"[（(]?{YEAR}", words[title.end() :])
    agency = _name(_bare(words[: title.start()])) or _name(_bare(words[title.end() :]))
    return Title(agency, number(year["year"]) if year else None)


def _bare(words: str) -> str:
    """Return what is left of a part of the title without its year, its links and what leads to it."""
    rest = _LINKS.sub("", _YEAR.sub("", re.split("[:：]", words)[-1])).strip("，,。;；|/ ")
    return re.sub(r"^[（(](.*)[）)]$", r"\1", rest)


def _name(words: str) -> str:
    valid = _NAME.fullmatch(words) and _ORGAN.search(words) and not _NOT_A_NAME.search(words)
    return words if valid and words not in ("政府", "政府办", "人民政府") else ""


def _named_above(preamble: str) -> str:
    """Return the organ whose name is all that a line before the text says."""
    for line in simple(preamble).split("\n")[:6]:
        name = _name(line)
        if len(name) > 3:
            return name
    return ""
