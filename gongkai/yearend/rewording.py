"""Changing a sentence of the drafted text for an agency: its words are judged, kept as a version, put on the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.agencies.door import Role, acting_in, record, subject_of
from gongkai.findings import Finding
from gongkai.yearend.drafts import YearendAct
from gongkai.yearend.figures import BY_ID
from gongkai.yearend.narrative import Laid
from gongkai.yearend.refusals import refuse_on
from gongkai.yearend.sentence_templates import SentenceTemplate
from gongkai.yearend.sentences import BRACED, MANY, ONE, PARTS, Sentence
from gongkai.yearend.signing import SignedReport
from gongkai.yearend.typed_numbers import typed

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

EDITORS = (Role.DISCLOSURE_OFFICE_HEAD, Role.ADMINISTRATOR)


def wording_findings(default: Sentence, words: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what spoils the words of a sentence, at its variant: a token of nothing, a typed number, something missing.

    `default` is the sentence as it comes with the product; what records fill in there has to stand in the new words.
    """
    for variant, text in words.items():
        braced = dict.fromkeys(BRACED.findall(text))
        wrong = [one for one in braced if one[1:-1] not in known_tokens(default) or not one.endswith("}")]
        if wrong:
            yield Finding("YEAR-WORDS-TOKEN", variant, {"tokens": "、".join(wrong)})
        for number in _typed_in(variant, BRACED.sub("□", text)):
            yield Finding("YEAR-WORDS-NUMBER", variant, {"number": number})
        missing = [name for name in _needed(default, variant, text) if f"{{{name}}}" not in braced]
        if missing:
            yield Finding("YEAR-WORDS-MISSING", variant, {"tokens": "、".join(f"{{{name}}}" for name in missing)})
        if not text and not default.about and getattr(default, variant):
            yield Finding("YEAR-WORDS-EMPTY", variant, {"label": default.label})


def _typed_in(variant: str, text: str) -> list[str]:
    """Return the numbers typed in the words of a variant; 一件 is just what the words for one say."""
    numbers = [text[one.start : one.end] for one in typed(Laid(text, ()))]
    return [number for number in numbers if (variant, number) != (ONE, "一")]


def known_tokens(sentence: Sentence) -> set[str]:
    """Return what may stand in braces: every figure, and what records fill into this sentence."""
    return {*BY_ID, *sentence.slots, *((PARTS,) if sentence.parts else ())}


def _needed(default: Sentence, variant: str, text: str) -> list[str]:
    """Return what the words must say: the figure they are about where there are many, and each slot of the default."""
    if not text:
        return []
    if default.about:
        return [default.about] if variant == MANY else []
    usual = (default.one or default.many) if variant == ONE else getattr(default, variant)
    return [name for name in default.slots if f"{{{name}}}" in usual]


@transaction.atomic
def change_sentence(
    agency: Agency,
    default: Sentence,
    words: Mapping[str, str] | None,
    *,
    since_year: int,
    by: Person,
    at: datetime,
    today: date,
) -> SentenceTemplate:
    """Store an agency's words for a sentence from the report on a year on; None goes back to those of the product.

    Raises Refused where they would spoil the sentence, where `by` has no role for it, or where the report on that
    year or a later one is signed: what was signed keeps its words.
    """
    if not acting_in(by, EDITORS, agency, on=today):
        refuse_on([Finding("YEAR-WORDS-ROLE", facts={"agency": agency.name})])
    signed = SignedReport.objects.filter(agency=agency, year__gte=since_year).order_by("year").last()
    if signed:
        refuse_on([Finding("YEAR-WORDS-SIGNED", "since_year", {"year": signed.year, "next": signed.year + 1})])
    refuse_on(wording_findings(default, words or {}))
    row = SentenceTemplate.objects.create(
        agency=agency, sentence=default.id, since_year=since_year, words=words, written_by=by, written_at=at
    )
    facts = {"sentence": default.id, "since_year": since_year, "words": words}
    record(YearendAct.REWORD, agency=agency, by=by, subject=subject_of(row), facts=facts, at=at)
    return row
