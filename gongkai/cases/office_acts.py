"""What the office does with a case: by whom it may be done, and the letter that goes out with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from gongkai.agencies.door import Acting, Role, calendar
from gongkai.cases.act_forms import ACTS_OF_OFFICE, ActForm
from gongkai.cases.acting import act, tried
from gongkai.cases.approvals import BY_DRAFT, ONLY_BY, WRITERS, acting_as, unapproved
from gongkai.cases.case import Case, CaseEvent, event_from, told_of
from gongkai.cases.fee_notice import REDUCE, WAIVE, told_of_charge, told_of_relief
from gongkai.cases.free_letters import free_wording
from gongkai.cases.issuing import Carried, previewed, send_out, write
from gongkai.cases.letter_checks import Wording
from gongkai.cases.letters import Letter
from gongkai.cases.refusals import refuse_on
from gongkai.cases.wording import LETTER_OF_ACT, worded
from gongkai.statute import Clock, Event, in_chinese, possible_acts, transitions, workdays_for

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

_ANSWER_PERIOD = {"consult_third_party": "third_party", "consult_co_maker": "co_maker"}


class Done(NamedTuple):
    """What became of a form: the act on record, and its letter; without the act, the letter waits for its seal."""

    event: CaseEvent | None
    letter: Letter | None


def act_name(act: str, *, on: date) -> str:
    """Return what an act is called."""
    return next((row.name for row in transitions() if row.act == act and row.in_force(on)), act)


def roles_for(act: str) -> tuple[Role, ...]:
    """Return the roles that may do an act."""
    return ONLY_BY.get(act, WRITERS)


def acts_possible(case: Case, *, today: date) -> list[str]:
    """Return the acts of the office that the law allows now, in its order.

    The reply goes its own way, by a draft; the service of its letter too, by the letter's deliveries.
    """
    found = [one for one in possible_acts(case.facts(), calendar(), today=today) if one in ACTS_OF_OFFICE]
    if "serve" in found and case.letters.filter(act__in=BY_DRAFT, dispatch__isnull=False).exists():
        found.remove("serve")
    return found


def acts_offered(case: Case, roles: frozenset[Role], *, today: date) -> list[str]:
    """Return those of the possible acts that one of `roles` may do."""
    return [one for one in acts_possible(case, today=today) if roles & set(roles_for(one))]


def preview(form: ActForm, *, by: Person, today: date) -> bytes:
    """Return the letter that the act of a valid form would send, as a PDF without number; nothing is stored.

    Raises Refused where the law does not allow the act.
    """
    case = form.case
    event = form.event(approved_by=str(by))
    after = tried(case, event, today=today)
    wording = act_wording(case, event, _told(form), after)
    return previewed(case, wording, on=event.event_date, addressee=form.recipient.get("name", ""))


@transaction.atomic
def perform(form: ActForm, *, by: Person, at: datetime, today: date) -> Done:
    """Record the act of a valid form with the letter it sends, or write the letter where it has to be sealed first.

    Raises Refused where role or law do not allow it.
    """
    case = Case.objects.select_for_update().select_related("agency").get(pk=form.case.pk)
    as_whom = acting_as(by, roles_for(form.act), case, on=today, doing=f"办理“{act_name(form.act, on=today)}”")
    event = form.event(approved_by=_name(by, as_whom))
    note, amount = form.cleaned_data.get("note", ""), form.cleaned_data.get("amount_yuan")
    if form.act not in LETTER_OF_ACT:
        behalf = as_whom.on_behalf_of
        return Done(
            act(case.pk, event, by=by, at=at, today=today, on_behalf_of=behalf, amount_yuan=amount, note=note), None
        )
    after = tried(case, event, today=today)
    refuse_on(unapproved(case, event, "", None, (by, as_whom.on_behalf_of), on=today))
    told = _told(form)
    wording = act_wording(case, event, told, after)
    carried = Carried(
        act=form.act, facts=told_of(event), note=note, amount_yuan=amount, told=told, recipient=form.recipient
    )
    letter = write(case, wording, carried, on=event.event_date, by=by, at=at)
    if letter.needs_seal:
        return Done(None, letter)
    on = event.event_date
    return Done(send_out(letter, wording, by=by, at=at, on=on, today=today, on_behalf_of=as_whom.on_behalf_of), letter)


@transaction.atomic
def issue_letter(letter_id: int, *, by: Person, at: datetime, today: date) -> CaseEvent | None:
    """Send out today a letter that is no reply and waited for its seal; raise Refused where anything forbids it."""
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    case = Case.objects.select_for_update().select_related("agency").get(pk=case_id)
    letter = case.letters.get(pk=letter_id)
    as_whom = acting_as(by, roles_for(letter.act), case, on=today, doing=f"发出“{letter.title}”")
    now = _worded_now(case, letter, today)
    return send_out(letter, now, by=by, at=at, on=today, today=today, on_behalf_of=as_whom.on_behalf_of)


def _worded_now(case: Case, letter: Letter, today: date) -> Wording:
    if not letter.act:
        return free_wording(case, letter.kind, letter.told, on=today)
    event = event_from(letter.act, today, letter.facts)
    return act_wording(case, event, letter.told, tried(case, event, today=today))


def _name(by: Person, as_whom: Acting) -> str:
    return f"{by}（代理{as_whom.on_behalf_of}）" if as_whom.on_behalf_of else str(by)


def _told(form: ActForm) -> dict[str, Any]:
    """Return what the officer says in the letter of an act."""
    said = form.cleaned_data
    told = {"text": said.get("reason") or said.get("note", "")}
    if form.act in (WAIVE, REDUCE):
        told |= told_of_relief(form.case, said)
    return {**told, **told_of_charge(form.case, said)} if form.act == "issue_fee_notice" else told


def act_wording(case: Case, event: Event, told: Mapping[str, Any], after: Clock) -> Wording:
    """Return the letter of an act as it goes out on the act's day; `after` is the clock once it is done."""
    day = event.event_date
    period = _ANSWER_PERIOD.get(event.act)
    facts = {
        "period": event.period_workdays,
        "workdays": event.workdays,
        "due_date": in_chinese(after.due.date) if after.due else "",
        "answer_workdays": workdays_for(period, on=day) if period else "",
        "payment_workdays": workdays_for("fee_payment", on=day) if event.act == "issue_fee_notice" else "",
    }
    return worded(case, LETTER_OF_ACT[event.act], {**facts, **told}, on=day)
