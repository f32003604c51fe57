"""The deliveries of a letter as its page shows them: each attempt with its result, and what may be recorded next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongkai.cases.deliveries import Delivery, Standing, arrived_among, attempts
from gongkai.cases.delivering import counts_as
from gongkai.cases.delivery_forms import ResultForm, SendingForm
from gongkai.cases.letter_templates import letter_forms
from gongkai.cases.personal import masked_name
from gongkai.cases.undelivered import TO_BE_SENT, was_handed_over

if TYPE_CHECKING:
    from gongkai.cases.letters import Letter

_SHOWN = 6  # characters of an address: province and city
_RULES = {"signed": "以签收之日为准", "sent": "以交邮、发出之日为准"}


def delivery_shown(letter: Letter, wrong: ResultForm | None, *, today: date) -> dict[str, Any]:
    """Return what the page needs; `wrong` is the form of a result that brings its errors."""
    tried = attempts(letter) if letter.went_out else []
    is_sent = letter.went_out and letter_forms()[letter.kind].is_sent
    by_act = is_sent and not tried and was_handed_over(letter)
    return {
        "is_sent": is_sent,
        "deliveries": [_shown(one, wrong, today) for one in tried],
        "may_send": not by_act and all(one.standing == Standing.FAILED for one in tried),
        "arrived": by_act or arrived_among(tried),
        "by_act": by_act,
        "standing": tried[-1].standing.label if tried else TO_BE_SENT,
        "sending_form": SendingForm(letter=letter, today=today),
    }


def _shown(one: Delivery, wrong: ResultForm | None, today: date) -> dict[str, Any]:
    form = wrong if wrong is not None and wrong.delivery == one else ResultForm(delivery=one, today=today)
    return {
        "row": one,
        "standing": one.standing,
        "result": one.result,
        "seen": len(one.results.all()),
        "counts": _RULES[counts_as(one)],
        "address": _partly(one.contact.address),
        "signed_by": masked_name(one.contact.signed_by),
        "emails": list(one.emails.all()),
        "form": form,
    }


def _partly(address: str) -> str:
    """Return an address with what tells the person hidden."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:_SHOWN]}……" if len(address) > _SHOWN else masked_name(address)
