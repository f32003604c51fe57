"""Recording what happened to a normative document (修改、废止、延续、清理), and what its end asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Role, acting_in, record
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, acting_for, locked, subject
from gongkai.publishing.normative import NormativeDocumentPage, ValidityEvent, lifetimes_of
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.validity import Act, Validity, names_a_source

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency, Person

RECORDERS = (Role.DISCLOSURE_OFFICE_HEAD, Role.LEADER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened, from when it holds, and the document behind it: one of ours, or another's in words."""

    act: Act
    effective_date: date
    last_date: date | None = None
    by_document: NormativeDocumentPage | None = None
    by_text: str = ""
    annuls: ValidityEvent | None = None

    def is_unfounded(self, on: date) -> bool:
        """Return whether neither one of our documents nor the words lead the public to the document behind it."""
        past_end = self.act.ends and self.effective_date < on
        return self.by_document is None and not names_a_source(self.by_text, past_end=past_end)


@transaction.atomic
def record_validity(document_id: int, what: Happening, *, by: Person, at: datetime) -> ValidityEvent:
    """Record that a public normative document was amended, repealed, extended, or looked at in a clean-up.

    The page, lists, search and exports say so from the day it takes effect. Raises Refused, and ValidationError by
    field for days that cannot be, an extension's day without an extension or an act without a source.
    """
    document = locked(document_id)
    event = looked_at(document, what, by=by, at=at)
    event.save()
    acted = acting_for(by, RECORDERS, document.agency, at, rule="VALIDITY-ROLE")
    _log(event, by=by, at=at, on_behalf_of=acted.on_behalf_of)
    return event


def looked_at(document: NormativeDocumentPage, what: Happening, *, by: Person, at: datetime) -> ValidityEvent:
    """Return the row that recording would write, unsaved: for a second look before it is public.

    Raises as `record_validity` does.
    """
    acting_for(by, RECORDERS, document.agency, at, rule="VALIDITY-ROLE")
    refuse_on(may_record(document, what, on=timezone.localdate(at)))
    event = ValidityEvent(
        document=document,
        act=what.act,
        effective_date=what.effective_date,
        last_date=what.last_date,
        by_document=what.by_document,
        by_text=what.by_text.strip(),
        annuls=what.annuls,
        recorded_at=at,
        recorded_by=by,
    )
    event.full_clean()
    return event


def correct_validity(event_id: int, reason: str, *, by: Person, at: datetime) -> ValidityEvent:
    """Record that an earlier record was a mistake, and why: from now on the document is as if it had not been made.

    Both rows stay. Raises Refused without a reason, for one corrected before, and by anybody who may not record.
    """
    wrong = ValidityEvent.objects.select_related("document").get(pk=event_id)
    if not reason.strip():
        raise Refused([Finding("VALIDITY-REASON")])
    day, last = wrong.effective_date, wrong.last_date
    what = Happening(act=Act(wrong.act), effective_date=day, last_date=last, by_text=reason, annuls=wrong)
    return record_validity(wrong.document_id, what, by=by, at=at)


def may_record_validity(document: NormativeDocumentPage, by: Person, at: datetime) -> bool:
    """Return whether this is for `by` to record, in an own role or as a deputy."""
    return acting_in(by, RECORDERS, document.agency, on=timezone.localdate(at)) is not None


def _log(event: ValidityEvent, *, by: Person, at: datetime, on_behalf_of: Person | None) -> None:
    facts = {"act": event.act, "effective_date": event.effective_date, "last_date": event.last_date}
    record(
        PublishingAct.RECORD_VALIDITY,
        agency=event.document.agency,
        by=by,
        on_behalf_of=on_behalf_of,
        subject=subject(event.document),
        facts=facts | ({"annuls": event.annuls_id} if event.annuls_id else {}),
        reason=event.source,
        at=at,
    )


def may_record(document: NormativeDocumentPage, what: Happening, *, on: date) -> Iterator[Finding]:
    """Yield what keeps an act from being recorded on a day: what is over is not amended, extended or repealed again.

    Who says that a document ended in the past names the document behind it so that it is found.
    """
    if what.annuls is not None:
        if what.annuls.document_id != document.pk or what.annuls.is_annulled:
            yield Finding("VALIDITY-ANNULLED")
        return
    before = document.status_on(what.effective_date)
    if before in (Validity.REPEALED, Validity.LAPSED):
        yield Finding("VALIDITY-OVER", facts={"day": f"{what.effective_date:%Y-%m-%d}", "state": before.value})
    if what.by_document == document:
        yield Finding("VALIDITY-ITSELF")
    if what.by_text.strip() and what.is_unfounded(on):
        yield Finding("VALIDITY-BASIS", facts={"basis": what.by_text.strip()})


def doubts(event: ValidityEvent) -> Iterator[Finding]:
    """Yield what is possible and strange in a row that is about to be recorded: told at the second look."""
    made = event.by_document.issue_date if event.by_document else None
    if made and event.effective_date < made:
        facts = {"made": f"{made:%Y-%m-%d}", "day": f"{event.effective_date:%Y-%m-%d}"}
        yield Finding("VALIDITY-LATER-BASIS", facts=facts)


def coming_ends(agency: Agency, day: date) -> Iterator[tuple[NormativeDocumentPage, Finding]]:
    """Yield each public document of the agency in force whose validity ends soon, with the warning (PLAT-63)."""
    ours = list(NormativeDocumentPage.objects.filter(agency=agency, is_ours=True, live=True))
    known = lifetimes_of(ours)
    for document in ours:
        lifetime = known[document.pk]
        warned = lifetime.warning_date(day)
        if warned and warned <= day and lifetime.status_on(day).holds:
            told = {"title": document.title, "last": f"{lifetime.last_date_on(day):%Y-%m-%d}"}
            yield document, Finding("VALIDITY-ENDS", where=str(document.pk), facts=told)
