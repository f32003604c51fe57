"""The room as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.pages"
    verbose_name = "页面"

    def ready(self) -> None:
        """Let the guards hear what is to be deleted or moved."""
        from gongkai.pages.guards import stand_guard

        stand_guard()
