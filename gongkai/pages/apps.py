"""The room as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Names the app as the editor shows it."""

    name = "gongkai.pages"
    verbose_name = "页面"

    def ready(self) -> None:
        """Let the guards hear what is to be deleted or moved, the search index and the kept pages what has changed."""
        from gongkai.pages.guards import stand_guard
        from gongkai.pages.kept import following
        from gongkai.pages.search_index import follow_changes

        stand_guard()
        follow_changes()
        following.follow_changes()
