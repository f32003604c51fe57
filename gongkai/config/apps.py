"""The installation as a Django app: it has no models, it puts the rooms together."""

from django.apps import AppConfig


class GongkaiConfig(AppConfig):
    """Connects the rooms when Django has started."""

    name = "gongkai.config"
    verbose_name = "公开"

    def ready(self) -> None:
        """Connect who hears whose events; have the settings looked at."""
        from gongkai.config.checks import register_checks
        from gongkai.config.wiring import connect

        connect()
        register_checks()
