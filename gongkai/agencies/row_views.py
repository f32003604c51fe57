"""How one row of the back office is looked at, registered and changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.snippets.views.snippets import CreateView, EditView, InspectView


class RowView(InspectView):
    """One row to look at, in words: moments in Beijing time, yes and no, nothing where nothing stands."""

    labels: Mapping[str, str] = {}  # what is no field of the model

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Return what the field is called."""
        return self.labels.get(field_name) or str(super().get_field_label(field_name, field))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Return the value as a clerk would write it."""
        return in_words(super().get_field_display_value(field_name, field))


def in_words(value: Any) -> Any:
    """Return a value of a row as it is shown."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y年n月j日 H:i:s")
    return "—" if value in (None, "") else value


class _Validated:
    """Of a form: what was right when it was asked and is not any more when it is stored is told in the form.

    Two forms sent at the same moment are both found right; the second is refused when it is stored.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Store the row; where another was quicker, show the form again with what stands against it now."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except (IntegrityError, ValidationError):
            again = self.get_form()
            if self.is_valid(again):
                raise
            return self.form_invalid(again)


class RowCreateView(_Validated, CreateView):
    """A row to register."""


class RowEditView(_Validated, EditView):
    """A row to change."""
