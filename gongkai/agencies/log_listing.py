"""The log as it is read in the back office: found by person, day and act, and told in words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.html import format_html, format_html_join
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry

from gongkai.agencies.log import LogEntry
from gongkai.agencies.log_words import in_short, named, row_of, told
from gongkai.agencies.own_rows import RowView
from gongkai.agencies.people import Person


def readable(request: Any) -> models.QuerySet[LogEntry]:
    """Return the entries that whoever looks may read."""
    rows: models.QuerySet[LogEntry] = policy_registry.get_by_type(LogEntry).instances_user_has_any_permission_for(
        request.user, ["view"]
    )
    return rows.order_by()


def people_on(request: Any) -> models.QuerySet[Person]:
    """Return who stands on the log that whoever looks may read."""
    return Person.objects.filter(pk__in=readable(request).values("by")).order_by("last_name", "first_name")


class LogFilters(WagtailFilterSet):
    """By whom, between which days, which act, about what."""

    by = ModelChoiceFilter(label="经办人", queryset=people_on)
    at = DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    act = ChoiceFilter(label="行为")

    class Meta:
        model = LogEntry
        fields: ClassVar[list[str]] = ["by", "at", "act"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = readable(self.request).values_list("act", "act_label").distinct()
        self.filters["act"].extra["choices"] = sorted(dict(acts).items(), key=lambda one: one[1])


class SubjectColumn(Column):
    """What an entry was about, by name."""

    def get_value(self, instance: LogEntry) -> str:
        """Return kind and name."""
        return named(instance)


class FactsColumn(Column):
    """What an entry holds, in a line."""

    def get_value(self, instance: LogEntry) -> str:
        """Return the facts without what only a machine compares."""
        return in_short(instance)


class LogEntryView(RowView):
    """One entry, with the way to what it was about for those who may go there."""

    def get_subject_display_value(self) -> str:
        """Return what the act was about; a link where there is a page for whoever looks."""
        row = row_of(self.object)
        address = AdminURLFinder(self.request.user).get_edit_url(row) if row else None
        return format_html('<a href="{}">{}</a>', address, named(self.object)) if address else named(self.object)

    def get_facts_display_value(self) -> str:
        """Return what was recorded, each fact with what it is called."""
        lines = format_html_join("", "<li>{}：{}</li>", told(self.object))
        return format_html("<ul>{}</ul>", lines) if lines else "—"
