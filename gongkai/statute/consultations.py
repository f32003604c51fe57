"""Consultations and the days they exclude from the time to reply (Reg. art. 32-34)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.statute.calendar import DueDate
from gongkai.statute.settings import Terms

THIRD_PARTY, OTHER_ORGAN, CO_MAKER, FEE = "third_party", "other_organ", "co_maker", "fee_payment"
OPEN, SILENCE = "open", "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One letter to somebody else, or a wait for payment: days that do not count.

    `limit` is the last day to answer, None where the law sets none or the letter has not arrived.
    `end_date` is the day the answer came, or the case was closed; `opinion` what the answer says. `effective` is
    False for a letter sent when the time to reply was over: it cannot bring the time back.
    """

    kind: str
    start_date: date
    id: str = ""
    limit: DueDate | None = None
    end_date: date | None = None
    replied: bool = False
    opinion: str = ""
    effective: bool = True

    def is_open(self, on: date) -> bool:
        """Return whether the answer is still waited for on that day."""
        return self.end_date is None and (self.limit is None or on <= self.limit.date)

    def is_silent(self, on: date) -> bool:
        """Return whether the period ended without an answer, as far as that day knows."""
        over = self.limit is not None and on > self.limit.date
        return over and not self.replied and (self.end_date is None or self.end_date >= self.limit_date)

    def standing(self, on: date) -> str:
        """Return ``open`` while the answer is waited for, else what came of it; empty where that is not on record."""
        if self.is_open(on):
            return OPEN
        return SILENCE if self.is_silent(on) and not self.opinion else self.opinion

    @property
    def limit_date(self) -> date:
        """The last day to answer, or the last day there is where nothing limits it."""
        return date.max if self.limit is None else self.limit.date

    def last_date(self, as_of: date) -> date:
        """Return the last day that may be excluded.

        That is the day of the answer, and never one after the period for it: with silence the clock runs
        again. While an answer with a limit is waited for, the limit; without a limit, `as_of`.
        """
        if self.end_date is not None:
            return min(self.end_date, self.limit_date)
        return as_of if self.limit is None else self.limit.date


def excluded_days(
    consultations: Iterable[Consultation], start_date: date, as_of: date, terms: Terms
) -> dict[date, str]:
    """Return the days after `start_date` that are excluded, each with the kind of the consultation behind it.

    「行政机关征求第三方和其他机关意见所需时间不计算在前款规定的期限内。」 Overlapping consultations are united,
    never added. The day of the letter counts, the day of the answer does not, unless the agency has set otherwise.
    """
    excluded: dict[date, str] = {}
    for consultation in consultations:
        if consultation.effective:
            for day in _days(consultation, as_of, terms):
                if day > start_date:
                    excluded.setdefault(day, consultation.kind)
    return excluded


def _days(consultation: Consultation, as_of: date, terms: Terms) -> Iterable[date]:
    start, last = consultation.start_date, consultation.last_date(as_of)
    skipped = 1 - terms.setting("excluded_first_day", on=start)
    kept = terms.setting("excluded_last_day", on=start)
    length = (last - start).days + kept
    return (start + timedelta(days) for days in range(skipped, length))
