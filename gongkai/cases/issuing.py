"""From the words of a letter to the letter that went out: numbered, kept as bytes, sealed, issued, each on the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.door import DEMONSTRATION, next_number
from gongkai.annualreport import OfficialLetter, unprintable, write_letter
from gongkai.cases.acting import act
from gongkai.cases.case import Case, CaseEvent, event_from
from gongkai.cases.case_files import KINDS, Attached, CaseFile, Direction, keep
from gongkai.cases.delivering import Doing, deliver_by_portal
from gongkai.cases.letter_checks import Wording, missing_parts, wording_findings
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.letters import NAMELESS, Dispatch, Letter, Recipient, log_letter
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import refuse_on
from gongkai.findings import Finding

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.drafts import Draft

SERIES = "case_letter"
UNNUMBERED = "（文号在成文时取得）"
FORMATS = ("pdf", "docx")
_PLACES = {
    "organ": "机关名称", "title": "标题", "addressee": "收信人", "paragraphs": "正文", "attachments": "附件名称",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What a letter does when it goes out: the act with its facts (statute.Event as JSON), and to whom it goes.

    `told` is what the letter says beside its facts. `recipient` has ``name``, ``address`` and ``contact``; it is empty
    for the applicant.
    """

    act: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    amount_yuan: Decimal | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    draft: Draft | None = None
    recipient: Mapping[str, str] = field(default_factory=dict)


def previewed(case: Case, wording: Wording, *, on: date, addressee: str = "", kind: str = "pdf") -> bytes:
    """Return a letter as a file before it has a number; nothing is stored."""
    return write_letter(_laid_out(case, wording, UNNUMBERED, addressee or case.applicant_name or NAMELESS, on), kind)


def rare_findings(letter: Letter) -> Iterator[Finding]:
    """Yield a finding where a letter has characters that its PDF prints as 〓, to be written in by hand."""
    laid_out = _laid_out(letter.case, letter, letter.number, letter.addressee, letter.issued_date)
    if found := unprintable(laid_out):
        told = "，".join(f"{_PLACES[place]}里的“{'”“'.join(signs)}”" for place, signs in found.items())
        yield Finding("LETTER-RARE", facts={"characters": told})


def _laid_out(case: Case, wording: Wording | Letter, number: str, addressee: str, on: date) -> OfficialLetter:
    """Return a letter as it is set; one of a demonstration says so first."""
    opening = (f"（{DEMONSTRATION}）",) if case.agency.demonstration else ()
    return OfficialLetter(
        organ=case.agency.name,
        number=number,
        title=wording.title,
        addressee=addressee,
        paragraphs=(*opening, *wording.paragraphs),
        issued_date=on,
        attachments=wording.attachments,
    )


@transaction.atomic
def write(case: Case, wording: Wording, carried: Carried, *, on: date, by: Person, at: datetime) -> Letter:
    """Give a letter the next number of its agency and year, and keep its files; raise Refused where parts of law lack.

    The case is locked by the caller.
    """
    refuse_on((*wording_findings(wording), *_written_before(case, wording, carried, on)))
    number = f"公开告〔{on.year}〕{next_number(case.agency, SERIES, on.year)}号"
    addressee = carried.recipient.get("name") or case.applicant_name or NAMELESS
    made = {kind: write_letter(_laid_out(case, wording, number, addressee, on), kind) for kind in FORMATS}
    letter = Letter.objects.create(
        case=case,
        kind=wording.kind,
        number=number,
        title=wording.title,
        paragraphs=list(wording.paragraphs),
        attachments=list(wording.attachments),
        issued_date=on,
        reading=wording.reading,
        act=carried.act,
        facts=dict(carried.facts),
        note=carried.note,
        told=dict(carried.told),
        amount_yuan=carried.amount_yuan,
        draft=carried.draft,
        needs_seal=wording.needs_seal,
        template_id=wording.template,
        digest=hashlib.sha256(made["pdf"]).hexdigest(),
        written_by=by,
        written_at=at,
    )
    if carried.recipient:
        Recipient.objects.create(letter=letter, **carried.recipient)
    files = [Attached(f"{letter.title}{number}.{KINDS[kind][0]}", kind, data) for kind, data in made.items()]
    keep(case, files, Direction.LETTER, at=at, by=by, event=None, letter=letter)
    log_letter(
        CaseAct.WRITE,
        letter,
        by=by,
        at=at,
        facts={"digest": letter.digest, "needs_seal": letter.needs_seal, "template": letter.template_id},
    )
    return letter


