"""The room as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.desk"
    verbose_name = "工作台"
