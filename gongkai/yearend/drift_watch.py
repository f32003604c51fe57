"""Looking again at what was signed: by the clock, where the agency's log went on, and once a day whatever it says.

A rebuild of a year takes its time, so that nobody waits for one on his desk: what a look found is a row
(`SignedDrift`), and the desk asks for rows.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.door import Role, acting, acts_so_far, record, subject_of
from gongkai.findings import Finding
from gongkai.yearend.drift_duties import NoAmendment, SignedDrift
from gongkai.yearend.drifting import changes_of
from gongkai.yearend.life import LifeAct
from gongkai.yearend.refusals import refuse_on
from gongkai.yearend.signing import SignedReport

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Person

RESTS = timedelta(minutes=10)  # a report is not looked at again sooner, however busy its agency is
AT_LEAST = timedelta(days=1)  # and no later than this, for what no log tells
_SECONDS = 5  # of a minute's tick: whatever is left is looked at in the next one


def look_again(at: datetime) -> int:
    """Look at the signed reports whose records may have changed, the longest unseen first; return how many."""
    until, looked = time.monotonic() + _SECONDS, 0
    for signed in _to_look_at(at).iterator():
        if time.monotonic() > until:
            break
        looked += _looked_at(signed, at)
    return looked


def _to_look_at(at: datetime) -> QuerySet[SignedReport]:
    """Return the newest signed version of each report that may differ from its records by now."""
    later = SignedReport.objects.filter(
        agency=OuterRef("agency"), year=OuterRef("year"), version__gt=OuterRef("version")
    )
    newest = SignedReport.objects.filter(~Exists(later)).annotate(acts=acts_so_far())
    went_on = Q(drift__looked_at__lte=at - RESTS) & ~Q(drift__acts_seen=F("acts"))
    due = newest.filter(Q(drift=None) | Q(drift__looked_at__lte=at - AT_LEAST) | went_on)
    plain = due.select_related("agency").defer(*SignedReport.digested[2:])
    return plain.order_by(F("drift__looked_at").asc(nulls_first=True), "pk")


def _looked_at(signed: SignedReport, at: datetime) -> bool:
    """Look at one report; False where another process took it first. Two that look at once find the same."""
    acts: int = signed.acts
    row, is_new = SignedDrift.objects.get_or_create(signed=signed, defaults={"looked_at": at})
    taken = SignedDrift.objects.filter(pk=row.pk, looked_at=row.looked_at)
    if not is_new and (row.looked_at > at - RESTS or not taken.update(looked_at=at)):
        return False
    keep_found(signed, at, acts=acts)
    return True


def keep_found(signed: SignedReport, at: datetime, *, acts: int | None = None) -> SignedDrift:
    """Keep what the records give now instead of what was signed, and return it; unchanged, it keeps its first day."""
    changes, fingerprint = changes_of(signed)
    row, _ = SignedDrift.objects.get_or_create(signed=signed, defaults={"looked_at": at})
    if row.fingerprint != fingerprint:
        row.since = at if fingerprint else None
    row.changes, row.fingerprint, row.looked_at = [list(one) for one in changes], fingerprint, at
    row.acts_seen = row.acts_seen if acts is None else acts
    row.save()
    return row


@transaction.atomic
def leave_as_signed(signed: SignedReport, reason: str, *, seen: str, by: Person, at: datetime) -> NoAmendment:
    """Record why what changed behind a signed report asks for no amendment (Reg. art. 49).

    `seen` is the fingerprint of the changes that were read. Raises Refused where `by` does not lead the disclosure
    office, where nothing differs, something else differs by now, or it is said already; ValidationError where no
    reason is given.
    """
    as_whom = acting(by, Role.DISCLOSURE_OFFICE_HEAD, signed.agency, on=timezone.localdate(at))
    found = keep_found(SignedReport.objects.select_for_update().get(pk=signed.pk), at)
    refuse_on(_unfit(found, as_whom, seen))
    assert as_whom is not None
    row = NoAmendment(
        signed=signed,
        fingerprint=found.fingerprint,
        changes=found.changes,
        reason=reason.strip(),
        decided_at=at,
        decided_by=by,
        on_behalf_of=as_whom.on_behalf_of,
    )
    row.full_clean()
    row.save()
    facts = {"year": signed.year, "version": signed.version, "changes": [str(one) for one in row.changed()]}
    record(
        LifeAct.LEAVE, agency=signed.agency, by=by, subject=subject_of(signed), facts=facts, reason=row.reason,
        on_behalf_of=as_whom.on_behalf_of, at=at,
    )  # fmt: skip
    return row


def _unfit(found: SignedDrift, as_whom: Acting | None, seen: str) -> list[Finding]:
    """Return what keeps the word from being recorded."""
    signed = found.signed
    if as_whom is None:
        return [Finding("YEAR-DRIFT-ROLE", facts={"agency": signed.agency.name})]
    if not found.fingerprint:
        return [Finding("YEAR-DRIFT-NONE", facts={"year": signed.year, "version": signed.version})]
    if found.fingerprint != seen:
        return [Finding("YEAR-DRIFT-MOVED", facts={"count": len(found.changes)})]
    if not SignedDrift.objects.unanswered().filter(pk=found.pk).exists():
        return [Finding("YEAR-DRIFT-ANSWERED", facts={"year": signed.year, "version": signed.version})]
    return []