def _written_before(case: Case, wording: Wording, carried: Carried, on: date) -> Iterator[Finding]:
    """Yield a finding where the case has the same letter of that day already: a button pressed twice writes one."""
    if carried.draft is not None:  # the reply has a version of its own
        return
    same = case.letters.filter(kind=wording.kind, title=wording.title, issued_date=on, act=carried.act)
    for letter in same.select_related("recipient"):
        recipient = letter.recipient.name if hasattr(letter, "recipient") else ""
        words = tuple(letter.paragraphs), tuple(letter.attachments), recipient
        if words == (wording.paragraphs, wording.attachments, carried.recipient.get("name", "")):
            yield Finding("LETTER-TWICE", facts={"number": letter.number, "title": letter.title})


def issue_findings(letter: Letter, now: Wording) -> Iterator[Finding]:
    """Yield what keeps a letter from going out, where it would be worded `now` by the law of the day."""
    if letter.went_out:
        yield Finding("LETTER-SENT", facts={"number": letter.number})
    yield from missing_parts(letter.paragraphs, now)
    if tuple(letter.paragraphs) != now.paragraphs or tuple(letter.attachments) != now.attachments:
        yield Finding("LETTER-STALE", facts={"number": letter.number})
    if letter.needs_seal and sealed_copy(letter) is None:
        yield Finding("LETTER-UNSEALED", "sealed", {"number": letter.number, "title": letter.title})
    if letter.digest != _digest_kept(letter):
        yield Finding("LETTER-TAMPERED", facts={"number": letter.number})


def kept_pdf(letter: Letter) -> bytes:
    """Return the PDF of a letter as it was written, without the seal."""
    return CaseFile.objects.get(letter=letter, direction=Direction.LETTER, kind="pdf").data()


def _digest_kept(letter: Letter) -> str:
    """Return the SHA-256 of the PDF that is kept of a letter, empty where none is."""
    kept = letter.files.filter(direction=Direction.LETTER, kind="pdf").first()
    return hashlib.sha256(kept.data()).hexdigest() if kept else ""


def sealed_copy(letter: Letter) -> CaseFile | None:
    """Return the copy with the seal that counts, the newest; None where there is none yet."""
    return letter.files.filter(direction=Direction.SEALED).order_by("-pk").first()


@transaction.atomic
def send_out(
    letter: Letter,
    now: Wording,
    *,
    by: Person,
    at: datetime,
    on: date,
    today: date,
    on_behalf_of: Person | None = None,
) -> CaseEvent | None:
    """Issue a letter on a day: record its act, and that it went out; raise Refused where anything lacks.

    Who wanted it on our own site has it with that. The case is locked by the caller.
    """
    refuse_on(issue_findings(letter, now))
    event = None
    if letter.act:
        event = act(
            letter.case_id,
            event_from(letter.act, on, letter.facts),
            by=by,
            at=at,
            today=today,
            on_behalf_of=on_behalf_of,
            ground=letter.draft.principal_ground if letter.draft else "",
            amount_yuan=letter.amount_yuan,
            note=letter.note,
            draft=letter.draft,
        )
    Dispatch.objects.create(letter=letter, event=event)
    sealed = sealed_copy(letter)
    facts = {"digest": letter.digest, "sealed": sealed.digest if sealed else ""}
    log_letter(CaseAct.LETTER, letter, by=by, at=at, facts=facts, on_behalf_of=on_behalf_of)
    if letter_forms()[letter.kind].is_sent:
        deliver_by_portal(letter, Doing(by, at, today))
    return event


def letter_files(letter: Letter) -> Sequence[CaseFile]:
    """Return what is kept of a letter, without contents: the copy with the seal first, then PDF and Word."""
    found = letter.files.defer("content").order_by("pk")
    return sorted(found, key=lambda one: (one.direction != Direction.SEALED, one.kind != "pdf", -one.pk))
