"""Recording what happened to a normative document (修改、废止、延续、清理), and what its end asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import Role, acting, record
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, locked, subject
from gongkai.publishing.normative import NormativeDocumentPage, ValidityEvent, lifetimes_of
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.validity import Act, Validity

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


@transaction.atomic
def record_validity(document_id: int, what: Happening, *, by: Person, at: datetime) -> ValidityEvent:
    """Record that a public normative document was amended, repealed, extended, or looked at in a clean-up.

    The page, lists, search and exports say so from the day it takes effect. Raises Refused,
    and ValidationError for an extension's day without an extension or an act without a source.
    """
    document = locked(document_id)
    acted = [found for role in RECORDERS if (found := acting(by, role, document.agency, on=timezone.localdate(at)))]
    if not acted:
        raise Refused([Finding("VALIDITY-ROLE", facts={"agency": document.agency.name})])
    refuse_on(may_record(document, what))
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
    event.save()
    record(
        PublishingAct.RECORD_VALIDITY,
        agency=document.agency,
        by=by,
        on_behalf_of=acted[0].on_behalf_of,
        subject=subject(document),
        facts={"act": what.act, "effective_date": what.effective_date, "last_date": what.last_date},
        reason=event.source,
        at=at,
    )
    return event


def may_record(document: NormativeDocumentPage, what: Happening) -> Iterator[Finding]:
    """Yield what keeps an act from being recorded: what is over is not amended, extended or repealed again."""
    if what.annuls is not None:
        if what.annuls.document_id != document.pk or what.annuls.is_annulled:
            yield Finding("VALIDITY-ANNULLED")
        return
    before = document.status_on(what.effective_date)
    if before in (Validity.REPEALED, Validity.LAPSED):
        yield Finding("VALIDITY-OVER", facts={"day": f"{what.effective_date:%Y-%m-%d}", "state": before.value})
    if what.by_document == document:
        yield Finding("VALIDITY-ITSELF")


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
