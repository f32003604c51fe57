"""Whether a normative document (行政规范性文件) is in force on a day, computed from what happened to it. Pure.

A document lapses (失效) the day after its last day of validity unless it was extended by then; it is repealed from
the day a repeal takes effect; while neither, an amendment makes it 已修改, which is in force still.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.publishing.rows import months_after, months_for

_NUMBER = re.compile(r"[〔\[［(（]\d{4}[〕\]］)）].{0,6}?\d+\s*号|第\s*\d+\s*号|\d{4}年\d{1,2}月\d{1,2}日")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST_NAME = 4  # “某某决定”: no document has a shorter name


class Validity(StrEnum):
    """The five states (PLAT-65); the value is the word printed."""

    IN_FORCE = "有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    LAPSED = "已失效"
    NOT_YET = "尚未生效"

    @property
    def holds(self) -> bool:
        """Whether a document of this state counts as 现行有效."""
        return self in (Validity.IN_FORCE, Validity.AMENDED)


class Act(StrEnum):
    """What can happen to a document after it was made."""

    AMENDED = "amended"
    REPEALED = "repealed"
    EXTENDED = "extended"
    LAPSED = "lapsed"
    KEPT = "kept"

    @property
    def ends(self) -> bool:
        """Whether the document is out of force from its day on."""
        return self in (Act.REPEALED, Act.LAPSED)


@dataclass(frozen=True, slots=True)
class Event:
    """An act with the day it takes effect; an extension says the new last day, None for no limit."""

    act: Act
    effective_date: date
    last_date: date | None = None


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A document's time: the first day in force, the last as it was made (None: no limit), what happened since."""

    effective_date: date
    last_date: date | None = None
    events: tuple[Event, ...] = ()

    def status_on(self, day: date) -> Validity:
        """Return the state on `day`, by the events in effect that day."""
        if day < self.effective_date:
            return Validity.REPEALED if self._ended_on(day) else Validity.NOT_YET
        ended = self.end_date(day)
        if ended is not None and day >= ended:
            return Validity.REPEALED if self._ended_on(ended) else Validity.LAPSED
        amended = any(event.act is Act.AMENDED and event.effective_date <= day for event in self.events)
        return Validity.AMENDED if amended else Validity.IN_FORCE

    def last_date_on(self, day: date) -> date | None:
        """Return the last day of validity as known on `day`; None where there is no limit.

        An extension that takes effect after the document had lapsed does not bring it back.
        """
        last = self.last_date
        for event in self._until(day, Act.EXTENDED):
            if last is None or event.effective_date <= last + timedelta(days=1):
                last = event.last_date
        return last

    def end_date(self, day: date) -> date | None:
        """Return the first day the document is out of force, as known on `day`; None while no end is known.

        Of a repeal and the end of its validity the earlier one ends it.
        """
        last = self.last_date_on(day)
        ends = [event.effective_date for event in self._until(day, Act.REPEALED, Act.LAPSED)]
        return min([*ends, *([last + timedelta(days=1)] if last else [])], default=None)

    def warning_date(self, day: date) -> date | None:
        """Return the day from which its coming end must be dealt with; None where no end of validity is known."""
        last = self.last_date_on(day)
        return months_after(last + timedelta(days=1), -months_for("expiry_warning")) if last else None

    def _ended_on(self, day: date) -> bool:
        return any(event.effective_date <= day for event in self.events if event.act is Act.REPEALED)

    def _until(self, day: date, *acts: Act) -> list[Event]:
        known = [event for event in self.events if event.act in acts and event.effective_date <= day]
        return sorted(known, key=lambda event: event.effective_date)


def contradictions(made_date: date, lifetime: Lifetime, event: Event, basis_date: date | None = None) -> dict[str, str]:
    """Return what cannot be in a further `event` of a document made on `made_date`, by the field it stands in.

    `lifetime` is the document's time by what stands recorded before; `basis_date` the day on which the document behind
    the act was made, where it is known.
    """
    wrong: dict[str, str] = {}
    day = event.effective_date
    if day < made_date:
        wrong["effective_date"] = f"不能早于这份文件的成文日期（{made_date:%Y-%m-%d}）。"
    elif day < lifetime.effective_date and event.act in (Act.EXTENDED, Act.LAPSED, Act.KEPT):
        wrong["effective_date"] = f"这一天文件还没有施行（{lifetime.effective_date:%Y-%m-%d}起施行），请核对。"
    if basis_date and basis_date < made_date:
        wrong["by_document"] = f"依据的文件成文于{basis_date:%Y-%m-%d}，早于这份文件（{made_date:%Y-%m-%d}），请核对。"
    if event.act is Act.EXTENDED and event.last_date:
        wrong |= _no_extension(lifetime.last_date_on(day), event.last_date)
    return wrong


def _no_extension(last: date | None, new: date) -> dict[str, str]:
    if last is None:
        return {"last_date": "这份文件没有规定有效期，不用延续。"}
    return {} if new > last else {"last_date": f"应当晚于现在的有效期（至{last:%Y-%m-%d}）。"}


def names_a_source(text: str, *, past_end: bool) -> bool:
    """Return whether words name a document the public can look for; the end of one in the past needs number or day.

    A number is one like 〔2026〕9号 or 第711号, a day one like 2026年3月5日.
    """
    if past_end:
        return bool(_NUMBER.search(text))
    return bool(_NUMBER.search(text)) or len(_HAN.findall(text)) >= _SHORTEST_NAME


def last_date_of(effective_date: date, months: int) -> date:
    """Return the last day of a validity of `months` calendar months from the day it takes effect."""
    return months_after(effective_date, months) - timedelta(days=1)


def usual_months(title: str) -> int:
    """Return the usual validity of a document of that title: shorter where it is on trial (试行、暂行)."""
    return months_for("validity_trial" if any(word in title for word in ("试行", "暂行")) else "validity")


def count_in_force(lifetimes: Iterable[Lifetime], day: date) -> int:
    """Return how many are 有效 or 已修改 on `day` (现行有效件数)."""
    return sum(lifetime.status_on(day).holds for lifetime in lifetimes)
