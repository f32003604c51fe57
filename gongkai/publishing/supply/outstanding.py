"""What a reading place has not got yet, by the records, and by which day it is to be brought there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Role, disclosure_offices
from gongkai.publishing.own_terms import INFORMATION_SUPPLY, own_due_date
from gongkai.publishing.rows import months_after
from gongkai.publishing.submissions import Publication
from gongkai.publishing.supply.places import ReadingPlace
from gongkai.publishing.supply.records import SuppliedItem, Supply
from gongkai.publishing.withdrawals import Withdrawal

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

SUPPLIERS = frozenset({Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD})


class Outstanding(NamedTuple):
    """What a place has not got of what was public by `until`, what went since (the oldest first), and how much it is.

    `due_date` is the last day to bring it.
    """

    place: ReadingPlace
    until: date
    publications: QuerySet[Publication]
    withdrawals: QuerySet[Withdrawal]
    new: int
    gone: int
    due_date: date

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to bring."""
        return not (self.new or self.gone)


def last_month_end(today: date) -> date:
    """Return the last day of the month before."""
    return today.replace(day=1) - timedelta(1)


def month_end(day: date) -> date:
    """Return the last day of the month of a day."""
    return months_after(day.replace(day=1), 1) - timedelta(1)


def outstanding(place: ReadingPlace, until: date) -> Outstanding:
    """Return what is to be brought to a place of what was public by `until`; it may be much, and is not read yet."""
    publications, withdrawals = unsupplied(place, until), withdrawn(place, until)
    new = publications.aggregate(many=Count("pk"), oldest=Min("publication_date"))
    gone = withdrawals.aggregate(many=Count("pk"), oldest=Min("withdrawal_date"))
    oldest = month_end(min((one["oldest"] for one in (new, gone) if one["oldest"]), default=until))
    return Outstanding(
        place,
        until,
        publications.select_related("page").order_by("publication_date", "pk"),
        withdrawals.select_related("page").order_by("pk"),
        new["many"],
        gone["many"],
        own_due_date(INFORMATION_SUPPLY, oldest, place.agency_id),
    )


def unsupplied(place: ReadingPlace, until: date) -> QuerySet[Publication]:
    """Return of each page that is public the newest publication by `until` where the place has not got it.

    What is public is government information with a text of its own (it can be searched): no banner, no topic.
    """
    newest = Publication.objects.filter(page=OuterRef("page"), publication_date__lte=until).order_by("-pk")
    found = Publication.objects.filter(
        agency=place.agency_id,
        publication_date__range=(place.since, until),
        page__live=True,
        page__search_entry__isnull=False,
        pk=Subquery(newest.values("pk")[:1]),
    )
    return found.exclude(pk__in=SuppliedItem.objects.filter(place=place).values("publication"))


def withdrawn(place: ReadingPlace, until: date) -> QuerySet[Withdrawal]:
    """Return what the place has and is no longer public, taken down after the last package and by `until`."""
    last = Supply.objects.filter(place=place).order_by("until").last()
    if last is None:
        return Withdrawal.objects.none()
    pages = SuppliedItem.objects.filter(place=place).values("publication__page")
    gone = Withdrawal.objects.filter(page__in=pages, page__live=False, withdrawal_date__lte=until)
    return gone.filter(withdrawal_date__gt=last.until)


def receiving(agencies: Collection[Agency], today: date) -> QuerySet[ReadingPlace]:
    """Return the places to which these agencies bring something: those of today, in the order of their rows."""
    places = ReadingPlace.objects.filter(agency__in=agencies, receives=True).in_force(today)
    return places.select_related("agency").order_by("agency__slug", "pk")


def supplies_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield each place to which last month's information is to be brought, and each package not handed over."""
    today = timezone.localdate(at)
    offices = {number: office.name for number, office in disclosure_offices(agencies, today).items()}
    for place in receiving(agencies, today):
        found = outstanding(place, last_month_end(today))
        if not found.is_empty:
            yield _due(place, found.due_date, f"{found.new} 条等着提供", offices)
    made = Supply.objects.filter(agency__in=agencies, handovers=None).select_related("place__agency")
    for supply in made.order_by("until", "pk"):
        due = own_due_date(INFORMATION_SUPPLY, supply.until, supply.agency_id)
        yield _due(supply.place, due, "移交包已经做好，移交后登记", offices, supply.pk)


def _due(place: ReadingPlace, day: date, note: str, offices: dict[int, str], supply: int | None = None) -> Due:
    where = reverse("publishing_supply", args=[supply]) if supply else reverse("publishing_supplies")
    return Due(
        what=f"向{place.name}{'移交' if supply else '提供'}新公开的政府信息",
        address=where,
        agency=place.agency,
        roles=SUPPLIERS,
        due_date=day,
        note=note,
        office=offices.get(place.agency_id, ""),
    )
