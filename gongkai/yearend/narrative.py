"""The text of a year's report, drafted from its figures and notes.

A number in the text is a token, ``{publishing.items_published}``: it shows the figure's
value whenever the text is shown, so that it never goes stale and always opens its records.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from gongkai.annualreport import Form, Section
from gongkai.yearend.figures import BY_ID, Year
from gongkai.yearend.notes import Part, YearNote, notes_of

TOKEN = re.compile(r"\{([a-z_]+(?:\.[a-z0-9_]+)+)\}")
NOT_KNOWN = "（没有记录）"  # what stands for a figure of which no record speaks
ASPECTS = (Part.PROACTIVE, Part.ON_APPLICATION, Part.MANAGEMENT, Part.PLATFORM, Part.SUPERVISION)
_NOTHING = re.compile(r"(?:本年度)?无[^，。；]{0,20}。?")
_NUMBERS = "一二三四五"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence about one figure, in words for none and for some; `parts` are figures that break it down."""

    part: str
    about: str
    zero: str
    many: str
    parts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def draft(self, year: Year) -> str:
        """Return the sentence with its tokens, empty where a figure it needs is not known."""
        if self.about not in BY_ID or (value := year.value(self.about)) is None:
            return ""
        if not value:
            return self.zero
        words = self.many.replace("{parts}", _breakdown(self.parts, year))
        known = all(is_known(year, token) for token in TOKEN.findall(words))
        return words if known else ""


def _breakdown(parts: tuple[str, ...], year: Year) -> str:
    """Return ``，其中概况类{…}条、…`` of the parts that are not nought."""
    told = [part for part in parts if part in BY_ID and year.value(part)]
    if not told:
        return ""
    return "，其中" + "、".join(f"{_name_of(part)}{{{part}}}{BY_ID[part].unit}" for part in told)


def _name_of(part: str) -> str:
    """Return what a part is called behind the whole: 概况类 for 主动公开政府信息：概况类."""
    return BY_ID[part].label.rpartition("：")[2]


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return the sentences in the order in which they are told."""
    text = files("gongkai.yearend").joinpath("data/narrative.toml").read_text("utf-8")
    frozen = (
        {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
        for row in tomllib.loads(text)["sentence"]
    )
    return tuple(Sentence(**row) for row in frozen)


def draft(form: Form, year: Year) -> tuple[Section, ...]:
    """Return the sections of the report as they are drafted, figures as tokens."""
    written = {
        "overall_situation": "\n".join(_aspects(form, year)),
        "problems_and_improvements": "\n".join(_problems(year)),
        "other_matters": "\n".join(_told(form, Part.OTHER, year)) or "无其他需要报告的事项。",
    }
    return tuple(Section(one.id, one.title, written.get(one.id, "")) for one in form.sections)


class Laid(NamedTuple):
    """A text as it is shown, and where in it the value of which figure stands: first and last character, its id."""

    text: str
    places: tuple[tuple[int, int, str], ...]


def lay(text: str, year: Year) -> Laid:
    """Return a text with every token as the value that its figure has now."""
    laid, places, end = "", [], 0
    for token in TOKEN.finditer(text):
        laid += text[end : token.start()]
        number = _number(year, token[1])
        places.append((len(laid), len(laid) + len(number), token[1]))
        laid, end = laid + number, token.end()
    return Laid(laid + text[end:], tuple(places))


def followed_by(laid: Laid, sentences: Sequence[str]) -> Laid:
    """Return a text with what records make the report say behind it; a text that says 无 gives way."""
    if not sentences:
        return laid
    kept = Laid("", ()) if _NOTHING.fullmatch(laid.text.strip()) else laid
    return Laid("\n".join(filter(None, (kept.text, *sentences))), kept.places)


def _number(year: Year, figure_id: str) -> str:
    if not is_known(year, figure_id):
        return NOT_KNOWN
    value = year.value(figure_id)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def is_known(year: Year, figure_id: str) -> bool:
    """Tell whether a room counts that figure and some record speaks of it."""
    return figure_id in BY_ID and year.value(figure_id) is not None


def _aspects(form: Form, year: Year) -> Iterator[str]:
    yield _opening(year)
    for number, part in zip(_NUMBERS, ASPECTS, strict=True):
        if told := _told(form, part, year):
            yield f"（{number}）{part.label}"
            yield "".join(told)
    yield f"本报告所列数据的统计期限为{year.year}年1月1日至{year.year}年12月31日。"


def _opening(year: Year) -> str:
    return (
        f"{year.agency.name}根据《中华人民共和国政府信息公开条例》编制{year.year}年度政府信息公开工作年度报告，"
        "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项。"
    )


def _told(form: Form, part: Part, year: Year) -> list[str]:
    """Return what the figures and the notes tell of one part."""
    counted = [one.draft(year) for one in sentences() if one.part == part and form.id in (one.forms or (form.id,))]
    return [*filter(None, counted), *(note.text for note in notes_of(year.agency, part, year.year))]


def _problems(year: Year) -> Iterator[str]:
    """Yield last year's problems with what was done about each, this year's, and what else was improved."""
    improvements = notes_of(year.agency, Part.IMPROVEMENT, year.year)
    for problem in notes_of(year.agency, Part.PROBLEM, year.year - 1):
        done = [note.text for note in improvements if note.answers_id == problem.pk]
        yield f"上年度存在的问题：{problem.text}{'改进情况：' + ''.join(done) if done else '这一问题仍在改进。'}"
    problems = notes_of(year.agency, Part.PROBLEM, year.year)
    if problems:
        yield "本年度存在的主要问题：" + _listed(problems)
    others = [note for note in improvements if note.answers is None or note.answers.day.year == year.year]
    if others:
        yield "改进情况：" + _listed(others)


def _listed(notes: list[YearNote]) -> str:
    return "".join(f"{number}.{note.text}" for number, note in enumerate(notes, 1)) if len(notes) > 1 else notes[0].text
