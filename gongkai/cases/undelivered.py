"""Letters that went out and have not reached whom they are for: to be sent, on their way, or come back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from gongkai.cases.approvals import BY_DRAFT
from gongkai.cases.deliveries import DeliveryResult, Standing
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.letters import Letter
from gongkai.cases.queue import due_day
from gongkai.cases.shown_clock import ShownClock

if TYPE_CHECKING:
    from gongkai.agencies.door import Agency
    from gongkai.cases.case import Case

TO_BE_SENT = "还没有送出"
_ON_THE_WAY = (Standing.SENDING, Standing.ON_THE_WAY)


class Undelivered(NamedTuple):
    """A letter with where it stands in words, by which day it should be delivered, and whether others are at it."""

    letter: Letter
    standing: str
    due_date: date | None
    waits: bool


def undelivered(agencies: Collection[Agency], *, today: date) -> list[Undelivered]:
    """Return what is not delivered yet, the nearest day first."""
    found = list(_undelivered(_candidates(Q(case__agency__in=list(agencies))), today))
    return sorted(found, key=lambda one: (one.waits, one.due_date or date.max, one.letter.pk))


def undelivered_of(case: Case, *, today: date) -> list[Undelivered]:
    """Return what of one case is not delivered yet."""
    return list(_undelivered(_candidates(Q(case=case)), today))


def _undelivered(letters: QuerySet[Letter], today: date) -> Iterator[Undelivered]:
    for letter in letters:
        tried = list(letter.deliveries.all())
        if tried or not was_handed_over(letter):
            standing = tried[-1].standing if tried else None
            waits = standing in _ON_THE_WAY
            yield Undelivered(letter, standing.label if standing else TO_BE_SENT, _due(letter, today), waits)


def _candidates(whose: Q) -> QuerySet[Letter]:
    """Return the letters of these cases without a result that says they arrived, where it still matters.

    A notice that was never sent matters until the case is archived, though it was answered meanwhile.
    """
    newest = DeliveryResult.objects.filter(delivery__letter=OuterRef("pk")).order_by("-pk").values("arrived")[:1]
    open_ = Q(case__archive=None) | Q(written_at__gt=F("case__archive__at"))  # or opened anew since
    out = Letter.objects.filter(whose, open_, dispatch__isnull=False)
    own = [kind for kind, form in letter_forms().items() if not form.is_sent]
    answers = Q(act__in=BY_DRAFT)
    unserved = ~Q(case__events__act__in=("serve", "archive", "withdraw"))
    matters = (
        Q(deliveries__isnull=False)
        | (answers & (unserved | Q(case__events__act__in=("remake_ordered", "service_failed"))))
        | (~answers & ~Q(case__events__act="withdraw"))
    )
    found = out.exclude(kind__in=own).annotate(arrived=Subquery(newest)).filter(matters)
    found = found.filter(Q(arrived=None) | Q(arrived=False)).distinct()
    related = found.select_related("case__agency", "dispatch__event")
    return related.prefetch_related("deliveries__results", "case__events")


def was_handed_over(letter: Letter) -> bool:
    """Tell whether an act of the case says that the letter was received, or that the reply was served."""
    event = letter.dispatch.event
    if letter.act in BY_DRAFT:
        return event is None or letter.case.service_of(event) is not None
    return event is not None and bool({"received_by_applicant", "received_by_other"} & event.facts.keys())


def _due(letter: Letter, today: date) -> date | None:
    """Return by when it should be delivered: a reply and a notice of what to correct have their day in the law."""
    clock = letter.case.clock(today=today)
    if letter.act == "request_correction":
        return clock.correction_notice_due
    return due_day(ShownClock(clock, today))
