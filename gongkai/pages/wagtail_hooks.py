"""What the editor does differently here."""

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.permissions import register_permission_policy

from gongkai.pages.media import Attachment, Picture
from gongkai.pages.models import BasePage
from gongkai.pages.page_roles import RoleFilePolicy, RolePagePolicy

register_permission_policy(BasePage, RolePagePolicy())
register_permission_policy(
    Picture, RoleFilePolicy(Picture, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
)
register_permission_policy(
    Attachment, RoleFilePolicy(Attachment, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user")
)

# Wagtail's date choosers start by a script inside the page, which our policy does not run;
# the browser's own chooser needs none.
for _field, _widget in (
    (models.DateField, forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    (models.DateTimeField, forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")),
    (models.TimeField, forms.TimeInput(attrs={"type": "time"}, format="%H:%M")),
):
    register_form_field_override(_field, override={"widget": _widget}, exact_class=True)
