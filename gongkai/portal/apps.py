"""The room as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.portal"
    verbose_name = "门户"
