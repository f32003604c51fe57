"""How a letter is worded: the agency's words, the officer's own, and the locked parts by the law of its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai import statute
from gongkai.agencies.door import calendar
from gongkai.cases.drafts import PARTIAL
from gongkai.cases.letter_checks import BASIS, Wording
from gongkai.cases.letter_templates import Template, letter_forms, template_of
from gongkai.cases.remedies_told import paragraphs, without_last_days
from gongkai.statute import in_chinese, remedy_note

if TYPE_CHECKING:
    from gongkai.cases.case import Case
    from gongkai.cases.drafts import Draft

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
_CITED = ("legal_basis", "classification_basis")  # what else is cited of a ground
_LONGEST_QUOTE = 120


def worded(
    case: Case,
    kind: str,
    told: Mapping[str, Any],
    *,
    on: date,
    remedies: tuple[str, ...] = (),
    template: Template | None = None,
) -> Wording:
    """Return a letter of a case as it would go out on a day, in the words of that day or of `template`.

    `told` fills the placeholders of its kind (see letters.toml), ``text`` the officer's own words. A letter to the
    applicant that is no reply closes with what may be done against it; one to somebody else with nothing.
    """
    form, template = letter_forms()[kind], template or template_of(case.agency, kind, on=on)
    facts = {**_facts(case), "text": "", **told}
    basis = tuple(line for paragraph in _filled(form.basis, facts) for line in paragraph.split("\n"))
    body: list[str] = []
    own: list[str] = []
    for line in template.lines:
        if line.strip() == f"{{{BASIS}}}":
            body += basis
        else:
            own += _filled([line], facts)
            body += _filled([line], facts)
    closing = remedies or ((remedy_note(form.note, on=on).text,) if form.note else ())
    return Wording(
        kind=kind,
        title=form.title,
        paragraphs=(*body, *closing),
        basis=basis,
        remedies=closing,
        own=tuple(own),
        needs_seal=template.needs_seal,
        template=template.version,
    )


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


def reply_wording(draft: Draft, *, on: date) -> Wording:
    """Return a reply as it would go out on a day, with the legal basis and the remedies of that day."""
    row = draft.kind(on=on)
    told = {"law": _law_of(draft, on), "facts": _facts_told(draft, on), "text": draft.text}
    found = statute.remedies(draft.outcome, decided_date=on, served_date=on, calendar=calendar())
    said = without_last_days(paragraphs(found, draft.case.agency, on, reading=draft.reading))
    made = worded(draft.case, row.letter, told, on=on, remedies=tuple(said))
    names = draft.case.files.filter(pk__in=[pk for pk, _ in draft.files]).order_by("pk").values_list("name", flat=True)
    return made._replace(reading=draft.reading, attachments=tuple(names))


def _law_of(draft: Draft, on: date) -> str:
    """Return the articles of the kind of reply and of its grounds."""
    rows = [statute.ground(one["id"], on=on).law for one in draft.grounds]
    return articles_told(dict.fromkeys([draft.kind(on=on).law, *rows]))


def articles_told(laws: Iterable[str]) -> str:
    """Return articles as one list in which a law is named once: 《甲》第一条、第二条."""
    told, title = [], ""
    for law in laws:
        told.append(law.removeprefix(title))
        title = law[law.rfind("《") : law.rfind("》") + 1]
    return "、".join(told)


def _facts_told(draft: Draft, on: date) -> str:
    """Return what is on record for it, named as the law names it, one line each."""
    names = {row.id: row.name for row in statute.needed_facts()}
    lines = [f"{names[key]}：{_on_one_line(words)}" for key, words in draft.recorded.items() if key in names]
    if draft.outcome == PARTIAL:
        return "\n".join([*lines, *_parts_told(draft, on)])
    for one in draft.grounds:
        row = statute.ground(one["id"], on=on)
        detail = "；".join(f"{names[key]}：{_on_one_line(words)}" for key, words in one["recorded"].items())
        lines.append(f"不予公开的依据：{row.name}{'（' + one['subclass'] + '）' if one['subclass'] else ''}。{detail}")
    if draft.other_organ:
        lines.append(f"负责公开该政府信息的机关：{draft.other_organ}")
    return "\n".join(line for line in lines if not line.endswith("："))


def _parts_told(draft: Draft, on: date) -> Iterator[str]:
    """Yield what is withheld, part by part, each with its ground, article and reason (Reg. art. 37)."""
    yield f"不予公开的内容共{len(draft.grounds)}处："
    for number, one in enumerate(draft.grounds, 1):
        row = statute.ground(one["id"], on=on)
        name = f"{row.name}（{one['subclass']}）" if one["subclass"] else row.name
        basis = "".join(f"；{_on_one_line(one['recorded'][key])}" for key in _CITED if one["recorded"].get(key))
        told = f"{_on_one_line(one.get('part', ''))}：属于{name}，依据{row.law}{basis}；"
        yield f"{number}. {told}理由：{_on_one_line(one.get('reason', '')).rstrip('。')}。"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
