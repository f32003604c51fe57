"""The room as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.pages"
    verbose_name = "页面"
