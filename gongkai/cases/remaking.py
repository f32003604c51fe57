"""A reply that was annulled, and has to be given anew: the case is opened for it, with a day of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from gongkai import statute
from gongkai.agencies.door import calendar
from gongkai.cases.acting import REMAKE, act
from gongkai.cases.case import Case
from gongkai.statute import Event, Terms

if TYPE_CHECKING:
    from gongkai.agencies.door import Person
    from gongkai.cases.disputes import DisputeInstance

ORDERED = "remade_reply"


def order_reply(
    instance: DisputeInstance, received: date | None, due: date | None, *, by: Person, at: datetime, today: date
) -> None:
    """Open the case of a dispute for the reply that its result orders; nothing where it orders none.

    `received` is when the agency had the decision, `due` the day it sets. A case that was never answered is open
    anyway, and its time goes on.
    """
    dispute = instance.dispute
    row = statute.dispute_result(dispute.route, instance.result, on=instance.closed_date)
    if not row.orders_reply or dispute.case_id is None or not dispute.is_original:
        return
    case = Case.objects.select_for_update().select_related("agency").get(pk=dispute.case_id)
    if case.is_in_hand:
        return
    since = received or instance.closed_date
    last = case.events.order_by("seq").last()
    event = Event(
        act=REMAKE,
        event_date=max(since, last.event_date) if last else since,
        due_date=due or Terms(calendar(), case.facts().chosen).last_day(ORDERED, since).date,
        reason=dispute.reference,
    )
    act(case.pk, event, by=by, at=at, today=today, note=f"{dispute.body}：{dispute.reference}，{row.name}。")
