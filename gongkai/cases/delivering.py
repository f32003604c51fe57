"""Bringing a letter to whom it is for: attempts, their results, the service of a reply (国办公开办函〔2016〕235号)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gongkai import statute
from gongkai.agencies.door import calendar
from gongkai.cases.acting import act
from gongkai.cases.application_form import ON_THIS_SITE
from gongkai.cases.approvals import BY_DRAFT, WRITERS, acting_as
from gongkai.cases.case import Case
from gongkai.cases.case_files import Attached, Direction, keep
from gongkai.cases.deliveries import (
    Delivery,
    DeliveryContact,
    DeliveryResult,
    Standing,
    Way,
    arrived_among,
    attempts,
)
from gongkai.cases.letters import Letter, log_letter
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused, refuse_on
from gongkai.findings import Finding
from gongkai.statute import Event

if TYPE_CHECKING:
    from gongkai.agencies.door import Acting, Person
    from gongkai.cases.case import CaseEvent

# The number of a registered or express letter of the postal enterprise (邮政企业): a courier's looks otherwise.
_POSTAL = re.compile(r"\d{13}|[A-Z]{2}\d{9}[A-Z]{2}")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How a letter is sent on a day; `address` is to where, `by_system` that this installation sends the e-mail."""

    way: Way
    sent_date: date
    postal_number: str = ""
    address: str = ""
    note: str = ""
    by_system: bool = False


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of an attempt: it arrived on `day` and `signed_by` took it, or it failed for `reason`.

    `seen` is how many results of the attempt its author knew of, None where the system itself tells.
    """

    arrived: bool
    day: date
    signed_by: str = ""
    reason: str = ""
    proof: Attached | None = None
    seen: int | None = None


class Doing(NamedTuple):
    """Who does it, and when; `by` is None where the system itself does."""

    by: Person | None
    at: datetime
    today: date


def counts_as(delivery: Delivery) -> str:
    """Return which day counts for the reply: ``signed`` or ``sent``."""
    return next(row.counts for row in statute.delivery_methods() if row.id == delivery.method)


def is_reply(letter: Letter) -> bool:
    """Tell whether it answers the application."""
    return letter.act in BY_DRAFT


def postal_number(typed: str) -> str:
    """Return a postal number as it is stored, without blanks and in capitals."""
    return "".join(typed.split()).upper()


@transaction.atomic
def start_delivery(letter_id: int, said: Sending, doing: Doing) -> Delivery:
    """Record that a letter was handed over, or is to be sent by e-mail; raise Refused where that cannot be."""
    letter, _ = _locked(letter_id, doing)
    before = attempts(letter)
    refuse_on(sending_findings(letter, before, said, today=doing.today))
    return _started(letter, len(before) + 1, said, doing)


def _locked(letter_id: int, doing: Doing) -> tuple[Letter, Acting | None]:
    """Return a letter of a locked case, and as whom somebody may deliver it."""
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    as_whom = acting_as(doing.by, WRITERS, case, on=doing.today, doing="登记送达") if doing.by else None
    letter = case.letters.select_related("recipient", "dispatch__event").get(pk=letter_id)
    letter.case = case
    return letter, as_whom


def _started(letter: Letter, number: int, said: Sending, doing: Doing) -> Delivery:
    made = Delivery.objects.create(
        letter=letter,
        number=number,
        way=said.way,
        sent_date=said.sent_date,
        postal_number=postal_number(said.postal_number),
        by_system=said.by_system,
        note=said.note,
        by=doing.by,
        at=doing.at,
    )
    DeliveryContact.objects.create(delivery=made, address=said.address.strip())
    facts = {"number": number, "way": said.way, "sent": said.sent_date, "digest": made.digest_now()}
    log_letter(CaseAct.SEND, letter, by=doing.by, at=doing.at, facts={**facts, "by_system": said.by_system})
    return made


def sending_findings(letter: Letter, before: list[Delivery], said: Sending, *, today: date) -> Iterator[Finding]:
    """Yield why an attempt so described cannot be recorded; `before` are the earlier ones."""
    if not letter.went_out:
        yield Finding("DELIVERY-UNISSUED", facts={"number": letter.number})
        return
    if arrived_among(before):
        yield Finding("DELIVERY-DONE", facts={"number": letter.number})
    elif any(one.standing in (Standing.SENDING, Standing.ON_THE_WAY) for one in before):
        yield Finding("DELIVERY-OPEN", facts={"number": letter.number})
    if not _went_out_on(letter) <= said.sent_date <= today:
        yield Finding("DELIVERY-SENT-DATE", "sent_date", {"issued": _went_out_on(letter), "today": today})
    yield from _way_findings(letter, said)


def _went_out_on(letter: Letter) -> date:
    event = letter.dispatch.event
    return event.event_date if event else letter.issued_date


def _way_findings(letter: Letter, said: Sending) -> Iterator[Finding]:
    """Yield what the way of sending lacks."""
    if said.way == Way.POST and not _POSTAL.fullmatch(postal_number(said.postal_number)):
        yield Finding("DELIVERY-POSTAL-NUMBER", "postal_number", {"typed": said.postal_number or "（未填）"})
    if said.way == Way.EMAIL and not _is_email(said.address):
        yield Finding("DELIVERY-EMAIL", "address")
    if said.way == Way.POST and not said.address.strip():
        yield Finding("DELIVERY-ADDRESS", "address")
    if said.way == Way.PORTAL and not may_go_by_portal(letter):
        yield Finding("DELIVERY-NO-CODE", "way")


def _is_email(typed: str) -> bool:
    try:
        validate_email(typed.strip())
    except ValidationError:
        return False
    return True


def may_go_by_portal(letter: Letter) -> bool:
    """Tell whether its addressee can read it on our own site: the applicant of a case that has a code."""
    return bool(letter.case.tracking_hash) and not hasattr(letter, "recipient")


@transaction.atomic
def record_result(delivery_id: int, said: Result, doing: Doing) -> DeliveryResult:
    """Record what came of an attempt; the service of a reply follows it. Raise Refused where that cannot be.

    A further result takes the place of the one before: an e-mail that came back, a mistake. A service that did not
    happen is taken back, so that the next arrival serves.
    """
    letter, as_whom = _locked(Delivery.objects.values_list("letter_id", flat=True).get(pk=delivery_id), doing)
    delivery = letter.deliveries.select_related("contact").get(pk=delivery_id)
    refuse_on(result_findings(delivery, said, by_hand=doing.by is not None, today=doing.today))
    made = _resulted(delivery, letter, said, doing)
    if is_reply(letter):
        _follow(letter, delivery, said, doing, as_whom.on_behalf_of if as_whom else None)
    if (refusal := letter.case.clock(today=doing.today).refusal) is not None:
        raise Refused(refusal)
    return made


def _resulted(delivery: Delivery, letter: Letter, said: Result, doing: Doing) -> DeliveryResult:
    proofs = [said.proof] if said.proof else []
    kept = keep(letter.case, proofs, Direction.PROOF, at=doing.at, by=doing.by, event=None, letter=letter)
    if said.signed_by:
        DeliveryContact.objects.filter(delivery=delivery).update(signed_by=said.signed_by)
    made = DeliveryResult.objects.create(
        delivery=delivery,
        arrived=said.arrived,
        day=said.day,
        reason=said.reason.strip(),
        proof=kept[0] if kept else None,
        by=doing.by,
        at=doing.at,
    )
    facts = {"number": delivery.number, "arrived": said.arrived, "day": said.day, "digest": made.digest_now()}
    facts["proof"] = kept[0].digest if kept else ""
    log_letter(CaseAct.DELIVER, letter, by=doing.by, at=doing.at, facts=facts)
    return made


def result_findings(delivery: Delivery, said: Result, *, by_hand: bool, today: date) -> Iterator[Finding]:
    """Yield why a result so described cannot be recorded."""
    if said.seen is not None and said.seen != delivery.results.count():
        yield Finding("DELIVERY-RESULT-UNSEEN")
    if delivery.standing == Standing.SENDING and said.arrived and by_hand:
        yield Finding("DELIVERY-SENDING")
    if not delivery.sent_date <= said.day <= today:
        yield Finding("DELIVERY-RESULT-DAY", "day", {"sent": delivery.sent_date, "today": today})
    if not said.arrived and not said.reason.strip():
        yield Finding("DELIVERY-REASON", "reason")
    if said.arrived and counts_as(delivery) == "signed" and not said.signed_by.strip():
        yield Finding("DELIVERY-SIGNED", "signed_by")


def _follow(letter: Letter, delivery: Delivery, said: Result, doing: Doing, on_behalf_of: Person | None) -> None:
    """Have the service of a reply agree with the attempt that stands: take back one that does not, and serve."""
    replied = letter.dispatch.event
    served = letter.case.service_of(replied) if replied else None
    stands = arrived_among(attempts(letter))
    if served is not None and not (stands and _agrees(served, stands)):
        failed = Event(act="service_failed", event_date=served.event_date)
        told = said.reason.strip() or "更正送达日期"
        act(letter.case_id, failed, by=doing.by, at=doing.at, today=doing.today, on_behalf_of=on_behalf_of, note=told)
    if said.arrived:
        _serve(letter, delivery, said, doing, on_behalf_of)


def _agrees(served: CaseEvent, stands: Delivery) -> bool:
    """Tell whether a service is that of the attempt that arrived, by the day that counts and the day it came."""
    assert stands.result is not None  # it arrived
    reached = stands.result.day
    day = reached if counts_as(stands) == "signed" else stands.sent_date
    return (served.event_date, served.facts.get("received_by_applicant")) == (day, reached.isoformat())


def _serve(letter: Letter, delivery: Delivery, said: Result, doing: Doing, on_behalf_of: Person | None) -> None:
    """Record the service of the reply on the day that counts, unless it is on record or the case is over."""
    if "serve" not in statute.possible_acts(letter.case.facts(), calendar(), today=doing.today):
        return
    day = said.day if counts_as(delivery) == "signed" else delivery.sent_date
    event = Event(act="serve", event_date=day, method=delivery.method, received_by_applicant=said.day)
    told = f"{delivery.get_way_display()} {delivery.postal_number}".strip()
    act(letter.case_id, event, by=doing.by, at=doing.at, today=doing.today, on_behalf_of=on_behalf_of, note=told)


def deliver_by_portal(letter: Letter, doing: Doing) -> None:
    """Record that a letter reached an applicant who wanted it on this site: it can be read there from now on.

    Nothing is recorded for others. The case is locked by the caller, who has looked who does it.
    """
    if letter.case.route_wanted != ON_THIS_SITE or not may_go_by_portal(letter):
        return
    made = _started(letter, 1, Sending(way=Way.PORTAL, sent_date=doing.today), doing)
    said = Result(arrived=True, day=doing.today)
    _resulted(made, letter, said, doing)
    if is_reply(letter):
        _serve(letter, made, said, doing, None)
