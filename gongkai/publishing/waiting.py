"""What waits for whom between a draft and its publication: reviews, drafts, what is approved, other organs' answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.door import Due, Role
from gongkai.findings import nest_titles
from gongkai.publishing.authors import authors_of, specific_pages
from gongkai.publishing.gates import Gate
from gongkai.publishing.placing import agency_at, below, last_day_of, offices_of, places_of
from gongkai.publishing.rounds import ROLES
from gongkai.publishing.submissions import ROUND_NAMES, ROUNDS, Submission

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency

FOLLOWERS = frozenset({Role.CLERK, Role.DISCLOSURE_OFFICE_HEAD})
REVIEWERS = frozenset(ROLES.values())


def reviews_due(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield what waits for a round of review; neither its authors nor earlier reviewers are asked for it."""
    rows = Submission.objects.open().filter(agency__in=agencies, bundle=None).annotate(decided=Count("reviews"))
    rows = rows.filter(decided__lt=len(ROUNDS)).select_related("agency", "submitted_by").prefetch_related("reviews")
    waiting = list(rows.order_by("submitted_at", "pk"))
    pages = specific_pages(one.page_id for one in waiting)
    authors, offices = authors_of(waiting, pages), offices_of(pages.values())
    for one in waiting:
        before = {number for row in one.reviews.all() for number in (row.person_id, row.on_behalf_of_id)} - {None}
        number = len(one.reviews.all()) + 1
        yield Due(
            what=nest_titles(f"{ROUND_NAMES[number]}：《{one.title}》"),
            address=reverse("publishing_review", args=[one.pk]),
            agency=one.agency,
            roles=frozenset({ROLES[number]}),
            due_date=last_day_of(pages[one.page_id]),
            note=f"{one.submitted_by}于{timezone.localtime(one.submitted_at):%m月%d日 %H:%M}送审",
            office=offices[one.page_id],
            barred=frozenset(authors[one.pk] | before),
        )


def held_back(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield what three people approved and something else keeps from being public: an answer, a set time."""
    rows = Submission.objects.at_round(len(ROUNDS) + 1).filter(agency__in=agencies, bundle=None)
    waiting = list(rows.select_related("agency").order_by("submitted_at", "pk"))
    pages = specific_pages(one.page_id for one in waiting)
    offices = offices_of(pages.values())
    for one in waiting:
        if pages[one.page_id].review_route:  # its own room says what is to be done
            continue
        planned = one.go_live_at and one.go_live_at > at
        told = f"定于{timezone.localtime(one.go_live_at):%m月%d日 %H:%M}公开" if planned else "打开看是什么没有齐"
        yield Due(
            what=nest_titles(f"三审通过、尚未公开：《{one.title}》"),
            address=reverse("publishing_review", args=[one.pk]),
            agency=one.agency,
            roles=FOLLOWERS,
            due_date=last_day_of(pages[one.page_id]),
            note=told,
            office=offices[one.page_id],
            waits=bool(planned),
        )


def answers_awaited(agencies: Collection[Agency], at: datetime) -> Iterator[Due]:
    """Yield what other organs were asked and have not answered (Reg. art. 11, 17)."""
    places = places_of(agencies)
    open_gates = Gate.objects.filter(below(places, "page__path"), answer=None)
    gates = list(open_gates.order_by("opened_at", "pk"))
    pages = specific_pages(gate.page_id for gate in gates)
    offices = offices_of(pages.values())
    for gate in gates:
        page = pages[gate.page_id]
        yield Due(
            what=nest_titles(f"等{gate.organ}答复：《{page.draft_title}》"),
            address=reverse("publishing_gates", args=[page.pk]),
            agency=agency_at(page.path, places),
            roles=FOLLOWERS,
            due_date=last_day_of(page),
            note=f"{gate.get_kind_display()}，{timezone.localtime(gate.opened_at):%m月%d日}提出",
            office=offices[page.pk],
            waits=True,
        )
