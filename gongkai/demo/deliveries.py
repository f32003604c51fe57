"""How the demonstration's replies were brought to whom they are for: by hand, by post, and what came back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gongkai.agencies.door import Person
from gongkai.cases.door import Case, Doing, Result, Sending, Way, record_result, start_delivery

_OF_THE_SENDING = ("postal_number", "address")


def deliver(case: Case, told: dict[str, Any], clerk: Person, *, at: datetime, today: date) -> None:
    """Record one attempt to bring the newest letter of a case, and what came of it.

    `told` has `way`, `ago` (days before `today` on which it was sent), and `arrived` or `failed` (likewise).
    """
    letter = case.letters.latest("pk")
    said = {name: told[name] for name in _OF_THE_SENDING if name in told}
    sending = Sending(way=Way(told["way"]), sent_date=today - timedelta(told["ago"]), **said)
    attempt = start_delivery(letter.pk, sending, _doing(clerk, told["ago"], at, today))
    ago = told.get("arrived", told.get("failed"))
    result = Result(
        arrived="arrived" in told,
        day=today - timedelta(ago),
        signed_by=told.get("signed_by", ""),
        reason=told.get("reason", ""),
    )
    record_result(attempt.pk, result, _doing(clerk, ago, at, today))


def _doing(clerk: Person, ago: int, at: datetime, today: date) -> Doing:
    return Doing(clerk, at - timedelta(ago), today - timedelta(ago))
