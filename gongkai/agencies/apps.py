"""The room as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.agencies"
    verbose_name = "行政机关"
