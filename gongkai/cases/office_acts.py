"""What the office does with a case: by whom it may be done, and the letter that goes out with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.agencies.door import Acting, Role, calendar
from gongkai.cases.act_forms import ACTS_OF_OFFICE, ActForm
from gongkai.cases.acting import act
from gongkai.cases.case import Case, CaseEvent
from gongkai.cases.letter_forms import LETTER_OF_ACT, issue, procedural_letter
from gongkai.cases.replying import WRITERS, acting_as
from gongkai.statute import in_chinese, possible_acts, transitions

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

# Who may do it; what is not named, whoever may write drafts.
ONLY_BY = {"extend": (Role.DISCLOSURE_OFFICE_HEAD,)}


def act_name(act: str, *, on: date) -> str:
    """Return what an act is called."""
    return next((row.name for row in transitions() if row.act == act and row.in_force(on)), act)


def roles_for(act: str) -> tuple[Role, ...]:
    """Return the roles that may do an act."""
    return ONLY_BY.get(act, WRITERS)


def acts_offered(case: Case, roles: frozenset[Role], *, today: date) -> list[str]:
    """Return the acts that the law allows now and one of `roles` may do; the reply goes its own way, by a draft."""
    possible = possible_acts(case.facts(), calendar(), today=today)
    return [one for one in possible if one in ACTS_OF_OFFICE and roles & set(roles_for(one))]


@transaction.atomic
def perform(form: ActForm, *, by: Person, at: datetime, today: date) -> CaseEvent:
    """Record the act of a valid form, with the letter it sends; raise Refused where role or law do not allow it."""
    case = Case.objects.select_for_update().select_related("agency").get(pk=form.case.pk)
    as_whom = acting_as(by, roles_for(form.act), case, on=today, doing=f"办理“{act_name(form.act, on=today)}”")
    event = act(
        case.pk,
        form.event(approved_by=_name(by, as_whom)),
        by=by,
        at=at,
        today=today,
        on_behalf_of=as_whom.on_behalf_of,
        amount_yuan=form.cleaned_data.get("amount_yuan"),
        note=form.cleaned_data.get("note", ""),
    )
    if kind := LETTER_OF_ACT.get(form.act):
        issue(event, kind, procedural_letter(case, kind, _told(event, today), on=event.event_date))
    return event


def _name(by: Person, as_whom: Acting) -> str:
    return f"{by}（代理{as_whom.on_behalf_of}）" if as_whom.on_behalf_of else str(by)


def _told(event: CaseEvent, today: date) -> dict[str, Any]:
    """Return what the letter of an act says."""
    due = event.case.clock(today=today).due
    return {
        "text": event.facts.get("reason") or event.note,
        "period": event.facts.get("period_workdays"),
        "workdays": event.facts.get("workdays"),
        "amount": f"{event.amount_yuan.normalize():f}" if event.amount_yuan is not None else "",
        "due_date": in_chinese(due.date) if due else "",
    }
