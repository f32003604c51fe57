"""The log as it is read in the back office: found by person, day and act, and told in words."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.html import format_html, format_html_join
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry

from gongkai.agencies.log import LogEntry
from gongkai.agencies.log_words import in_short, named, row_of, told
from gongkai.agencies.people import Person
from gongkai.agencies.row_views import RowView


def readable(request: Any) -> models.QuerySet[LogEntry]:
    """Return the entries that whoever looks may read."""
    rows: models.QuerySet[LogEntry] = policy_registry.get_by_type(LogEntry).instances_user_has_any_permission_for(
        request.user, ["view"]
    )
    return rows.order_by()


def people_on(rows: models.QuerySet[LogEntry]) -> models.QuerySet[Person]:
    """Return who did what stands in `rows`."""
    return Person.objects.filter(pk__in=rows.values("by")).order_by("last_name", "first_name", "username")


class LogFilters(WagtailFilterSet):
    """By whom, between which days, which act; what may be chosen is what stands on the log that may be read."""

    class Meta:
        model = LogEntry
        fields: ClassVar[dict[str, list[str]]] = {
            "by": ["exact"], "at": ["date__gte", "date__lte"], "act": ["exact"],
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = readable(self.request)
        acts = sorted(dict(rows.values_list("act", "act_label").distinct()).items(), key=lambda one: one[1])
        self.filters["by"].extra["queryset"] = people_on(rows)
        self.filters["act"].extra["widget"] = forms.Select(choices=[("", "全部"), *acts])
        for name, label in (("at__date__gte", "从哪一天"), ("at__date__lte", "到哪一天"), ("act", "行为")):
            self.filters[name].label = label


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
