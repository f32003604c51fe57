"""What an agency settles for itself where the law is silent: dated rows, each with its reason (marks D and M)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.core.signals import request_started
from django.db import models, transaction

from gongkai import statute
from gongkai.agencies.door import Agency, AppendOnly, Role, record, subject_of
from gongkai.cases.capacity import acting_for
from gongkai.cases.log_acts import CaseAct
from gongkai.cases.refusals import Refused
from gongkai.findings import Finding
from gongkai.statute import MONTH, MOST_WORKDAYS, OPEN_MARKS, Length

if TYPE_CHECKING:
    from gongkai.agencies.door import Person

EDITORS = (Role.DISCLOSURE_OFFICE_HEAD, Role.ADMINISTRATOR)
RETENTION = ("case_retention", "case_retention_disputed")
_PERIODS = {
    "correction": "补正期限",
    "remade_reply": "责令重新答复的期限",
}  # periods in working days that are ours, and what they are called


class OpenSetting(NamedTuple):
    """What an agency may settle: its name, default and bounds, in which unit, and the law that is silent about it."""

    key: str
    name: str
    default: int
    least: int
    most: int
    unit: str
    law: str
    text: str
    mark: str

    @property
    def is_choice(self) -> bool:
        """Tell whether it is a yes or no."""
        return (self.least, self.most) == (0, 1)

    def told(self, value: int) -> str:
        """Return a value in words."""
        return ("否", "是")[value] if self.is_choice else f"{value} {self.unit}".strip()


_UNITS = {
    "extensions": "次",
    "confirmation": "个工作日",
    "delay_days": "日",
    "proposal_applicants": "个申请人",
    "excessive_month": "件",
}


def open_settings(*, on: date) -> dict[str, OpenSetting]:
    """Return what may be settled on a day, by key."""
    return {one.key: one for one in (*_choices(on), *_periods(on), *_retention(on))}


def _choices(on: date) -> Iterator[OpenSetting]:
    for row in statute.settings():
        if row.in_force(on):
            unit = _UNITS.get(row.id, "")
            yield OpenSetting(row.id, row.name, row.value, row.least, row.most, unit, row.law, row.text, row.mark)


def _periods(on: date) -> Iterator[OpenSetting]:
    for act, name in _PERIODS.items():
        row = statute.deadline_row(act, on=on)
        if row.mark in OPEN_MARKS:
            yield OpenSetting(act, name, row.workdays, 1, MOST_WORKDAYS, "个工作日", row.law, row.text, row.mark)


def _retention(on: date) -> Iterator[OpenSetting]:
    for limit in RETENTION:
        row = statute.limit_row(limit, on=on)
        if row.mark in OPEN_MARKS:
            most = statute.most_of(MONTH)
            yield OpenSetting(limit, row.name, row.amount, 12, most, "个月", row.law, row.text, row.mark)


class AgencySetting(AppendOnly):
    """An agency's own value from `since` until a later row; yes and no are 1 and 0."""

    agency = models.ForeignKey("agencies.Agency", verbose_name="行政机关", on_delete=models.PROTECT, related_name="+")
    key = models.CharField("设置项", max_length=40)
    value = models.PositiveIntegerField("值")
    since = models.DateField("启用日期")
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey("agencies.Person", verbose_name="修改人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "办理规则设置"
        verbose_name_plural = "办理规则设置"
        ordering = ["agency", "key", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.key} {self.value} 自{self.since:%Y-%m-%d}"


_kept: dict[int, list[tuple[str, int, date]]] = {}


def forget_settings(**_: object) -> None:
    """Let the settings be read anew the next time they are asked for."""
    _kept.clear()


request_started.connect(forget_settings, dispatch_uid="cases.forget_settings")


def _rows(agency_id: int) -> list[tuple[str, int, date]]:
    if agency_id not in _kept:
        rows = AgencySetting.objects.filter(agency=agency_id).order_by("since", "pk")
        _kept[agency_id] = list(rows.values_list("key", "value", "since"))
    return _kept[agency_id]


def chosen_by(agency_id: int, *, on: date) -> Mapping[str, int]:
    """Return what an agency had settled for a day, by key; what is not among it has its default."""
    return {key: value for key, value, since in _rows(agency_id) if since <= on}


def terms_of(agency_id: int, *, on: date) -> Mapping[str, int]:
    """Return of these what the clock of a case asks for."""
    return {key: value for key, value in chosen_by(agency_id, on=on).items() if key not in RETENTION}


def setting_of(agency_id: int, key: str, *, on: date) -> int:
    """Return what holds for an agency on a day: its own value, else the default."""
    return chosen_by(agency_id, on=on).get(key, open_settings(on=on)[key].default)


def retention_length(agency_id: int, limit: str, *, on: date) -> Length:
    """Return for how long an agency keeps a case that was over on that day."""
    return Length(setting_of(agency_id, limit, on=on), MONTH)


@transaction.atomic
def settle(
    agency: Agency, key: str, value: int, *, since: date, reason: str, by: Person, at: datetime, today: date
) -> AgencySetting:
    """Store an agency's value from a day on; raise Refused where that is not for it, or for whoever does it, to settle.

    `since` is today or later: what came in before is counted as it was.
    """
    as_whom = acting_for(by, EDITORS, agency, on=today, doing=CaseAct.SETTING.label)
    row = open_settings(on=today)[key]
    if not row.least <= value <= row.most:
        raise Refused(Finding("SETTING-BOUNDS", "value", {"name": row.name, "least": row.least, "most": row.most}))
    if since < today:
        raise Refused(Finding("SETTING-SINCE", "since", {"today": today}))
    if not reason.strip():
        raise Refused(Finding("SETTING-REASON", "reason"))
    said = {"key": key, "value": value, "since": since, "reason": reason.strip()}
    before = setting_of(agency.pk, key, on=since)
    made = AgencySetting.objects.create(agency=agency, by=by, at=at, **said)
    who = {"by": by, "on_behalf_of": as_whom.on_behalf_of}
    record(CaseAct.SETTING, agency=agency, subject=subject_of(made), facts={**said, "before": before}, at=at, **who)
    forget_settings()
    transaction.on_commit(forget_settings)
    return made
