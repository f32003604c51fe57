"""What an agency may set for itself where the law is silent, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from gongkai.statute.calendar import Calendar, DueDate
from gongkai.statute.deadlines import deadline_row, deadlines
from gongkai.statute.refusals import LawUnknown, SettingInvalid
from gongkai.statute.rows import Row, read_rows, row_in_force

OPEN_MARKS = ("D", "M")  # our design, or from memory: what an agency may know better
MOST_WORKDAYS = 250  # about a year: a longer period is a slip of the pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Row):
    """A default of ours with its bounds, both included; yes and no are 1 and 0. `name` asks for it in Chinese."""

    id: str
    name: str
    value: int
    least: int
    most: int


@cache
def settings() -> tuple[Setting, ...]:
    """Return every default, past and present, in the order of the data."""
    return read_rows(Setting, "setting", "settings.toml")


def _setting_row(setting_id: str, on: date) -> Setting:
    row = row_in_force((row for row in settings() if row.id == setting_id), on)
    if row is None:
        raise LawUnknown("no_setting", setting=setting_id, on=on)
    return row


@dataclass(frozen=True, slots=True)
class Terms:
    """The calendar a case is counted by, and what its agency has set.

    `chosen` maps the id of a setting, or the act of a period marked D or M (``correction``), to the
    agency's value. Raises SettingInvalid for an id nobody may set, or a value out of bounds.
    """

    calendar: Calendar
    chosen: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse what the law does not leave to an agency."""
        for key, value in self.chosen.items():
            least, most = _bounds(key)
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise SettingInvalid("setting_out_of_bounds", setting=key, value=value, least=least, most=most)

    def setting(self, setting_id: str, *, on: date) -> int:
        """Return the agency's value, or the default of that day; raise LawUnknown where there is none."""
        return self.chosen.get(setting_id, _setting_row(setting_id, on).value)

    def workdays(self, act: str, *, on: date) -> int:
        """Return the working days for `act` on that day, the agency's own where it may set them."""
        return self.chosen.get(act, deadline_row(act, on=on).workdays)

    def last_day(self, act: str, start_date: date, workdays: int | None = None) -> DueDate:
        """Return the last day of the period of `act` that `start_date` starts, or of the `workdays` given."""
        return self.calendar.add_workdays(start_date, workdays or self.workdays(act, on=start_date))


@cache
def _bounds(key: str) -> tuple[int, int]:
    """Return the least and the most an agency may choose; raise SettingInvalid for what it may not set."""
    for row in settings():
        if row.id == key:
            return row.least, row.most
    if any(row.act == key and row.mark in OPEN_MARKS for row in deadlines()):
        return 1, MOST_WORKDAYS
    raise SettingInvalid("setting_not_open", setting=key)
