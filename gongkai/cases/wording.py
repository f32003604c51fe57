"""How a letter is worded: the agency's words, the officer's own, and the locked parts by the law of its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.cases.letter_checks import BASIS, ContentWords, Wording
from gongkai.cases.letter_templates import Template, letter_forms, template_of
from gongkai.statute import in_chinese, remedy_note

if TYPE_CHECKING:
    from gongkai.cases.case import Case

# Which letter an act sends.
LETTER_OF_ACT = {
    "request_correction": "correction_notice",
    "late_correction_notice": "correction_notice",
    "extend": "extension_notice",
    "issue_fee_notice": "fee_notice",
    "fee_waived": "fee_waiver_notice",
    "fee_reduced": "fee_reduction_notice",
    "ask_reasons": "reasons_request",
    "set_delayed_date": "delay_notice",
    "consult_third_party": "third_party_letter",
    "consult_other_organ": "organ_letter",
    "consult_co_maker": "co_maker_letter",
}
_LONGEST_QUOTE = 120


def worded(
    case: Case,
    kind: str,
    told: Mapping[str, Any],
    *,
    on: date,
    remedies: tuple[str, ...] = (),
    template: Template | None = None,
    contents: Sequence[ContentWords] = (),
) -> Wording:
    """Return a letter of a case as it would go out on a day, in the words of that day or of `template`.

    `told` fills the placeholders of its kind (see letters.toml), ``text`` the officer's own words. A letter to the
    applicant that is no reply closes with what may be done against it; one to somebody else with nothing. `contents`
    are answered in turn where the legal basis stands.
    """
    form, template = letter_forms()[kind], template or template_of(case.agency, kind, on=on)
    facts = {**_facts(case), "text": "", **told}
    basis = locked_lines(kind, facts)
    body: list[str] = []
    own: list[str] = []
    for line in template.lines:
        if line.strip() == f"{{{BASIS}}}":
            body += (*basis, *(said for one in contents for said in (*one.locked, *one.own)))
        else:
            own += _filled([line], facts)
            body += _filled([line], facts)
    closing = remedies or ((remedy_note(form.note, on=on).text,) if form.note else ())
    return Wording(
        kind=kind,
        title=form.title,
        paragraphs=(*body, *closing),
        basis=(*basis, *(said for one in contents for said in one.locked)),
        remedies=closing,
        own=tuple(own),
        needs_seal=template.needs_seal,
        template=template.version,
        contents=tuple(contents),
    )


def locked_lines(kind: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the legal basis of a kind of letter, line by line; nobody words it otherwise."""
    return tuple(line for paragraph in _filled(letter_forms()[kind].basis, facts) for line in paragraph.split("\n"))


def _facts(case: Case) -> dict[str, Any]:
    said = " ".join(case.description.split())
    quoted = said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE]}……"
    received = in_chinese(case.receipt_date or case.arrival_date)
    return {"receipt_date": received, "number": case.number, "description": quoted}


def _filled(lines: Iterable[str], facts: Mapping[str, Any]) -> list[str]:
    """Return the lines with what stands in braces filled in, without empty ones; unknown names stay empty."""
    filled = (line.format_map(_Lenient(facts)).strip() for line in lines)
    return [line for line in filled if line]


class _Lenient(dict[str, Any]):
    """Gives nothing for a name nobody knows: a template that has one is refused by its checks, not by an error."""

    def __missing__(self, key: str) -> str:
        return ""
