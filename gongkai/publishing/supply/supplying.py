"""Making the package for a reading place, and recording that it was handed over (Reg. art. 25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.door import acting_in, files_undone, interrupt_held, record, save_with_file, subject_of
from gongkai.findings import Finding
from gongkai.publishing.acts import PublishingAct, acting_for
from gongkai.publishing.refusals import Refused, refuse_on
from gongkai.publishing.supply.outstanding import SUPPLIERS, last_month_end, outstanding
from gongkai.publishing.supply.package import write_package
from gongkai.publishing.supply.places import ReadingPlace
from gongkai.publishing.supply.records import Handover, SuppliedItem, Supply

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Agency, Person, Undoing


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is recorded of a handover; `proof` is an uploaded file, None for none."""

    way: str
    handed_date: date
    received_by: str
    note: str = ""
    proof: Any = None


def make_supply(place_id: int, *, by: Person, at: datetime) -> Supply:
    """Make the package of what a place has not got of what was public by the end of last month. Raises Refused.

    Each publication is brought to a place once; what the place has and is public no longer is listed in the package.
    """
    with interrupt_held(), files_undone() as undoing, TemporaryFile() as out, transaction.atomic():
        place = ReadingPlace.objects.select_for_update(of=("self",)).select_related("agency").get(pk=place_id)
        acted = acting_for(by, sorted(SUPPLIERS), place.agency, at, rule="SUPPLY-ROLE")
        today = timezone.localdate(at)
        if not (place.receives and place.is_in_force(today)):
            raise Refused([Finding("SUPPLY-PLACE", facts={"place": place.name})])
        found = outstanding(place, last_month_end(today))
        if found.is_empty:
            raise Refused([Finding("SUPPLY-NOTHING", facts={"place": place.name, "until": f"{found.until:%Y-%m-%d}"})])
        digest = write_package(found, out)
        supply = Supply(place=place, agency=place.agency, until=found.until, digest=digest, made_at=at, made_by=by)
        supply.package = File(out, name=f"{place.agency.slug}-{place.pk}-{found.until:%Y%m}.zip")
        save_with_file(supply, "package", undoing)
        SuppliedItem.objects.bulk_create(
            SuppliedItem(supply=supply, place=place, publication=one) for one in found.publications
        )
        facts = {"until": found.until, "items": found.new, "digest": digest}
        _log(PublishingAct.MAKE_SUPPLY, supply, acted, by, at, facts)
    return supply


def record_handover(supply_id: int, said: Handed, *, by: Person, at: datetime) -> Handover:
    """Record how a package was handed over; a later row mends an earlier one. Raises Refused."""
    with interrupt_held(), files_undone() as undoing, transaction.atomic():
        supply = Supply.objects.select_related("agency", "place").get(pk=supply_id)
        acted = acting_for(by, sorted(SUPPLIERS), supply.agency, at, rule="SUPPLY-ROLE")
        refuse_on(_unfit(supply, said, timezone.localdate(at)))
        return _recorded(supply, said, acted, by, at, undoing)


def _recorded(supply: Supply, said: Handed, acted: Acting, by: Person, at: datetime, undoing: Undoing) -> Handover:
    row = Handover(
        supply=supply,
        way=Handover.Way(said.way),
        handed_date=said.handed_date,
        received_by=said.received_by.strip(),
        note=said.note.strip(),
        proof=said.proof or "",
        recorded_at=at,
        recorded_by=by,
    )
    save_with_file(row, "proof", undoing)
    _log(PublishingAct.HAND_OVER, supply, acted, by, at, {"handed_date": row.handed_date, "way": row.way})
    return row


def _unfit(supply: Supply, said: Handed, today: date) -> Iterator[Finding]:
    made = timezone.localdate(supply.made_at)
    if not made <= said.handed_date <= today:
        yield Finding("SUPPLY-DAY", where="handed_date", facts={"made": f"{made:%Y-%m-%d}"})
    if not said.received_by.strip():
        yield Finding("SUPPLY-RECEIVER", where="received_by")
    if not (said.proof or said.note.strip()):
        yield Finding("SUPPLY-PROOF", where="proof")


def may_supply(by: Person, agency: Agency, at: datetime) -> bool:
    """Return whether making a package, and recording its handover, is for `by`, in an own role or as a deputy."""
    return acting_in(by, sorted(SUPPLIERS), agency, on=timezone.localdate(at)) is not None


def _log(act: str, supply: Supply, acted: Acting, by: Person, at: datetime, facts: dict[str, Any]) -> None:
    told = {"place": supply.place.name, **facts}
    about = {"agency": supply.agency, "subject": subject_of(supply)}
    record(act, **about, by=by, on_behalf_of=acted.on_behalf_of, facts=told, at=at)
