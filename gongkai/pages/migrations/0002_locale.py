"""Locale and translation key of the pages that Wagtail's first migration made."""

from django.db import migrations
from wagtail.models.i18n import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        BootstrapLocaleField("pages.BasePage"),
        BootstrapTranslationKeyField("pages.BasePage"),
        BootstrapTranslatableModel("pages.BasePage"),
    ]
