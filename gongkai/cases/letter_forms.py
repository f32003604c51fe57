"""Letters: fixed paragraphs, facts of the case and the officer's own words, numbered without gaps."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongkai import statute
from gongkai.agencies.door import calendar, next_number
from gongkai.cases.letters import Letter
from gongkai.cases.remedies_told import paragraphs, without_last_days
from gongkai.statute import in_chinese, remedy_note

if TYPE_CHECKING:
    from gongkai.cases.case import Case, CaseEvent
    from gongkai.cases.drafts import Draft

SERIES = "case_letter"
# Which letter an act sends to the applicant.
LETTER_OF_ACT = {
    "request_correction": "correction_notice",
    "late_correction_notice": "correction_notice",
    "extend": "extension_notice",
    "issue_fee_notice": "fee_notice",
    "ask_reasons": "reasons_request",
    "set_delayed_date": "delay_notice",
}
REPLY, NOTICE = "reply", "notice"
_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterForm:
    """A kind of letter: its title, its fixed paragraphs, and the remedy note that closes it (empty: the remedies)."""

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    note: str


@cache
def letter_forms() -> Mapping[str, LetterForm]:
    """Return the kinds of letter by id."""
    rows = tomllib.loads(files("gongkai.cases").joinpath("data/letters.toml").read_text("utf-8"))["letter"]
    return {
        row["kind"]: LetterForm(
            kind=row["kind"], title=row["title"], paragraphs=tuple(row["paragraphs"]), note=row["note"]
        )
        for row in rows
    }


def _filled(form: LetterForm, case: Case, told: Mapping[str, Any]) -> list[str]:
    said = " ".join(case.description.split())
    quoted = said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE]}……"
    received = in_chinese(case.receipt_date or case.arrival_date)
    facts = {"receipt_date": received, "number": case.number, "description": quoted, "text": "", **told}
    filled = (paragraph.format_map(facts).strip() for paragraph in form.paragraphs)
    return [paragraph for paragraph in filled if paragraph]


def procedural_letter(case: Case, kind: str, told: Mapping[str, Any], *, on: date) -> list[str]:
    """Return the paragraphs of a letter that is no reply; it closes with what may be done against it."""
    form = letter_forms()[kind]
    return [*_filled(form, case, told), remedy_note(form.note, on=on).text]


def reply_letter(draft: Draft, *, on: date) -> list[str]:
    """Return the paragraphs of a reply as it would go out on a day, with the legal basis and remedies of that day."""
    row = draft.kind(on=on)
    told = {
        "law": _law_of(draft, on) or row.law,
        "outcome": row.name,
        "facts": _facts_told(draft, on),
        "text": draft.text,
    }
    found = statute.remedies(draft.outcome, decided_date=on, served_date=on, calendar=calendar())
    said = paragraphs(found, draft.case.agency, on, reading=draft.reading)
    return [*_filled(letter_forms()[kind_of_reply(draft, on)], draft.case, told), *without_last_days(said)]


def kind_of_reply(draft: Draft, on: date) -> str:
    """Return whether it goes out as a reply (答复书) or as a notice (告知书)."""
    return NOTICE if draft.kind(on=on).letter.startswith("notice") else REPLY


def _law_of(draft: Draft, on: date) -> str:
    """Return the articles of the kind of reply and of its grounds."""
    rows = [statute.ground(one["id"], on=on).law for one in draft.grounds]
    return "、".join(dict.fromkeys([draft.kind(on=on).law, *rows]))


def _facts_told(draft: Draft, on: date) -> str:
    """Return what is on record for it, named as the law names it, one line each."""
    names = {row.id: row.name for row in statute.needed_facts()}
    lines = [f"{names[key]}：{words}" for key, words in draft.recorded.items() if words.strip() and key in names]
    for one in draft.grounds:
        row = statute.ground(one["id"], on=on)
        detail = "；".join(f"{names[key]}：{words}" for key, words in one["recorded"].items() if words.strip())
        lines.append(f"不予公开的依据：{row.name}{'（' + one['subclass'] + '）' if one['subclass'] else ''}。{detail}")
    if draft.other_organ:
        lines.append(f"负责公开该政府信息的机关：{draft.other_organ}")
    return "\n".join(lines)


def issue(event: CaseEvent, kind: str, body: list[str], *, reading: str = "") -> Letter:
    """Store a letter with the next number of its agency and year, in the caller's transaction."""
    year = event.event_date.year
    number = next_number(event.case.agency, SERIES, year)
    return Letter.objects.create(
        case=event.case,
        event=event,
        kind=kind,
        number=f"公开告〔{year}〕{number}号",
        title=letter_forms()[kind].title,
        paragraphs=body,
        issued_date=event.event_date,
        reading=reading,
    )
