"""What an official document says of itself: title, 发文字号, 成文日期. Proposals, all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import unescape

from gongkai.publishing.manuscripts.manuscript import Piece, Said

_HEAD, _TAIL = 14, 25  # paragraphs in which to look
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{2,14})\s*[〔\[［(（【]\s*((?:19|20)\d\d)\s*[〕\]］)）】]\s*(?:第\s*)?0*(\d{1,4})\s*号"
)
_NUMBER_LINE = re.compile(rf"^{_NUMBER.pattern}(?:\s*签发人[：:].*)?$")
_GENRES = (
    "通知|公告|通告|意见|办法|规定|细则|方案|报告|批复|复函|函|决定|决议|纪要|规则|规范|指南|解读|公示|简报|须知|答复|"
    "说明|计划|规划|总结|章程|制度|清单|目录|条例|公报|要点|标准|流程"
)
_TITLE = re.compile(rf"^[^。；！？]{{4,120}}(?:{_GENRES})(?:[（(](?:试行|暂行|修订|征求意见稿|[^）)]{{1,20}})[）)])?$")
_NOT_TITLE = re.compile(r"文件$|^签发人|[★☆]|^附件|^(?:机密|秘密|绝密|特急|加急)|[：:]$")
_LONGEST_TITLE = 120
_DIGITS = {sign: number % 10 for number, sign in enumerate("〇一二三四五六七八九零")} | {"○": 0, "Ｏ": 0, "O": 0}
_NUMERAL = "[〇○ＯO零一二三四五六七八九十\\d]"
_DATE = re.compile(rf"^[（(]?\s*({_NUMERAL}{{4}})\s*年\s*({_NUMERAL}{{1,3}})\s*月\s*({_NUMERAL}{{1,3}})\s*日\s*[）)]?$")

_ARABIC_DATE = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_EFFECTIVE = re.compile(rf"自\s*{_ARABIC_DATE}\s*起(?:正式)?(?:施行|实施|执行)")
_LAST = re.compile(rf"有效期(?:截?至|到)\s*{_ARABIC_DATE}")


def recognise(pieces: Sequence[Piece]) -> tuple[Said, tuple[Piece, ...]]:
    """Return what the document says of itself, and its pieces: neighbouring texts joined, without title and number.

    What the head of the page shows is not said twice.
    """
    head = [_words(piece) for piece in pieces[:_HEAD]]
    numbered = next((at for at, words in enumerate(head) if _NUMBER_LINE.match(words)), None)
    number = _number(head[numbered]) if numbered is not None else ""
    first, last, title = _title(pieces, head, 0 if numbered is None else numbered + 1)
    left_out = {at for at, words in enumerate(head[:first]) if number and _belongs_to_head(words)}
    left_out |= set(range(first, last)) | ({numbered} if numbered is not None else set())
    kept = [piece for at, piece in enumerate(pieces) if at not in left_out]
    text = "\n".join(map(_words, kept))
    said = Said(title, number, _issued(pieces), _found_day(_EFFECTIVE, text), _found_day(_LAST, text))
    return said, _joined(kept)


def _words(piece: Piece) -> str:
    return unescape(re.sub(r"<[^>]*>", "", piece.markup)).strip() if piece.kind == "text" else ""


def _number(words: str) -> str:
    found = _NUMBER.search(words)
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def _belongs_to_head(words: str) -> bool:
    """Return whether a line stands above the number in the head of a document in red (版头)."""
    return bool(words.endswith("文件") or _NOT_TITLE.search(words))


def _title(pieces: Sequence[Piece], head: Sequence[str], start: int) -> tuple[int, int, str]:
    """Return where the title begins and ends among the pieces, and its words."""
    for at, piece in enumerate(pieces[:_HEAD]):
        if piece.title == "title" and head[at]:
            end = at + 1
            while end < len(head) and pieces[end].title == "title":
                end += 1
            return at, end, _one_line(head[at:end])
    for at in range(start, min(start + 6, len(head))):
        for lines in range(1, 5):
            together = head[at : at + lines]
            if not all(together) or any(_NOT_TITLE.search(line) for line in together):
                break
            if _TITLE.match(_one_line(together)):
                return at, at + lines, _one_line(together)
    first = next((at for at, words in enumerate(head[start:], start) if words), None)
    if (
        first is not None
        and pieces[first].markup.startswith(("<p>", "<h"))
        and len(head[first]) <= 60
        and head[first][-1:] not in "。；：，！？"
        and len(pieces) > 1
    ):
        return first, first + 1, _one_line([head[first]])
    return 0, 0, ""


def _one_line(lines: Sequence[str]) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", "".join(lines))[:_LONGEST_TITLE]


def _issued(pieces: Sequence[Piece]) -> date | None:
    """Return the last date that stands alone on a line near the end of the text: beneath it, not of its printing."""
    for piece in reversed(pieces[-_TAIL:]):
        if found := _DATE.match(_words(piece)):
            return _day(*(_numeral(part) for part in found.groups()))
    return None


def _found_day(pattern: re.Pattern[str], text: str) -> date | None:
    """Return the only day that the text names in this way; several are a question for a person."""
    days = {_day(*map(int, found.groups())) for found in pattern.finditer(text)}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeral(words: str) -> int:
    """Return 2023 of 二〇二三, 15 of 十五, 30 of 三十, 5 of 5."""
    if words.isdecimal():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return (_numeral(tens) if tens else 1) * 10 + (_numeral(ones) if ones else 0)
    return int("".join(str(_DIGITS.get(sign, sign)) for sign in words) or 0)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with each run of texts as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.kind == "text" and joined and joined[-1].kind == "text":
            joined[-1] = Piece("text", joined[-1].markup + piece.markup)
        else:
            joined.append(Piece("text", piece.markup) if piece.kind == "text" else piece)
    return tuple(joined)
