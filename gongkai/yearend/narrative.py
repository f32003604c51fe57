"""The text of a year's report, drafted from its figures and notes.

A number in the text is a token, ``{publishing.items_published}``: it shows the figure's
value whenever the text is shown, so that it never goes stale and always opens its records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from gongkai.annualreport import Form, Section
from gongkai.yearend.figures import Year, is_known
from gongkai.yearend.notes import Part, YearNote, notes_of
from gongkai.yearend.sentence_templates import sentences_for
from gongkai.yearend.sentences import TOKEN, Sentence, filled

NOT_KNOWN = "（没有记录）"  # what stands for a figure of which no record speaks
ASPECTS = (Part.PROACTIVE, Part.ON_APPLICATION, Part.MANAGEMENT, Part.PLATFORM, Part.SUPERVISION)
_NOTHING = re.compile(r"(?:本年度)?无[^，。；]{0,20}。?")
_NUMBERS = "一二三四五"


Said = Mapping[str, Sentence]  # the sentences by id, in the order in which they are told


def draft(form: Form, year: Year) -> tuple[Section, ...]:
    """Return the sections of the report as they are drafted, figures as tokens."""
    said = sentences_for(year.agency, year.year)
    written = {
        "overall_situation": "\n".join(_aspects(form, year, said)),
        "problems_and_improvements": "\n".join(_problems(year, said)),
        "other_matters": "\n".join(_told(form, Part.OTHER, year, said)) or said["nothing_else"].zero,
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
        number = number_shown(year, token[1])
        places.append((len(laid), len(laid) + len(number), token[1]))
        laid, end = laid + number, token.end()
    return Laid(laid + text[end:], tuple(places))


def followed_by(laid: Laid, sentences: Sequence[str]) -> Laid:
    """Return a text with what records make the report say behind it; a text that says 无 gives way."""
    if not sentences:
        return laid
    kept = Laid("", ()) if _NOTHING.fullmatch(laid.text.strip()) else laid
    return Laid("\n".join(filter(None, (kept.text, *sentences))), kept.places)


def number_shown(year: Year, figure_id: str) -> str:
    """Return what a token of the figure shows in a year's text."""
    if not is_known(year, figure_id):
        return NOT_KNOWN
    value = year.value(figure_id)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _aspects(form: Form, year: Year, said: Said) -> Iterator[str]:
    yield filled(said["opening"].many, agency=year.agency.name, year=str(year.year))
    for number, part in zip(_NUMBERS, ASPECTS, strict=True):
        if told := _told(form, part, year, said):
            yield f"（{number}）{part.label}"
            yield "".join(told)
    yield filled(said["closing"].many, year=str(year.year))


def _told(form: Form, part: Part, year: Year, said: Said) -> list[str]:
    """Return what the figures and the notes tell of one part."""
    ours = (one for one in said.values() if one.part == part and form.id in (one.forms or (form.id,)))
    return [*filter(None, (one.draft(year) for one in ours)), *(n.text for n in notes_of(year.agency, part, year.year))]


def _problems(year: Year, said: Said) -> Iterator[str]:
    """Yield last year's problems with what was done about each, this year's, and what else was improved."""
    improvements = notes_of(year.agency, Part.IMPROVEMENT, year.year)
    for problem in notes_of(year.agency, Part.PROBLEM, year.year - 1):
        done = [note.text for note in improvements if note.answers_id == problem.pk]
        yield filled(said["last_problem"].words(len(done)), problem=problem.text, done="".join(done))
    others = [note for note in improvements if note.answers is None or note.answers.day.year == year.year]
    for sentence, notes in (("problems", notes_of(year.agency, Part.PROBLEM, year.year)), ("improvements", others)):
        if words := said[sentence].words(len(notes)):
            yield filled(words, list=_listed(notes))


def _listed(notes: Sequence[YearNote]) -> str:
    return "".join(f"{number}.{note.text}" if len(notes) > 1 else note.text for number, note in enumerate(notes, 1))
