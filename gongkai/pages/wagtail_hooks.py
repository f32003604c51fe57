"""What the editor does differently here."""

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

# Wagtail's date choosers start by a script inside the page, which our policy does not run;
# the browser's own chooser needs none.
for _field, _widget in (
    (models.DateField, forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    (models.DateTimeField, forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")),
    (models.TimeField, forms.TimeInput(attrs={"type": "time"}, format="%H:%M")),
):
    register_form_field_override(_field, override={"widget": _widget}, exact_class=True)
