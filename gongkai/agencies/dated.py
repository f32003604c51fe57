"""Facts that hold from a day on, and rows that remember how they read before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from gongkai.agencies.append_only import AppendOnly
from gongkai.agencies.log import AgencyAct, record, subject_of

if TYPE_CHECKING:
    from gongkai.agencies.organs import Agency
    from gongkai.agencies.people import Person

ONE_DAY = timedelta(days=1)


class TermQuerySet(models.QuerySet):
    """Rows with a first and perhaps a last day."""

    def in_force(self, on: date) -> Self:
        """Return the rows whose days include `on`."""
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)


class Term(models.Model):
    """Something that holds from `since` to `until`, both included; open where `until` is empty."""

    since = models.DateField("起始日期", db_index=True)
    until = models.DateField("截止日期", null=True, blank=True, help_text="当日仍有效；留空表示没有定下截止日期。")

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]

    def is_in_force(self, on: date) -> bool:
        """Tell whether `on` is one of its days."""
        return self.since <= on and (self.until is None or on <= self.until)


class Past(AppendOnly):
    """How a row read until a day; what it reads now stands in the row itself."""

    until = models.DateField("沿用至")
    facts = models.JSONField("当时的内容")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)

    class Meta:
        abstract = True


class WithPast(models.Model):
    """A row whose `tracked` fields are changed by `change_on`, so that it can be read as of any day.

    Its model of the past has a foreign key `subject` to it with the related name ``past``,
    and at most one row for each `until`; `owner` is the agency whose log tells of the change.
    """

    tracked: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def owner(self) -> Agency:
        """Return the agency the row belongs to."""
        raise AttributeError("owner")

    def as_of(self, day: date) -> Mapping[str, Any]:
        """Return the tracked fields as they read on `day`."""
        past = self.past.filter(until__gte=day).order_by("until").first()
        return past.facts if past else self._tracked_now()

    def change_on(self, day: date, *, by: Person | None, reason: str = "", **changes: Any) -> dict[str, list[Any]]:
        """Set tracked fields from `day` on, on the log; return what changed: field -> [before, after].

        Raises ValidationError where `day` lies in the future or before the last change.
        Several changes of one day are one: what stood in between was never in force.
        """
        with transaction.atomic():
            row = type(self).objects.select_for_update().get(pk=self.pk)
            before = row._tracked_now()
            changed = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
            if changed:
                row._keep(before, day)
                row._set(changed)
                told = {"from_day": day, "changed": changed}
                record(AgencyAct.CHANGE, agency=row.owner, by=by, subject=subject_of(row), facts=told, reason=reason)
        for name in changed:
            setattr(self, name, changes[name])
        return changed

    def _tracked_now(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.tracked}

    def refuse_change_on(self, day: date) -> None:
        """Raise ValidationError where nothing can change from `day` on: it lies ahead, or before the last change."""
        last = self.past.order_by("until").last()
        if day > timezone.localdate():
            raise ValidationError("变更日期不能晚于今天；请在生效当日登记。")
        if last and day <= last.until:
            raise ValidationError(f"变更日期不能早于上一次变更（{last.until + ONE_DAY:%Y-%m-%d}）。")

    def _keep(self, before: Mapping[str, Any], day: date) -> None:
        self.refuse_change_on(day)
        if not self.past.filter(until=day - ONE_DAY).exists():
            self.past.create(until=day - ONE_DAY, facts=before)

    def _set(self, changed: Mapping[str, list[Any]]) -> None:
        for name, (_, value) in changed.items():
            setattr(self, name, value)
        self.full_clean()
        self.save(update_fields=list(changed))
